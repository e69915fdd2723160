import { encodeFcs } from '../../fcs/encoding/encode-fcs.ts';
import type { ReferenceCase } from './reference-case.ts';

const PIPELINE = `definition: 1
method: { id: qualification-flow, version: "1", status: validated, title: { en: Qualification, zh: 确认 } }
product: { id: QUALIFICATION, title: { en: Qualification, zh: 确认 } }
specification: specification.yaml
site: { timeZone: "+00:00" }
inputs: { sampleList: samples.csv }
tubes:
  - id: tube
    panel: tube
    stages: [final]
    compensation: { from: none }
    gates:
      - { name: Cells, type: range, x: FSC-A, min: 100 }
      - { name: Positive, type: range, parent: Cells, x: CD3-A, min: 1000 }
attributes:
  - id: fraction
    type: fraction
    title: { en: Positive cells, zh: 阳性细胞 }
    stage: final
    method: { text: flow, version: "1", status: validated }
    panel: tube
    population: Positive
    of: Cells
    interval: { method: clopper-pearson, level: 0.95, sides: two }
  - id: rare
    type: residual-pluripotent
    title: { en: Rare cells, zh: 稀有细胞 }
    stage: final
    method: { text: flow, version: "1", status: validated }
    panel: tube
    population: Positive
    of: Cells
    minimumEvents: 1000
`;

const SPECIFICATION = `id: SPEC-QUALIFICATION
revision: "1"
title: { en: Qualification, zh: 确认 }
product: { id: QUALIFICATION, title: { en: Qualification, zh: 确认 } }
effectiveFrom: 2020-01-01
rounding: half-even
rows:
  - { id: FRACTION, attribute: fraction, stage: final, section: purity, title: { en: Positive cells, zh: 阳性细胞 }, method: flow, criterion: { atLeast: 80.1 }, unit: "%", digits: 1, decideOn: rounded, source: ours, role: release }
  - { id: RARE, attribute: rare, stage: final, section: tumorigenicity, title: { en: Rare cells, zh: 稀有细胞 }, method: flow, criterion: { lessThan: 0.1 }, unit: "%", digits: 4, decideOn: unrounded, source: ours, role: information }
`;

/** Events of which the first `positives` are positive. */
function acquisition(events: number, positives: number, shift: number): Uint8Array {
  const values = Array.from({ length: events }, (_, event) => [50_000 + shift + event, event < positives ? 5000 + event : event % 100]);
  return encodeFcs({
    parameters: [{ name: 'FSC-A' }, { name: 'CD3-A' }],
    keywords: [
      ['$CYT', 'Qualification'],
      ['$DATE', '18-NOV-2026'],
      ['$BTIM', '09:40:00'],
    ],
    events: values.flat(),
  });
}

function files(acquisitions: Readonly<Record<string, Uint8Array>>): ReadonlyMap<string, string | Uint8Array> {
  const rows = Object.keys(acquisitions).map((lot) => `${lot}.fcs,sample,${lot},RUN-1,final,tube`);
  return new Map<string, string | Uint8Array>([
    ...Object.entries(acquisitions).map(([lot, bytes]) => [`export/${lot}.fcs`, bytes] as const),
    ['export/samples.csv', ['file,kind,lot,assay_run,stage,tube', ...rows, ''].join('\n')],
    ['method/pipeline.yaml', PIPELINE],
    ['method/specification.yaml', SPECIFICATION],
  ]);
}

const whole = acquisition(1000, 801, 0);

export const FLOW_CASES: readonly ReferenceCase[] = [
  {
    id: 'fraction',
    title: { en: 'A fraction with exact limits, at its criterion', zh: '比例及其精确置信限，恰在限度上' },
    source: {
      en: '801 of 1,000 events; limits of R 4.2.2, binom.test(801, 1000)',
      zh: '1,000 个事件中 801 个；置信限取自 R 4.2.2 的 binom.test(801, 1000)',
    },
    files: () => files({ 'Q-1': whole }),
    expected: [
      { lot: 'Q-1', row: 'FRACTION', looked: 'estimate', value: 0.801 },
      { lot: 'Q-1', row: 'FRACTION', looked: 'lower', value: 0.774884090036993, within: 1e-12 },
      { lot: 'Q-1', row: 'FRACTION', looked: 'upper', value: 0.825329943667819, within: 1e-12 },
      { lot: 'Q-1', row: 'FRACTION', looked: 'outcome', value: 'meets' },
      { lot: 'Q-1', row: null, looked: 'disposition', value: 'conforms' },
    ],
  },
  {
    id: 'one-below',
    title: { en: 'One event less does not meet', zh: '少一个事件即不符合' },
    source: { en: '800 of 1,000 events are 80.0 %, below 80.1 %', zh: '1,000 个事件中 800 个为 80.0 %，低于 80.1 %' },
    files: () => files({ 'Q-2': acquisition(1000, 800, 0) }),
    expected: [
      { lot: 'Q-2', row: 'FRACTION', looked: 'estimate', value: 0.8 },
      { lot: 'Q-2', row: 'FRACTION', looked: 'outcome', value: 'fails' },
      { lot: 'Q-2', row: null, looked: 'disposition', value: 'does not conform' },
    ],
  },
  {
    id: 'rare-events',
    title: { en: 'The upper limit without a positive event', zh: '未检出阳性事件时的置信上限' },
    source: {
      en: '0 of 2,995 events: 1 − 0.05^(1/2995); 0 of 2,000 does not exclude 0.1 %',
      zh: '2,995 个事件中 0 个：1 − 0.05^(1/2995)；2,000 个中 0 个不能排除 0.1 %',
    },
    files: () => files({ 'Q-3': acquisition(2995, 0, 0), 'Q-4': acquisition(2000, 0, 7) }),
    expected: [
      { lot: 'Q-3', row: 'RARE', looked: 'upper', value: 0.0009997444209011164, within: 1e-12 },
      { lot: 'Q-4', row: 'RARE', looked: 'upper', value: 0.0014967448951882837, within: 1e-12 },
    ],
  },
  {
    id: 'cut-file',
    title: { en: 'A file that was cut in half is held, the other lot goes on', zh: '被截断的文件被暂扣，另一批照常进行' },
    source: { en: 'FCS 3.1: DATA must hold every event that TEXT announces', zh: 'FCS 3.1：DATA 段须含 TEXT 段声明的全部事件' },
    files: () => files({ 'Q-5': whole.subarray(0, whole.length >> 1), 'Q-6': acquisition(1000, 900, 3) }),
    expected: [
      { lot: 'Q-5', row: 'FRACTION', looked: 'outcome', value: 'no valid result' },
      { lot: 'Q-5', row: null, looked: 'code', value: 'held/unreadable-file' },
      { lot: 'Q-6', row: null, looked: 'disposition', value: 'conforms' },
    ],
  },
];
