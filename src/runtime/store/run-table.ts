import { join, relative } from 'node:path';
import { joinResults } from '../../outputs/files/results-csv.ts';
import type { ReportLanguage } from '../../outputs/output.ts';
import { runNote } from '../../results/run-notes.ts';
import { version } from '../../version.ts';
import { creating, makeFolders, messageOf } from '../disk/disk.ts';
import { discardDraft, openDraft, publishDraft, type Shelf, writeDraft } from '../disk/draft.ts';
import type { RunLot } from '../job/run-record.ts';
import type { Warning } from '../job/warning.ts';
import type { Store } from './publication.ts';
import { writeIndex } from './store-index.ts';

export interface FinishedRun {
  readonly startedAt: Date;
  readonly language: ReportLanguage;
  readonly lots: readonly RunLot[];
}

/**
 * Writes `runs/<time>/results.csv` over all subjects of a run, `runs/<time>/run.json` that names them, and the store's index. The results stand whether or not
 * that can be done: where it cannot, a warning says so.
 */
export async function recordRun(
  shelf: Store,
  { startedAt, language, lots }: FinishedRun,
): Promise<{ readonly table: string | null; readonly warnings: readonly Warning[] }> {
  const warnings: Warning[] = [];
  const attempt = async <Result>(what: 'table' | 'index', act: () => Promise<Result>): Promise<Result | null> => {
    try {
      return await act();
    } catch (error) {
      warnings.push(runNote('store/overview-not-written', { what, error: messageOf(error) }));
      return null;
    }
  };
  const record = { ...runRecord(shelf, startedAt), finishedAtUtc: shelf.clock.now().toISOString() };
  const table = await attempt('table', () => writeTable(shelf, { startedAt, record, lots }, (warning) => warnings.push(warning)));
  await attempt('index', () => writeIndex(shelf, language));
  return { table, warnings };
}

/** A run as its folder lists it. */
export interface TabledRun {
  readonly startedAt: Date;
  /** `run.json`, but for its subjects. */
  readonly record: Readonly<Record<string, unknown>>;
  readonly lots: readonly TabledLot[];
}

/** A subject of a run, with all that is known of it. */
export interface TabledLot {
  /** The published result folder. */
  readonly folder: string;
}

/** Writes the folder of a run and gives the path of its table. Throws `usage/cannot-create`, and what the system says. */
export async function writeTable(shelf: Shelf, { startedAt, record, lots }: TabledRun, warn: (warning: Warning) => void): Promise<string> {
  const tables = lots.map(({ folder }) => ({ folder, text: shelf.disk.readText(join(folder, 'results.csv')) }));
  const usable = tables.filter(({ text }) => joinResults([text]) !== null);
  for (const { folder } of tables.filter((one) => !usable.includes(one)))
    warn({ ...runNote('store/overview-not-written', { what: 'row-of-other-columns', error: null }), place: folder });
  const folder = join(shelf.root, 'runs');
  creating(folder, () => makeFolders(shelf.disk, folder));
  const draft = openDraft(shelf, folder);
  try {
    const subjects = lots.map((lot) => ({ ...lot, folder: relative(shelf.root, lot.folder).replaceAll('\\', '/') }));
    await writeDraft(shelf.disk, draft, [
      { path: 'results.csv', bytes: joinResults(usable.map(({ text }) => text)) ?? '' },
      { path: 'run.json', bytes: `${JSON.stringify({ ...record, subjects }, null, 2)}\n` },
    ]);
    for (let turn = 1; ; turn++) {
      const path = join(folder, `${stampOf(startedAt)}${turn === 1 ? '' : `-${turn}`}`);
      if (shelf.disk.kindOf(path) !== 'nothing') continue;
      try {
        publishDraft(shelf, draft, { path, entry: null });
        return join(path, 'results.csv');
      } catch (error) {
        // A run that started in the same instant took the name since.
        if (shelf.disk.kindOf(path) === 'nothing') throw error;
      }
    }
  } catch (error) {
    discardDraft(shelf.disk, draft);
    throw error;
  }
}

/** `2026-11-18T06-05-00-123Z`: UTC, sorts by time, and no sign that Windows refuses in a name. */
export function stampOf(date: Date): string {
  return date.toISOString().replace(/[:.]/g, '-');
}

/** Who runs, where and with what. */
export function runRecord(shelf: Shelf, startedAt: Date) {
  return {
    schemaVersion: 1,
    startedAtUtc: startedAt.toISOString(),
    finishedAtUtc: null,
    user: shelf.actor,
    host: shelf.host.name,
    software: { cytolot: version, node: shelf.host.node },
  };
}
