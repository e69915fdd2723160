import { anovaLine } from './anova.ts';
import { crossOver } from './cross-over.ts';
import { parallelParameters } from './line-summary.ts';
import type { ComputedLines } from './line-tests.ts';
import type { LineObservation } from './parallel-line.ts';

/** A cross-over as every other fit of lines; `null` where it has no error to test against. */
export function crossOverFit(
  observations: readonly LineObservation[],
  { reference, test, level }: { readonly reference: string; readonly test: string; readonly level: number },
): ComputedLines | null {
  const result = crossOver(observations, { reference, level });
  if (result === null) return null;
  const { anova, between, single, linearity, tests } = result;
  const residual = anovaLine(anova, 'residual');
  return {
    ratio: tests.find((one) => one.name === test) ?? null,
    anova,
    regression: anovaLine(anova, 'regression'),
    parallelism: anovaLine(anova, 'non-parallelism'),
    // Two doses have no departure from linearity to test.
    linearity: linearity ?? { name: 'non-linearity', df: 0, sumOfSquares: 0, meanSquare: null, F: null, p: null },
    blanks: null,
    residual,
    parallelismError: between,
    single,
    summary: {
      ...parallelParameters(result, { reference, test }),
      rss: residual?.sumOfSquares ?? 0,
      degreesOfFreedom: residual?.df ?? 0,
      stopped: 'converged',
      iterations: 0,
    },
  };
}
