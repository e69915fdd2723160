import { join } from 'node:path';
import type { ReportLanguage } from '../../outputs/output.ts';
import { type IndexedAnalysis, type IndexedSubject, renderIndex } from '../../outputs/pages/index-page.ts';
import { PURPOSES, subjectUse } from '../../subject.ts';
import { messageOf } from '../disk/disk.ts';
import { namesInFolder, openDraft, publishDraft, type Shelf, writeDraft } from '../disk/draft.ts';
import { analysisName, publishedIn } from './analysis-number.ts';
import type { Store } from './publication.ts';

/**
 * Writes `index.html` of a store from its records alone, by one rename. Where another run has published meanwhile it is written again, so that whichever run
 * is the last to write lists everything. A record that cannot be read is listed as such. Throws `usage/cannot-create`.
 */
export async function writeIndex(shelf: Store, language: ReportLanguage): Promise<void> {
  for (let listed = ''; ; ) {
    const found = published(shelf);
    const states = shelf.log.states();
    const now = JSON.stringify([found, [...states]]);
    if (now === listed) return;
    const subjects = found.subjects.map((folders) => ({
      ...indexed(shelf, folders),
      acts: states.get(folders.slice(0, -1).join('/')) ?? { state: 'analysed' as const, meaning: null, releasedBefore: false },
    }));
    const draft = openDraft(shelf, shelf.root);
    await writeDraft(shelf.disk, draft, [{ path: 'index.html', bytes: renderIndex({ subjects, runs: found.runs, language }) }]);
    publishDraft(shelf, draft, { path: join(shelf.root, 'index.html'), entry: 'index.html' });
    listed = now;
  }
}

/** The latest analysis of every subject, as folder names from the store down, and the runs, newest first. */
function published(shelf: Shelf): { readonly subjects: readonly (readonly string[])[]; readonly runs: readonly string[] } {
  const visible = (folder: string): readonly string[] =>
    namesInFolder(shelf.disk, folder).filter((name) => !name.startsWith('.') && shelf.disk.kindOf(join(folder, name)) === 'folder');
  const lots = join(shelf.root, 'lots');
  const subjects = visible(lots).flatMap((lot) =>
    visible(join(lots, lot)).flatMap((subject) => {
      const number = publishedIn(shelf, join(lots, lot, subject)).at(-1);
      return number === undefined ? [] : [['lots', lot, subject, analysisName(number)]];
    }),
  );
  return { subjects, runs: [...visible(join(shelf.root, 'runs'))].reverse() };
}

function indexed(shelf: Shelf, folders: readonly string[]): Omit<IndexedSubject, 'acts'> {
  const folder = join(shelf.root, ...folders);
  const analyses = publishedIn(shelf, join(folder, '..')).length;
  try {
    return { folders, analyses, latest: parseRecord(shelf.disk.readText(join(folder, 'record.json'))) };
  } catch (error) {
    return { folders, analyses, latest: messageOf(error) };
  }
}

/** What an index says of an analysis. Throws where the record does not say which subject it is of, or what was proposed. */
function parseRecord(text: string): IndexedAnalysis {
  const record: unknown = JSON.parse(text);
  const fields = new Map<string, unknown>(typeof record === 'object' && record !== null ? Object.entries(record) : []);
  const textOf = (name: string): string | null => {
    const value = fields.get(name);
    return typeof value === 'string' ? value : null;
  };
  const needed = (name: string): string => {
    const value = textOf(name);
    if (value === null) throw new Error(`expected '${name}' in record.json, found none`);
    return value;
  };
  const purpose = PURPOSES.find((known) => known === textOf('purpose'));
  if (purpose === undefined) throw new Error(`expected a purpose in record.json, found '${textOf('purpose') ?? ''}'`);
  const counts: unknown = fields.get('counts');
  return {
    lot: needed('lot'),
    use: subjectUse({ purpose, condition: textOf('condition'), timePoint: textOf('timePoint') }),
    product: textOf('product'),
    specification: textOf('specification'),
    disposition: needed('disposition'),
    counts: Object.fromEntries(
      Object.entries(typeof counts === 'object' && counts !== null ? counts : {}).filter(([, count]) => Number.isSafeInteger(count)),
    ),
    generatedAt: textOf('generatedAt') ?? '',
  };
}
