import { type Checkpoint, signCheckpoint } from '../../audit-log/checkpoint.ts';
import type { SigningKey } from '../../audit-log/log-keys.ts';
import type { Shelf } from '../disk/draft.ts';
import { sha256 } from './ed25519.ts';
import { publishFile } from './publish-file.ts';
import { openReadLog, type ReadLog } from './read-log.ts';

export interface WrittenCheckpoint {
  readonly size: number;
  /** `log/checkpoints/12.txt`. */
  readonly path: string;
}

/**
 * Signs what the log is now. Every entry is read and hashed for it, once in a process, and every checkpoint before must be of this very log: a key never signs over a log that was
 * cut or rewritten. Throws `audit-log/damaged`, `usage/cannot-create`.
 */
export async function writeCheckpoint(shelf: Shelf, signing: SigningKey, log: ReadLog = openReadLog(shelf)): Promise<WrittenCheckpoint> {
  const checkpoint: Checkpoint = { origin: signing.key.name, ...log.grown() };
  const text = signCheckpoint(checkpoint, { ...signing, sha256 });
  const path = `log/checkpoints/${checkpoint.size}.txt`;
  await publishFile(shelf, path, text);
  return { size: checkpoint.size, path };
}
