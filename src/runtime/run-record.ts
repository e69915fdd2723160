import type { DispositionWord } from '../results/release-result.ts';
import type { Subject } from '../subject.ts';

/** What became of one subject. */
export interface RunLot extends Subject {
  /** The name of the subject's folder within its lot. */
  readonly subject: string;
  readonly disposition: DispositionWord;
  /** `unchanged`: the same job was published before; this is that analysis and its disposition. */
  readonly state: 'new' | 'unchanged';
  readonly analysis: number;
  /** Codes of the analysis itself: `analysis/reverses-earlier`. */
  readonly flags: readonly string[];
  /** The published result folder. */
  readonly folder: string;
  readonly resultSha256: string;
}
