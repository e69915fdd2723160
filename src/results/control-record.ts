import type { Title } from '../attributes/attribute-result.ts';
import type { Reason } from '../reason.ts';

/** What was made of one control of a lot's assay runs, or of clusters that were learned: figures, not sentences. */
export interface ControlRecord {
  /** The definition's name. */
  readonly name: string;
  readonly title: Title;
  /** `fmo`, `unstained`, `isotype`, `single-stain`, `negative`, `positive`, `viability`; `clusters` = what was learned for a data-driven gate. */
  readonly kind: string;
  readonly panel: string;
  readonly tube: string;
  readonly assayRun: string | null;
  /** `null` = no file serves it. */
  readonly file: string | null;
  /** `not judged`: its file, or a population that its limits need, could not be used; it neither meets nor fails. `information`: the method sets no limit. */
  readonly outcome: ControlOutcome;
  readonly limits: readonly ControlLimit[];
  /** Instrument settings that must equal those of its samples. */
  readonly settings: readonly ControlSetting[];
  readonly thresholds: readonly ControlThreshold[];
  /** Only of the kind `clusters`, where something was learned. */
  readonly clusters: LearnedRecord | null;
  readonly reasons: readonly Reason[];
}

export type ControlOutcome = 'meets' | 'fails' | 'missing' | 'not judged' | 'information';
export type LimitOutcome = 'meets' | 'fails' | 'not judged';

export interface ControlLimit {
  /**
   * `events`: events of the population. `fraction`: its frequency of parent, 0–1. `median`: of the parameter, linear and compensated. Of clusters: `events` that were
   * drawn, `iterations` until they converged, `separation` of the two nearest, largest `shift` of a centroid from its validated place, on the transformed scale.
   */
  readonly name: 'events' | 'fraction' | 'median' | 'iterations' | 'separation' | 'shift';
  readonly population: string | null;
  readonly populationTitle: Title | null;
  readonly parameter: string | null;
  readonly unit: 'events' | 'fraction' | 'linear' | 'iterations' | 'ratio' | 'scale';
  /** Both inclusive; `null` = none. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** `null` = not computed. */
  readonly found: number | null;
  readonly outcome: LimitOutcome;
}

export interface ControlSetting {
  readonly name: 'cytometer' | 'serial' | 'voltages' | 'gains';
  readonly outcome: LimitOutcome;
}

/** A threshold with all its digits: a reviewer can redo every gate from the record. */
export interface ControlThreshold {
  readonly name: string;
  readonly parameter: string;
  readonly population: string;
  readonly populationTitle: Title | null;
  readonly method: 'percentile';
  /** 0–100, exact. */
  readonly percentile: number;
  /** Added to the percentile, in linear units. */
  readonly offset: number;
  readonly minimumEvents: number;
  /** `null` where it could not be taken. */
  readonly events: number | null;
  /** Percentile and offset together, linear and compensated. */
  readonly value: number | null;
  readonly outcome: LimitOutcome;
}

/** All numbers that repeat a data-driven gate. Places are on the transformed scales of the dimensions, in their order. */
export interface LearnedRecord {
  readonly seed: number;
  /** Events of the divided population. */
  readonly population: number;
  /** Events of it that were drawn and have a place on every scale. */
  readonly events: number;
  readonly withoutPlace: number;
  readonly iterations: number;
  readonly converged: boolean;
  readonly separation: number | null;
  readonly scales: readonly number[];
  readonly centroids: readonly {
    readonly name: string;
    readonly at: readonly number[];
    readonly events: number;
    /** Where the validation of the method found it. */
    readonly expected: readonly number[] | null;
  }[];
}
