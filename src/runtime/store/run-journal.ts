import { randomUUID } from 'node:crypto';
import { join, relative } from 'node:path';
import { runNote } from '../../results/run-notes.ts';
import { makeFolders, messageOf } from '../disk/disk.ts';
import { type Draft, discardDraft, namesInFolder, openDraft, renameDraft, type Shelf } from '../disk/draft.ts';
import { type FoundDraft, findDrafts } from '../disk/found-draft.ts';
import type { RunLot } from '../job/run-record.ts';
import type { Warning } from '../job/warning.ts';
import { runRecord, type TabledLot, writeTable } from './run-table.ts';

/** What a run writes down before it publishes each subject, so that another can list what stands if this one is killed. It is a draft among the runs. */
export interface RunJournal {
  /** Before a subject is published; its results stand whether or not this can be written. */
  readonly announce: (lot: RunLot) => void;
  /** The run is listed now, or published nothing. */
  readonly close: () => void;
}

const RUN = 'run.json';

export function openJournal(shelf: Shelf, startedAt: Date): RunJournal {
  let opened: { readonly draft: Draft; readonly folder: string } | null = null;
  let entries = 0;
  const open = () => {
    const runs = join(shelf.root, 'runs');
    makeFolders(shelf.disk, runs);
    const draft = openDraft(shelf, runs);
    const folder = journalOf(draft);
    shelf.disk.makeFolder(folder);
    shelf.disk.writeNew(join(folder, RUN), Buffer.from(JSON.stringify(runRecord(shelf, startedAt))));
    return { draft, folder };
  };
  return {
    announce: (lot) => {
      try {
        opened ??= open();
        const entry = { ...lot, folder: placeIn(shelf, lot.folder) };
        shelf.disk.writeNew(join(opened.folder, `${String(++entries).padStart(6, '0')}.json`), Buffer.from(JSON.stringify(entry)));
      } catch {
        // A table that cannot be mended is missed less than a result: where the disk is full, publication says so.
      }
    },
    close: () => {
      if (opened !== null) discardDraft(shelf.disk, opened.draft);
      opened = null;
    },
  };
}

/** Lists the subjects of every run that was killed before it could, and says so. The index is written by whichever run ends next. */
export async function mendRuns(shelf: Shelf): Promise<readonly Warning[]> {
  const runs = join(shelf.root, 'runs');
  const lines: Warning[] = [];
  for (const draft of findDrafts(shelf, runs)) {
    const [claim] = draft.claims;
    if (draft.state !== 'gone' || claim === undefined || shelf.disk.kindOf(join(runs, draft.name, claim, 'journal')) !== 'folder') continue;
    lines.push(...(await mendRun(shelf, draft, claim)));
  }
  return lines;
}

async function mendRun(shelf: Shelf, found: FoundDraft, claim: string): Promise<readonly Warning[]> {
  const draft = takeOver(shelf, { folder: found.folder, name: found.name, claim });
  if (draft === null) return [];
  const journal = journalOf(draft);
  try {
    const record = parseObject(shelf.disk.readText(join(journal, RUN)));
    const startedAt = new Date(String(record.startedAtUtc));
    const lots = publishedLots(shelf, journal);
    const warnings: Warning[] = [];
    const table = lots.length === 0 ? null : await writeTable(shelf, { startedAt, record, lots }, (warning) => warnings.push(warning));
    discardDraft(shelf.disk, draft);
    if (table === null) return warnings;
    const mended = runNote('store/run-mended', { owner: found.owner, subjects: lots.length });
    return [{ ...mended, place: placeIn(shelf, table) }, ...warnings];
  } catch (error) {
    const lost = runNote('store/overview-not-written', { what: 'ended-run', error: messageOf(error) });
    return [{ ...lost, place: placeIn(shelf, journal) }];
  }
}

/** Of several runs that find it, the one that renames it mends it. */
function takeOver(shelf: Shelf, draft: Draft): Draft | null {
  try {
    return renameDraft(shelf.disk, draft, `.claim-${randomUUID()}.partial`);
  } catch {
    return null;
  }
}

function placeIn({ root }: Shelf, path: string): string {
  return relative(root, path).replaceAll('\\', '/');
}

const journalOf = ({ folder, name, claim }: Draft): string => join(folder, name, claim, 'journal');

/** Those of the journal that stand: an entry is written before its subject is published. */
function publishedLots(shelf: Shelf, journal: string): TabledLot[] {
  const entries = namesInFolder(shelf.disk, journal).filter((name) => name !== RUN);
  return entries.flatMap((name) => {
    const entry = parseObject(shelf.disk.readText(join(journal, name)));
    const folder = join(shelf.root, String(entry.folder));
    const record = join(folder, 'record.json');
    if (shelf.disk.kindOf(record) !== 'file') return [];
    const stands = parseObject(shelf.disk.readText(record)).resultSha256 === entry.resultSha256;
    return stands ? [{ ...entry, folder }] : [];
  });
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new Error('expected an object, found none');
  return Object.fromEntries(Object.entries(value));
}
