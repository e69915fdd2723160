import type { Transform } from '../population/transforms/registry.ts';

/** How one data set was gated: with the gates of the definition, all numbers that its counts can be computed from again. */
export interface GatedFileRecord {
  readonly file: string;
  /** Counts from 1. */
  readonly dataSet: number;
  /** The definition's name of the control; `null` = a sample of the lot. */
  readonly control: string | null;
  readonly panel: string;
  readonly tube: string;
  readonly assayRun: string | null;
  readonly events: number;
  readonly spillover: UsedSpillover | null;
  /** The axes of its gates, each once. */
  readonly axes: readonly UsedAxis[];
  readonly populations: readonly CountedPopulation[];
}

/** The matrix by which values were compensated; `null` in its place = they are as acquired. */
export interface UsedSpillover {
  /** `keyword`: of the file itself, under this keyword. `matrix-file`: a file beside the definition, by its name. */
  readonly from: 'keyword' | 'matrix-file';
  readonly name: string;
  /** As the matrix names them, of rows and columns alike. */
  readonly parameters: readonly string[];
  /** Row = fluorochrome that spills, column = detector that sees it; 1 = all of it. */
  readonly matrix: readonly (readonly number[])[];
}

/** An axis on which gates compare values. */
export interface UsedAxis {
  /** Names of the gates. */
  readonly gates: readonly string[];
  /** As the definition names it. */
  readonly named: string;
  /** `$PnN` of the parameter in this file; `null` = a ratio. */
  readonly parameter: string | null;
  readonly ratio: UsedRatio | null;
  /** Whether values of the parameter went through the spillover. */
  readonly compensated: boolean;
  /** With all its numbers; `null` = linear values as they are. */
  readonly transform: Transform | null;
}

/** A (numerator − B) / (denominator − C), of two parameters by their `$PnN`. */
export interface UsedRatio {
  readonly numerator: string;
  readonly denominator: string;
  readonly A: number;
  readonly B: number;
  readonly C: number;
}

export interface CountedPopulation {
  readonly name: string;
  /** `null` = all events. */
  readonly parent: string | null;
  readonly events: number;
  readonly parentEvents: number;
}
