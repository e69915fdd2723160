import type { InUnits } from '../potency-result.ts';
import type { PotencyReason } from '../reasons.ts';
import { reason } from '../reasons.ts';
import type { AssayWithInterval } from './combination-variants.ts';

/** From the relative potency of an assay's doses to the potency of the article as it came: times its predilution and the assigned potency. */
export interface PotencyScale {
  readonly factor: number;
  /** Of the assigned potency; `null` = there is none. */
  readonly unit: string | null;
}

/** What a combination knows of an assay's potency. */
interface OfAssay {
  readonly name: string;
  readonly relativePotency: { readonly estimate: number } | null;
  readonly interval?: Omit<AssayWithInterval, 'estimate'> | null;
  readonly scaleOfUnits?: PotencyScale;
}

/** What the relative potencies of several assays have in common, and so can be combined as. */
export type CommonPotency =
  /** All have one factor: a relative potency of the doses, and where there is a unit a potency in it. */
  | { readonly kind: 'of-doses'; readonly scale: PotencyScale }
  /** Predilutions or assigned potencies differ: only potencies in the unit are alike. */
  | { readonly kind: 'in-units'; readonly unit: string }
  | { readonly kind: 'none'; readonly reason: PotencyReason };

const OF_DOSES: PotencyScale = { factor: 1, unit: null };

/** Of the assays that have a relative potency. */
export function commonPotency(assays: readonly OfAssay[]): CommonPotency {
  const entered = assays.filter((one) => one.relativePotency !== null);
  const { factor, unit } = entered[0]?.scaleOfUnits ?? OF_DOSES;
  const differs = (is: (own: PotencyScale) => boolean): OfAssay | undefined => entered.find((one) => is(one.scaleOfUnits ?? OF_DOSES));
  const otherUnit = differs((own) => own.unit !== unit);
  if (otherUnit !== undefined) return unlike('unlike-units', otherUnit.name);
  const otherFactor = differs((own) => own.factor !== factor);
  if (otherFactor === undefined) return { kind: 'of-doses', scale: { factor, unit } };
  return unit === null ? unlike('unlike-predilutions', otherFactor.name) : { kind: 'in-units', unit };
}

function unlike(why: 'unlike-units' | 'unlike-predilutions', assay: string): CommonPotency {
  return { kind: 'none', reason: reason('potency/no-combination', 'test-article', { why, assay }) };
}

/** An assay by its potency in units, limits and all. */
export function inUnits<Assay extends OfAssay>(assay: Assay): Assay {
  const { relativePotency, interval, scaleOfUnits: { factor } = OF_DOSES } = assay;
  return {
    ...assay,
    relativePotency: relativePotency === null ? null : { estimate: relativePotency.estimate * factor },
    ...(interval === undefined || interval === null
      ? {}
      : { interval: { ...interval, lower: interval.lower * factor, upper: interval.upper * factor } }),
  };
}

interface Combined {
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** A combined value as relative potency and in units, as far as it is one; values were combined as `common` says. */
export function asPotencies(
  combined: Combined & { readonly estimate: number },
  common: CommonPotency,
): Combined & { readonly potencyInUnits?: InUnits } {
  const { estimate, lower, upper } = combined;
  const relative = { estimate, lower, upper };
  if (common.kind === 'in-units') return { estimate: null, lower: null, upper: null, potencyInUnits: { ...relative, unit: common.unit } };
  if (common.kind === 'none' || common.scale.unit === null) return relative;
  const { factor, unit } = common.scale;
  const times = (value: number | null): number | null => (value === null ? null : value * factor);
  return { ...relative, potencyInUnits: { estimate: estimate * factor, lower: times(lower), upper: times(upper), unit } };
}
