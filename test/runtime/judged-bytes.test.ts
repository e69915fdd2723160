import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, copyFileSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeFcs } from '../../src/fcs/encoding/encode-fcs.ts';
import { type FolderRun, openFolder, openPlannedFolder } from '../../src/runtime/analysis/analyse-folder.ts';
import type { AnalysedLotRecord } from '../../src/runtime/analysis/judge-lot.ts';
import { nodeDisk } from '../../src/runtime/disk/disk.ts';
import { nodeSurroundings } from '../../src/runtime/disk/surroundings.ts';
import { planFolder } from '../../src/runtime/folder/plan-folder.ts';
import { loadMethod } from '../../src/runtime/method/load-method.ts';
import { makeNewUserFolder, type NewUserFolder } from '../cli/new-user-folder.ts';
import { threadsHere } from './threads-here.ts';

const options = { surroundings: nodeSurroundings(), threads: threadsHere(), lot: null, progress: 'quiet' } as const;
const made: NewUserFolder[] = [];
let flipping: ChildProcess | null = null;

afterEach(() => {
  flipping?.kill();
  flipping = null;
  for (const folder of made.splice(0)) rmSync(folder.root, { recursive: true, force: true });
});

function newFolder(): NewUserFolder {
  const folder = makeNewUserFolder();
  made.push(folder);
  return folder;
}

const hash = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** Every lot of a folder, one after the other. */
async function analyseAll(folder: FolderRun): Promise<readonly AnalysedLotRecord[]> {
  const lots: AnalysedLotRecord[] = [];
  for (const plan of folder.lots) lots.push(await folder.analyse(plan));
  return lots;
}

const analyseFolder = async (...[method, folder, how]: Parameters<typeof openFolder>) => analyseAll(await openFolder(method, folder, how));

/** What became of every lot: disposition, the codes that hold it, the value, and the recorded hash of its sample. */
function outcomes(lots: readonly AnalysedLotRecord[]) {
  return lots.map(({ subject, result }) => ({
    lot: subject.lot,
    disposition: result.disposition.proposed,
    held: [...new Set(result.disposition.held.map((reason) => reason.code))],
    k: result.attributes[0]?.k ?? null,
    sha256: result.inputs.find((input) => input.file === `${subject.lot}_surface.fcs`)?.sha256 ?? null,
  }));
}

async function plannedThen(folder: NewUserFolder, change: () => void) {
  const method = await loadMethod(folder.pipeline, null);
  const planned = await planFolder(method.definition, folder.exportFolder, { disk: nodeDisk, threads: threadsHere() });
  change();
  return outcomes(await analyseAll(await openPlannedFolder(method, planned, options)));
}

describe('a file that does not stay as it was when the folder was planned', () => {
  const path = (folder: NewUserFolder, file: string) => join(folder.exportFolder, file);

  it('an honest folder conforms, with the hash of each file', async () => {
    const folder = newFolder();
    const sha256 = (lot: string) => hash(path(folder, `${lot}_surface.fcs`));
    expect(await plannedThen(folder, () => {})).toMatchObject([
      { lot: 'LOT-1', disposition: 'conforms', held: [], sha256: sha256('LOT-1') },
      { lot: 'LOT-2', disposition: 'conforms', held: [], sha256: sha256('LOT-2') },
    ]);
  }, 60_000);

  it.each([
    [
      'is replaced',
      (file: string) => {
        copyFileSync(file, `${file}.next`);
        renameSync(`${file}.next`, file);
      },
    ],
    ['grows', (file: string) => appendFileSync(file, 'x')],
    [
      'is rewritten with its old date',
      (file: string) => {
        const bytes = readFileSync(file);
        writeFileSync(file, bytes);
        utimesSync(file, new Date('2026-01-01'), new Date('2026-01-01'));
      },
    ],
    ['vanishes', (file: string) => rmSync(file)],
  ])(
    'that %s holds its lot, without a hash, and no other',
    async (_, change) => {
      const folder = newFolder();
      const found = await plannedThen(folder, () => change(path(folder, 'LOT-1_surface.fcs')));
      expect(found).toMatchObject([
        { lot: 'LOT-1', disposition: 'no valid result', held: ['held/changed'], k: null, sha256: null },
        { lot: 'LOT-2', disposition: 'conforms', held: [] },
      ]);
    },
    60_000,
  );

  it('a control that changes holds what it serves, and gives no threshold', async () => {
    const folder = newFolder();
    const found = await plannedThen(folder, () => appendFileSync(path(folder, 'RUN-1_fmo-cd3.fcs'), 'x'));
    expect(found.map(({ disposition, k }) => [disposition, k])).toEqual([
      ['no valid result', null],
      ['no valid result', null],
    ]);
  }, 60_000);

  it('a sample list that changes holds every lot', async () => {
    const folder = newFolder();
    const found = await plannedThen(folder, () => appendFileSync(path(folder, 'samples.csv'), '\n'));
    expect(found.map(({ disposition, held }) => [disposition, held])).toEqual([
      ['no valid result', ['held/changed']],
      ['no valid result', ['held/changed']],
    ]);
  }, 60_000);
});

it('a definition that changes after it was read is the one that was read, by its hash', async () => {
  const folder = newFolder();
  const sha256 = hash(folder.pipeline);
  const method = await loadMethod(folder.pipeline, null);
  folder.change('method/pipeline.yaml', (text) => text.replace('percentile: 99.5', 'percentile: 50'));
  const lots = await analyseFolder(method, folder.exportFolder, options);
  expect(lots.map(({ result }) => result.method.sha256)).toEqual([sha256, sha256]);
  expect(hash(folder.pipeline)).not.toBe(sha256);
}, 60_000);

it('over a file that flips between two contents, no value stands beside the hash of the other', async () => {
  const folder = newFolder();
  const sample = join(folder.exportFolder, 'LOT-1_surface.fcs');
  const [a, b] = [join(folder.root, 'a.fcs'), join(folder.root, 'b.fcs')];
  copyFileSync(sample, a);
  // 100 of the 800 positive events are not: 700 remain.
  const values = Array.from({ length: 1000 }, (_, i) => [50_000 + i, 20_000 + ((i * 41) % 1000), i < 700 ? 5000 + i : i % 100]).flat();
  writeFileSync(
    b,
    encodeFcs({
      parameters: ['FSC-A', 'SSC-A', 'CD3-A'].map((name) => ({ name })),
      keywords: [
        ['$CYT', 'Cytometer A'],
        ['SAMPLE ID', 'LOT-1'],
      ],
      events: values,
    }),
  );
  // Events from the threshold on, which is 99: the positive ones, and every hundredth of the 200 or 300 others.
  const counts = new Map([
    [hash(a), 802],
    [hash(b), 703],
  ]);
  const method = await loadMethod(folder.pipeline, null);
  const script = fileURLToPath(new URL('flip-file.mjs', import.meta.url));
  flipping = spawn(process.execPath, [script, sample, a, b, '150'], { stdio: 'ignore' });
  for (let round = 0; round < 6; round++) {
    const [found] = outcomes(await analyseFolder(method, folder.exportFolder, options));
    if (found?.held.length === 0) expect(counts.get(found.sha256 ?? '')).toBe(found.k);
    else expect(found).toMatchObject({ disposition: 'no valid result', held: ['held/changed'], k: null, sha256: null });
  }
}, 120_000);

describe('content that is bound twice', () => {
  /** The events of LOT-1 as another program would have written them: other TEXT, byte order and data type. */
  function copyOf(
    folder: NewUserFolder,
    stated: { readonly sample: string; readonly events: number; readonly changed?: 'one value' },
  ): Uint8Array {
    const source = readFileSync(join(folder.exportFolder, 'LOT-1_surface.fcs'));
    const begin = source.length - 8 - 12_000;
    const view = new DataView(source.buffer, source.byteOffset + begin, 12_000);
    const events = Array.from({ length: 3 * stated.events }, (_, i) => view.getFloat32(4 * i, true));
    if (stated.changed !== undefined) events[events.length - 1] = (events.at(-1) ?? 0) + 1;
    return encodeFcs({
      dataType: 'D',
      byteOrder: '4,3,2,1',
      parameters: ['FSC-A', 'SSC-A', 'CD3-A'].map((name) => ({ name })),
      keywords: [
        ['$CYT', 'Cytometer A'],
        ['$FIL', 'another name.fcs'],
        ['$DATE', '19-NOV-2026'],
        ['SAMPLE ID', stated.sample],
      ],
      events,
    });
  }

  const codesOf = async (folder: NewUserFolder) => {
    const method = await loadMethod(folder.pipeline, null);
    return outcomes(await analyseFolder(method, folder.exportFolder, options)).map(({ disposition, held }) => [disposition, held.join()]);
  };

  it('the values of one lot under another name, date, byte order and data type hold both lots', async () => {
    const folder = newFolder();
    writeFileSync(join(folder.exportFolder, 'LOT-2_surface.fcs'), copyOf(folder, { sample: 'LOT-2', events: 1000 }));
    expect(await codesOf(folder)).toEqual([
      ['no valid result', 'held/duplicate-content'],
      ['no valid result', 'held/duplicate-content'],
    ]);
  }, 60_000);

  it('also without an identity block', async () => {
    const folder = newFolder();
    folder.change('method/pipeline.yaml', (text) => text.replace(/ {2}identity:\n.*\n/, ''));
    copyFileSync(join(folder.exportFolder, 'LOT-1_surface.fcs'), join(folder.exportFolder, 'LOT-2_surface.fcs'));
    expect((await codesOf(folder)).map(([, held]) => held)).toEqual(['held/duplicate-content', 'held/duplicate-content']);
  }, 60_000);

  it('one value that differs, or lines that both say shared, make two contents of it', async () => {
    const folder = newFolder();
    writeFileSync(join(folder.exportFolder, 'LOT-2_surface.fcs'), copyOf(folder, { sample: 'LOT-2', events: 1000, changed: 'one value' }));
    expect(await codesOf(folder)).toEqual([
      ['conforms', ''],
      ['conforms', ''],
    ]);
    writeFileSync(join(folder.exportFolder, 'LOT-2_surface.fcs'), copyOf(folder, { sample: 'LOT-2', events: 1000 }));
    folder.change('export/samples.csv', (text) =>
      text
        .trimEnd()
        .split('\n')
        .map((line, i) => `${line},${i === 0 ? 'shared' : line.startsWith('LOT') ? 'pool' : ''}`)
        .join('\n'),
    );
    expect(await codesOf(folder)).toEqual([
      ['conforms', ''],
      ['conforms', ''],
    ]);
  }, 90_000);

  it.each([
    [99, ''],
    [100, 'held/duplicate-content'],
  ])(
    '%d events of the same values: %s',
    async (events, expected) => {
      const folder = newFolder();
      for (const sample of ['LOT-1', 'LOT-2']) {
        const bytes = copyOf(folder, { sample, events });
        writeFileSync(join(folder.root, `${sample}.fcs`), bytes);
      }
      for (const sample of ['LOT-1', 'LOT-2'])
        copyFileSync(join(folder.root, `${sample}.fcs`), join(folder.exportFolder, `${sample}_surface.fcs`));
      expect((await codesOf(folder)).map(([, held]) => held)).toEqual([expected, expected]);
    },
    60_000,
  );

  it('files without events that differ in their keywords are two', async () => {
    const folder = newFolder();
    const empty = (sample: string) => copyOf(folder, { sample, events: 0 });
    const files = ['LOT-1', 'LOT-2'].map((sample) => [sample, empty(sample)] as const);
    for (const [sample, bytes] of files) writeFileSync(join(folder.exportFolder, `${sample}_surface.fcs`), bytes);
    // A file without events is a departure of its own.
    expect((await codesOf(folder)).map(([, held]) => held)).toEqual(['held/departure', 'held/departure']);
  }, 60_000);
});
