import type { PlaceFunction } from '../place-table.ts';
import type { EventValues } from '../selection.ts';
import type { ScaleTransform } from '../transforms/scale-transform.ts';

/** An axis bound to the plan: a value, its scale (by table: a plot needs no more) and the view on it. */
export interface BoundAxis {
  readonly value: number;
  readonly place: PlaceFunction;
  readonly from: number;
  readonly to: number;
}

/** The statistics of a request, bound to a plan. Population -1 = all events. */
export interface StatisticsPlan {
  readonly quantiles: readonly { readonly population: number; readonly value: number }[];
  readonly histograms: readonly {
    readonly population: number;
    readonly x: BoundAxis;
    readonly y: BoundAxis | null;
    readonly bins: number;
  }[];
  readonly points: readonly { readonly population: number; readonly x: BoundAxis; readonly y: BoundAxis; readonly limit: number }[];
  readonly overlaps: readonly (readonly number[])[];
  readonly samples: readonly PointSamplePlan[];
  readonly membership: readonly number[];
  /** Populations whose events must be listed. */
  readonly tracked: ReadonlySet<number>;
  /** Whether anything is wanted but counts. */
  readonly wanted: boolean;
}

export interface PointSamplePlan {
  readonly population: number;
  readonly coordinates: readonly { readonly value: number; readonly transform: ScaleTransform | null }[];
  readonly seed: number;
  readonly limit: number;
}

/** Linear value of the event whose stored values begin at `base`. */
export type ValueReader = (values: EventValues, base: number) => number;
