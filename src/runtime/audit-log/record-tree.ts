import { join } from 'node:path';
import { compareCodeUnits } from '../../order.ts';
import { messageOf } from '../disk/disk.ts';
import type { Shelf } from '../disk/draft.ts';

export type StoreFolder = Pick<Shelf, 'disk' | 'root'>;

/** What lies somewhere below a store. */
export interface RecordItem {
  /** Below the store, with `/`. */
  readonly path: string;
  readonly kind: 'folder' | 'file' | 'link' | 'other';
}

/** Of what is being written, or was left by a process that ended: no part of the record. */
const DRAFT = /^\.(\d{4,}|claim-[0-9a-f-]+)\.partial$/;

/** What a folder of the store holds, in the order of names, without drafts; nothing where it is not there. Throws `{ unreadable }` never: that is an item. */
export function itemsIn({ disk, root }: StoreFolder, folder: string): readonly RecordItem[] | { readonly found: string } {
  if (disk.kindOf(join(root, folder)) === 'nothing') return [];
  try {
    return disk
      .entries(join(root, folder))
      .filter(({ name, kind }) => !(kind === 'folder' && DRAFT.test(name)))
      .map(({ name, kind }) => ({ path: folder === '' ? name : `${folder}/${name}`, kind }))
      .sort((a, b) => compareCodeUnits(a.path, b.path));
  } catch (error) {
    return { found: messageOf(error) };
  }
}

export const nameIn = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
