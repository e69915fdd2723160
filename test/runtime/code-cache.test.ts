import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeNewUserFolder } from '../cli/new-user-folder.ts';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cytolot-cache-'));
const group = join(folder, 'command', JSON.parse(readFileSync(join(dist, 'command/groups.json'), 'utf8'))['program.cjs']);
const cache = `${group}.cache`;
const help = () => execFileSync(process.execPath, [join(folder, 'cytolot.cjs'), '--help'], { encoding: 'utf8' });

beforeAll(() => {
  for (const name of ['cytolot.cjs', 'gate-thread.cjs']) cpSync(join(dist, name), join(folder, name));
  cpSync(join(dist, 'command'), join(folder, 'command'), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('compiled code beside the command', () => {
  // The sum anew, in integers of any size: exclusive or, times 2^64 over the golden ratio, turned by 29 bits.
  it('begins with a checksum over the words of text and code', () => {
    const bytes = readFileSync(cache);
    let sum = 0n;
    for (const part of [readFileSync(group), bytes.subarray(8)]) {
      const words = Buffer.concat([part, Buffer.alloc((8 - (part.length % 8)) % 8)]);
      for (let at = 0; at < words.length; at += 8) {
        const product = ((sum ^ words.readBigUInt64LE(at)) * 0x9e3779b97f4a7c15n) % 2n ** 64n;
        sum = ((product * 2n ** 29n) % 2n ** 64n) | (product / 2n ** 35n);
      }
    }
    expect(bytes.readBigUInt64LE(0)).toBe(sum);
  });

  it('is taken by the engine as it was built', () => {
    const script = `const { readFileSync } = require('node:fs'); const [file] = process.argv.slice(1);
      const cachedData = readFileSync(file + '.cache').subarray(8);
      console.log(new (require('node:vm').Script)(readFileSync(file, 'utf8'), { cachedData }).cachedDataRejected)`;
    expect(execFileSync(process.execPath, ['-e', script, group], { encoding: 'utf8' }).trim()).toBe('false');
  });

  // The engine itself ends the process over most of these, or would run what the damaged code says.
  it('is passed over where it is damaged, cut or that of another text', () => {
    const built = readFileSync(cache);
    const expected = help();
    const flipped = (...places: readonly number[]) => {
      const bytes = Buffer.from(built);
      for (const at of places) bytes[at]! ^= 8;
      return bytes;
    };
    const another = readFileSync(join(folder, 'command/zod.cjs.cache'));
    const last = built.length - 1;
    for (const bytes of [flipped(20_000, 30_000, 40_000), flipped(0), flipped(8), flipped(last), built.subarray(0, 30_000), another]) {
      writeFileSync(cache, bytes);
      expect(help()).toBe(expected);
    }
    for (const length of [0, 3, 8, 9]) {
      writeFileSync(cache, built.subarray(0, length));
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
