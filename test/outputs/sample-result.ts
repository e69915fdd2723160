import { deflateSync } from 'node:zlib';
import type { AttributeResult, Title } from '../../src/attributes/attribute-result.ts';
import type { CriterionFields } from '../../src/attributes/criterion-record.ts';
import type { Envelope, OutputInput } from '../../src/outputs/output.ts';
import { openRasters } from '../../src/outputs/plots/density-raster.ts';
import type { ReleaseResult } from '../../src/results/release-result.ts';
import { sampleFigures } from './sample-figures.ts';

type Given = Partial<AttributeResult> & Pick<AttributeResult, 'attribute' | 'title' | 'section'>;

const title = (en: string, zh: string): Title => ({ en, zh });
const flow = { id: null, text: 'flow · M-021', version: '4', status: 'validated' } as const;
const rare = { id: null, text: 'flow, rare event · M-024', version: '2', status: 'validated' } as const;
const external = (text: string) => ({ id: null, text, version: '', status: 'validated' }) as const;

export function attributeRow(given: Given): AttributeResult {
  return {
    component: null,
    stage: 'final product',
    role: 'release',
    estimate: null,
    text: null,
    unit: 'fraction',
    interval: null,
    k: null,
    N: null,
    replicates: [],
    reasons: [],
    notes: [],
    status: 'computed',
    details: [],
    detection: null,
    sources: [],
    method: flow,
    occasion: { kind: 'initial', number: 1, reason: null, reference: null, replaces: null },
    decidedOn: 'estimate',
    unroundedValue: null,
    reportable: null,
    criterion: null,
    outcome: 'meets',
    limits: [],
    ...given,
  };
}

/** A criterion or a limit that prints as the text: a range where it has an end, else words. */
export function criterionOf(text: Title, ends: { readonly lower?: string; readonly upper?: string } = {}): CriterionFields {
  const end = (printed: string | undefined) =>
    printed === undefined ? null : { printed, value: Number(printed), closed: !/[<>]/.test(text.en), derived: null };
  const [lower, upper] = [end(ends.lower), end(ends.upper)];
  const isRange = lower !== null || upper !== null;
  return {
    kind: isRange ? 'range' : 'words',
    on: text.en.startsWith('upper limit') ? 'upper-limit' : 'estimate',
    unit: /(?:%|10\^6 cells|EU\/mL)$/.exec(text.en)?.[0] ?? '',
    lower,
    upper,
    words: isRange ? null : text,
  };
}

export function criterion(
  text: Title,
  { lower, upper, ...parts }: { readonly lower?: string; readonly upper?: string; readonly id?: string; readonly due?: string } = {},
): NonNullable<AttributeResult['criterion']> {
  const ends = { ...(lower === undefined ? {} : { lower }), ...(upper === undefined ? {} : { upper }) };
  return {
    id: 'c',
    ...criterionOf(text, ends),
    revision: '4',
    source: 'SPEC-DAP-03',
    effectiveFrom: '2026-06-01',
    method: 'M-021',
    due: null,
    ...parts,
  };
}

const reported = (value: string, unit: string, operator: '' | '<' | '>' = '') => ({
  operator,
  value,
  unit,
  digits: (value.split('.')[1] ?? '').length,
  rule: 'half-up' as const,
});
const share = (k: number, N: number, value: string) => ({ k, N, estimate: k / N, unroundedValue: k / N, reportable: reported(value, '%') });
const upperLimit = (upper: number) => ({ lower: null, upper, level: 0.95, sides: 'upper', method: 'clopper-pearson' }) as const;
const words = (text: string) => ({ text, unit: 'text' });

const attributes: readonly AttributeResult[] = [
  attributeRow({
    attribute: 'str',
    title: title('STR profile', 'STR 图谱'),
    section: 'identity',
    ...words('matches the master bank'),
    method: external('external'),
    criterion: criterion(title('matches the master bank', '与主库一致')),
  }),
  attributeRow({
    attribute: 'viability',
    title: title('Viable cells, of nucleated singlets', '活细胞率'),
    section: 'cell-activity',
    ...share(268412, 281267, '95.4'),
    criterion: criterion(title('≥ 90.0 %', '≥ 90.0 %'), { lower: '90.0' }),
  }),
  attributeRow({
    attribute: 'viable-per-vial',
    title: title('Viable cells per vial', '每支活细胞数'),
    section: 'cell-activity',
    estimate: 5.6e6,
    unit: 'cells',
    unroundedValue: 5.6123e6,
    reportable: reported('5.6', '10^6 cells'),
    replicates: [5.5e6, 5.6e6, 5.7e6].map((estimate, i) => ({ name: `vial ${i + 1}`, estimate, lower: null, upper: null })),
    method: { id: null, text: 'flow, beads · M-022', version: '2', status: 'validated' },
    criterion: criterion(title('5.0 to 7.0 10^6 cells', '5.0～7.0 10^6 cells'), { lower: '5.0', upper: '7.0' }),
  }),
  attributeRow({
    attribute: 'corin',
    title: title('CORIN+, of viable', 'CORIN 阳性率'),
    section: 'purity',
    ...share(249410, 268412, '92.9'),
    criterion: criterion(title('> 90.0 %', '> 90.0 %'), { lower: '90.0' }),
  }),
  attributeRow({
    attribute: 'foxa2-tuj1',
    title: title('FOXA2+ TUJ1+, of viable', 'FOXA2/TUJ1 双阳性率'),
    section: 'purity',
    ...share(234573, 268412, '87.4'),
    criterion: criterion(title('> 80.0 %', '> 80.0 %'), { lower: '80.0' }),
  }),
  attributeRow({
    attribute: 'unclassified',
    title: title('Unclassified, of viable', '未分类细胞'),
    section: 'purity',
    role: 'information',
    ...share(5637, 268412, '2.1'),
    outcome: 'information',
  }),
  attributeRow({
    attribute: 'dopamine-release',
    title: title('Dopamine release, relative potency', '多巴胺释放相对效价'),
    section: 'biological-activity',
    estimate: 0.8723,
    unroundedValue: 0.8723,
    unit: 'relative potency',
    interval: {
      lower: 0.8112,
      upper: 0.9381,
      level: 0.95,
      sides: 'two',
      method: 'combination',
      combination: { variant: 'unweighted', replicatesPerRun: 1, scale: 'logarithm' },
    },
    replicates: [0.85, 0.91, 0.86].map((estimate, i) => ({ name: `assay ${i + 1}`, estimate, lower: null, upper: null })),
    reportable: reported('0.87', ''),
    method: { id: null, text: '4PL · M-030', version: '3', status: 'validated' },
    criterion: criterion(title('0.70 to 1.43', '0.70 至 1.43'), { lower: '0.70', upper: '1.43' }),
    notes: [
      {
        assay: 'assay 1',
        code: 'attribute/well-excluded',
        fields: { well: 'E7', plate: 'plate 1', reason: 'air bubble (analyst L. Chen)' },
      },
    ],
  }),
  attributeRow({
    attribute: 'residual-pluripotent',
    title: title('OCT3/4+ TRA-2-49/6E+, of viable', '残留多能干细胞'),
    section: 'tumorigenicity',
    k: 7,
    N: 268412,
    estimate: 7 / 268412,
    unroundedValue: 0.0048986,
    sources: ['DAP-2026-014_S2.fcs', 'FMO-PE.fcs'],
    acquiredAt: '2026-11-18T14:43:00+08:00',
    interval: upperLimit(4.8986e-5),
    decidedOn: 'upper-limit',
    reportable: reported('0.0049', '%'),
    method: rare,
    criterion: criterion(title('upper limit < 0.10 %', '上限 < 0.10 %'), { id: 'ROW-1', upper: '0.10' }),
  }),
  attributeRow({
    attribute: 'sox1-pax6',
    title: title('SOX1+ PAX6+, of viable', 'SOX1/PAX6 双阳性率'),
    section: 'unintended-differentiation',
    k: 1249,
    N: 268412,
    estimate: 1249 / 268412,
    unroundedValue: 0.004875,
    interval: upperLimit(0.004875),
    decidedOn: 'upper-limit',
    reportable: reported('0.49', '%'),
    method: rare,
    outcome: 'fails',
    criterion: criterion(title('upper limit < 0.10 %', '上限 < 0.10 %'), { upper: '0.10' }),
    notes: [
      {
        code: 'specification/certain-failure',
        fields: {
          reasons: [
            {
              code: 'attribute/too-few-events',
              fields: { minimum: 300000, found: 268412, population: 'viable', file: 'DAP-2026-014_S2.fcs' },
            },
          ],
        },
      },
    ],
  }),
  attributeRow({
    attribute: 'serotonergic',
    title: title('Serotonergic, 5-HT+', '5-羟色胺阳性率'),
    section: 'unintended-differentiation',
    k: 1342,
    N: 268412,
    estimate: 1342 / 268412,
    outcome: 'no valid result',
    reasons: [
      {
        code: 'control/missing',
        scope: 'assay-run',
        fields: { control: 'FMO BV605', panel: null, tube: 'surface', assayRun: 'RUN-1' },
      },
    ],
    criterion: criterion(title('< 1.0 %', '< 1.0 %'), { upper: '1.0' }),
  }),
  attributeRow({
    attribute: 'sterility',
    title: title('Sterility', '无菌'),
    section: 'microbiological-safety',
    unit: 'text',
    status: 'pending',
    outcome: 'pending',
    method: external('external'),
    criterion: criterion(title('no growth', '无菌生长'), { due: '2026-12-04' }),
  }),
  attributeRow({
    attribute: 'mycoplasma',
    title: title('Mycoplasma', '支原体'),
    section: 'microbiological-safety',
    ...words('not detected'),
    method: external('external, NAT'),
    criterion: criterion(title('not detected', '未检出')),
  }),
  attributeRow({
    attribute: 'endotoxin',
    sources: ['external-results.csv:4'],
    acquiredAt: '2026-11-20',
    title: title('Endotoxin', '内毒素'),
    section: 'microbiological-safety',
    estimate: 0.05,
    unit: 'EU/mL',
    unroundedValue: 0.05,
    reportable: reported('0.05', 'EU/mL', '<'),
    method: external('external, LAL'),
    criterion: criterion(title('< 0.25 EU/mL', '< 0.25 EU/mL'), { upper: '0.25' }),
  }),
  attributeRow({
    attribute: 'ph',
    title: title('pH', 'pH 值'),
    section: 'general',
    estimate: 7.3,
    unit: '',
    unroundedValue: 7.3,
    reportable: reported('7.3', ''),
    method: external('external'),
    criterion: criterion(title('7.0 to 7.6', '7.0 至 7.6'), { lower: '7.0', upper: '7.6' }),
  }),
  attributeRow({
    attribute: 'appearance',
    title: title('Appearance', '外观'),
    section: 'general',
    ...words('conforms'),
    method: external('external'),
    criterion: criterion(title('cloudy, no visible foreign matter', '混悬，无可见异物')),
  }),
];

const hash = (digit: string): string => digit.repeat(64);

export const sampleResult: ReleaseResult = {
  schemaVersion: 2,
  software: { name: 'cytolot', version: '0.4.0' },
  method: { id: 'dap-release', version: '4.1.0', status: 'validated', title: title('Release of DAP', 'DAP 放行'), sha256: hash('a') },
  specification: {
    id: 'SPEC-DAP-03',
    revision: '4',
    title: title('Dopaminergic progenitors', '多巴胺能前体细胞'),
    effectiveFrom: '2026-06-01',
    effectiveTo: null,
    servesBy: { rule: 'first-acquisition', day: '2026-11-18' },
    sha256: hash('b'),
  },
  lot: {
    id: 'DAP-2026-014',
    product: { id: 'DAP', title: title('Dopaminergic progenitor cells, cryopreserved', '多巴胺能前体细胞注射液') },
    subject: 'release',
    purpose: 'release',
    processVersion: '3',
    condition: null,
    timePoint: null,
    drawnAt: '2026-11-18T09:40:00+08:00',
    acquiredFrom: '2026-11-18T14:05:00+08:00',
    acquiredTo: '2026-11-19T10:12:00+08:00',
    assayRuns: ['AR-2026-088', 'AR-2026-089'],
    instruments: ['LSRFortessa H650', 'SpectraMax M5e'],
    occasion: 'initial',
    reagents: [],
    unusedRows: [],
  },
  inputs: [
    {
      file: 'DAP-2026-014_S2.fcs',
      sha256: hash('c'),
      bytes: 26874240,
      kind: 'fcs',
      serves: { what: 'sample', stage: 'final', tube: 'release', preparation: null },
      sample: 'S2',
      assayRun: 'AR-2026-088',
      acquiredAt: '2026-11-18T14:43:00+08:00',
      instrument: 'LSRFortessa H650',
      events: 335928,
    },
    {
      file: 'FMO-PE.fcs',
      sha256: hash('d'),
      bytes: 24139120,
      kind: 'fcs',
      serves: { what: 'control', control: 'fmo-pe', tube: 'release' },
      sample: null,
      assayRun: 'AR-2026-088',
      acquiredAt: '2026-11-18T14:05:00+08:00',
      instrument: 'LSRFortessa H650',
      events: 301744,
    },
    {
      file: 'plates/P-2026-311.txt',
      sha256: hash('e'),
      bytes: 18204,
      kind: 'plate',
      serves: { what: 'assay', assay: 'dopamine-release', plate: '1' },
      sample: null,
      assayRun: 'AR-2026-089',
      acquiredAt: null,
      instrument: 'SpectraMax M5e',
      events: null,
    },
    {
      file: 'samples.csv',
      sha256: hash('f'),
      bytes: 1204,
      kind: 'sample-list',
      serves: { what: 'table' },
      sample: null,
      assayRun: null,
      acquiredAt: null,
      instrument: null,
      events: null,
    },
  ],
  gating: [],
  assays: [],
  controls: [
    {
      name: 'FMO-PE',
      title: title('FMO of PE', 'PE 荧光减一对照'),
      kind: 'fmo',
      panel: 'release panel',
      tube: 'surface',
      assayRun: 'AR-2026-088',
      file: 'FMO-PE.fcs',
      outcome: 'meets',
      limits: [
        {
          name: 'events',
          population: 'viable',
          populationTitle: title('Viable cells', '活细胞'),
          parameter: null,
          unit: 'events',
          lower: 100_000,
          upper: null,
          found: 301_744,
          outcome: 'meets',
        },
        {
          name: 'fraction',
          population: 'PE+',
          populationTitle: null,
          parameter: null,
          unit: 'fraction',
          lower: null,
          upper: 0.006,
          found: 0.0050034,
          outcome: 'meets',
        },
      ],
      settings: [{ name: 'voltages', outcome: 'meets' }],
      thresholds: [
        {
          name: 'pe',
          parameter: 'PE-A',
          population: 'viable',
          populationTitle: title('Viable cells', '活细胞'),
          method: 'percentile',
          percentile: 99.5,
          offset: 100,
          minimumEvents: 500,
          events: 301_744,
          value: 1342.56789,
          outcome: 'meets',
        },
      ],
      clusters: null,
      reasons: [],
    },
    {
      name: 'FMO-BV605',
      title: title('FMO of BV605', 'BV605 荧光减一对照'),
      kind: 'fmo',
      panel: 'release panel',
      tube: 'surface',
      assayRun: 'AR-2026-088',
      file: null,
      outcome: 'missing',
      limits: [],
      settings: [],
      thresholds: [],
      clusters: null,
      reasons: [
        { code: 'control/missing', scope: 'assay-run', fields: { control: 'FMO BV605', panel: null, tube: 'surface', assayRun: 'RUN-1' } },
      ],
    },
  ],
  attributes,
  departures: [
    { file: 'FMO-PE.fcs', code: 'fcs/data-end-off-by-one', fields: { expected: 297951, found: 297952, from: 'HEADER' }, admitted: true },
  ],
  occasions: [
    { kind: 'repeat-after-invalid', found: 0, allowed: 1 },
    { kind: 'retest', found: 0, allowed: 0 },
  ],
  disposition: {
    proposed: 'does not conform',
    counts: {
      fails: 1,
      noValidResult: 1,
      pending: 1,
      meets: 11,
      information: 1,
      supportive: { fails: 0, noValidResult: 0, pending: 0, meets: 0 },
      parallel: { fails: 0, noValidResult: 0, pending: 0, meets: 0 },
      limits: { discard: 0, action: 0 },
    },
    held: [],
  },
};

export const sampleEnvelope: Envelope = {
  reportNumber: 'DAP-2026-014/release/0002',
  analysis: { number: 2, of: 2 },
  gaps: [],
  earlierAnalyses: [
    {
      number: 1,
      generatedAt: '2026-11-20T08:12:44+08:00',
      reason: 'Mycoplasma and endotoxin results were not there yet.',
      disposition: 'does not conform',
      resultSha256: '0f'.repeat(32),
    },
  ],
  reason: null,
  reversals: [],
  notes: [],
  generatedAt: '2026-11-21T16:03:10+08:00',
  resultSha256: '4be10d72c9a35f86'.repeat(4),
  signatures: [],
};

export const sampleInput: OutputInput = {
  result: sampleResult,
  figures: sampleFigures,
  envelope: sampleEnvelope,
  language: 'both',
  rasters: openRasters((bytes) => deflateSync(bytes, { level: 9 })),
};
