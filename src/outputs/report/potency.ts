import type { AssayResult, TestArticleResult } from '../../potency/potency-result.ts';
import type { PotencyCurves, PotencyFigures } from '../../results/figures.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import { assaysPlot } from '../plots/assays-plot.ts';
import { doseResponsePlot } from '../plots/dose-response-plot.ts';
import { parallelismPlot } from '../plots/parallelism-plot.ts';
import { plateMap } from '../plots/plate-map.ts';
import { quantilePlot } from '../plots/quantile-plot.ts';
import { formatLevel, formatNumber } from '../words/forms/decimals.ts';
import { words } from '../words.ts';
import { doseTable } from './dose-table.ts';
import { parameterTable } from './parameter-table.ts';
import { type ReportContext, section } from './parts.ts';
import { suitabilityTable } from './suitability-table.ts';
import { varianceTable } from './variance-table.ts';
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
  {
    speech,
    quantiles = 'hidden',
    details = 'hidden',
  }: Speaking & { readonly quantiles?: 'shown' | 'hidden'; readonly details?: 'shown' | 'hidden' },
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
    const alone = side.every((panel) => panel === nothing) ? ' alone' : '';
    return markup`${heading}<div class="potency${alone}"><figure class="wide">${plot}<figcaption>${plotCaption(test, curves, { speech })}</figcaption>${plates}</figure><div>${side}</div></div>${details === 'shown' ? detailsOf(assay, test, { speech }) : nothing}\n`;
  });
  return markup`<h3>${speech.inlineName(figures.title)}</h3>${assays}${versionsTable(figures, { speech })}${suitabilityTable(figures, { speech })}`;
}

/** Data, parameters of both fits and the analysis of variance. */
function detailsOf(assay: AssayResult, test: TestArticleResult, { speech }: Speaking): Markup {
  const { reference, doseUnit } = assay;
  return markup`${parameterTable(test, speech)}${varianceTable(test, speech)}${doseTable([reference, test], doseUnit, speech)}`;
}

function assayLead(assay: AssayResult, test: TestArticleResult, { speech, number, of }: Speaking & { number: number; of: number }): Markup {
  const zh = speech.language === 'zh';
  const plates = [...new Set(test.points.map((point) => point.plate).filter((plate) => plate !== null))].join(', ');
  const wells = [...assay.reference.points, ...test.points].filter((point) => point.excluded === null).length;
  const which = zh ? `第 ${number} 次试验，共 ${of} 次（${assay.name}）` : `Assay ${number} of ${of} (${assay.name})`;
  const plate = plates === '' ? '' : zh ? `，板 ${plates}` : `, plate ${plates}`;
  const freedom = test.constrained === null ? '' : `, ${test.constrained.degreesOfFreedom} ${speech.short(words.degreesOfFreedom)}`;
  const design = assay.design === undefined ? '' : `${assay.design}, `;
  const common = test.constrained === null ? '' : `${speech.short(words.constrainedFit)}, `;
  const exponent = assay.weightExponent === undefined ? '' : `p = ${formatNumber(assay.weightExponent, 5)}, `;
  const fit = `${assay.model}, ${design}${exponent}${common}${wells} ${speech.short(words.wells)}${freedom}`;
  return markup`${which}${plate}${zh ? '。' : '. '}${fit}${zh ? '。' : '.'}`;
}

/** What the lines and marks of a plot are, of those that it has. */
export function plotNote(curves: PotencyCurves | null, { speech }: Speaking): Markup {
  if (curves === null) return nothing;
  const parts = [
    ...(curves.test.length === 0 ? [] : [words.plotFits]),
    ...(curves.freeReference === null ? [] : [words.plotFree]),
    ...(curves.residuals.length === 0 ? [] : [words.plotResiduals]),
  ];
  if (parts.length === 0) return nothing;
  const en = parts.map((part) => part.en).join('; ');
  return speech.plainWord({ en: `${en.charAt(0).toUpperCase()}${en.slice(1)}.`, zh: `${parts.map((part) => part.zh).join('；')}。` });
}

function plotCaption(test: TestArticleResult, curves: PotencyCurves | null, { speech }: Speaking): Markup {
  const potency = test.relativePotency;
  const reasons = [...test.reasons, ...(test.notes ?? [])].map((one) => markup`<span class="line">${speech.said(one)}</span>`);
  const note = plotNote(curves, { speech });
  if (potency === null) return markup`<b>${speech.plainWord(words.notReportable)}</b>${reasons}<span class="line">${note}</span>`;
  const [estimate = '', limits] = speech.interval(potency).split(' (');
  const interval = limits === undefined ? '' : ` (${formatLevel(potency.level)} CI ${limits}`;
  const reportable = test.outcomes.result === 'reportable';
  const value = reportable
    ? markup`${speech.plainWord(words.relativePotency)} <b>${estimate}</b>${interval}`
    : markup`<b>${speech.plainWord(words.notReportable)}</b>, ${speech.plainWord(words.computed)} ${estimate}${interval}`;
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
  return markup`<h3>${speech.plainWord(words.quantiles)}</h3><div class="wide">${quantilePlot(residuals, { id, speech })}</div>`;
}

function platePanels(assay: AssayResult, id: string, { speech }: Speaking): Markup {
  const maps = (assay.plates ?? []).map(
    (plate, i) =>
      markup`<h3 class="plate">${speech.plainWord(words.plateMap)}</h3><div class="plate">${plateMap(plate, { id: `${id}-${i + 1}`, speech })}</div>`,
  );
  return markup`${maps}`;
}

function assaysPanel(figures: PotencyFigures, id: string, { speech }: Speaking): Markup {
  if (figures.assays.length < 2 && figures.combined === null) return nothing;
  return markup`<h3>${speech.plainWord(words.independentAssays)}</h3><div class="wide">${assaysPlot(figures, { id: `${id}-assays`, speech })}</div>`;
}
