import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeNewUserFolder } from '../cli/new-user-folder.ts';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cytolot-cache-'));
const cache = join(folder, 'command/program.cjs.cache');
const help = () => execFileSync(process.execPath, [join(folder, 'cytolot.cjs'), '--help'], { encoding: 'utf8' });

beforeAll(() => {
  for (const name of ['cytolot.cjs', 'gate-thread.cjs']) cpSync(join(dist, name), join(folder, name));
  cpSync(join(dist, 'command'), join(folder, 'command'), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('compiled code beside the command', () => {
  it('is taken as it was built', () => {
    const script = `const { readFileSync } = require('node:fs'); const text = readFileSync(process.argv[1]);
      const bytes = readFileSync(process.argv[1] + '.cache'); const code = bytes.subarray(0, -4);
      const sum = require('node:zlib').crc32(code, require('node:zlib').crc32(text)) === bytes.readUInt32LE(code.length);
      const made = new (require('node:vm').Script)(text.toString(), { cachedData: code });
      console.log(sum, made.cachedDataRejected)`;
    const file = join(folder, 'command/program.cjs');
    expect(execFileSync(process.execPath, ['-e', script, file], { encoding: 'utf8' }).trim()).toBe('true false');
  });

  // The engine itself ends the process over most of these, or would run what the damaged code says.
  it('is passed over where it is damaged, cut or that of another text', () => {
    const built = readFileSync(cache);
    const expected = help();
    const flipped = Buffer.from(built);
    for (const at of [20_000, 30_000, 40_000]) flipped[at] = built[at]! ^ 8;
    const another = readFileSync(join(folder, 'command/zod.cjs.cache'));
    for (const bytes of [flipped, built.subarray(0, 30_000), built.subarray(0, 3), Buffer.alloc(0), another]) {
      writeFileSync(cache, bytes);
      expect(help()).toBe(expected);
    }
    rmSync(cache);
    expect(help()).toBe(expected);
  });
});

const GATES = `<gating:Gating-ML xmlns:gating="http://www.isac-net.org/std/Gating-ML/v2.0/gating" xmlns:data-type="http://www.isac-net.org/std/Gating-ML/v2.0/datatypes">
<gating:RectangleGate gating:id="all"><gating:dimension gating:compensation-ref="uncompensated" gating:min="0">
<data-type:fcs-dimension data-type:name="FSC-A"/></gating:dimension></gating:RectangleGate></gating:Gating-ML>`;

it('a build that was moved away starts its own threads', () => {
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
