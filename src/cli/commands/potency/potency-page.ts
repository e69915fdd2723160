import { InputError } from '../../../errors.ts';
import type { ReportLanguage } from '../../../outputs/output.ts';
import { renderPotencyReport } from '../../../outputs/potency-report.ts';
import type { MethodSettings } from '../../../outputs/report/settings-table.ts';
import { curveAlone } from '../../../potency/drawing/curve-alone.ts';
import { fittedCurves } from '../../../potency/drawing/fitted-curves.ts';
import type { FailedAssay } from '../../../potency/plate/assay-table.ts';
import type { AssayResult } from '../../../potency/potency-result.ts';
import { quotedError } from '../../../quoted-error.ts';
import type { PotencyFigures } from '../../../results/figures.ts';
import { type OutputTarget, writeOutputFile } from '../../../runtime/disk/output-file.ts';
import { version } from '../../../version.ts';
import type { CombinationLine } from './potency-combination.ts';

/** More plots than this make a page that no one reads and few browsers open. */
const MOST_PLOTS = 400;

/** Where the page goes and what stands at its head. */
export interface PotencyPage {
  readonly target: OutputTarget;
  readonly title: string;
  readonly language: ReportLanguage;
}

export interface PotencyPageContent {
  readonly assays: readonly AssayResult[];
  readonly combinations: readonly CombinationLine[];
  /** The methods that computed them. */
  readonly methods: readonly MethodSettings[];
  readonly failed: readonly FailedAssay[];
}

/** Writes the self-contained page of a potency table: one section a test article, an assay a plot. Errors: usage/bad-argument, usage/cannot-create. */
export function writePotencyPage({ assays, combinations, methods, failed }: PotencyPageContent, page: PotencyPage): void {
  const plots = assays.reduce((sum, assay) => sum + Math.max(1, assay.tests.length), 0);
  if (plots > MOST_PLOTS) {
    throw new InputError(
      'usage/bad-argument',
      `Expected at most ${MOST_PLOTS} curves for one --html page, found ${plots}. Split the table, or take --json.`,
    );
  }
  const html = renderPotencyReport({
    title: page.title,
    software: `cytolot ${version}`,
    language: page.language,
    figures: figuresOf(assays, combinations),
    combinations,
    methods,
    alone: assays.flatMap((assay) =>
      assay.preparation === undefined ? [] : [{ assay, preparation: assay.preparation, curves: curveAlone(assay, assay.preparation) }],
    ),
    failed: failed.map(({ name, error }) => ({ name, why: quotedError(error) })),
  });
  writeOutputFile(page.target, new TextEncoder().encode(html));
}

function figuresOf(assays: readonly AssayResult[], combinations: readonly CombinationLine[]): readonly PotencyFigures[] {
  const names = [...new Set(assays.flatMap((assay) => assay.tests.map((test) => test.name)))];
  return names.map((name): PotencyFigures => {
    const own = assays.filter((assay) => assay.tests.some((test) => test.name === name));
    return {
      attribute: name,
      title: { en: `Relative potency of ${name}`, zh: `${name} 的相对效价` },
      test: name,
      referenceName: own[0]?.reference.name ?? '',
      assays: own,
      combined: combinedOf(combinations.find((one) => one.test === name)),
      limits: { lower: null, upper: null },
      curves: own.flatMap((assay) => assay.tests.filter((test) => test.name === name).flatMap((test) => fittedCurves(assay, test) ?? [])),
    };
  });
}

/** Drawn only where it is reportable. */
function combinedOf(combination: CombinationLine | undefined): PotencyFigures['combined'] {
  if (combination === undefined || combination.estimate === null || combination.reasons.length > 0) return null;
  return { estimate: combination.estimate, lower: combination.lower, upper: combination.upper };
}
