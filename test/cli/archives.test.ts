import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodeFcs } from '../../src/fcs/encoding/encode-fcs.ts';
import { box, population, workspace } from '../exchange/build-workspace.ts';
import { captureCommand } from './captured-command.ts';

interface Part {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly method?: 'stored' | 'deflated';
}

/** A zip archive by hand (PKWARE APPNOTE 6.3, 4.3). */
function zip(parts: readonly Part[]): Buffer {
  const [locals, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const { name, bytes, method = 'deflated' } of parts) {
    const packed = method === 'stored' ? Buffer.from(bytes) : deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(method === 'stored' ? 0 : 8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    common.copy(entry, 6);
    entry.writeUInt32LE(at, 42);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    locals.push(local);
    directory.push(entry, Buffer.from(name));
    at += local.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

const fcs = (first: number) =>
  encodeFcs({
    dataType: 'F',
    byteOrder: '1,2,3,4',
    parameters: ['X', 'Y'].map((name) => ({ name, bits: 32 })),
    events: Array.from({ length: 40 }, (_, i) => first + i),
  });
// Events (first + 2 k, first + 2 k + 1), k from 0 to 19.
const WORKSPACE = Buffer.from(
  workspace([
    { name: 'a.fcs', id: '1', linear: ['X', 'Y'], populations: population('Low', box({ X: { max: 10 } })) },
    { name: 'b.fcs', id: '2', linear: ['X', 'Y'], populations: population('Low', box({ X: { max: 20 } })) },
  ]),
);

const PARTS: readonly Part[] = [
  { name: 'TOC1.xml', bytes: Buffer.from('<toc/>') },
  { name: 'Experiment.wsp', bytes: WORKSPACE },
  { name: 'data/a.fcs', bytes: fcs(0) },
  { name: 'data/b.fcs', bytes: fcs(1), method: 'stored' },
];

const folder = mkdtempSync(join(tmpdir(), 'cytolot-archives-'));
const write = (name: string, bytes: Uint8Array) => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};
const gate = (path: string, gates = path) => captureCommand(['gate', path, '--gates', gates, '--json']);

describe('an archive of a workspace and its FCS files', () => {
  it('gives the gates and all files; nothing of it is left behind', async () => {
    const leftovers = () => readdirSync(tmpdir()).filter((name) => /^cytolot-[0-9a-f]{8}-/.test(name));
    const before = leftovers();
    const { exitCode, stdout } = await gate(write('Experiment.acs', zip(PARTS)));
    expect(exitCode).toBe(0);
    const { files } = JSON.parse(stdout) as { files: { file: string; populations: { path: string[]; count: number }[] }[] };
    // X below 10 of 0, 2, …: 5 events; below 20 of 1, 3, …: 10.
    expect(files.map(({ file, populations }) => [file, ...populations.map(({ path, count }) => [...path, count])])).toEqual([
      ['a.fcs', ['Low', 5]],
      ['b.fcs', ['Low', 10]],
    ]);
    expect(leftovers()).toEqual(before);
  });

  it('gives its gates for a file beside it', async () => {
    const { stdout } = await gate(write('a.fcs', fcs(0)), write('Gates.acs', zip(PARTS)));
    expect(JSON.parse(stdout)).toMatchObject({ file: 'a.fcs', populations: [{ path: ['Low'], count: 5 }] });
  });

  it.each([
    ['a bit of a file that is another', damaged(zip(PARTS)), "Expected 'data/b.fcs' in the archive with its"],
    ['an archive that is cut off', zip(PARTS).subarray(0, 500), 'Expected a zip archive with its directory at the end, found none'],
    ['no FCS file', zip(PARTS.slice(0, 2)), 'Expected FCS files in the archive, found none.'],
    ['no workspace', zip(PARTS.slice(2)), 'Expected one FlowJo workspace (.wsp) in the archive, found none.'],
    [
      'two workspaces',
      zip([...PARTS, { name: 'Other.wsp', bytes: WORKSPACE }]),
      "Expected one FlowJo workspace (.wsp) in the archive, found 'Experiment.wsp', 'Other.wsp'.",
    ],
    [
      'two files of one name',
      zip([...PARTS, { name: 'other/a.fcs', bytes: fcs(2) }]),
      "Expected FCS files of different names in the archive, found 'a.fcs' twice.",
    ],
  ])('is refused: %s', async (_, bytes, sentence) => {
    const { exitCode, stderr } = await gate(write('bad.acs', bytes));
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain(sentence);
  });
});

/** The stored file begins with its HEADER: its first byte of events becomes another. */
function damaged(archive: Buffer): Buffer {
  const copy = Buffer.from(archive);
  const begin = archive.lastIndexOf('FCS3');
  const data = Number(archive.toString('latin1', begin + 26, begin + 34));
  copy.writeUInt8(archive.readUInt8(begin + data) ^ 1, begin + data);
  return copy;
}

describe('files of gates that are not read are named', () => {
  it.each([
    ['Experiment.jo', Buffer.from([0, 1, 2, 3]), 'found a workspace of FlowJo 9 or before. Open it in FlowJo 10 and save it as .wsp.'],
    ['Cells.daf', Buffer.from([0, 1, 2, 3]), 'found a data analysis file of IDEAS'],
    ['old.xml', Buffer.from('<Workspace version="2.0"/>'), "one of FlowJo 9 (Mac) or before (version '2.0')"],
    ['old.xml', Buffer.from('<Workspace version="1.61"/>'), "one of FlowJo 7 (Windows) or before (version '1.61')"],
  ])('%s', async (name, bytes, sentence) => {
    const { exitCode, stderr } = await gate(write('a.fcs', fcs(0)), write(name, bytes));
    expect(exitCode).toBe(65);
    expect(stderr).toContain(sentence);
  });
});
