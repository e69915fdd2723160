import { isLineModel } from '../potency/line-models.ts';
import type { PotencyMethod } from '../potency/method.ts';
import type { ArticleOutcome, AssayResult, Comparison, TestArticleResult } from '../potency/potency-result.ts';
import { printable } from './report-error.ts';

/** The relative potencies of `cytolot potency` as a table for a terminal, with the versions of the data below where wells were taken out. */
export function potencyText(assays: readonly AssayResult[], method: PotencyMethod): string {
  const heading = ['assay', 'test article', 'relative potency', 'lower', 'upper', 'parallelism p', 'lack of fit p', 'result'];
  const rows = assays.flatMap((assay) => assay.tests.flatMap((test) => [rowOf(assay, test), ...versionRows(test)]));
  const table = [heading, ...rows].map((row) => row.map(printable));
  const widths = heading.map((_, i) => Math.max(...table.map((row) => row[i]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const kind = isLineModel(method.model) ? 'fieller' : method.interval.method;
  const level = `${method.interval.level} two-sided, ${kind}`;
  return `model ${method.model}, interval ${level}; five significant digits, all of them with --json\n${lines.join('\n')}\n`;
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

function figures({ relativePotency, parallelism, lackOfFit, outcomes, reasons }: TestArticleResult | ArticleOutcome): string[] {
  return [
    show(relativePotency?.estimate),
    show(relativePotency?.lower),
    show(relativePotency?.upper),
    show(parallelism.fTest?.p),
    show(lackOfFit?.p),
    outcomes.result === 'reportable' ? 'reportable' : `not reportable: ${[...new Set(reasons.map((one) => one.code))].join(', ')}`,
  ];
}

function show(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : String(Number(value.toPrecision(5)));
}
