import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { terminal } from '../../src/cli/terminal/terminal.ts';
import { textTable } from '../../src/cli/terminal/text-table.ts';
import { makeNewUserFolder } from './new-user-folder.ts';

/** What reaches the descriptors, below every command. */
const written = vi.hoisted(() => ({ text: '' }));
vi.mock('../../src/runtime/disk/standard-streams.ts', () => ({
  writeStandard: (_descriptor: number, text: string) => {
    written.text += text;
    return null;
  },
}));

/** An escape, its one-byte form (C1), a bell, a line separator and a right-to-left override. */
const HOSTILE = '\u001b[31m\u009b31m\u0007\u2028\u202eend';
const RAW = /(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cytolot-door-'));
  written.text = '';
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the door to the terminal', () => {
  it('shows what a terminal would act on as \\xNN, and leaves lines and tabs', () => {
    terminal.out(`a\tb\n${HOSTILE}`);
    terminal.err(HOSTILE);
    const shown = '\\x1b[31m\\x9b31m\\x07\\x2028\\x202eend';
    expect(written.text).toBe(`a\tb\n${shown}${shown}`);
  });

  it('writes values as JSON that reads back the same', () => {
    for (const layout of ['indented', 'one line'] as const) {
      written.text = '';
      terminal.json({ [HOSTILE]: [HOSTILE, 1] }, layout);
      expect(written.text).not.toMatch(RAW);
      expect(JSON.parse(written.text)).toEqual({ [HOSTILE]: [HOSTILE, 1] });
    }
    terminal.json({ a: 1 }, 'one line');
    expect(written.text.endsWith('{"a":1}\n')).toBe(true);
  });

  it('a cell of a table holds no line of its own', () => {
    expect(textTable(['a', 'b'], [['x\ny', '\tz']]).split('\n')).toEqual(['a       b', '------  -----', 'x\\x0ay  \\x09z', '']);
  });
});

describe('a name that a file or an argument holds', () => {
  it.each([
    ['an unknown option', ['formats', `--${HOSTILE}`]],
    ['an unknown command', [HOSTILE]],
    ['a file that is not there', ['inspect', HOSTILE]],
    ['a plate that is not there', ['read-plate', HOSTILE, '--json']],
    ['a study that is not known', ['potency-study', HOSTILE, 'a.csv']],
    ['a format that is not known', ['read-plate', 'package.json', '--format', HOSTILE]],
  ])('%s', async (_, words) => {
    expect(await runProgram(words)).toBeGreaterThanOrEqual(64);
    expect(written.text).toContain('\\x1b[31m\\x9b31m');
    expect(written.text).not.toMatch(RAW);
  });

  it.each([
    ['check', []],
    ['check', ['--json']],
  ])('the version of a method in %s %j', async (command, more) => {
    const { root, pipeline } = makeNewUserFolder();
    const named = readFileSync(pipeline, 'utf8').replace('version: "1"', `version: "1\\e[31m\\u009b"`);
    writeFileSync(pipeline, named);
    expect(await runProgram([command, pipeline, ...more])).toBe(0);
    expect(written.text).toMatch(/\\x9b|\\u009b/);
    expect(written.text).not.toMatch(RAW);
    rmSync(root, { recursive: true, force: true });
  });
});

describe('a line end in a name makes no line of its own', () => {
  const FORGED = 'a\nerror: forged [x]\r\nb.txt';

  it('in an entry of the export folder: neither on the terminal, nor in the log', async () => {
    const { root, exportFolder, pipeline, out } = makeNewUserFolder();
    writeFileSync(join(exportFolder, FORGED), '');
    const log = join(root, 'run.log');
    expect(await runProgram(['run', exportFolder, '--pipeline', pipeline, '--out', out, '--quiet', '--log', log])).toBe(0);
    expect(written.text).toContain('warning: a\\x0aerror: forged [x]\\x0d\\x0ab.txt: nothing binds this file');
    expect(written.text.split('\n').filter((line) => line.startsWith('error'))).toEqual([]);
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty('level');
    rmSync(root, { recursive: true, force: true });
  }, 60_000);

  it('in a file that is not there', async () => {
    expect(await runProgram(['inspect', `/${FORGED}`])).toBeGreaterThanOrEqual(64);
    expect(written.text.split('\n')).toHaveLength(2);
  });

  it('the log holds no character that a terminal acts on, and reads back the same', async () => {
    const { root, exportFolder, pipeline, out } = makeNewUserFolder();
    writeFileSync(join(exportFolder, 'c\u009b31m\u202ed.txt'), '');
    const log = join(root, 'run.log');
    await runProgram(['run', exportFolder, '--pipeline', pipeline, '--out', out, '--quiet', '--log', log]);
    const text = readFileSync(log, 'utf8');
    expect(text).not.toMatch(RAW);
    const said = text
      .trimEnd()
      .split('\n')
      .map((line): { fields?: { file?: string } } => JSON.parse(line));
    expect(said.flatMap(({ fields }) => fields?.file ?? [])).toContain('c\u009b31m\u202ed.txt');
    rmSync(root, { recursive: true, force: true });
  }, 60_000);
});

it('no other file writes to the terminal', () => {
  const src = fileURLToPath(new URL('../../src/', import.meta.url));
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const holding = (word: RegExp) =>
    files.filter((file) => word.test(readFileSync(`${src}${file}`, 'utf8').replace(/\/\*[\s\S]*?\*\//g, ''))).sort();
  expect(holding(/process\.(stdout|stderr)|console\./)).toEqual([]);
  // Besides the door: the version, answered before anything is loaded, and a run's progress, which holds numbers and words of ours.
  expect(holding(/standard-streams/)).toEqual(['cli/main.ts', 'cli/terminal/terminal.ts', 'runtime/disk/surroundings.ts']);
});
