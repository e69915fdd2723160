import { type AuditEntry, parseEntry } from '../../audit-log/audit-entry.ts';
import { base64Of, sameBytes } from '../../audit-log/bytes.ts';
import { type Checkpoint, originOf } from '../../audit-log/checkpoint.ts';
import { type LogKeys, logKeysOf } from '../../audit-log/log-keys.ts';
import { growingTree, leafHash } from '../../audit-log/merkle-tree.ts';
import { InputError } from '../../errors.ts';
import type { Shelf } from '../disk/draft.ts';
import { readBeginning } from './begin-log.ts';
import { checkpointFile, checkpointSizes, readCheckpoint } from './checkpoint-files.ts';
import { cryptography, sha256 } from './ed25519.ts';
import { entryFile, nextIndex } from './log-folder.ts';
import { damagedEntry } from './read-entries.ts';
import { wholeFile } from './whole-file.ts';

type StoreFolder = Pick<Shelf, 'disk' | 'root'>;

/** A log as one process reads it: each entry once, however often it is asked. */
export interface ReadLog {
  /** The keys that the entries prove. */
  readonly keys: () => LogKeys;
  /** Size and root of the log as it is, each checkpoint compared on the way. */
  readonly grown: () => Pick<Checkpoint, 'size' | 'root'>;
}

/**
 * Reads a log from its first entry on, and later what has come since: the cost of an act does not grow with the log. Throws `audit-log/damaged` where an entry is missing or is none,
 * where the log is shorter than a checkpoint, and where one differs.
 */
export function openReadLog(shelf: StoreFolder): ReadLog {
  const tree = growingTree(sha256);
  const keyEntries: AuditEntry[] = [];
  const compare = (sizes: ReadonlySet<number>): void => {
    if (!sizes.has(tree.size())) return;
    const { root } = readCheckpoint(shelf, tree.size()).checkpoint;
    if (sameBytes(root, tree.root())) return;
    throw damaged(
      checkpointFile(shelf, tree.size()),
      `the root ${base64Of(root)} over the first ${tree.size()} entries, found ${base64Of(tree.root())}`,
    );
  };
  const grow = (): readonly number[] => {
    const [size, all] = [nextIndex(shelf), checkpointSizes(shelf)];
    const sizes = new Set(all);
    if (size < tree.size())
      throw damaged(entryFile(shelf, size), `at least ${tree.size()} entries in the log, found ${size}: entries are missing at its end`);
    if (tree.size() === 0) compare(sizes);
    while (tree.size() < size) {
      const bytes = wholeFile(shelf.disk, entryFile(shelf, tree.size()));
      const entry = parseEntry(Buffer.from(bytes).toString('utf8'));
      if ('found' in entry) throw damagedEntry(shelf, tree.size(), entry.found);
      if (entry.index !== tree.size()) throw damagedEntry(shelf, tree.size(), `the entry ${entry.index}`);
      if (entry.action === 'log-key-set' || entry.action === 'log-key-rotated') keyEntries.push(entry);
      tree.add(leafHash(bytes, sha256));
      compare(sizes);
    }
    return all;
  };
  return {
    keys: () => {
      grow();
      return logKeysOf(keyEntries, originOf(readBeginning(shelf).storeId), cryptography);
    },
    grown: () => {
      const beyond = grow().find((one) => one > tree.size());
      if (beyond === undefined) return { size: tree.size(), root: tree.root() };
      throw damaged(
        checkpointFile(shelf, beyond),
        `at least ${beyond} entries in the log, found ${tree.size()}: entries are missing at its end`,
      );
    },
  };
}

function damaged(file: string, expected: string): InputError {
  return new InputError('audit-log/damaged', `Expected ${expected}. Run 'cytolot verify', and restore the folder from a copy.`, { file });
}
