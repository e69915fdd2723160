import { join } from 'node:path';
import * as z from 'zod';
import { InputError } from '../../errors.ts';
import { canonicalJson } from '../../results/canonical-json.ts';
import { isResultFolder } from '../../subject.ts';
import { creating, type Disk, makeFolders, messageOf } from '../disk/disk.ts';
import { claimFolder, type Draft, isThere, type Shelf } from '../disk/draft.ts';

const SHA256 = z.string().regex(/^[0-9a-f]{64}$/);

/** `jobs/<job id>/key.json`: which analysis a job is. Who has it publishes, and nobody else. */
const publicationKeySchema = z.strictObject({
  job: SHA256,
  /** `lots/<lot>/<subject>/0007`. */
  folder: z.string().refine(isResultFolder),
  number: z.int().positive().max(999_999),
  /** Of the draft that holds the files until they appear. */
  claim: z.string().regex(/^[0-9a-f-]{36}$/),
  manifestSha256: SHA256,
});

export type PublicationKey = Readonly<z.infer<typeof publicationKeySchema>>;

const KEY = 'key.json';
const JOB = 'job.txt';
const CUT_SHORT = /^[0-9a-f]{0,63}$/;

const keyFolder = ({ root }: Pick<Shelf, 'root'>, job: string): string => join(root, 'jobs', job);

/**
 * Takes the key of a job by renaming a folder that holds it onto `jobs/<job id>`: a folder never takes the place of one that holds anything. Gives the key that
 * stands, which is ours if it has our claim: what the rename answered says nothing on a file system that repeats calls. Throws `usage/cannot-create`, `io/failed`.
 */
export function takeKey(shelf: Shelf, draft: Draft, key: PublicationKey): PublicationKey {
  const { disk } = shelf;
  const [staged, target] = [join(claimFolder(draft), 'key'), keyFolder(shelf, key.job)];
  return creating(target, () => {
    makeFolders(disk, join(shelf.root, 'jobs'));
    // Whoever finds the draft later finds the key by it.
    nameJob(disk, draft, key.job);
    disk.makeFolder(staged);
    disk.writeNew(join(staged, KEY), Buffer.from(canonicalJson(key)));
    disk.syncFolder(staged);
    disk.syncFolder(claimFolder(draft));
    let failure: unknown = null;
    try {
      disk.rename(staged, target);
    } catch (error) {
      failure = error;
    }
    const stands = readKey(shelf, key.job);
    if (stands === null) throw failure ?? new Error(`no ${KEY} where one was put`);
    disk.syncFolder(join(shelf.root, 'jobs'));
    return stands;
  });
}

/** The key of a job; `null` where nobody took it. Throws `io/failed` where it cannot be read: it must not be passed over. */
export function readKey(shelf: Pick<Shelf, 'root' | 'disk'>, job: string): PublicationKey | null {
  const path = join(keyFolder(shelf, job), KEY);
  if (!isThere(shelf.disk, keyFolder(shelf, job))) return null;
  try {
    const key = publicationKeySchema.parse(JSON.parse(shelf.disk.readText(path)));
    if (key.job !== job) throw new Error(`the key of job ${key.job}`);
    return key;
  } catch (error) {
    throw new InputError(
      'io/failed',
      `Expected the key of a job, found: ${messageOf(error)}. It says which analysis was published; 'cytolot verify' shows what else differs.`,
      { file: path },
    );
  }
}

/** Says in a draft which job it is of, so that whoever finds it finds the key. */
export function nameJob(disk: Disk, draft: Draft, job: string): void {
  disk.writeNew(join(claimFolder(draft), JOB), Buffer.from(job));
}

/** The key of the job that a draft is of, whoever took it; `null` where nobody did, or the draft names no job. Throws `io/failed` as `readKey`, and where the job cannot be read. */
export function keyOfDraft(shelf: Pick<Shelf, 'root' | 'disk'>, draft: Draft): PublicationKey | null {
  const job = jobOfDraft(shelf.disk, draft);
  return job === null ? null : readKey(shelf, job);
}

function jobOfDraft(disk: Disk, draft: Draft): string | null {
  const path = join(claimFolder(draft), JOB);
  if (!isThere(disk, path)) return null;
  const job = disk.readText(path);
  if (SHA256.safeParse(job).success) return job;
  // Cut short while it was written, as on a full disk: the key is taken when the whole name is on the disk, so that nothing was promised yet.
  if (CUT_SHORT.test(job)) return null;
  throw new InputError('io/failed', 'Expected the id of a job, found other bytes. The unfinished result stays as it is.', { file: path });
}
