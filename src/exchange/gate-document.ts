import type { Gate } from '../population/gates/registry.ts';
import type { CompensationRequest, SpectrumMatrix } from '../population/gating-request.ts';
import type { Transform } from '../population/transforms/registry.ts';

/** The gates of a Gating-ML file, or of one sample of a workspace. */
export interface GateSet {
  /** The sample that a workspace names; null where the gates fit any file. */
  readonly sample: string | null;
  /** File names under which the sample may be known. */
  readonly files: readonly string[];
  readonly gates: readonly Gate[];
  readonly transforms: Readonly<Record<string, Transform>>;
  readonly matrices: Readonly<Record<string, SpectrumMatrix>>;
  readonly compensation: CompensationRequest;
  /** Path of a population whose name is not unique in its tree, by the name that its gate has here. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
  /** Counts that the workspace stores, by the gate's name here. */
  readonly storedCounts: ReadonlyMap<string, number>;
  /** What was left out or read otherwise than it stands, in sentences. */
  readonly notes: readonly string[];
}

export interface GateDocument {
  readonly format: string;
  readonly sets: readonly GateSet[];
}
