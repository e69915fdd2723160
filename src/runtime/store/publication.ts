import { join } from 'node:path';
import type { IndexedState } from '../../outputs/index-state.ts';
import type { DispositionWord, ReleaseResult } from '../../results/release-result.ts';
import type { RunNote } from '../../results/run-notes.ts';
import { isResultFolder } from '../../subject.ts';
import type { Shelf } from '../disk/draft.ts';

/** What the log says of an analysis that is published. */
export interface Publication {
  /** Id of the job: lower-case hexadecimal SHA-256. */
  readonly job: string;
  /** `lots/<lot>/<subject>/0007`. */
  readonly folder: string;
  /** Of the file `manifest.sha256`, and so of every file of the folder. */
  readonly manifestSha256: string;
  readonly resultSha256: string;
  readonly disposition: DispositionWord;
  /** Why the subject was analysed again; `null` = nobody said. */
  readonly reason: string | null;
}

/** Where publications are written down before they appear. An equal entry twice counts once: who finishes for another cannot know how far that one came. */
export interface PublicationLog {
  readonly append: (publication: Publication) => Promise<void>;
  /** Whether there is an entry of the job with the manifest. */
  readonly has: (publication: Pick<Publication, 'job' | 'manifestSha256'>) => boolean;
  /** What each subject (`lots/<lot>/<subject>`) is by the acts of persons; one that nobody signed for may be left out. */
  readonly states: () => ReadonlyMap<string, IndexedState>;
}

/** What is noted of the method of a result. `warned`: whoever runs it is warned of it too, since the store has an approver; else it stands in the record and the report alone. */
export interface MethodNotes {
  readonly notes: readonly RunNote[];
  readonly warned: readonly RunNote[];
}

/** A folder of results that publications go into, with their log. */
export interface Store extends Shelf {
  readonly log: PublicationLog;
  /** What is noted of the method of a result that is made at a time (UTC); absent = of a process that publishes nothing of its own. */
  readonly methodNotes?: (result: ReleaseResult, at: string) => MethodNotes;
}

/** A folder of a publication on this machine; `null` where what is written leads elsewhere. */
export function publishedFolder({ root }: Pick<Shelf, 'root'>, folder: string): string | null {
  return isResultFolder(folder) ? join(root, folder) : null;
}
