import type { Title } from '../attributes/attribute-result.ts';
import type { AssayResult } from '../potency/potency-result.ts';
import type { RareEventRow } from './rare-event-row.ts';

/** `figures.json`: what the plots of a report are drawn from. Every count is from events. */
export interface Figures {
  readonly schemaVersion: 2;
  /** One section a sample and tube: its plots in tree order, and its population table. */
  readonly samples: readonly SampleFigures[];
  readonly controls: readonly ControlFigures[];
  readonly potency: readonly PotencyFigures[];
}

export interface SampleFigures {
  readonly sample: string;
  readonly file: string;
  readonly panel: string;
  readonly plots: readonly FlowPlot[];
  readonly populations: readonly PopulationRow[];
}

export interface PopulationRow {
  readonly name: string;
  readonly title: Title;
  /** 0 = all events. */
  readonly depth: number;
  readonly count: number;
  readonly parentCount: number;
  /** Two-sided 95 % Clopper-Pearson limits of the frequency of parent, counting only; `null` where the parent is empty. */
  readonly limits: readonly [number, number] | null;
  readonly total: number;
}

/** A transform with its parameters, as the definition or Gating-ML names it. */
export interface AxisTransform {
  readonly type: string;
  readonly [parameter: string]: string | number;
}

export interface PlotAxis {
  readonly marker: string | null;
  readonly detector: string;
  readonly transform: AxisTransform;
  /** The view on the transformed scale. */
  readonly from: number;
  readonly to: number;
  /** Ticks as positions 0–1 in the view, with the number they stand for; a minor tick has no label. */
  readonly ticks: readonly { readonly at: number; readonly value: number; readonly major: boolean }[];
}

/** Positions are 0–1 in the view, x to the right, y upwards; they may lie outside 0–1. */
export type Outline =
  | { readonly kind: 'polygon'; readonly points: readonly (readonly [number, number])[] }
  | {
      readonly kind: 'quadrant';
      readonly x: number;
      readonly y: number;
      readonly fractions: readonly { readonly corner: string; readonly fraction: number; readonly wanted: boolean }[];
    }
  | { readonly kind: 'interval'; readonly from: number | null; readonly to: number | null };

export interface PlotGate {
  readonly name: string;
  readonly title: Title;
  readonly outline: Outline;
  readonly count: number;
  readonly parentCount: number;
  /** The events themselves where there are 200 or fewer and the gate is a rare event's. */
  readonly points: readonly (readonly [number, number])[] | null;
  /** Where the threshold comes from, in words. */
  readonly threshold: Title | null;
  /** Labelled as `k of N` instead of a percentage. */
  readonly rare: boolean;
}

export interface FlowPlot {
  readonly id: string;
  readonly number: number;
  readonly caption: Title;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly parent: string;
  /** 256 x 256 counts, run-length encoded: [skip, count, skip, count, …] along x first from the lower left. */
  readonly bins: number;
  readonly runs: readonly number[];
  readonly outside: number;
  readonly gates: readonly PlotGate[];
}

/** Control, sample and overlay in one row, one axis, one threshold. */
export interface ControlFigures {
  readonly title: Title;
  readonly kind: 'threshold' | 'rare-event';
  readonly control: FlowPlot;
  readonly sample: FlowPlot;
  readonly controlName: Title;
  readonly sampleName: string;
  /** 256-bin histograms of control and sample on the x axis. */
  readonly overlay: {
    readonly x: PlotAxis;
    readonly control: readonly number[];
    readonly sample: readonly number[];
    readonly threshold: number | null;
    readonly thresholdText: string;
  } | null;
  /** Rows of the rare-event table. */
  readonly table: readonly RareEventRow[];
}

export interface PotencyFigures {
  readonly attribute: string;
  readonly title: Title;
  /** The lot's name among the test articles. */
  readonly test: string;
  readonly referenceName: string;
  readonly assays: readonly AssayResult[];
  /** Combined reportable value with its interval, and the criterion's limits. */
  readonly combined: { readonly estimate: number; readonly lower: number | null; readonly upper: number | null } | null;
  readonly limits: { readonly lower: number | null; readonly upper: number | null };
  /** Fitted curves for drawing: 101 points from 0.6 x the lowest to 1.7 x the highest dose, an assay each. */
  readonly curves: readonly PotencyCurves[];
}

export interface PotencyCurves {
  readonly assay: string;
  readonly doses: readonly number[];
  readonly reference: readonly number[];
  readonly test: readonly number[];
  readonly freeReference: readonly number[] | null;
  readonly freeTest: readonly number[] | null;
  readonly ec50Reference: number | null;
  readonly ec50Test: number | null;
  /** Residuals of the constrained fit in units of s, an entry for every point that was not excluded. */
  readonly residuals: readonly { readonly sample: 'reference' | 'test'; readonly dose: number; readonly value: number }[];
}
