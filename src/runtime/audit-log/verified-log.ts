import { join } from 'node:path';
import { type AuditEntry, entryPath, parseEntry } from '../../audit-log/audit-entry.ts';
import { growingTree, leafHash, type TreeHash } from '../../audit-log/merkle-tree.ts';
import { type VerifyNote, verifyNote } from '../../audit-log/verify-notes.ts';
import { messageOf } from '../disk/disk.ts';
import { sha256 } from './ed25519.ts';
import { itemsIn, nameIn, type RecordItem, type StoreFolder } from './record-tree.ts';
import { wholeFile } from './whole-file.ts';

/** The log as it lies on the disk, every entry hashed again. */
export interface VerifiedLog {
  /** One behind the highest index there is. */
  readonly size: number;
  /** Those that can be read, each under its index. */
  readonly entries: readonly AuditEntry[];
  readonly leaves: readonly TreeHash[];
  readonly notes: readonly VerifyNote[];
}

const ENTRIES = 'log/entries';

/** Reads every entry and whatever lies beside them. */
export function verifyEntries(store: StoreFolder): VerifiedLog {
  const notes: VerifyNote[] = [];
  const indices = entryIndices(store, notes);
  const size = (indices.at(-1) ?? -1) + 1;
  const there = new Set(indices);
  const entries: AuditEntry[] = [];
  const leaves: TreeHash[] = [];
  for (let index = 0; index < size; index += 1) {
    const place = `${ENTRIES}/${entryPath(index)}/entry.json`;
    const bytes = there.has(index) ? bytesOrNote(store, place, notes) : null;
    if (!there.has(index)) notes.push(verifyNote('verify/entry-missing', place, { index }));
    leaves.push(leafHash(bytes ?? new Uint8Array(0), sha256));
    if (bytes === null) continue;
    const entry = entryOf(bytes);
    if ('found' in entry) notes.push(verifyNote('verify/entry-changed', place, { index, found: entry.found }));
    else if (entry.index !== index) notes.push(verifyNote('verify/entry-changed', place, { index, found: `the entry ${entry.index}` }));
    else entries.push(entry);
  }
  return { size, entries, leaves, notes };
}

function entryOf(bytes: Uint8Array): AuditEntry | { readonly found: string } {
  try {
    return parseEntry(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return { found: 'bytes that are not UTF-8' };
  }
}

function bytesOrNote({ disk, root }: StoreFolder, place: string, notes: VerifyNote[]): Uint8Array | null {
  try {
    return wholeFile(disk, join(root, place));
  } catch (error) {
    notes.push(verifyNote('verify/unreadable', place, { found: messageOf(error) }));
    return null;
  }
}

/** The indices of the entries there are, ascending; notes whatever else lies there. */
function entryIndices(store: StoreFolder, notes: VerifyNote[]): readonly number[] {
  let folders: readonly RecordItem[] = [{ path: ENTRIES, kind: 'folder' }];
  for (let level = 0; level < 3; level += 1) folders = folders.flatMap(({ path }) => numbered(itemsOf(store, path, notes), notes));
  return folders.flatMap(({ path }) => {
    const items = itemsOf(store, path, notes);
    const file = items.find((item) => nameIn(item.path) === 'entry.json' && item.kind === 'file');
    notes.push(...items.filter((item) => item !== file).map((item) => verifyNote('verify/unlisted', item.path, { kind: item.kind })));
    const index = Number(path.slice(ENTRIES.length).replaceAll('/', ''));
    if (file !== undefined) return [index];
    notes.push(verifyNote('verify/missing', `${path}/entry.json`, { index: null }));
    return [];
  });
}

function numbered(items: readonly RecordItem[], notes: VerifyNote[]): readonly RecordItem[] {
  const isNumbered = ({ path, kind }: RecordItem): boolean => kind === 'folder' && /\/\d{3}$/.test(path);
  notes.push(...items.filter((item) => !isNumbered(item)).map((item) => verifyNote('verify/unlisted', item.path, { kind: item.kind })));
  return items.filter(isNumbered);
}

/** The items of a folder; a note where it cannot be read. */
export function itemsOf(store: StoreFolder, folder: string, notes: VerifyNote[]): readonly RecordItem[] {
  const items = itemsIn(store, folder);
  if (!('found' in items)) return items;
  notes.push(verifyNote('verify/unreadable', folder, { found: items.found }));
  return [];
}

/** The root at each of some sizes; those beyond the log are left out. */
export function rootsAt({ leaves }: Pick<VerifiedLog, 'leaves'>, sizes: Iterable<number>): ReadonlyMap<number, TreeHash> {
  const wanted = new Set([...sizes, leaves.length]);
  const roots = new Map<number, TreeHash>();
  const tree = growingTree(sha256);
  if (wanted.has(0)) roots.set(0, tree.root());
  for (const leaf of leaves) {
    tree.add(leaf);
    if (wanted.has(tree.size())) roots.set(tree.size(), tree.root());
  }
  return roots;
}
