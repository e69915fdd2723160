import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeNewUserFolder } from '../cli/new-user-folder.ts';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cytolot-build-'));

beforeAll(() => {
  for (const name of ['cytolot.cjs', 'gate-thread.cjs']) cpSync(join(dist, name), join(folder, name));
  cpSync(join(dist, 'command'), join(folder, 'command'), { recursive: true });
  symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(folder, 'node_modules'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const GATES = `<gating:Gating-ML xmlns:gating="http://www.isac-net.org/std/Gating-ML/v2.0/gating" xmlns:data-type="http://www.isac-net.org/std/Gating-ML/v2.0/datatypes">
<gating:RectangleGate gating:id="all"><gating:dimension gating:compensation-ref="uncompensated" gating:min="0">
<data-type:fcs-dimension data-type:name="FSC-A"/></gating:dimension></gating:RectangleGate></gating:Gating-ML>`;

describe('the built command', () => {
  it('starts its own threads where it was moved away', () => {
    const { root, exportFolder } = makeNewUserFolder();
    const gates = join(root, 'gates.xml');
    writeFileSync(gates, GATES);
    const files = Array.from({ length: 16 }, () => join(exportFolder, 'LOT-1_surface.fcs'));
    const printed = execFileSync(process.execPath, [join(folder, 'cytolot.cjs'), 'gate', ...files, '--gates', gates, '--json'], {
      encoding: 'utf8',
    });
    expect(printed.match(/"count": 1000,/g)).toHaveLength(16);
    rmSync(root, { recursive: true, force: true });
  });

  it('is text that Node itself reads: nothing compiled lies beside it, and no file of it makes code of another', () => {
    const names = readdirSync(join(dist, 'command'));
    expect(names.filter((name) => !name.endsWith('.cjs'))).toEqual([]);
    const own = ['cytolot.cjs', 'gate-thread.cjs', ...names.map((name) => join('command', name))];
    expect(own.filter((name) => /\bcachedData\b|require\("(?:node:)?vm"\)/.test(readFileSync(join(dist, name), 'utf8')))).toEqual([]);
  });

  it('loads of what it holds only what a command needs', () => {
    const names = "Object.keys(require.cache).map((file) => require('node:path').basename(file))";
    const script = `process.on('exit', () => console.log(${names}.join(' ')));
      require(process.argv[1]);`;
    const loaded = execFileSync(process.execPath, ['-e', script, join(folder, 'cytolot.cjs'), 'formats'], { encoding: 'utf8' })
      .trim()
      .split(/\s/);
    expect(loaded).toContain('program.cjs');
    for (const chunk of ['zod.cjs', 'math-base-special-betainc.cjs', 'sentence.cjs']) expect(loaded).not.toContain(chunk);
  });
});
