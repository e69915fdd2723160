import * as z from 'zod';
import type { CalibrationSummary } from '../potency/calibration/calibration-curve.ts';
import type { BlissExcess } from '../potency/synergy/bliss.ts';
import type { CombinationIndex } from '../potency/synergy/loewe.ts';
import type { Placed } from './study.ts';
import { numberColumn, optionalText } from './study-columns.ts';
import type { StudyReason } from './study-reasons.ts';

/** One pair of doses above 0. */
export interface CombinationResult {
  readonly doseA: number;
  readonly doseB: number;
  readonly wells: number;
  readonly bliss: (BlissExcess & { readonly outcome: Verdict }) | null;
  readonly loewe: (CombinationIndex & { readonly outcome: Verdict }) | null;
}

export type SynergyOptions = z.output<typeof options>;

export interface SynergyResult {
  readonly components: { readonly a: CalibrationSummary | null; readonly b: CalibrationSummary | null };
  /** Level of each interval. */
  readonly levelOfEach: number;
  readonly combinations: readonly CombinationResult[];
  readonly reasons: readonly StudyReason[];
}

export type SynergyRow = Placed<z.output<typeof synergyRow>>;

export const synergyRow = z.object({
  dose_a: numberColumn({ unit: 'one in the table', domain: 'not-negative', meaning: 'the dose of component A' }),
  dose_b: numberColumn({ unit: 'one in the table', domain: 'not-negative', meaning: 'the dose of component B' }),
  response: numberColumn({ unit: 'as `effect` says', domain: 'any', meaning: 'the response of one well' }),
  excluded: optionalText('why the well is left out'),
});

export const options = z
  .strictObject({
    effect: z
      .enum(['response', 'fraction-affected', 'fraction-unaffected'])
      .default('response')
      .describe('What the responses are: signals that fall with the effect, divided by the control (both doses 0), or fractions already.'),
    model: z
      .enum(['4pl', '3pl', 'median-effect'])
      .default('4pl')
      .describe(
        "Curve of each component alone for Loewe's additivity; `median-effect` is a line of ln(f/(1 − f)) on ln dose, for fractions only.",
      ),
    variance: z
      .enum(['pooled', 'own'])
      .default('pooled')
      .describe("Variance of a response for Bliss's excess: of all cells alike, or of each cell for itself."),
    level: z.number().gt(0).lt(1).default(0.95).describe('Two-sided level of the intervals.'),
    adjust: z
      .enum(['none', 'bonferroni'])
      .default('none')
      .describe('Whether the level holds for each combination or for all of them together.'),
  })
  .refine((chosen) => chosen.model !== 'median-effect' || chosen.effect !== 'response', {
    path: ['model'],
    message: 'expected the model median-effect only with fractions',
  })
  .describe('How the effect of two components together is compared with theirs alone.');

export type Verdict = 'synergistic' | 'antagonistic' | 'not-shown';
