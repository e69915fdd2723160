import type { ErrorCode, Place } from '../../errors.ts';
import type { ReportLanguage } from '../../outputs/output.ts';
import type { Difference } from '../../results/differences.ts';
import type { Subject } from '../../subject.ts';
import type { TakenFolder } from '../folder/taken-folder.ts';
import type { RunLot } from './run-record.ts';
import type { Warning } from './warning.ts';

/** What `cytolot run` is asked to do: plain data, as a queue can carry it. */
export interface RunJob {
  readonly folder: string;
  readonly pipeline: string;
  /** `null` = the one that the definition names. */
  readonly specification: string | null;
  readonly out: string;
  /** All subjects of this lot; `null` = of every lot of the folder. */
  readonly lot: string | null;
  readonly language: ReportLanguage;
  readonly progress: 'shown' | 'quiet';
  /** Why subjects are analysed again, where something that was judged already differs; absent = nobody said. */
  readonly reason?: string;
  /** Every FCS file is read again with the package `fcs`, and a difference holds it; absent = as the definition says. */
  readonly secondReader?: 'asked';
  /** File of the operational log; absent = none. */
  readonly log?: string;
  /** Every file is copied into the intake first and read from there alone; absent = files are read where they lie. */
  readonly keepInputs?: 'asked';
  /** The folder as it stands in the intake of `out` already: nothing of the folder itself is looked at; absent = the folder is. */
  readonly taken?: TakenFolder;
  /** Only these subjects; absent = all. */
  readonly subjects?: readonly Subject[];
  /**
   * One of many jobs that a watch gives to workers, with the hash of the listing of its inputs: the intake has the listing and the log names it. Tables of runs, the index and
   * what others left unfinished are then the watch's; absent = all of that is done here.
   */
  readonly ordered?: { readonly inputs: string };
  /** A subject one of whose files no thread could compute fails, and is not published; absent = it is published without a valid result. */
  readonly notComputed?: 'fails';
}

/** A subject that was computed and not published, since its analysis needs a reason. */
export interface RefusedSubject extends Subject {
  readonly subject: string;
  /** Number of the earlier analysis that it differs from. */
  readonly after: number;
  readonly differences: readonly Difference[];
  /** What differs, and what to type, in English. */
  readonly message: string;
}

/** A subject without a result of this run, since computing or publishing it failed. Nothing of it was published, and the others went on. */
export interface FailedSubject extends Subject {
  readonly subject: string;
  readonly code: ErrorCode;
  readonly place: Place;
  /** What was expected and what was found, in English. */
  readonly message: string;
}

export interface RunOutcome {
  readonly lots: readonly RunLot[];
  readonly refused: readonly RefusedSubject[];
  readonly failed: readonly FailedSubject[];
  /** The table over all of them, `runs/<time>/results.csv`; `null` where it could not be written. */
  readonly table: string | null;
  readonly warnings: readonly Warning[];
}
