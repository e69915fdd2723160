import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeFcs } from '../../src/fcs/encoding/encode-fcs.ts';
import { secondReading } from '../../src/runtime/threads/second-reader.ts';
import { buildFcs, requiredPairs } from '../fcs/build-fcs.ts';
import { describeShared } from '../shared-data.ts';
import { captureCommand } from './captured-command.ts';

interface ParquetReader {
  readonly parquetReadObjects: (options: { readonly file: ArrayBuffer }) => Promise<readonly Readonly<Record<string, unknown>>[]>;
}

const folders: string[] = [];
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'export-'));
  folders.push(folder);
});
afterAll(() => {
  for (const one of folders) rmSync(one, { recursive: true });
});

async function inspected(path: string, dataSet = 1) {
  const { stdout } = await captureCommand(['inspect', '--json', '--hash', '--statistics', '--data-set', String(dataSet), path]);
  return JSON.parse(stdout);
}

function madeFile(): string {
  const path = join(folder, 'made.fcs');
  const parameters = [{ name: 'FSC-A' }, { name: '=CD3"FITC', gain: 2 }, { name: 'Time' }];
  const keywords = [
    ['$TIMESTEP', '0.5'],
    ['$OP', 'Zoë'],
    ['ZULU', '1'],
    ['ALPHA', '2'],
  ] as const;
  writeFileSync(path, encodeFcs({ parameters, keywords, events: [1, 10, 0, 2, 0.1, 4, 6, -3, 8] }));
  return path;
}

const rectangle = `<?xml version="1.0"?>
<gating:Gating-ML xmlns:gating="http://www.isac-net.org/std/Gating-ML/v2.0/gating" xmlns:data-type="http://www.isac-net.org/std/Gating-ML/v2.0/datatypes">
  <gating:RectangleGate gating:id="Big"><gating:dimension gating:min="2" gating:compensation-ref="uncompensated"><data-type:fcs-dimension data-type:name="FSC-A"/></gating:dimension></gating:RectangleGate>
</gating:Gating-ML>`;

describe('export', () => {
  it('writes a whole file as FCS with every keyword in its order and the same bits', async () => {
    const [path, out] = [madeFile(), join(folder, 'out.fcs')];
    const { exitCode, stdout } = await captureCommand(['export', path, '--out', out]);
    expect([exitCode, stdout]).toEqual([0, `${out}: 3 of 3 events, fcs3.1\n`]);
    const [before, after] = [await inspected(path), await inspected(out)];
    expect(after.rawValuesSha256).toBe(before.rawValuesSha256);
    expect(Object.keys(after.keywords).filter((keyword) => Object.hasOwn(before.keywords, keyword))).toEqual(Object.keys(before.keywords));
    expect(after.keywords).toMatchObject({
      $OP: 'Zoë',
      ZULU: '1',
      $ORIGINALITY: 'NonDataModified',
      'CYTOLOT SOURCE SHA256': before.sha256,
    });
    expect(secondReading(out)).toMatchObject({ outcome: 'agrees', eventsCompared: 3 });
    expect(readdirSync(folder).toSorted()).toEqual(['made.fcs', 'out.fcs']);
  });

  it('writes the events of one population', async () => {
    const [path, out, gates] = [madeFile(), join(folder, 'big.fcs'), join(folder, 'gates.xml')];
    writeFileSync(gates, rectangle);
    const { exitCode, stderr } = await captureCommand(['export', path, '--out', out, '--gates', gates, '--population', 'Big']);
    expect([exitCode, stderr]).toEqual([0, '']);
    // Events 2 and 3 of madeFile have FSC-A >= 2.
    expect(await inspected(out)).toMatchObject({
      eventCount: 2,
      departures: [],
      parameters: [{ raw: { sum: 8, min: 2, max: 6 } }, {}, {}],
    });
    const other = await captureCommand(['export', path, '--out', join(folder, 'x.fcs'), '--gates', gates, '--population', 'Small']);
    expect([other.exitCode, other.stderr]).toEqual([
      65,
      "error: Expected one of the populations Big for --population, found 'Small'. [usage/bad-argument]\n",
    ]);
  });

  it('writes CSV in scale values, with headings that no spreadsheet takes for formulas', async () => {
    const out = join(folder, 'out.csv');
    await captureCommand(['export', madeFile(), '--out', out]);
    // Gain 2 divides; a Time step is half a second; 0.1 as float32 is 0.10000000149011612.
    expect(readFileSync(out, 'utf8')).toBe(`FSC-A,"'=CD3""FITC",Time\n1,5,0\n2,${Math.fround(0.1) / 2},2\n6,-1.5,4\n`);
  });

  it('writes Parquet that another reader reads', async () => {
    const out = join(folder, 'out.parquet');
    await captureCommand(['export', madeFile(), '--out', out, '--values', 'stored']);
    // The reader that hyparquet-writer itself depends on; by path, because it is no dependency of ours.
    const { parquetReadObjects }: ParquetReader = await import(
      pathToFileURL(createRequire(import.meta.resolve('hyparquet-writer')).resolve('hyparquet')).href
    );
    const rows = await parquetReadObjects({ file: Uint8Array.from(readFileSync(out)).buffer });
    expect(rows).toEqual([
      { 'FSC-A': 1, '=CD3"FITC': 10, Time: 0 },
      { 'FSC-A': 2, '=CD3"FITC': Math.fround(0.1), Time: 4 },
      { 'FSC-A': 6, '=CD3"FITC': -3, Time: 8 },
    ]);
  });

  it('never overwrites, and leaves nothing behind when it stops', async () => {
    const path = madeFile();
    const again = await captureCommand(['export', path, '--out', path]);
    expect([again.exitCode, again.stderr]).toEqual([
      73,
      'error: made.fcs: Expected the name of an output, found a file that is read or lies in a folder that is read. Name another. [usage/cannot-create]\n',
    ]);
    const none = await captureCommand(['export', path, '--out', join(folder, 'none', 'x.fcs')]);
    expect([none.exitCode, none.stderr]).toEqual([
      73,
      'error: x.fcs: Expected to create the file, the system says ENOENT. [usage/cannot-create]\n',
    ]);
    expect(readdirSync(folder)).toEqual(['made.fcs']);
  });

  it.each([
    ['text', { $DATATYPE: 'A', $P1B: '*', $P2B: '*', $TOT: '2' }, new TextEncoder().encode('1 2 3 4'), 'FCS3.0'],
    [
      'packed bits',
      { $BYTEORD: '4,3,2,1', $P1B: '10', $P2B: '10', $P2R: '1024', $TOT: '2' },
      Uint8Array.of(0, 0b01000000, 0b00100000, 0b00001100, 0b00000100),
      'FCS3.0',
    ],
    ['a mixed byte order', { $BYTEORD: '2,1', $TOT: '2' }, Uint8Array.of(0, 1, 0, 2, 0, 3, 0, 4), 'FCS2.0'],
    ['several data types', { $P1DATATYPE: 'F', $P1B: '32', $TOT: '1' }, Uint8Array.of(0, 0, 0xc0, 0x3f, 2, 0), 'FCS3.2'],
  ] as const)('writes %s as a layout of FCS 3.1 with the same values', async (_, changes, data, version) => {
    const [path, out] = [join(folder, 'odd.fcs'), join(folder, 'out.fcs')];
    writeFileSync(path, buildFcs({ version, pairs: requiredPairs(changes), data }));
    expect(await captureCommand(['export', path, '--out', out])).toMatchObject({ exitCode: 0 });
    const [before, after] = [await inspected(path), await inspected(out)];
    expect([after.version, after.rawValuesSha256, after.departures]).toEqual(['FCS3.1', before.rawValuesSha256, []]);
  });
});

describe('$ORIGINALITY of a copy of all events', () => {
  it.each([
    [null, 'NonDataModified'],
    ['Original', 'NonDataModified'],
    ['NonDataModified', 'NonDataModified'],
    ['DataModified', 'DataModified'],
    ['Appended', 'Appended'],
    ['Unknown', 'Unknown'],
  ])('%s: %s', async ($ORIGINALITY, expected) => {
    const [path, out] = [join(folder, 'one.fcs'), join(folder, 'out.fcs')];
    writeFileSync(path, buildFcs({ pairs: requiredPairs({ $TOT: '1', $ORIGINALITY }), data: Uint8Array.of(1, 0, 2, 0) }));
    await captureCommand(['export', path, '--out', out]);
    expect((await inspected(out)).acquisition.originality).toBe(expected);
  });
});

describe('export as FCS 3.2', () => {
  async function keywordsAs32(version: string, changes: Readonly<Record<string, string | null>>, data: Uint8Array) {
    const [path, out] = [join(folder, 'old.fcs'), join(folder, 'out.fcs')];
    writeFileSync(path, buildFcs({ version, pairs: requiredPairs(changes), data }));
    expect(await captureCommand(['export', path, '--out', out, '--format', 'fcs3.2'])).toMatchObject({ exitCode: 0 });
    const [before, after] = [await inspected(path), await inspected(out)];
    expect([after.version, after.rawValuesSha256]).toEqual(['FCS3.2', before.rawValuesSha256]);
    return after;
  }
  const twoEvents = Uint8Array.of(1, 0, 2, 0, 3, 0, 4, 0);

  it('adds no keyword that 3.2 deprecates, and the one that it requires', async () => {
    const { keywords, departures } = await keywordsAs32('FCS3.2', { $MODE: null, $TOT: '2', $CYT: ' ' }, twoEvents);
    expect([keywords.$MODE, keywords.$CYT, departures]).toEqual([undefined, 'unknown', []]);
  });

  it('keeps what the file has, in its order', async () => {
    const found = await keywordsAs32('FCS3.1', { $TOT: '2', $WELLID: 'A1', $DATE: '18-NOV-2026' }, twoEvents);
    expect(Object.keys(found.keywords)).toEqual([
      ...requiredPairs({ $WELLID: 'A1', $DATE: '18-NOV-2026' }).map(([keyword]) => keyword),
      '$CYT',
      '$ORIGINALITY',
      '$LAST_MODIFIER',
      'CYTOLOT SOURCE',
      'CYTOLOT SOURCE SHA256',
    ]);
    expect(found.departures).toEqual([]);
  });

  it('does not bring a $PnDATATYPE to life that was not followed before 3.2', async () => {
    const found = await keywordsAs32('FCS3.1', { $TOT: '2', $P1DATATYPE: 'F', $P2DATATYPE: 'X' }, twoEvents);
    expect([found.keywords.$P1DATATYPE, found.keywords.$P2DATATYPE, found.departures]).toEqual(['I', 'I', []]);
  });

  it('keeps several data types', async () => {
    const data = Uint8Array.of(0, 0, 0xc0, 0x3f, 2, 0);
    const found = await keywordsAs32('FCS3.2', { $CYT: 'Made', $P1DATATYPE: 'F', $P1B: '32', $TOT: '1' }, data);
    expect([found.dataType, found.keywords.$P1DATATYPE, found.parameters[0].dataType]).toEqual(['I', 'F', 'F']);
  });
});

describeShared('export of every shared file reads back identical', (shared) => {
  const expected: readonly {
    readonly file: string;
    readonly error?: string;
    readonly datasets?: readonly { readonly dataset: number }[];
  }[] = JSON.parse(readFileSync(`${shared}data/fcs/expected.json`, 'utf8'));
  const acquisitions = expected
    .filter(({ file, error }) => error === undefined && file !== 'npm-fcs/AriaFile1.fcs')
    .flatMap(({ file, datasets }) => (datasets ?? []).map(({ dataset }) => ({ file, dataset })));

  it.each(acquisitions)('$file, data set $dataset', async ({ file, dataset }) => {
    const [path, out] = [`${shared}data/fcs/${file}`, join(folder, 'out.fcs')];
    const { exitCode, stderr } = await captureCommand(['export', path, '--out', out, '--data-set', String(dataset)]);
    expect([exitCode, stderr.includes('error')]).toEqual([0, false]);
    const [before, after] = [await inspected(path, dataset), await inspected(out)];
    expect([after.rawValuesSha256, after.eventCount]).toEqual([before.rawValuesSha256, before.eventCount]);
    expect(after.parameters.map(({ scale }: { scale: unknown }) => scale)).toEqual(
      before.parameters.map(({ scale }: { scale: unknown }) => scale),
    );
    expect(after.spillover).toEqual(before.spillover);
    expect(Object.keys(after.keywords).filter((keyword) => Object.hasOwn(before.keywords, keyword))).toEqual(Object.keys(before.keywords));
    expect(secondReading(out).outcome).not.toBe('differs');
  });
});
