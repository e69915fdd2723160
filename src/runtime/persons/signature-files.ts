import { join } from 'node:path';
import type { FileFault } from '../../persons/file-fault.ts';
import type { SubjectActs } from '../../persons/subject-acts.ts';
import { sha256OfFile } from '../audit-log/whole-file.ts';
import type { Shelf } from '../disk/draft.ts';
import { signatureSha256 } from './signature-draft.ts';

type StoreFolder = Pick<Shelf, 'disk' | 'root'>;

/** What is wrong of a signature as it lies on the disk, and of the result under it; `null` = nothing. */
export function fileFault(
  { disk, root }: StoreFolder,
  { path, folder, acts }: { readonly path: string; readonly folder: string; readonly acts: SubjectActs },
): FileFault | null {
  const signed = acts.signatures.find((one) => one.path === path);
  if (signed === undefined) return null;
  const result = join(root, folder, 'result.json');
  if (disk.kindOf(result) !== 'file' || sha256OfFile(disk, result) !== signed.record.resultSha256) return 'result-changed';
  const manifest = join(root, folder, 'manifest.sha256');
  if (disk.kindOf(manifest) !== 'file' || sha256OfFile(disk, manifest) !== signed.record.manifestSha256) return 'other-files';
  const file = join(root, path);
  if (disk.kindOf(file) !== 'file') return 'file-missing';
  return sha256OfFile(disk, file) === signatureSha256(signed.record) ? null : 'file-changed';
}
