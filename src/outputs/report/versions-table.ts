import type { TestArticleResult } from '../../potency/potency-result.ts';
import type { PotencyFigures } from '../../results/figures.ts';
import { raised } from '../exponents.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import { formatNumber } from '../words/forms/decimals.ts';
import { words } from '../words.ts';
import { outcomeMark } from './outcome-mark.ts';
import { headCells, type ReportContext, table } from './parts.ts';

type Speaking = Pick<ReportContext, 'speech'>;
type Comparison = NonNullable<TestArticleResult['comparisons']>[number];
type Version = Comparison['original'];

/** Original and reduced data of every assay in which wells were taken out, a row each; the proposed one is bold, and neither is where they differ. */
export function versionsTable(figures: PotencyFigures, { speech }: Speaking): Markup {
  const rows = figures.assays.flatMap((assay) => {
    const article = assay.tests.find((each) => each.name === figures.test);
    return (article?.comparisons ?? []).flatMap((comparison) => [
      versionRow(assay.name, comparison, 'original', { speech }),
      versionRow(assay.name, comparison, 'reduced', { speech }),
    ]);
  });
  if (rows.length === 0) return nothing;
  const head = headCells(speech, [
    [words.assay, 'text'],
    [words.data, 'text'],
    [words.relativePotency, 'number'],
    [words.parallelismP, 'number'],
    [words.outcomeLower, 'text'],
    [words.whatAndWhy, 'text'],
  ]);
  const caption = speech.short(words.versions);
  return markup`<h3>${speech.plainWord(words.versions)}</h3>${table({ name: 'suitability', caption, head, body: markup`<tbody>${rows}</tbody>` })}`;
}

const TAKEN_OUT = { outliers: words.withoutOutliers, exclusions: words.withoutExcluded } as const;

function versionRow(assay: string, comparison: Comparison, side: 'original' | 'reduced', { speech }: Speaking): Markup {
  const version: Version = comparison[side];
  const data = speech.plainWord(side === 'original' ? words.originalData : TAKEN_OUT[comparison.kind]);
  const proposed = comparison.proposed === side && version.outcomes.result === 'reportable' && comparison.agree;
  const potency = version.relativePotency;
  const value = potency === null ? '–' : speech.interval(potency);
  const p = version.parallelism.fTest?.p;
  const reportable = version.outcomes.result === 'reportable';
  const outcome = reportable ? markup`<span>${speech.plainWord(words.reportable)}</span>` : outcomeMark('no valid result', speech, 'line');
  const codes = [...new Set(version.reasons.map((one) => one.code))].map((code) => markup`<span class="code">${code}</span><br>`);
  return markup`<tr><th scope="row">${assay}</th><td>${proposed ? markup`<b>${data}</b>` : data}</td><td class="number${reportable ? '' : ' quiet'}">${value}</td><td class="number">${p === undefined ? '–' : raised(formatNumber(p, 2))}</td><td>${outcome}</td><td>${codes}</td></tr>\n`;
}
