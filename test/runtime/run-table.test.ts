import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { joinResults } from '../../src/outputs/files/results-csv.ts';
import { nodeSurroundings } from '../../src/runtime/disk/surroundings.ts';
import type { RunLot } from '../../src/runtime/job/run-record.ts';
import { warningLine } from '../../src/runtime/job/warning.ts';
import { recordRun, stampOf } from '../../src/runtime/store/run-table.ts';
import { writeIndex } from '../../src/runtime/store/store-index.ts';
import { openSmallStore } from './small-store.ts';
import { type Act, watchDisk } from './watched-disk.ts';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

const HEADING = joinResults([]) ?? '';
const STARTED = new Date('2026-11-18T06:05:00.123Z');

function newStore(refuse: (act: Act, path: string) => string | null = () => null) {
  const root = mkdtempSync(join(tmpdir(), 'cytolot-run-'));
  roots.push(root);
  const { disk, acts } = watchDisk(refuse);
  return { root, shelf: openSmallStore(root, { ...nodeSurroundings(), disk }), acts };
}

/** A published analysis of which only what an overview reads is there. */
function published(root: string, lot: string, { table = `${HEADING}${lot},0001\r\n`, number = '0001', record = '' } = {}): RunLot {
  const subject = { lot, purpose: 'release', condition: null, timePoint: null } as const;
  const folder = join(root, 'lots', lot, 'release', number);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'results.csv'), table);
  writeFileSync(
    join(folder, 'record.json'),
    record || JSON.stringify({ ...subject, disposition: 'conforms', counts: { meets: 7 }, generatedAt: '2026-11-18T06:05:00+00:00' }),
  );
  return {
    ...subject,
    subject: 'release',
    disposition: 'conforms',
    state: 'new',
    analysis: 1,
    notes: [],
    folder,
    resultSha256: 'a'.repeat(64),
  };
}

describe('a run', () => {
  it('has a table over all its subjects, and a record that names them', async () => {
    const { root, shelf } = newStore();
    const lots = ['A', 'B'].map((lot) => published(root, lot));
    const { table, warnings } = await recordRun(shelf, { startedAt: STARTED, language: 'en', lots });
    expect([table, warnings]).toEqual([join(root, 'runs/2026-11-18T06-05-00-123Z/results.csv'), []]);
    expect(readFileSync(table ?? '', 'utf8')).toBe(`${HEADING}A,0001\r\nB,0001\r\n`);
    expect(JSON.parse(readFileSync(join(root, 'runs/2026-11-18T06-05-00-123Z/run.json'), 'utf8'))).toMatchObject({
      startedAtUtc: '2026-11-18T06:05:00.123Z',
      subjects: [
        { lot: 'A', purpose: 'release', subject: 'release', folder: 'lots/A/release/0001', disposition: 'conforms' },
        { lot: 'B', folder: 'lots/B/release/0001' },
      ],
    });
    expect(readdirSync(root)).toEqual(['index.html', 'lots', 'runs']);
  });

  it('has a folder of its own, also where eight started in one instant; their names sort by time and serve Windows', async () => {
    const { root, shelf } = newStore();
    const lots = [published(root, 'A')];
    const tables = (await Promise.all(Array.from({ length: 8 }, () => recordRun(shelf, { startedAt: STARTED, language: 'en', lots })))).map(
      ({ table }) => table,
    );
    expect(new Set(tables).size).toBe(8);
    expect(readdirSync(join(root, 'runs'))).toHaveLength(8);
    const next = stampOf(new Date('2026-11-18T06:05:00.124Z'));
    for (const name of readdirSync(join(root, 'runs'))) {
      expect(name).toMatch(/^[A-Za-z0-9-]+$/);
      expect(name < next).toBe(true);
    }
  });

  it('whose table cannot be written keeps its results, and that is said', async () => {
    const { root, shelf } = newStore((act, path) =>
      act === 'writeSoon' && path.endsWith('content/results.csv') ? 'ENOSPC: no space left on device' : null,
    );
    const { table, warnings } = await recordRun(shelf, { startedAt: STARTED, language: 'en', lots: [published(root, 'A')] });
    expect(table).toBeNull();
    expect(warnings.map(warningLine)).toEqual([
      expect.stringMatching(
        /^The table of this run could not be written \(.*ENOSPC.*\)\. The results themselves are published\. \[store\/overview-not-written\]$/,
      ),
    ]);
    expect(readdirSync(join(root, 'runs'))).toEqual([]);
    expect(readdirSync(root)).toContain('index.html');
  });

  it('leaves a table with other columns out, and says whose', async () => {
    const { root, shelf } = newStore();
    const lots = [published(root, 'A', { table: 'lot,other\r\nA,1\r\n' }), published(root, 'B')];
    const { table, warnings } = await recordRun(shelf, { startedAt: STARTED, language: 'en', lots });
    expect(readFileSync(table ?? '', 'utf8')).toBe(`${HEADING}B,0001\r\n`);
    expect(warnings.map(warningLine)).toEqual([
      expect.stringMatching(/lots\/A\/release\/0001: Its results\.csv was written by another version/),
    ]);
  });
});

describe('the index of a store', () => {
  const indexOf = (root: string) => readFileSync(join(root, 'index.html'), 'utf8');

  it('is made of the records alone: the latest analysis of each subject; a broken record is listed, not fatal', async () => {
    const { root, shelf } = newStore();
    published(root, 'A');
    published(root, 'A', { number: '0002' });
    published(root, 'B', { record: '{' });
    published(root, 'C', { record: '{"lot":"C","purpose":"release"}' });
    mkdirSync(join(root, 'lots/D/release/.0001.partial'), { recursive: true });
    await writeIndex(shelf, 'en');
    expect([...indexOf(root).matchAll(/href="lots\/([^"]*)\/report\.html"/g)].map(([, path]) => path)).toEqual([
      'A/release/0002',
      'B/release/0001',
      'C/release/0001',
    ]);
    expect(indexOf(root)).toContain('2 published');
    expect(indexOf(root).match(/its record cannot be read/g)).toHaveLength(2);
    expect(indexOf(root)).toContain('expected &#39;disposition&#39; in record.json, found none');
  });

  it('is written again where another run published between its reading and its writing', async () => {
    let late = (): void => {};
    const { root, shelf, acts } = newStore((act, path) => {
      if (act === 'rename' && path.endsWith('index.html')) late();
      return null;
    });
    late = () => {
      published(root, 'Z');
      late = () => {};
    };
    published(root, 'A');
    await writeIndex(shelf, 'en');
    expect(acts.filter(([act, path]) => act === 'rename' && path.endsWith('index.html'))).toHaveLength(2);
    expect(indexOf(root)).toContain('href="lots/Z/release/0001/report.html"');
    expect(readdirSync(root)).toEqual(['index.html', 'lots']);
  });

  it('of an empty store has no row', async () => {
    const { root, shelf } = newStore();
    await writeIndex(shelf, 'zh');
    expect(indexOf(root)).not.toContain('report.html');
  });
});
