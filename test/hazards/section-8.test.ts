import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeDisk } from '../../src/runtime/disk/disk.ts';
import { nodeSurroundings } from '../../src/runtime/disk/surroundings.ts';
import { parseHazardData } from '../../src/runtime/qualification/hazard-data.ts';
import { runHazards } from '../../src/runtime/qualification/run-hazards.ts';
import { loadHazards } from '../../src/runtime/qualification/shipped-hazards.ts';
import { threadsHere } from '../runtime/threads-here.ts';
import { SECTION_8 } from './sections/section-8.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const data = parseHazardData(readFileSync(join(root, 'qualification/hazards.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'cytolot-hazards-of-persons-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(SECTION_8)('$id: $hazard', ({ id, violation, counterpart }) => {
  it(`is met: ${violation.what}; passes as before: ${counterpart.what}`, async () => {
    const workFolder = join(folder, id);
    mkdirSync(workFolder);
    const { generate } = await loadHazards(nodeDisk, join(root, 'dist/gate-thread.cjs'));
    const hazards = data.hazards.filter((one) => one.id === id);
    const means = { surroundings: nodeSurroundings(), threads: threadsHere(), workFolder, generate };
    const parts = await runHazards({ bases: data.bases, hazards }, means);
    expect(
      parts.flatMap(({ checks }) => checks.map(({ outcome, expected, found }) => [outcome, found === expected ? 'as it must' : found])),
    ).toEqual([
      ['passed', 'as it must'],
      ['passed', 'as it must'],
    ]);
  }, 120_000);
});
