import type { GateNote } from '../../../exchange/document/notes.ts';
import type { GatedPopulation } from '../../../exchange/document/stored-counts.ts';
import type { WithoutPlace } from '../../../exchange/document/without-place.ts';
import type { Said } from '../../terminal/with-text.ts';

export interface GateOptions {
  readonly gates: string;
  readonly json?: boolean;
  readonly membership?: string;
  readonly gatingMl?: string;
  readonly force?: boolean;
  readonly dataSet: string;
  readonly sample?: string;
  readonly tube?: string;
  readonly threshold: readonly string[];
  readonly exact?: boolean;
}

/** What is printed of one file. */
export interface GatedFileShown {
  readonly file: string;
  readonly eventCount: number;
  readonly populations: readonly GatedPopulation[];
  /** Events that an axis has no place for; absent = none. */
  readonly withoutPlace?: readonly WithoutPlace[];
  /** What needs a look in the gate file, and beside the events; absent = nothing. */
  readonly notes?: readonly Said<GateNote>[];
}
