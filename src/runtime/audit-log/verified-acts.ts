import { join } from 'node:path';
import { entryPath } from '../../audit-log/audit-entry.ts';
import type { LogKeys } from '../../audit-log/log-keys.ts';
import { type VerifyNote, verifyNote } from '../../audit-log/verify-notes.ts';
import { actsOf, type FaultyAct } from '../../persons/acts.ts';
import { methodStepsOf } from '../../persons/method-approval.ts';
import { namesInFolder } from '../disk/draft.ts';
import { cryptography } from './ed25519.ts';
import type { StoreFolder } from './record-tree.ts';
import type { VerifiedLog } from './verified-log.ts';
import { sha256OfFile } from './whole-file.ts';

/** Follows the keys of persons, their signatures and their approvals of methods through the log: each must be of a key that was enrolled then, under the result that was the last one then. */
export function verifyActs({ entries }: VerifiedLog, origin: string, logKeys: LogKeys): readonly VerifyNote[] {
  const { subjects, persons, faulty } = actsOf(entries, { origin, logKeys, cryptography });
  const claims: readonly FaultyAct[] = [...faulty, ...[...subjects.values()].flatMap((subject) => subject.faulty)];
  const methods = methodStepsOf(entries, { origin, keys: persons.keys, check: cryptography.check });
  return [
    ...persons.unproven.map((index) => verifyNote('verify/person-key-not-proven', `log/entries/${entryPath(index)}/entry.json`, { index })),
    ...methods.unproven.map((index) =>
      verifyNote('verify/method-step-not-proven', `log/entries/${entryPath(index)}/entry.json`, { index }),
    ),
    ...claims.map(({ index, path, fault, name }) => verifyNote('verify/signature-wrong', path, { index, why: fault, name })),
  ];
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
