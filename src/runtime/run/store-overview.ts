import type { ReportLanguage } from '../../outputs/output.ts';
import { runNote } from '../../results/run-notes.ts';
import { nextIndex } from '../audit-log/log-folder.ts';
import { messageOf } from '../disk/disk.ts';
import { openShelf, type Shelf } from '../disk/draft.ts';
import { type Lease, openLease } from '../disk/lease.ts';
import type { Warning } from '../job/warning.ts';
import { forgetLearned } from '../store/forget-learned.ts';
import type { Store } from '../store/publication.ts';
import { runRecord, type TabledLot, writeTable } from '../store/run-table.ts';
import { writeIndex } from '../store/store-index.ts';
import { mendStore } from './mend-store.ts';
import { openPublicationLog } from './publication-log.ts';

/** What is derived from the records of a store that many workers publish into: a table over what came together, and the index, which one process at a time rebuilds. */
export interface StoreOverview {
  /** Lists what was published since the last time. What cannot be written is warned of: the results stand. */
  readonly list: (lots: readonly TabledLot[], startedAt: Date) => Promise<readonly Warning[]>;
  /**
   * Where the lease is ours: publishes or clears what others left, when it is due, and rebuilds the index where the log has grown: at once where no order is open, else every
   * half minute, since each time every record is read.
   */
  readonly keep: (open: number) => Promise<readonly Warning[]>;
  readonly close: () => void;
}

/** Between two looks for what ended processes left. */
const MEND_MILLISECONDS = 10 * 60 * 1000;

/** Between two indices while more is to come. */
const INDEX_MILLISECONDS = 30 * 1000;

/** `folder`: where the lease of the store lies. */
export function openStoreOverview(
  shelf: Shelf,
  { folder, language }: { readonly folder: string; readonly language: ReportLanguage },
): StoreOverview {
  const lease: Lease = openLease(shelf, folder);
  const store: Store = { ...openShelf(shelf.root, shelf), log: openPublicationLog(shelf) };
  let mendedAt: number | null = null;
  let listed = { entries: -1, at: 0 };
  const attempt = async (what: 'table' | 'index', act: () => unknown): Promise<readonly Warning[]> => {
    try {
      await act();
      return [];
    } catch (error) {
      return [runNote('store/overview-not-written', { what, error: messageOf(error) })];
    }
  };
  return {
    list: async (lots, startedAt) => {
      const warnings: Warning[] = [];
      const record = { ...runRecord(store, startedAt), finishedAtUtc: store.clock.now().toISOString() };
      const failed = await attempt('table', () => writeTable(store, { startedAt, record, lots }, (warning) => warnings.push(warning)));
      return [...warnings, ...failed];
    },
    keep: async (open) => {
      const now = store.clock.elapsed();
      const entries = nextIndex(store);
      const isDue = mendedAt === null || now - mendedAt >= MEND_MILLISECONDS;
      const isListed = entries === listed.entries || (open > 0 && now - listed.at < INDEX_MILLISECONDS);
      if ((!isDue && isListed) || !lease.take()) return [];
      const mended = isDue ? await mendStore(store) : [];
      if (isDue) {
        mendedAt = now;
        forgetLearned(store);
      }
      const failed = isListed && mended.length === 0 ? [] : await attempt('index', () => writeIndex(store, language));
      if (failed.length === 0 && !(isListed && mended.length === 0)) listed = { entries, at: now };
      return [...mended, ...failed];
    },
    close: lease.give,
  };
}
