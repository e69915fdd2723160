import type { AssayResult, TestArticleResult } from '../../potency/potency-result.ts';
import type { PotencyCurves, PotencyFigures } from '../../results/figures.ts';
import { formatInterval, formatLevel } from '../decimals.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import { assaysPlot } from '../plots/assays-plot.ts';
import { doseResponsePlot } from '../plots/dose-response-plot.ts';
import { parallelismPlot } from '../plots/parallelism-plot.ts';
import { plateMap } from '../plots/plate-map.ts';
import { quantilePlot } from '../plots/quantile-plot.ts';
import { words } from '../words.ts';
import { type ReportContext, section } from './parts.ts';
import { suitabilityTable } from './suitability-table.ts';
import { versionsTable } from './versions-table.ts';

type Speaking = Pick<ReportContext, 'speech'>;

/** Every potency attribute: dose-response, parallelism and suitability of each assay, the independent assays beside the first. */
export function potencySection(context: ReportContext): Markup {
  const { figures, speech } = context;
  if (figures.potency.length === 0) return nothing;
  const attributes = figures.potency.map((potency, i) => potencyAttribute(potency, `potency-${i + 1}`, context));
  return section('potency', speech.plainWord(words.potency), markup`${attributes}`);
}

/** One potency attribute; `id` is unique within the page. */
export function potencyAttribute(
  figures: PotencyFigures,
  id: string,
  { speech, quantiles = 'hidden' }: Speaking & { readonly quantiles?: 'shown' | 'hidden' },
): Markup {
  const assays = figures.assays.map((assay, i) => {
    const test = assay.tests.find((article) => article.name === figures.test);
    if (test === undefined) return nothing;
    const curves = figures.curves.find((each) => each.assay === assay.name) ?? null;
    const plot = doseResponsePlot({ assay, test, curves }, { id: `${id}-${i + 1}-dose`, speech });
    const side = [
      parallelismPanel(test, `${id}-${i + 1}-parallelism`, { speech }),
      i === 0 ? assaysPanel(figures, id, { speech }) : nothing,
      quantiles === 'shown' && curves !== null ? quantilePanel(curves, `${id}-${i + 1}-quantiles`, { speech }) : nothing,
    ];
    const plates = quantiles === 'shown' ? platePanels(assay, `${id}-${i + 1}-plate`, { speech }) : nothing;
    const heading = markup`<p class="lead">${assayLead(assay, test, { speech, number: i + 1, of: figures.assays.length })}</p>`;
    return markup`${heading}<div class="potency"><figure class="wide">${plot}<figcaption>${plotCaption(test, { speech })}</figcaption>${plates}</figure><div>${side}</div></div>\n`;
  });
  return markup`<h3>${speech.inlineName(figures.title)}</h3>${assays}${versionsTable(figures, { speech })}${suitabilityTable(figures, { speech })}`;
}

function assayLead(assay: AssayResult, test: TestArticleResult, { speech, number, of }: Speaking & { number: number; of: number }): Markup {
  const zh = speech.language === 'zh';
  const plates = [...new Set(test.points.map((point) => point.plate).filter((plate) => plate !== null))].join(', ');
  const wells = [...assay.reference.points, ...test.points].filter((point) => point.excluded === null).length;
  const which = zh ? `第 ${number} 次试验，共 ${of} 次（${assay.name}）` : `Assay ${number} of ${of} (${assay.name})`;
  const plate = plates === '' ? '' : zh ? `，板 ${plates}` : `, plate ${plates}`;
  const freedom = test.constrained === null ? '' : `, ${test.constrained.degreesOfFreedom} ${speech.short(words.degreesOfFreedom)}`;
  const fit = `${assay.model}, ${speech.short(words.constrainedFit)}, ${wells} ${speech.short(words.wells)}${freedom}`;
  return markup`${which}${plate}${zh ? '。' : '. '}${fit}${zh ? '。' : '.'}`;
}

function plotCaption(test: TestArticleResult, { speech }: Speaking): Markup {
  const potency = test.relativePotency;
  const reasons = test.reasons.map((one) => markup`<span class="line">${speech.said(one)}</span>`);
  const note = speech.plainWord(words.plotNote);
  if (potency === null) return markup`<b>${speech.inlineName(words.notReportable)}</b>${reasons}<span class="line">${note}</span>`;
  const [estimate = '', limits] = formatInterval(potency).split(' (');
  const interval = limits === undefined ? '' : ` (${formatLevel(potency.level)} CI ${limits}`;
  const reportable = test.outcomes.result === 'reportable';
  const value = reportable
    ? markup`${speech.inlineName(words.relativePotency)} <b>${estimate}</b>${interval}`
    : markup`<b>${speech.inlineName(words.notReportable)}</b>, ${speech.inlineName(words.computed)} ${estimate}${interval}`;
  return markup`${value}. ${note}${reasons}`;
}

function parallelismPanel(test: TestArticleResult, id: string, { speech }: Speaking): Markup {
  const { equivalence } = test.parallelism;
  if (equivalence.length === 0) return nothing;
  const level = formatLevel(equivalence[0]?.level ?? 0.9);
  const heading = speech.plainWord({
    en: `${words.parallelism.en}, ${level} ${words.intervalsInMargins.en}`,
    zh: speech.language === 'zh' ? `${words.parallelism.zh}，${level} ${words.intervalsInMargins.zh}` : words.parallelism.zh,
  });
  return markup`<h3>${heading}</h3><div class="wide">${parallelismPlot(equivalence, { id, speech })}</div>`;
}

function quantilePanel({ residuals }: PotencyCurves, id: string, { speech }: Speaking): Markup {
  if (residuals.length < 3) return nothing;
  return markup`<h3>${speech.inlineName(words.quantiles)}</h3><div class="wide">${quantilePlot(residuals, { id, speech })}</div>`;
}

function platePanels(assay: AssayResult, id: string, { speech }: Speaking): Markup {
  const maps = (assay.plates ?? []).map(
    (plate, i) =>
      markup`<h3 class="plate">${speech.inlineName(words.plateMap)}</h3><div class="plate">${plateMap(plate, { id: `${id}-${i + 1}`, speech })}</div>`,
  );
  return markup`${maps}`;
}

function assaysPanel(figures: PotencyFigures, id: string, { speech }: Speaking): Markup {
  if (figures.assays.length < 2 && figures.combined === null) return nothing;
  return markup`<h3>${speech.inlineName(words.independentAssays)}</h3><div class="wide">${assaysPlot(figures, { id: `${id}-assays`, speech })}</div>`;
}
