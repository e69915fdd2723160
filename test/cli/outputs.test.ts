import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeFcs } from '../../src/fcs/encoding/encode-fcs.ts';
import { captureCommand } from './captured-command.ts';

const GATES = `panels:\n  - id: p\n`;
const GATING_ML = `<gating:Gating-ML xmlns:gating="http://www.isac-net.org/std/Gating-ML/v2.0/gating" xmlns:data-type="http://www.isac-net.org/std/Gating-ML/v2.0/datatypes"><gating:RectangleGate gating:id="A"><gating:dimension gating:compensation-ref="uncompensated" gating:min="2"><data-type:fcs-dimension data-type:name="FSC-A"/></gating:dimension></gating:RectangleGate></gating:Gating-ML>`;
const TABLE = [
  'assay,sample,dose,response',
  ...[1, 2, 4, 8, 16, 32].flatMap((dose) => ['RS', 'T'].map((name) => `a,${name},${dose},${dose}`)),
];

let folder = '';
const at = (name: string) => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cytolot-outputs-'));
  mkdirSync(at('in'));
  writeFileSync(at('raw.fcs'), encodeFcs({ parameters: [{ name: 'FSC-A' }], keywords: [], events: [1, 2, 3] }));
  writeFileSync(at('g.xml'), GATING_ML);
  writeFileSync(at('table.csv'), `${TABLE.join('\n')}\n`);
  writeFileSync(at('method.yaml'), 'model: parallel-line\n');
  writeFileSync(at('pipeline.yaml'), GATES);
  writeFileSync(at('in/raw.fcs'), 'raw');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Every command with each of its outputs; OUT stands for the name of the file. */
const COMMANDS = [
  ['gate', ['gate', 'raw.fcs', '--gates', 'g.xml', '--membership', 'OUT'], ['raw.fcs', 'g.xml']],
  ['gate', ['gate', 'raw.fcs', '--gates', 'g.xml', '--gating-ml', 'OUT'], ['raw.fcs', 'g.xml']],
  ['export', ['export', 'raw.fcs', '--out', 'OUT', '--format', 'csv'], ['raw.fcs']],
  ['potency', ['potency', 'table.csv', '--reference', 'RS', '--method', 'method.yaml', '--html', 'OUT'], ['table.csv', 'method.yaml']],
] as const;

const run = (words: readonly string[], out: string, more: readonly string[] = []) =>
  captureCommand([...words.map((word) => (word === 'OUT' ? at(out) : existsSync(at(word)) ? at(word) : word)), ...more]);

const all = () =>
  Object.fromEntries(readdirSync(folder).flatMap((name) => (name === 'in' ? [] : [[name, readFileSync(at(name), 'latin1')]])));

describe.each(COMMANDS)('%s %j', (_, words, inputs) => {
  it('writes a new file, and no other', async () => {
    const before = all();
    expect((await run(words, 'out.txt')).exitCode).toBe(0);
    const { 'out.txt': written, ...rest } = all();
    expect(written?.length).toBeGreaterThan(0);
    expect(rest).toEqual(before);
  });

  it('replaces an older output only with --force', async () => {
    writeFileSync(at('out.txt'), 'old');
    const refused = await run(words, 'out.txt');
    expect([refused.exitCode, refused.stderr]).toEqual([
      73,
      'error: out.txt: Expected a file name that is free, found a file of this name. Name another, or replace it with --force. [usage/cannot-create]\n',
    ]);
    expect(all()['out.txt']).toBe('old');
    expect((await run(words, 'out.txt', ['--force'])).exitCode).toBe(0);
    expect(all()['out.txt']).not.toBe('old');
  });

  it.each(inputs)('never replaces what it reads: %s', async (input) => {
    const before = all();
    const { exitCode, stderr } = await run(words, input, ['--force']);
    expect([exitCode, stderr]).toEqual([
      73,
      `error: ${input}: Expected the name of an output, found a file that is read or lies in a folder that is read. Name another. [usage/cannot-create]\n`,
    ]);
    expect(all()).toEqual(before);
  });
});

describe('run --log', () => {
  it.each([
    ['a file of the export folder', 'in/raw.fcs', 'a file that the run reads, or one in the folder that it reads'],
    ['a new file in the export folder', 'in/run.log', 'a file that the run reads, or one in the folder that it reads'],
    ['the definition', 'pipeline.yaml', 'a file that the run reads, or one in the folder that it reads'],
    ['a file that is no log', 'table.csv', 'a file of another kind'],
  ])('is refused for %s', async (_, log, found) => {
    const before = [all(), readdirSync(at('in'))];
    const { exitCode, stderr } = await captureCommand([
      'run',
      at('in'),
      '--pipeline',
      at('pipeline.yaml'),
      '--out',
      at('store'),
      '--log',
      at(log),
      '--quiet',
    ]);
    expect([exitCode, stderr]).toEqual([
      73,
      `error: ${at(log)}: Expected a log of its own to append to, found ${found}. Name another file after --log. [usage/cannot-create]\n`,
    ]);
    expect([all(), readdirSync(at('in'))]).toEqual(before);
    expect(readFileSync(at('in/raw.fcs'), 'utf8')).toBe('raw');
  });
});
