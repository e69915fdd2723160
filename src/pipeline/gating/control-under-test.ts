import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import type { Reason } from '../../reason.ts';
import type { ControlPlan } from '../binding/plan-record.ts';
import type { ControlDefinition, TubeDefinition } from '../definition/tube-definition.ts';
import type { GatedAcquisition } from './compute-gating.ts';
import type { Learned } from './gating-parts.ts';

export interface ControlUnderTest {
  readonly tube: TubeDefinition;
  readonly definition: ControlDefinition;
  readonly plan: ControlPlan;
  readonly assayRun: string | null;
  readonly gated: GatedAcquisition | null;
  readonly dataSet: FcsDataSet | null;
  /** Data sets of the samples that it serves. */
  readonly samples: readonly FcsDataSet[];
  /** What the controls of its tube and assay run gave; `null` where none was looked at. */
  readonly learned: Pick<Learned, 'thresholds' | 'failures'> | null;
}

/** A line of a control's record with the reasons that it gives. */
export interface JudgedLine<Line> {
  readonly line: Line;
  readonly reasons: readonly Reason[];
}
