import type { Title } from '../../../attributes/attribute-result.ts';
import { InputError } from '../../../errors.ts';
import type { ReportLanguage } from '../../../outputs/output.ts';
import { renderPotencyReport } from '../../../outputs/pages/potency-report.ts';
import type { MethodSettings } from '../../../outputs/report/settings-table.ts';
import { intervalMethodTitle } from '../../../outputs/words/interval-method.ts';
import { isCombinationVariant } from '../../../potency/combination/combination-editions.ts';
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

/** An assay of a table, or of a definition, which calls it by a name. */
type PageAssay = AssayResult & { readonly assay?: string };
type PageCombination = CombinationLine & { readonly assay?: string };

export interface PotencyPageContent {
  readonly assays: readonly PageAssay[];
  readonly combinations: readonly PageCombination[];
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
    combinations: combinations.map((one) => ({ ...one, method: methodTitle(one) })),
    methods,
    alone: assays.flatMap((assay) =>
      assay.preparation === undefined ? [] : [{ assay, preparation: assay.preparation, curves: curveAlone(assay, assay.preparation) }],
    ),
    failed: failed.map(({ name, error }) => ({ name, code: error.code, why: quotedError(error) })),
  });
  writeOutputFile(page.target, new TextEncoder().encode(html));
}

/** How a combination was made; in words of both languages where its parts are known. */
function methodTitle({ method, variant, replicatesPerRun, scale }: CombinationLine): Title {
  if (variant === undefined || !isCombinationVariant(variant) || replicatesPerRun === undefined || scale === undefined)
    return { en: method, zh: method };
  return intervalMethodTitle({ method: 'combination', combination: { variant, replicatesPerRun, scale } });
}

/** A figure a test article, and an assay of a definition: potencies by different assays are no repetition of one another. */
function figuresOf(assays: readonly PageAssay[], combinations: readonly PageCombination[]): readonly PotencyFigures[] {
  const keys = new Map(
    assays.flatMap(({ assay, tests }) => tests.map(({ name }) => [JSON.stringify([assay, name]), { assay, name }] as const)),
  );
  const several = new Set(assays.map(({ assay }) => assay)).size > 1;
  return [...keys.values()].map(({ assay, name }): PotencyFigures => {
    const own = assays.filter((one) => one.assay === assay && one.tests.some((test) => test.name === name));
    const by = several && assay !== undefined ? ` (${assay})` : '';
    return {
      attribute: name,
      title: { en: `Relative potency of ${name}${by}`, zh: `${name} 的相对效价${by}` },
      test: name,
      referenceName: own[0]?.reference.name ?? '',
      assays: own,
      combined: combinedOf(combinations.find((one) => one.test === name && one.assay === assay)),
      limits: { lower: null, upper: null },
      curves: own.flatMap((one) => one.tests.filter((test) => test.name === name).flatMap((test) => fittedCurves(one, test) ?? [])),
    };
  });
}

/** Drawn only where it is reportable. */
function combinedOf(combination: CombinationLine | undefined): PotencyFigures['combined'] {
  if (combination === undefined || combination.estimate === null || combination.reasons.length > 0) return null;
  return { estimate: combination.estimate, lower: combination.lower, upper: combination.upper };
}
