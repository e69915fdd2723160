import { join } from 'node:path';

/** The intake of a store: files by the SHA-256 of their bytes, written once and never changed. */
export function intakeFolder(root: string): string {
  return join(root, 'intake');
}

/** Where the bytes of a hash lie: `intake/sha256/<its first two digits>/<the hash>`. */
export function intakePath(intake: string, sha256: string): string {
  return join(intake, 'sha256', sha256.slice(0, 2), sha256);
}
