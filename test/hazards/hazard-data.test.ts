import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeDisk } from '../../src/runtime/disk/disk.ts';
import { nodeSurroundings } from '../../src/runtime/disk/surroundings.ts';
import { filesOfRun, type HazardData, parseHazardData } from '../../src/runtime/qualification/hazard-data.ts';
import { runHazards } from '../../src/runtime/qualification/run-hazards.ts';
import { loadHazards } from '../../src/runtime/qualification/shipped-hazards.ts';
import { threadsHere } from '../runtime/threads-here.ts';
import { HAZARD_SECTIONS } from './all-hazards.ts';
import { filesOf, hazardDataText, runsOf } from './hazard-data-of-tests.ts';
import { HAZARDS_ZH } from './hazards-zh.ts';
import { shippedFolder } from './shipped-folder.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const text = readFileSync(join(root, 'qualification/hazards.json'), 'utf8');
const data = parseHazardData(text);
const hazards = HAZARD_SECTIONS.flatMap((section) => section.hazards);
const folder = mkdtempSync(join(tmpdir(), 'cytolot-hazard-data-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('qualification/hazards.json', () => {
  it('is written from the hazards of the tests (npm run hazards)', () => {
    expect(text === hazardDataText()).toBe(true);
  }, 300_000);

  it('has every hazard of the page, in both languages', () => {
    expect(data.hazards.map(({ id }) => id)).toEqual(hazards.map(({ id }) => id));
    expect(Object.keys(HAZARDS_ZH).sort()).toEqual(hazards.map(({ id }) => id).sort());
    for (const { hazard } of [...data.hazards, ...data.shownByTests]) expect(hazard.zh).toMatch(/\p{Script=Han}/u);
  });

  it('gives each run the bytes that the tests give it', () => {
    const bases = new Map(Object.keys(data.bases).map((base) => [base, hazards.find((one) => one.base === base)?.base]));
    const files = new Map(
      [...bases].flatMap(([name, base]) => (base === undefined ? [] : [[name, filesOf(shippedFolder(base))] as const])),
    );
    for (const [at, hazard] of hazards.entries())
      for (const [index, one] of [hazard.violation, hazard.counterpart].entries()) {
        const expected = runsOf(hazard.base, one);
        const base = files.get(hazard.base) ?? new Map();
        const given = (data.hazards[at]?.cases[index]?.runs ?? []).map((run) => filesOfRun(base, run));
        const same = given.map((run, turn) => {
          const wanted = expected[turn] ?? new Map<string, Buffer>();
          return run.size === wanted.size && [...run].every(([path, bytes]) => wanted.get(path)?.equals(bytes) === true);
        });
        expect([hazard.id, same]).toEqual([hazard.id, expected.map(() => true)]);
      }
  }, 300_000);

  it('names a test that is there for what needs a rig', () => {
    expect(data.shownByTests.filter(({ test }) => !existsSync(join(root, test)))).toEqual([]);
    expect(data.shownByTests.length).toBeGreaterThan(0);
  });
});

describe('hazards on the machine of a site', () => {
  const run = async (name: string, chosen: HazardData['hazards']) => {
    const workFolder = join(folder, name);
    mkdirSync(workFolder);
    const { generate } = await loadHazards(nodeDisk, join(root, 'dist/gate-thread.cjs'));
    const parts = await runHazards(
      { bases: data.bases, hazards: chosen },
      { surroundings: nodeSurroundings(), threads: threadsHere(), workFolder, generate },
    );
    return parts.flatMap(({ checks }) =>
      checks.map(({ id, outcome, found }) => (outcome === 'passed' ? [id, outcome] : [id, outcome, found])),
    );
  };
  const chosenIds = (...ids: readonly string[]) => data.hazards.filter(({ id }) => ids.includes(id));

  it('come out as they must, from generated inputs: a refusal, a held lot, a second analysis', async () => {
    const ids = ['1-03', '2-01', '4-12', '6-05'];
    expect(await run('right', chosenIds(...ids))).toEqual(
      ids.flatMap((id) => [
        [`${id} cause`, 'passed'],
        [`${id} counterpart`, 'passed'],
      ]),
    );
  }, 300_000);

  it('fail where something else comes out', async () => {
    const [hazard] = chosenIds('1-03');
    if (hazard === undefined) throw new Error('no hazard');
    const cases = hazard.cases.map((one) => ({ ...one, expected: { ...one.expected, codes: ['held/unreadable-file'] } }));
    expect(await run('wrong', [{ ...hazard, cases }])).toEqual([
      ['1-03 cause', 'failed', 'nothing is published; no held/unreadable-file'],
      ['1-03 counterpart', 'failed', expect.stringContaining('no held/unreadable-file')],
    ]);
  }, 120_000);
});
