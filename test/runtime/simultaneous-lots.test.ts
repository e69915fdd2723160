import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ReleaseResult } from '../../src/results/release-result.ts';
import { parseReleaseResult } from '../../src/results/release-result-schema.ts';
import { run } from '../../src/runtime/run/run.ts';

type Column = readonly number[];

/** Eight doses from 64 down, two wells each; 100 + 900/(1 + (10/(RP dose))^1.2), RP 1, 0.8, 1.25, 1.1, with errors up to 9. */
const REFERENCE: readonly [Column, Column] = [
  [919, 817, 665, 495, 328, 208, 161, 122],
  [907, 830, 676, 483, 322, 220, 145, 128],
];
const LOTS: Readonly<Record<string, readonly [Column, Column]>> = {
  'SIM-1': [
    [894, 783, 610, 440, 281, 185, 150, 121],
    [882, 777, 622, 424, 287, 197, 137, 110],
  ],
  'SIM-2': [
    [939, 855, 722, 559, 375, 236, 166, 137],
    [923, 861, 734, 546, 364, 248, 172, 125],
  ],
  'SIM-3': [
    [923, 830, 694, 522, 337, 230, 166, 123],
    [912, 842, 700, 510, 353, 224, 154, 136],
  ],
};
/** The second lot with an upper asymptote of 600: not parallel. */
const LOW = [
  [570, 518, 443, 359, 254, 173, 135, 123],
  [554, 524, 455, 346, 243, 185, 141, 111],
] as const;
const FLAT = [
  [507, 496, 491, 505, 503, 494, 508, 498],
  [495, 509, 502, 493, 497, 506, 492, 504],
] as const;

const PIPELINE = `definition: 1
method: { id: together, version: "1", status: validated, title: { en: Lots together, zh: 多批 } }
product: { id: SIM, title: { en: Simulated, zh: 模拟 } }
specification: specification.yaml
referenceStandards: reference-standards.csv
site: { timeZone: "+00:00" }
inputs: { sampleList: samples.csv }
assays:
  - id: activity
    title: { en: Activity, zh: 活性 }
    read: { format: matrix, wells: 96, delimiter: comma, decimal: point, anchor: B2, label: signal, mode: luminescence, unit: RLU }
    layout:
      wells: 96
      doseUnit: ng/mL
      blocks:
        - { wells: "A1:H2", role: reference, slot: reference, doses: [64, 32, 16, 8, 4, 2, 1, 0.5] }
        - { wells: "A3:H4", role: test, slot: test-1, doses: [64, 32, 16, 8, 4, 2, 1, 0.5] }
        - { wells: "A5:H6", role: test, slot: test-2, doses: [64, 32, 16, 8, 4, 2, 1, 0.5] }
        - { wells: "A7:H8", role: test, slot: test-3, doses: [64, 32, 16, 8, 4, 2, 1, 0.5] }
    responseUnit: RLU
    method: { model: 4pl, weights: none, fit: simultaneous, interval: { method: log-delta, level: 0.95 } }
    planned: 1
    minimum: 1
    referenceKind: potency
attributes:
  - { id: activity, type: relative-potency, title: { en: Activity, zh: 活性 }, stage: final, method: { text: activity, version: "1", status: validated }, assay: activity }
`;
const SPECIFICATION = `id: SPEC-SIM
revision: "1"
title: { en: Limits, zh: 限度 }
product: { id: SIM, title: { en: Simulated, zh: 模拟 } }
effectiveFrom: 2020-01-01
rounding: half-even
rows:
  - { id: ACT, attribute: activity, stage: final, section: biological-activity, title: { en: Activity, zh: 活性 }, method: activity, criterion: { between: { atLeast: 0.5, atMost: 2 } }, unit: relative potency, significantDigits: 3, decideOn: rounded, source: example, role: release }
`;

const root = mkdtempSync(join(tmpdir(), 'cytolot-together-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The release results of all lots on one plate, by lot. */
async function release(name: string, samples: readonly (readonly [Column, Column])[]): Promise<ReadonlyMap<string, ReleaseResult>> {
  const [exported, method] = [join(root, name, 'export'), join(root, name, 'method')];
  for (const folder of [exported, method]) mkdirSync(folder, { recursive: true });
  const columns = samples.flat();
  const rows = Array.from('ABCDEFGH').map((row, i) => [row, ...Array.from({ length: 12 }, (_, j) => columns[j]?.[i] ?? 100)].join(','));
  writeFileSync(join(exported, 'plate.csv'), [',1,2,3,4,5,6,7,8,9,10,11,12', ...rows, ''].join('\n'));
  const slots = Object.keys(LOTS).map((lot, i) => `test-${i + 1}=${lot}`);
  writeFileSync(
    join(exported, 'samples.csv'),
    `file,data_set,kind,lot,assay_run,stage,tube,control,assay,slots,acquired_at\nplate.csv,1,plate,,RUN-1,,,,activity,${['reference=RS-01', ...slots].join(';')},2026-03-02\n`,
  );
  writeFileSync(join(method, 'pipeline.yaml'), PIPELINE);
  writeFileSync(join(method, 'specification.yaml'), SPECIFICATION);
  writeFileSync(
    join(method, 'reference-standards.csv'),
    'lot,kind,assigned_potency,unit,source,qualified_from,retest_date,expiry_date\nRS-01,potency,1.00,relative potency,ours,2020-01-01,,2028-12-31\n',
  );
  const { lots } = await run({
    folder: exported,
    pipeline: join(method, 'pipeline.yaml'),
    specification: null,
    out: join(root, name, 'out'),
    lot: null,
    jobs: 1,
    language: 'en',
    progress: 'quiet',
  });
  return new Map(lots.map(({ lot, folder }) => [lot, parseReleaseResult(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')))]));
}

function activityOf(results: ReadonlyMap<string, ReleaseResult>, lot: string) {
  return results.get(lot)?.attributes.find((one) => one.attribute === 'activity') ?? expect.fail(`no activity of ${lot}`);
}

/** Estimate and limits of one assay are its own, those of R 4.2.2's nls with one ln RP for each lot that is in the common fit. */
function expectPotency(results: ReadonlyMap<string, ReleaseResult>, lot: string, [estimate, lower, upper]: readonly number[]): void {
  const activity = activityOf(results, lot);
  const [assay] = activity.replicates;
  for (const [found, expected] of [
    [activity.estimate, estimate],
    [assay?.lower, lower],
    [assay?.upper, upper],
  ])
    expect(Math.abs((found ?? Number.NaN) / expected! - 1), lot).toBeLessThan(1e-7);
  expect(activity, lot).toMatchObject({ outcome: 'meets', reasons: [] });
}

describe('several lots of a plate under one curve, from the export folder to their release results', () => {
  it('three good lots: each has its own potency from the common fit', async () => {
    const results = await release('good', [REFERENCE, ...Object.values(LOTS)]);
    expectPotency(results, 'SIM-1', [0.8026206362701, 0.7818204685762, 0.8239741880125]);
    expectPotency(results, 'SIM-2', [1.253995662692, 1.221584892245, 1.287266347212]);
    expectPotency(results, 'SIM-3', [1.102787518396, 1.074275571581, 1.132056190145]);
  }, 60_000);

  it('a lot that fails takes itself out: the others are what they are without it', async () => {
    const results = await release('article', [REFERENCE, LOTS['SIM-1']!, LOW, LOTS['SIM-3']!]);
    expectPotency(results, 'SIM-1', [0.8026152463816, 0.7815430694574, 0.8242555770746]);
    expectPotency(results, 'SIM-3', [1.102754539762, 1.073874461615, 1.132411299863]);
    const failed = activityOf(results, 'SIM-2');
    expect(failed.outcome).toBe('no valid result');
    expect(failed.reasons.map(({ code, scope }) => [code, scope])).toContainEqual(['potency/not-parallel', 'test-article']);
    expect(results.get('SIM-2')?.disposition.proposed).toBe('no valid result');
    expect(['SIM-1', 'SIM-3'].map((lot) => results.get(lot)?.disposition.proposed)).toEqual(['conforms', 'conforms']);
  }, 60_000);

  it('a reference standard that fails takes every lot with it', async () => {
    const results = await release('reference', [FLAT, ...Object.values(LOTS)]);
    for (const lot of Object.keys(LOTS)) {
      const { outcome, reasons } = activityOf(results, lot);
      expect(outcome).toBe('no valid result');
      expect(reasons.map(({ code, scope }) => [code, scope])).toContainEqual(['potency/no-dose-response', 'assay-run']);
      expect(results.get(lot)?.disposition.proposed).toBe('no valid result');
    }
  }, 60_000);
});
