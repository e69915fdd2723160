import { join } from 'node:path';
import { entryPath } from '../../audit-log/audit-entry.ts';
import { namesInFolder, type Shelf } from '../disk/draft.ts';

/** The log of a folder of results: `log/entries/000/000/012/entry.json`. */
export function entriesFolder({ root }: Pick<Shelf, 'root'>): string {
  return join(root, 'log', 'entries');
}

export function entryFolder(shelf: Pick<Shelf, 'root'>, index: number): string {
  return join(entriesFolder(shelf), ...entryPath(index).split('/'));
}

export function entryFile(shelf: Pick<Shelf, 'root'>, index: number): string {
  return join(entryFolder(shelf, index), 'entry.json');
}

/**
 * The index behind the last entry. Looks into the highest folder of each level alone: a folder is made only when the one before it is full, so that one that is
 * empty is the next to be filled.
 */
export function nextIndex(shelf: Pick<Shelf, 'root' | 'disk'>): number {
  const entries = entriesFolder(shelf);
  const millions = highest(shelf, entries);
  if (millions === null) return 0;
  const thousands = highest(shelf, join(entries, nameOf(millions)));
  if (thousands === null) return millions * 1_000_000;
  const last = highest(shelf, join(entries, nameOf(millions), nameOf(thousands)));
  return millions * 1_000_000 + thousands * 1_000 + (last === null ? 0 : last + 1);
}

function highest({ disk }: Pick<Shelf, 'disk'>, folder: string): number | null {
  const numbers = namesInFolder(disk, folder).filter((name) => /^\d{3}$/.test(name));
  return numbers.length === 0 ? null : Math.max(...numbers.map(Number));
}

const nameOf = (number: number): string => String(number).padStart(3, '0');
