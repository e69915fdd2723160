import type { ReportLanguage } from '../../outputs/output.ts';
import type { QueueSettings } from '../queue/queue-place.ts';

/** What `cytolot watch` is asked to do: plain data. Times are seconds. */
export interface WatchJob {
  /** The drop folder. */
  readonly folder: string;
  /** Definitions, one a product. */
  readonly pipelines: readonly string[];
  readonly out: string;
  /** Between two looks at the folder. */
  readonly scanSeconds: number;
  /** How long a file must be still. */
  readonly quietSeconds: number;
  /** How long a subject is waited for. */
  readonly timeoutSeconds: number;
  /** Free space of the disk of the results below which nothing is taken or published. */
  readonly leastFree: LeastFree;
  /** Largest file that is taken; `null` = any. */
  readonly mostBytes: number | null;
  readonly language: ReportLanguage;
  /** File of the store key. */
  readonly logKey: string;
  /** File of the operational log; `null` = none. */
  readonly log: string | null;
  readonly secondReader: 'asked' | null;
  /** The queue of those who analyse; `null` = this process does. */
  readonly queue: QueueSettings | null;
}

export type LeastFree = { readonly kind: 'fraction'; readonly value: number } | { readonly kind: 'bytes'; readonly value: number };
