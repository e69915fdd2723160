import { join } from 'node:path';
import { hexOf, utf8 } from '../../audit-log/bytes.ts';
import { listedRecord } from '../../audit-log/listed-record.ts';
import { InputError } from '../../errors.ts';
import { formatSignatureRecord, type SignatureRecord } from '../../persons/signature-record.ts';
import { sha256 } from '../audit-log/ed25519.ts';
import { readEntries } from '../audit-log/read-entries.ts';
import { sha256OfFile } from '../audit-log/whole-file.ts';
import { creating, makeFolders } from '../disk/disk.ts';
import { claimFolder, type Draft, discardDraft, namesInFolder, openDraft, publishDraft, type Shelf, writeDraft } from '../disk/draft.ts';
import { clearDraft, type FoundDraft, findDrafts } from '../disk/found-draft.ts';

const FILE = 'signature.json';

const folderOf = ({ root }: Pick<Shelf, 'root'>, resultSha256: string): string => join(root, 'signatures', resultSha256);
const contentOf = (draft: Draft): string => join(claimFolder(draft), 'content', FILE);

/** Writes a signature beside those that there are, under a name that nobody reads. Throws `usage/cannot-create`. */
export async function draftSignature(shelf: Shelf, record: SignatureRecord): Promise<Draft> {
  const folder = folderOf(shelf, record.resultSha256);
  creating(folder, () => makeFolders(shelf.disk, folder));
  const draft = openDraft(shelf, folder);
  try {
    await writeDraft(shelf.disk, draft, [{ path: FILE, bytes: formatSignatureRecord(record) }]);
    // The names of the draft are on the disk before the entry that promises it.
    creating(folder, () => {
      for (const path of [claimFolder(draft), join(folder, draft.name), folder, join(shelf.root, 'signatures'), shelf.root])
        shelf.disk.syncFolder(path);
    });
    return draft;
  } catch (error) {
    discardDraft(shelf.disk, draft);
    throw error;
  }
}

/** Gives a drafted signature the name that its entry gives it. Another command may have done so. Throws `usage/cannot-create`. */
export function publishSignature(
  shelf: Shelf,
  draft: Draft,
  { path, bytesSha256 }: { readonly path: string; readonly bytesSha256: string },
): void {
  const target = join(shelf.root, path);
  try {
    publishDraft(shelf, draft, { path: target, entry: FILE });
  } catch (error) {
    if (shelf.disk.kindOf(target) !== 'file') throw error;
  }
  if (sha256OfFile(shelf.disk, target) === bytesSha256) return;
  throw new InputError(
    'audit-log/damaged',
    "Expected the signature that was written a moment ago, found other bytes. Run 'cytolot verify'.",
    {
      file: target,
    },
  );
}

/**
 * Finishes what was begun and not ended: a signature whose entry stands gets its name, one without an entry goes when its owner is gone. A file that is missing and has no draft was
 * taken away: that is for `verify` to say, and is not healed. Throws `usage/cannot-create`, `audit-log/damaged`.
 */
export function settleSignatures(shelf: Shelf): void {
  const folders = namesInFolder(shelf.disk, join(shelf.root, 'signatures')).filter((name) => /^[0-9a-f]{64}$/.test(name));
  const drafts = folders.flatMap((name) => findDrafts(shelf, folderOf(shelf, name)).map((draft) => ({ draft, name })));
  if (drafts.length === 0) return;
  const { files } = listedRecord([...readEntries(shelf)]);
  for (const { draft, name } of drafts) settle(shelf, draft, { name, files });
}

function settle(
  shelf: Shelf,
  found: FoundDraft,
  { name, files }: { readonly name: string; readonly files: ReturnType<typeof listedRecord>['files'] },
): void {
  for (const draft of draftsIn(found)) {
    const bytesSha256 = shelf.disk.kindOf(contentOf(draft)) === 'file' ? sha256OfFile(shelf.disk, contentOf(draft)) : null;
    const listed = [...files].find(([path, file]) => path.startsWith(`signatures/${name}/`) && file.sha256 === bytesSha256);
    if (bytesSha256 !== null && listed !== undefined) publishSignature(shelf, draft, { path: listed[0], bytesSha256 });
  }
  if (found.state === 'gone') clearDraft(shelf.disk, found);
}

function draftsIn({ folder, name, claims }: FoundDraft): readonly Draft[] {
  return claims.map((claim) => ({ folder, name, claim }));
}

/** SHA-256 of the bytes of a signature file. */
export function signatureSha256(record: SignatureRecord): string {
  return hexOf(sha256(utf8(formatSignatureRecord(record))));
}
