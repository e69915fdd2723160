import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeDisk } from '../../src/runtime/disk/disk.ts';
import { sha256Of } from '../../src/runtime/disk/files.ts';
import { nodeSurroundings } from '../../src/runtime/disk/surroundings.ts';
import { type ReplayJob, replay } from '../../src/runtime/replay/replay.ts';
import { openEngine } from '../../src/runtime/run/engine.ts';
import { acquisition } from '../cli/new-user-folder.ts';
import { threadsHere } from './threads-here.ts';
import { watchDisk } from './watched-disk.ts';

const root = mkdtempSync(join(tmpdir(), 'cytolot-replay-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const fixtures = new URL('../cli/fixtures/new-user/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, fixtures), 'utf8');
/** 1,000 events each: the lots with an odd number have 95 % positive, the others 80 %. */
const LOTS = Array.from({ length: 6 }, (_, i) => ({ lot: `LOT-${i + 1}`, positives: i % 2 === 0 ? 950 : 800 }));
const out = join(root, 'out');
const method = (formula: string) =>
  `${read('pipeline.yaml')}  - { id: capped, type: formula, title: { en: Capped, zh: 截断值 }, stage: final, method: { text: arithmetic, version: "1", status: validated }, inputs: { x: { attribute: cd3 } }, expression: "${formula}", unit: fraction }\n`;
const limits = (least: number) =>
  `${read('specification.yaml').replace('atLeast: 70', `atLeast: ${least}`)}  - { id: CAP, attribute: capped, stage: final, section: purity, title: { en: Capped, zh: 截断值 }, method: arithmetic, criterion: { atLeast: 50 }, unit: "%", digits: 1, decideOn: rounded, source: ours }\n`;

const threads = threadsHere();
const replayed = (job: Partial<ReplayJob> = {}, disk = nodeDisk) =>
  replay(
    { out, method: null, specification: null, analyses: 'latest', ...job },
    { surroundings: { ...nodeSurroundings(), disk }, threads },
  );

/** Every file of the store with its hash and the time of its last change. */
function snapshot(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(
    files.map((name) => [name, `${sha256Of(readFileSync(join(folder, name)))} ${statSync(join(folder, name)).mtimeMs}`]),
  );
}

beforeAll(async () => {
  for (const name of ['export', 'method', 'proposed']) mkdirSync(join(root, name));
  for (const { lot, positives } of LOTS) writeFileSync(join(root, 'export', `${lot}.fcs`), acquisition(lot, positives));
  writeFileSync(join(root, 'export/RUN-1.fcs'), acquisition('RUN-1', 0));
  const rows = LOTS.map(({ lot }) => `${lot}.fcs,sample,${lot},RUN-1,final,surface,`);
  writeFileSync(
    join(root, 'export/samples.csv'),
    ['file,kind,lot,assay_run,stage,tube,control', ...rows, 'RUN-1.fcs,control,,RUN-1,,surface,fmo-cd3', ''].join('\n'),
  );
  writeFileSync(join(root, 'method/pipeline.yaml'), method('x'));
  writeFileSync(join(root, 'method/specification.yaml'), limits(70));
  writeFileSync(join(root, 'proposed/pipeline.yaml'), method('min(x, 0.9)'));
  writeFileSync(join(root, 'proposed/specification.yaml'), limits(70));
  writeFileSync(join(root, 'proposed/stricter.yaml'), limits(90));
  const engine = openEngine({ surroundings: nodeSurroundings(), threads });
  const outcome = await engine.run({
    folder: join(root, 'export'),
    pipeline: join(root, 'method/pipeline.yaml'),
    specification: null,
    out,
    lot: null,
    language: 'en',
    progress: 'quiet',
    keepInputs: 'asked',
  });
  expect(outcome.lots.map(({ disposition }) => disposition)).toEqual(LOTS.map(() => 'conforms'));
  // The folder and the method that they came from are needed no more.
  for (const name of ['export', 'method']) rmSync(join(root, name), { recursive: true });
}, 120_000);

const folderOf = (lot: string) => `lots/${lot}/release/0001`;

describe('a replay', () => {
  it('gives the same bytes from the intake alone, and changes nothing', async () => {
    const before = snapshot(out);
    const { disk, acts } = watchDisk();
    expect(await replayed({}, disk)).toEqual(LOTS.map(({ lot }) => ({ folder: folderOf(lot), state: 'same', notes: [] })));
    expect(acts.filter(([act]) => act !== 'open')).toEqual([]);
    expect(snapshot(out)).toEqual(before);
  }, 60_000);

  // 951 of 1,000 events (the last one of the others lies on the threshold) are above the cap of 90 %, 801 below it: the values of three lots change, and no others.
  it('of a proposed formula lists exactly the values that it changes', async () => {
    const found = await replayed({ method: join(root, 'proposed/pipeline.yaml') });
    expect(found.map(({ state }) => state)).toEqual(LOTS.map(({ positives }) => (positives === 950 ? 'differs' : 'same')));
    for (const [index, { notes }] of found.entries()) {
      const values = notes.filter(({ code }) => code === 'replay/value');
      expect(notes.map(({ code }) => code)).toEqual(['replay/document', ...values.map(({ code }) => code)]);
      if (LOTS[index]?.positives !== 950) expect(values).toEqual([]);
      else {
        expect(values).toHaveLength(1);
        expect(values[0]?.fields).toMatchObject({
          row: { id: 'CAP', attribute: 'capped' },
          before: { estimate: 0.951 },
          now: { estimate: 0.9 },
        });
      }
    }
  }, 60_000);

  it('of a proposed specification lists the outcomes and dispositions that it changes', async () => {
    const found = await replayed({ specification: join(root, 'proposed/stricter.yaml') });
    for (const [index, { state, notes }] of found.entries()) {
      const strict = LOTS[index]?.positives === 800;
      expect([state, notes.map(({ code }) => code)]).toEqual(
        strict ? ['differs', ['replay/document', 'replay/disposition', 'replay/outcome']] : ['same', ['replay/document']],
      );
    }
  }, 60_000);

  it('names what it cannot replay, and the others go on', async () => {
    const copy = join(root, 'copy');
    cpSync(out, copy, { recursive: true });
    const [first, second, third] = LOTS.map(({ lot }) => join(copy, folderOf(lot)));
    const record = JSON.parse(readFileSync(join(first ?? '', 'record.json'), 'utf8'));
    const { inputs: _, ...without } = record;
    writeFileSync(join(first ?? '', 'record.json'), JSON.stringify(without));
    const result = JSON.parse(readFileSync(join(second ?? '', 'result.json'), 'utf8'));
    const old = JSON.stringify({ ...result, schemaVersion: 1 });
    writeFileSync(join(second ?? '', 'result.json'), old);
    const recordOf = (folder = '') => JSON.parse(readFileSync(join(folder, 'record.json'), 'utf8'));
    writeFileSync(join(second ?? '', 'record.json'), JSON.stringify({ ...recordOf(second), resultSha256: sha256Of(old) }));
    // The same values in other bytes, and the result of another lot, are not what was published.
    const fifth = join(copy, folderOf('LOT-5'));
    writeFileSync(join(fifth, 'result.json'), JSON.stringify(JSON.parse(readFileSync(join(fifth, 'result.json'), 'utf8')), null, 2));
    for (const name of ['result.json', 'record.json']) cpSync(join(copy, folderOf('LOT-4'), name), join(copy, folderOf('LOT-6'), name));
    const changed = await replayed({ out: copy });
    expect(changed.map(({ state, notes }) => [state, notes])).toEqual([
      ['not-replayed', [{ code: 'replay/no-inputs', fields: {} }]],
      ['not-replayed', [{ code: 'replay/not-readable', fields: { schemaVersion: 1 } }]],
      ['same', []],
      ['same', []],
      ['not-replayed', [{ code: 'replay/damaged', fields: {} }]],
      ['not-replayed', [{ code: 'replay/damaged', fields: {} }]],
    ]);
    // A file of the intake that is gone stops what was computed from it.
    const sha256 = sha256Of(acquisition(LOTS[2]?.lot ?? '', 950));
    unlinkSync(join(copy, 'intake/sha256', sha256.slice(0, 2), sha256));
    expect(existsSync(third ?? '')).toBe(true);
    const gone = await replayed({ out: copy });
    expect(gone[2]).toEqual({
      folder: folderOf('LOT-3'),
      state: 'not-replayed',
      notes: [{ code: 'replay/content-gone', fields: { files: ['LOT-3.fcs'] } }],
    });
  }, 120_000);
});
