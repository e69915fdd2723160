import { ownLimits } from '../../../potency/line-models.ts';
import type { PotencyMethod } from '../../../potency/method.ts';
import type { FailedAssay } from '../../../potency/plate/assay-table.ts';
import type { PlateDrift } from '../../../potency/plate/plate-drift.ts';
import type { ArticleOutcome, AssayResult, Comparison, PreparationResult, TestArticleResult } from '../../../potency/potency-result.ts';
import { printableLine } from '../../../printable.ts';
import type { Reason } from '../../../reason.ts';
import { shownOrDash } from '../../../shown-number.ts';
import type { CombinationLine } from './potency-combination.ts';

/** What `cytolot potency` prints. */
export interface PotencyOutput {
  readonly assays: readonly AssayResult[];
  /** Assays of a table with a fault of their own. */
  readonly failed?: readonly FailedAssay[];
  readonly combinations: readonly CombinationLine[];
  /** One of a table; of a folder one for each assay run, named. */
  readonly drifts: readonly (PlateDrift & { readonly assay?: string; readonly assayRun?: string | null })[];
}

/** The relative potencies of `cytolot potency` as a table for a terminal, with the versions of the data below where wells were taken out. */
export function potencyText({ assays, failed = [], combinations, drifts }: PotencyOutput, methods: string): string {
  const heading = ['assay', 'test article', 'relative potency', 'lower', 'upper', 'parallelism p', 'lack of fit p', 'result'];
  const rows = assays.flatMap((assay) => assay.tests.flatMap((test) => [rowOf(assay, test), ...versionRows(test)]));
  const left = failed.map(({ name, error }) => [name, '–', '–', '–', '–', '–', '–', `left out: ${error.code}`]);
  const alone = assays.flatMap(({ name, preparation }) => (preparation === undefined ? [] : [aloneRow(name, preparation)]));
  const head = `${methods}; five significant digits, all of them with --json\n`;
  return `${head}${rows.length + left.length === 0 ? '' : columns([heading, ...rows, ...left])}${alone.length === 0 ? '' : columns([ALONE, ...alone])}${combinationText(combinations)}${drifts.map(driftText).join('')}`;
}

const ALONE = ['assay', 'preparation', 'quantity', 'estimate', 'lower', 'upper', 'natural response', 'result'];

function aloneRow(assay: string, preparation: PreparationResult): string[] {
  const { name, quantity, estimate, lower, upper, quantal, reasons, outcome } = preparation;
  const result = outcome === 'reportable' ? 'reportable' : `not reportable: ${codesOf(reasons)}`;
  return [assay, name, quantity, show(estimate), show(lower), show(upper), show(quantal?.naturalResponse?.rate), result];
}

/** Model and interval of a method, in words. */
export function methodText(method: PotencyMethod): string {
  return `model ${method.model}, interval ${method.interval.level} two-sided, ${intervalKind(method)}`;
}

/** The limits of the relative potency as they are made: those of the model, else as the method says. */
export function intervalKind({ model, interval }: PotencyMethod): string {
  return ownLimits(model) ?? interval.method;
}

function columns(rows: readonly (readonly string[])[]): string {
  const table = rows.map((row) => row.map(printableLine));
  const widths = (table[0] ?? []).map((_, i) => Math.max(...table.map((row) => row[i]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

function combinationText(combinations: readonly CombinationLine[]): string {
  const [first] = combinations;
  if (first === undefined) return '';
  const heading = ['combined', 'assays', 'relative potency', 'lower', 'upper', 'homogeneity p', 'GCV, %', 'result'];
  const rows = combinations.map((one) => [
    one.test,
    `${one.used.length} of ${one.planned}`,
    show(one.estimate),
    show(one.lower),
    show(one.upper),
    show(one.homogeneityP),
    show(one.gcvPercent),
    one.reasons.length === 0 ? `reportable${inUnits(one.potencyInUnits)}` : `not reportable: ${codesOf(one.reasons)}`,
  ]);
  return `\n${first.method}\n${columns([heading, ...rows])}`;
}

const MEANS = { high: 'high control', low: 'low control', reference: 'reference standard' } as const;

function driftText(drift: PotencyOutput['drifts'][number]): string {
  const { of, plates, change, slope, lower, upper, level, reasons } = drift;
  const percent = (value: number | null): string => (value === null ? '–' : `${show(100 * value)} %`);
  const outcome = reasons.length === 0 ? '' : `; ${codesOf(reasons)}`;
  const run = [drift.assay, drift.assayRun].filter((part) => part !== undefined && part !== null).join(', ');
  const title = run === '' ? MEANS[of] : `${run}: ${MEANS[of]}`;
  return `\n${title} over ${plates.length} plates: change ${percent(change)}, a plate ${percent(slope)} (${percent(lower)} to ${percent(upper)}, level ${level})${outcome}\n`;
}

function codesOf(reasons: readonly Reason[]): string {
  return [...new Set(reasons.map((one) => one.code))].join(', ');
}

function rowOf(assay: AssayResult, test: TestArticleResult): string[] {
  return [assay.name, test.name, ...figures(test)];
}

/** What was taken out, in the words of the table. */
const WITHOUT: Readonly<Record<Comparison['kind'], string>> = { outliers: 'without outliers', exclusions: 'without excluded' };

function versionRows(test: TestArticleResult): string[][] {
  return (test.comparisons ?? []).flatMap(({ kind, original, reduced, proposed }) => [
    ['', proposed === 'original' ? '- original *' : '- original', ...figures(original)],
    ['', `- ${WITHOUT[kind]}${proposed === 'reduced' ? ' *' : ''}`, ...figures(reduced)],
  ]);
}

function figures(found: TestArticleResult | ArticleOutcome): string[] {
  const { relativePotency, parallelism, lackOfFit, outcomes, reasons } = found;
  const ratio = 'ec50Ratio' in found ? (found.ec50Ratio ?? null) : null;
  const units = 'potencyInUnits' in found ? found.potencyInUnits : undefined;
  const beside = ratio === null ? '' : `; ratio of EC50s ${show(ratio.estimate)} (${show(ratio.lower)} to ${show(ratio.upper)})`;
  return [
    show(relativePotency?.estimate),
    show(relativePotency?.lower),
    show(relativePotency?.upper),
    show(parallelism.fTest?.p ?? parallelism.chiSquared?.p),
    show(lackOfFit?.p),
    outcomes.result === 'reportable' ? `reportable${inUnits(units)}` : `not reportable: ${codesOf(reasons)}${beside}`,
  ];
}

function inUnits(units: CombinationLine['potencyInUnits']): string {
  return units === undefined ? '' : `; ${show(units.estimate)} (${show(units.lower)} to ${show(units.upper)}) ${units.unit}`;
}

function show(value: number | null | undefined): string {
  return shownOrDash(value, 5);
}
