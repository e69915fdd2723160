import { decimalsOf, formatDeclared, formatNumber } from '../decimals.ts';
import { raised } from '../exponents.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import type { Outcome, PotencyFigures, SuitabilityCheck, TestArticleResult } from '../records.ts';
import { outcomeWords, scopeWords, wordFor, words } from '../words.ts';
import { outcomeMark } from './outcome-mark.ts';
import { headCells, type ReportContext, table } from './parts.ts';

type Speaking = Pick<ReportContext, 'speech'>;

const OUTCOMES: Readonly<Record<SuitabilityCheck['outcome'], Outcome>> = {
  meets: 'meets',
  fails: 'fails',
  'not-estimable': 'no valid result',
  information: 'information',
};

/** What, scope, found, limits and outcome of every suitability check, assay by assay. */
export function suitabilityTable(figures: PotencyFigures, { speech }: Speaking): Markup {
  const groups = figures.assays.map((assay) => {
    const test = assay.tests.find((article) => article.name === figures.test);
    const checks = [...assay.reference.checks, ...(test?.checks ?? [])].map((check) => checkRow(check, { speech }));
    const rows = test === undefined ? checks : [...checks, ...testRows(test, { speech })];
    const heading =
      figures.assays.length < 2 ? nothing : markup`<tr class="section"><th scope="rowgroup" colspan="5">${assay.name}</th></tr>`;
    return rows.length === 0 ? nothing : markup`<tbody>${heading}${rows}</tbody>`;
  });
  if (groups.every((group) => group === nothing)) return nothing;
  const head = headCells(speech, [
    [words.suitability, 'text'],
    [words.scope, 'text'],
    [words.found, 'number'],
    [words.limits, 'number'],
    [words.outcomeLower, 'text'],
  ]);
  return table({ name: 'suitability', caption: speech.short(words.suitability), head, body: markup`${groups}` });
}

interface Row {
  readonly name: string;
  readonly scope: string;
  readonly found: string;
  readonly limits: string;
  readonly outcome: Outcome;
}

function row({ name, scope, found, limits, outcome }: Row, { speech }: Speaking): Markup {
  return markup`<tr><th scope="row">${raised(name)}</th><td>${speech.plainWord(wordFor(scopeWords, scope))}</td><td class="number">${raised(found)}</td><td class="number">${raised(limits)}</td><td>${outcomeMark(outcome, speech, 'line')}</td></tr>\n`;
}

function checkRow(check: SuitabilityCheck, context: Speaking): Markup {
  const unit = check.unit === null || check.unit === '' ? '' : ` ${check.unit}`;
  const found = check.found === null ? context.speech.short(words.notEstimable) : `${formatNumber(check.found, 3)}${unit}`;
  return row(
    { name: check.name, scope: check.scope, found, limits: limitsText(check, context), outcome: OUTCOMES[check.outcome] },
    context,
  );
}

function limitsText({ lower, upper, unit }: SuitabilityCheck, { speech }: Speaking): string {
  const after = unit === null || unit === '' ? '' : ` ${unit}`;
  const decimals = lower !== null && upper !== null ? Math.min(3, Math.max(decimalsOf(lower), decimalsOf(upper))) : 0;
  const number = (value: number): string => formatDeclared(value, decimals);
  if (lower !== null && upper !== null) return `${number(lower)} ${speech.language === 'zh' ? '至' : 'to'} ${number(upper)}${after}`;
  if (lower !== null) return `≥ ${number(lower)}${after}`;
  return upper === null ? speech.short(outcomeWords.information) : `≤ ${number(upper)}${after}`;
}

/** The F tests of a test article: shown for information, since equivalence decides on parallelism. */
function testRows(test: TestArticleResult, context: Speaking): readonly Markup[] {
  const tests = [
    [words.fTest, test.parallelism.fTest],
    [words.lackOfFit, test.lackOfFit],
  ] as const;
  return tests.flatMap(([title, f]) => {
    if (f === null) return [];
    const found = `F = ${formatNumber(f.statistic, 3)} (${f.df1}, ${f.df2}), p = ${formatNumber(f.p, 2)}`;
    const limits = context.speech.short(outcomeWords.information);
    return [row({ name: context.speech.short(title), scope: 'test-article', found, limits, outcome: 'information' }, context)];
  });
}
