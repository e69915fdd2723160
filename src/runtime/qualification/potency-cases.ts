import type { ReferenceCase } from './reference-case.ts';

type Column = readonly number[];

// Eight doses from 64 down, two wells each; the curve 100 + 900/(1 + (10/(RP dose))^1.2) with errors up to 9.
const REFERENCE: readonly [Column, Column] = [
  [919, 817, 665, 495, 328, 208, 161, 122],
  [907, 830, 676, 483, 322, 220, 145, 128],
];
const PARALLEL: readonly [Column, Column] = [
  [894, 783, 610, 440, 281, 185, 150, 121],
  [882, 777, 622, 424, 287, 197, 137, 110],
];
const SHORT: readonly [Column, Column] = [
  [570, 518, 443, 359, 254, 173, 135, 123],
  [554, 524, 455, 346, 243, 185, 141, 111],
];
const THIRD: readonly [Column, Column] = [
  [923, 830, 694, 522, 337, 230, 166, 123],
  [912, 842, 700, 510, 353, 224, 154, 136],
];

const PIPELINE = `definition: 1
method: { id: qualification-potency, version: "1", status: validated, title: { en: Qualification, zh: 确认 } }
product: { id: QUALIFICATION, title: { en: Qualification, zh: 确认 } }
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

const SPECIFICATION = `id: SPEC-QUALIFICATION
revision: "1"
title: { en: Qualification, zh: 确认 }
product: { id: QUALIFICATION, title: { en: Qualification, zh: 确认 } }
effectiveFrom: 2020-01-01
rounding: half-even
rows:
  - { id: ACTIVITY, attribute: activity, stage: final, section: biological-activity, title: { en: Activity, zh: 活性 }, method: activity, criterion: { between: { atLeast: 0.5, atMost: 2 } }, unit: relative potency, significantDigits: 3, decideOn: rounded, source: ours, role: release }
`;

function files(): ReadonlyMap<string, string | Uint8Array> {
  const columns = [REFERENCE, PARALLEL, SHORT, THIRD].flat();
  const rows = Array.from('ABCDEFGH').map((row, i) => [row, ...Array.from({ length: 12 }, (_, j) => columns[j]?.[i] ?? 100)].join(','));
  const slots = ['reference=RS-01', 'test-1=Q-11', 'test-2=Q-12', 'test-3=Q-13'].join(';');
  return new Map([
    ['export/plate.csv', [',1,2,3,4,5,6,7,8,9,10,11,12', ...rows, ''].join('\n')],
    [
      'export/samples.csv',
      `file,data_set,kind,lot,assay_run,stage,tube,control,assay,slots,acquired_at\nplate.csv,1,plate,,RUN-1,,,,activity,${slots},2026-03-02\n`,
    ],
    ['method/pipeline.yaml', PIPELINE],
    ['method/specification.yaml', SPECIFICATION],
    [
      'method/reference-standards.csv',
      'lot,kind,assigned_potency,unit,source,qualified_from,retest_date,expiry_date\nRS-01,potency,1.00,relative potency,ours,2020-01-01,,2028-12-31\n',
    ],
  ]);
}

export const POTENCY_CASES: readonly ReferenceCase[] = [
  {
    id: 'relative-potency',
    title: {
      en: 'Relative potency of two lots under one curve; a third, not parallel, takes itself out',
      zh: '两批在同一曲线下的相对效价；第三批不平行而被排除',
    },
    source: { en: 'R 4.2.2, nls with one ln RP for each lot of the common fit', zh: 'R 4.2.2 的 nls，共同拟合中每批一个 ln RP' },
    files,
    expected: [
      { lot: 'Q-11', row: 'ACTIVITY', looked: 'estimate', value: 0.8026152463816, within: 1e-7 },
      { lot: 'Q-13', row: 'ACTIVITY', looked: 'estimate', value: 1.102754539762, within: 1e-7 },
      { lot: 'Q-12', row: 'ACTIVITY', looked: 'outcome', value: 'no valid result' },
      { lot: 'Q-12', row: 'ACTIVITY', looked: 'code', value: 'potency/not-parallel' },
      { lot: 'Q-13', row: null, looked: 'disposition', value: 'conforms' },
    ],
  },
];
