import { join } from 'node:path';
import { type AuditEntry, entryPath } from '../../audit-log/audit-entry.ts';
import type { LogKeys } from '../../audit-log/log-keys.ts';
import { type VerifyNote, verifyNote } from '../../audit-log/verify-notes.ts';
import { actsOf } from '../../persons/acts.ts';
import { methodStepsOf } from '../../persons/method-approval.ts';
import { LONGEST_SIGNING_MINUTES } from '../../persons/signed-time.ts';
import type { FaultyAct } from '../../persons/subject-acts.ts';
import { namesInFolder } from '../disk/draft.ts';
import { cryptography } from './ed25519.ts';
import type { StoreFolder } from './record-tree.ts';
import type { VerifiedLog } from './verified-log.ts';
import { verifyPublications, verifyRules, verifySignedFiles } from './verified-rules.ts';
import { sha256OfFile } from './whole-file.ts';

/**
 * Follows the keys of persons, their signatures and their approvals of methods through the log: each must be of a key that was enrolled then, under the result that was
 * the last one then, and of what that result and its method allow.
 */
export function verifyActs(store: StoreFolder, { entries }: VerifiedLog, { origin, logKeys }: LogOwner): readonly VerifyNote[] {
  const { subjects, persons, faulty } = actsOf(entries, { origin, logKeys, cryptography });
  const claims: readonly FaultyAct[] = [...faulty, ...[...subjects.values()].flatMap((subject) => subject.faulty)];
  const methods = methodStepsOf(entries, { origin, keys: persons.keys, check: cryptography.check });
  return [
    ...persons.unproven.map((index) => verifyNote('verify/person-key-not-proven', `log/entries/${entryPath(index)}/entry.json`, { index })),
    ...methods.unproven.map((index) =>
      verifyNote('verify/method-step-not-proven', `log/entries/${entryPath(index)}/entry.json`, { index }),
    ),
    ...verifyPublications(store, entries),
    ...verifySignedFiles(subjects.values(), entries),
    ...verifyRules(store, subjects.values(), methods.steps),
    ...persons.byStoreKey
      .slice(1)
      .map((index) => verifyNote('verify/by-store-key', `log/entries/${entryPath(index)}/entry.json`, { index })),
    ...timeNotes(entries),
    ...claims.map(({ index, path, fault, name }) => verifyNote('verify/signature-wrong', path, { index, why: fault, name })),
  ];
}

/** The store that a log is of, and its keys. */
interface LogOwner {
  readonly origin: string;
  readonly logKeys: LogKeys;
}

/** An entry that was dated back so that an old signature is in time before it, or a clock that was set. */
function timeNotes(entries: readonly AuditEntry[]): readonly VerifyNote[] {
  return entries.flatMap(({ index, timeUtc }, i) => {
    const before = entries[i - 1]?.timeUtc ?? timeUtc;
    const isBack = Date.parse(before) - Date.parse(timeUtc) > LONGEST_SIGNING_MINUTES * 60_000;
    return isBack ? [verifyNote('verify/time-goes-back', `log/entries/${entryPath(index)}/entry.json`, { index, timeUtc, before })] : [];
  });
}

/** Whether a signature that an entry names lies whole under the name that nobody reads: the next command finishes it. */
export function isSignatureDrafted({ disk, root }: StoreFolder, path: string, bytesSha256: string): boolean {
  const folder = join(root, path.slice(0, path.lastIndexOf('/')));
  return namesInFolder(disk, folder)
    .filter((name) => /^\.claim-[0-9a-f-]+\.partial$/.test(name))
    .some((name) =>
      namesInFolder(disk, join(folder, name)).some((claim) => {
        const file = join(folder, name, claim, 'content', 'signature.json');
        return disk.kindOf(file) === 'file' && sha256OfFile(disk, file) === bytesSha256;
      }),
    );
}
