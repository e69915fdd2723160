import type { DispositionWord } from '../../results/release-result.ts';
import type { RunNote } from '../../results/run-notes.ts';
import type { Subject } from '../../subject.ts';

/** What became of one subject. */
export interface RunLot extends Subject {
  /** The name of the subject's folder within its lot. */
  readonly subject: string;
  readonly disposition: DispositionWord;
  /** `unchanged`: the same job was published before; this is that analysis and its disposition. */
  readonly state: 'new' | 'unchanged';
  readonly analysis: number;
  /** What is noted of the analysis itself: an earlier outcome that it takes back, or one that could not be compared. */
  readonly notes: readonly RunNote[];
  /** The published result folder. */
  readonly folder: string;
  readonly resultSha256: string;
}
