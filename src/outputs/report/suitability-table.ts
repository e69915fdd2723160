import type { Outcome } from '../../attributes/attribute-result.ts';
import { decimalsOf } from '../../numerics/exact/exact-decimal.ts';
import type { AssayResult, SuitabilityCheck, TestArticleResult } from '../../potency/potency-result.ts';
import type { PotencyFigures } from '../../results/figures.ts';
import { raised } from '../exponents.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import { checkWords, outcomeWords, scopeWords, wordFor } from '../record-words.ts';
import { formatDeclared, formatNumber } from '../words/forms/decimals.ts';
import { words } from '../words.ts';
import { outcomeMark } from './outcome-mark.ts';
import { type ReportContext, table } from './parts.ts';

type Speaking = Pick<ReportContext, 'speech'>;

/** One check over all assays: what each found, the worst outcome. */
interface Row {
  readonly check: SuitabilityCheck;
  /** In the order of the assays; `null` where an assay has no such check. */
  readonly found: readonly (SuitabilityCheck | null)[];
}

/** From worst to best: a row's outcome is the first that any assay has. */
const PRECEDENCE = ['fails', 'not-estimable', 'meets', 'information'] as const;

const OUTCOMES: Readonly<Record<SuitabilityCheck['outcome'], Outcome>> = {
  meets: 'meets',
  fails: 'fails',
  'not-estimable': 'no valid result',
  information: 'information',
};

/** The rows whose found value is said as `F = 2.22 (3, 45)` over `p = 0.099`. */
const F_TESTS: ReadonlyMap<SuitabilityCheck['name'], (test: TestArticleResult) => TestArticleResult['lackOfFit']> = new Map([
  ['parallelism F test, p', (test) => test.parallelism.fTest],
  ['lack of fit, p', (test) => test.lackOfFit],
]);

/** Checks of lines that are the same test under its own name. */
const OF_LINES: ReadonlyMap<SuitabilityCheck['name'], SuitabilityCheck['name']> = new Map([
  ['non-parallelism, p', 'parallelism F test, p'],
  ['intersection, p', 'parallelism F test, p'],
  ['non-linearity, p', 'lack of fit, p'],
]);

/** What, scope, found in each assay, limits and outcome of every suitability check, on one line. */
export function suitabilityTable(figures: PotencyFigures, { speech }: Speaking): Markup {
  const articles = figures.assays.map((assay) => assay.tests.find((article) => article.name === figures.test));
  const rows = rowsOf(figures.assays.map((assay, i) => checksOf(assay, articles[i])));
  if (rows.length === 0) return nothing;
  const several = figures.assays.length > 1;
  const number = (title: Markup): Markup => markup`<th scope="col" class="number">${title}</th>`;
  const assays = figures.assays.map((_, i) =>
    number(several ? markup`${speech.short(words.assay)} ${String(i + 1)}` : speech.word(words.found)),
  );
  const head = markup`<th scope="col">${speech.word(words.suitability)}</th><th scope="col">${speech.word(words.scope)}</th>${assays}${number(speech.word(words.limits))}<th scope="col">${speech.word(words.outcomeLower)}</th>`;
  const body = rows.map((row) => checkRow(row, articles, { speech }));
  return table({ name: 'suitability', caption: speech.short(words.suitability), head, body: markup`<tbody>${body}</tbody>` });
}

/** The checks of one assay; the F tests stand there for information where the method set no limit on them. */
function checksOf(assay: AssayResult, test: TestArticleResult | undefined): readonly SuitabilityCheck[] {
  const checks = [...assay.reference.checks, ...(test?.checks ?? [])];
  const missing = [...F_TESTS].flatMap(([name, read]): SuitabilityCheck[] => {
    const f = test === undefined ? null : read(test);
    if (f === null || checks.some((check) => check.name === name || OF_LINES.get(check.name) === name)) return [];
    return [{ name, scope: 'test-article', found: f.p, unit: null, lower: null, upper: null, outcome: 'information' }];
  });
  return [...checks, ...missing];
}

/** Rows in the order in which checks first appear; checks with other limits are other rows. */
function rowsOf(assays: readonly (readonly SuitabilityCheck[])[]): readonly Row[] {
  const keyOf = ({ name, scope, lower, upper, unit }: SuitabilityCheck): string => JSON.stringify([name, scope, lower, upper, unit]);
  const first = new Map(assays.flat().map((check) => [keyOf(check), check]));
  return [...first].map(([key, check]) => ({ check, found: assays.map((checks) => checks.find((each) => keyOf(each) === key) ?? null) }));
}

function checkRow({ check, found }: Row, articles: readonly (TestArticleResult | undefined)[], { speech }: Speaking): Markup {
  const cells = found.map((each, i) => {
    const failed = each?.outcome === 'fails' || each?.outcome === 'not-estimable';
    return markup`<td class="number${failed ? ' failed' : ''}">${each === null ? '–' : foundText(each, articles[i], { speech })}</td>`;
  });
  const outcomes = found.flatMap((each) => each?.outcome ?? []);
  const worst = PRECEDENCE.find((outcome) => outcomes.includes(outcome)) ?? 'information';
  const name = speech.plainWord(checkWords[check.name]);
  return markup`<tr><th scope="row">${name}</th><td>${speech.plainWord(wordFor(scopeWords, check.scope))}</td>${cells}<td class="number">${raised(limitsText(check, { speech }))}</td><td>${outcomeMark(OUTCOMES[worst], speech, 'line')}</td></tr>\n`;
}

function foundText(check: SuitabilityCheck, test: TestArticleResult | undefined, { speech }: Speaking): Markup {
  const f = test === undefined ? null : (F_TESTS.get(check.name)?.(test) ?? null);
  if (f !== null)
    return markup`F = ${formatNumber(f.statistic, 3)} (${f.df1}, ${f.df2})<span class="basis">p = ${raised(formatNumber(f.p, 2))}</span>`;
  if (check.found === null) return markup`${speech.short(words.notEstimable)}`;
  const [scale, unit] = spokenUnit(check.unit, { speech });
  return raised(`${formatNumber(check.found * scale, 3)}${unit}`);
}

function limitsText({ lower, upper, unit: named }: SuitabilityCheck, { speech }: Speaking): string {
  const [scale, unit] = spokenUnit(named, { speech });
  const decimals = lower !== null && upper !== null ? Math.min(3, Math.max(decimalsOf(lower * scale), decimalsOf(upper * scale))) : 0;
  const number = (value: number): string => formatDeclared(value * scale, decimals);
  if (lower !== null && upper !== null) return `${number(lower)} ${speech.language === 'zh' ? '至' : 'to'} ${number(upper)}${unit}`;
  if (lower !== null) return `≥ ${number(lower)}${unit}`;
  return upper === null ? speech.short(outcomeWords.information) : `≤ ${number(upper)}${unit}`;
}

/** Fractions are said in percent. */
function spokenUnit(unit: string | null, { speech }: Speaking): readonly [number, string] {
  if (unit === 'fraction') return [100, ' %'];
  if (unit === 'wells') return [1, ` ${speech.short(words.wells)}`];
  return [1, unit === null || unit === '' ? '' : ` ${unit}`];
}
