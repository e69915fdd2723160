import { linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOutputFile, type OutputTarget, writeOutputFile } from '../../src/runtime/disk/output-file.ts';
import { watchDisk } from './watched-disk.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cytolot-output-'));
  mkdirSync(join(folder, 'in'));
  writeFileSync(join(folder, 'in/raw.fcs'), 'raw');
  writeFileSync(join(folder, 'old.csv'), 'old');
});
afterEach(() => rmSync(folder, { recursive: true }));

const text = new TextEncoder().encode('new');
const at = (name: string) => join(folder, name);
const target = (name: string, existing: OutputTarget['existing'], inputs: readonly string[] = []): OutputTarget => ({
  path: at(name),
  inputs: inputs.map(at),
  existing,
});
/** Contents of every file, so that nothing is left behind and nothing else is touched. */
const contents = () =>
  Object.fromEntries(readdirSync(folder).flatMap((name) => (name === 'in' ? [] : [[name, readFileSync(at(name), 'utf8')]])));

const refusal = (sentence: string) => expect.objectContaining({ code: 'usage/cannot-create', message: sentence });
const IS_INPUT = 'Expected the name of an output, found a file that is read or lies in a folder that is read. Name another.';
const IS_TAKEN = 'Expected a file name that is free, found a file of this name. Name another, or replace it with --force.';

describe('a file that a command was asked to write', () => {
  it.each([
    ['a name that is free', 'free.csv', 'refuse', 'free.csv'],
    ['a file that may be replaced', 'old.csv', 'replace', 'old.csv'],
  ] as const)('is written under %s', (_, name, existing, written) => {
    writeOutputFile(target(name, existing, ['in']), text);
    expect(contents()).toEqual({ 'old.csv': 'old', [written]: 'new' });
  });

  it.each([
    ['a file that is there', 'old.csv', 'refuse', ['in/raw.fcs'], IS_TAKEN],
    ['an input', 'in/raw.fcs', 'refuse', ['in/raw.fcs'], IS_INPUT],
    ['an input, although asked to replace', 'in/raw.fcs', 'replace', ['in/raw.fcs'], IS_INPUT],
    ['a file in a folder that is read', 'in/raw.fcs', 'replace', ['in'], IS_INPUT],
    ['a symbolic link to an input', 'link.fcs', 'replace', ['in/raw.fcs'], IS_INPUT],
    ['a symbolic link into a folder that is read', 'link.fcs', 'replace', ['in'], IS_INPUT],
    ['a second name of an input', 'twin.fcs', 'replace', ['in/raw.fcs'], IS_INPUT],
    ['a folder', 'in', 'replace', [], 'Expected the name of a file, found a folder of this name. Name another.'],
  ] as const)('is refused for %s', (_, name, existing, inputs, sentence) => {
    symlinkSync(at('in/raw.fcs'), at('link.fcs'));
    linkSync(at('in/raw.fcs'), at('twin.fcs'));
    expect(() => createOutputFile(target(name, existing, inputs))).toThrow(refusal(sentence));
    expect(contents()).toEqual({ 'old.csv': 'old', 'link.fcs': 'raw', 'twin.fcs': 'raw' });
  });

  it('is refused where the name was taken while it was written, and leaves nothing behind', () => {
    const output = createOutputFile(target('free.csv', 'refuse'));
    output.write(text);
    writeFileSync(at('free.csv'), 'of another');
    expect(() => output.publish()).toThrow(refusal(IS_TAKEN));
    output.discard();
    expect(contents()).toEqual({ 'old.csv': 'old', 'free.csv': 'of another' });
  });

  it('needs no second names: where the file system has none, the name is claimed by an empty file', () => {
    const { disk } = watchDisk((act) => (act === 'link' ? 'EPERM: no links here' : null));
    writeOutputFile(target('free.csv', 'refuse'), text, disk);
    expect(contents()).toEqual({ 'old.csv': 'old', 'free.csv': 'new' });
  });

  it('leaves no empty file where the rename fails too', () => {
    const { disk } = watchDisk((act) => (act === 'link' || act === 'rename' ? 'EIO: broken' : null));
    const output = createOutputFile(target('free.csv', 'refuse'), disk);
    expect(() => output.publish()).toThrow(refusal('Expected to create the file, the system says EIO.'));
    output.discard();
    expect(contents()).toEqual({ 'old.csv': 'old' });
  });

  it('may have as long a name as the file system allows', () => {
    const name = `${'n'.repeat(251)}.csv`;
    writeOutputFile(target(name, 'refuse'), text);
    expect(contents()[name]).toBe('new');
  });
});
