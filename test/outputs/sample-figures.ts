import type { Title } from '../../src/attributes/attribute-result.ts';
import type { CriterionFields } from '../../src/attributes/criterion-record.ts';
import type { ControlFigures, Figures, FlowPlot, PlotGate, SampleFigures } from '../../src/results/figures.ts';
import { type Cloud, linearAxis, logicleAxis, onLogicle, plotOf, seeded } from './sample-clouds.ts';
import { samplePotency } from './sample-potency.ts';

const title = (en: string, zh: string): Title => ({ en, zh });

function gate(given: Pick<PlotGate, 'name' | 'title' | 'outline' | 'count' | 'parentCount'> & Partial<PlotGate>): PlotGate {
  return { points: null, threshold: null, rare: false, ...given };
}

function rectangle(x0: number, y0: number, x1: number, y1: number): PlotGate['outline'] {
  return {
    kind: 'polygon',
    points: [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
    ],
  };
}

const k = 1000 / 262144;
const fsc = linearAxis('FSC-A');
const ssc = linearAxis('SSC-A');
const corin = logicleAxis('CORIN', 'PE-A');

const corinNegative: Cloud = { events: 2000, x: onLogicle(0), y: 50 * k, sx: 0.045, sy: 0.05 };
const corinPositive: Cloud = { events: 30000, x: onLogicle(7000), y: 52 * k, sx: 0.06, sy: 0.055 };
const corinGate = (count: number, parentCount: number): PlotGate =>
  gate({
    name: 'corin',
    title: title('CORIN+', 'CORIN 阳性'),
    outline: rectangle(onLogicle(745), 0.02, 2, 0.98),
    count,
    parentCount,
    threshold: title('FMO-PE, 99.5 percentile = 745', 'FMO-PE，第 99.5 百分位 = 745'),
  });

const cells = plotOf(
  {
    id: 'cells',
    number: 1,
    caption: title('Cells', '细胞'),
    x: fsc,
    y: ssc,
    parent: '',
    gates: [
      gate({
        name: 'cells',
        title: title('Cells', '细胞'),
        outline: {
          kind: 'polygon',
          points: [
            [40 * k, 15 * k],
            [62 * k, 112 * k],
            [150 * k, 168 * k],
            [250 * k, 178 * k],
            [252 * k, 40 * k],
            [120 * k, 14 * k],
          ],
        },
        count: 299816,
        parentCount: 335928,
        threshold: title('fixed polygon, method 4.2', '固定多边形，方法 4.2'),
      }),
    ],
  },
  [
    { events: 26000, x: 105 * k, y: 50 * k, sx: 0.09, sy: 0.055 },
    { events: 2500, x: 200 * k, y: 98 * k, sx: 0.09, sy: 0.12 },
    { events: 5000, x: 14 * k, y: 10 * k, sx: 0.05, sy: 0.05 },
  ],
  11,
);

const singlets = plotOf(
  {
    id: 'singlets',
    number: 2,
    caption: title('Singlets', '单细胞'),
    x: fsc,
    y: linearAxis('FSC-H'),
    parent: 'cells',
    gates: [
      gate({
        name: 'singlets',
        title: title('Singlets', '单细胞'),
        outline: {
          kind: 'polygon',
          points: [
            [30 * k, 20 * k],
            [30 * k, 34 * k],
            [215 * k, 214 * k],
            [228 * k, 178 * k],
          ],
        },
        count: 281267,
        parentCount: 299816,
        threshold: title('area / height 0.92–1.35', '面积/高度 0.92–1.35'),
      }),
    ],
  },
  [
    { events: 28000, x: 105 * k, y: 95 * k, sx: 0.09, sy: 0.008, tilt: 0.88 },
    { events: 2000, x: 200 * k, y: 110 * k, sx: 0.07, sy: 0.02, tilt: 0.5 },
  ],
  12,
);

const viable = plotOf(
  {
    id: 'viable',
    number: 3,
    caption: title('Viable', '活细胞'),
    x: logicleAxis('Fixable viability dye', 'APC-Cy7-A'),
    y: fsc,
    parent: 'singlets',
    gates: [
      gate({
        name: 'viable',
        title: title('Viable', '活细胞'),
        outline: rectangle(-1, 26 * k, onLogicle(1450), 252 * k),
        count: 268412,
        parentCount: 281267,
        threshold: title('heat-killed control, 99.0 percentile', '热灭活对照，第 99.0 百分位'),
      }),
    ],
  },
  [
    { events: 27000, x: onLogicle(100), y: 108 * k, sx: 0.04, sy: 0.075 },
    { events: 1300, x: onLogicle(10000), y: 78 * k, sx: 0.06, sy: 0.05 },
  ],
  13,
);

const corinPlot = plotOf(
  {
    id: 'corin',
    number: 4,
    caption: title('CORIN+', 'CORIN 阳性'),
    x: corin,
    y: ssc,
    parent: 'viable',
    gates: [corinGate(249410, 268412)],
  },
  [corinNegative, corinPositive],
  14,
);

const foxa2 = plotOf(
  {
    id: 'foxa2-tuj1',
    number: 5,
    caption: title('FOXA2+ TUJ1+', '双阳性'),
    x: logicleAxis('FOXA2', 'AF647-A'),
    y: logicleAxis('TUJ1', 'AF488-A'),
    parent: 'viable',
    gates: [
      gate({
        name: 'foxa2-tuj1',
        title: title('FOXA2+ TUJ1+', '双阳性'),
        outline: {
          kind: 'quadrant',
          x: onLogicle(1000),
          y: onLogicle(1100),
          fractions: [
            { corner: '-+', fraction: 0.001, wanted: false },
            { corner: '++', fraction: 0.8739, wanted: true },
            { corner: '--', fraction: 0.047, wanted: false },
            { corner: '+-', fraction: 0.0781, wanted: false },
          ],
        },
        count: 234573,
        parentCount: 268412,
        threshold: title('FMO-AF647, FMO-AF488, 99.5 percentile', 'FMO-AF647、FMO-AF488，第 99.5 百分位'),
      }),
    ],
  },
  [
    { events: 26000, x: onLogicle(7000), y: onLogicle(9500), sx: 0.055, sy: 0.055 },
    { events: 1400, x: onLogicle(200), y: onLogicle(250), sx: 0.07, sy: 0.07 },
    { events: 2400, x: onLogicle(6500), y: onLogicle(250), sx: 0.05, sy: 0.07 },
  ],
  15,
);

const sox1 = plotOf(
  {
    id: 'sox1-pax6',
    number: 6,
    caption: title('SOX1+ PAX6+', 'SOX1/PAX6 双阳性'),
    x: logicleAxis('SOX1', 'PE-A'),
    y: logicleAxis('PAX6', 'BV421-A'),
    parent: 'viable',
    gates: [
      gate({
        name: 'sox1-pax6',
        title: title('SOX1+ PAX6+', 'SOX1/PAX6 双阳性'),
        outline: rectangle(onLogicle(1200), onLogicle(1100), 2, 2),
        count: 1249,
        parentCount: 268412,
        threshold: title('FMO-PE, FMO-BV421, 99.9 percentile', 'FMO-PE、FMO-BV421，第 99.9 百分位'),
      }),
    ],
  },
  [
    { events: 32000, x: onLogicle(150), y: onLogicle(120), sx: 0.06, sy: 0.06 },
    { events: 210, x: onLogicle(8000), y: onLogicle(6000), sx: 0.045, sy: 0.05 },
  ],
  16,
);

function rarePlot(id: string, [count, parentCount]: readonly [number, number], points: PlotGate['points'], seed: number): FlowPlot {
  return plotOf(
    {
      id,
      number: 7,
      caption: title('Residual pluripotent', '残留多能干细胞'),
      x: logicleAxis('OCT3/4', 'AF647-A'),
      y: logicleAxis('TRA-2-49/6E', 'AF488-A'),
      parent: 'viable',
      gates: [
        gate({
          name: 'residual',
          title: title('Residual pluripotent', '残留多能干细胞'),
          outline: rectangle(onLogicle(1500), onLogicle(1400), 2, 2),
          count,
          parentCount,
          points,
          rare: true,
        }),
      ],
    },
    [{ events: 40000, x: onLogicle(120), y: onLogicle(60), sx: 0.05, sy: 0.05 }],
    seed,
  );
}

const rarePoints = (count: number, seed: number): readonly (readonly [number, number])[] => {
  const random = seeded(seed);
  return Array.from({ length: count }, () => [onLogicle(1800 + random() * 6000), onLogicle(1600 + random() * 6000)] as const);
};

const histogram = (clouds: readonly Cloud[], seed: number): readonly number[] => {
  const random = seeded(seed);
  const counts = Array.from({ length: 256 }, () => 0);
  for (const cloud of clouds) {
    for (let i = 0; i < cloud.events; i++) {
      const x = cloud.x + (random() + random() + random() + random() - 2) * 1.73 * cloud.sx;
      const bin = Math.min(255, Math.max(0, Math.floor(x * 256)));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }
  return counts;
};

const RARE_CRITERION: CriterionFields = {
  kind: 'range',
  on: 'upper-limit',
  unit: '',
  lower: null,
  upper: { printed: '0.0010', value: 0.001, closed: false, derived: null },
  words: null,
};

const controls: readonly ControlFigures[] = [
  {
    title: title('CORIN · threshold at the 99.5 percentile of FMO-PE', 'CORIN · 阈值取 FMO-PE 的第 99.5 百分位'),
    kind: 'threshold',
    control: plotOf(
      {
        id: 'corin',
        number: 1,
        caption: title('CORIN+', 'CORIN 阳性'),
        x: corin,
        y: ssc,
        parent: 'viable',
        gates: [corinGate(1344, 268412)],
      },
      [{ ...corinNegative, events: 32000 }],
      21,
    ),
    sample: corinPlot,
    controlName: { en: 'FMO-PE', zh: 'FMO-PE' },
    sampleName: 'Sample S2',
    overlay: {
      x: corin,
      control: histogram([{ ...corinNegative, events: 20000 }], 31),
      sample: histogram(
        [
          { ...corinNegative, events: 1400 },
          { ...corinPositive, events: 19000 },
        ],
        32,
      ),
      threshold: onLogicle(745),
      thresholdText: 'FMO 99.5 % = 745',
    },
    table: [],
  },
  {
    title: title('Residual pluripotent cells · OCT3/4 and TRA-2-49/6E', '残留多能干细胞 · OCT3/4 与 TRA-2-49/6E'),
    kind: 'rare-event',
    control: rarePlot('residual', [2, 301744], rarePoints(2, 5), 41),
    sample: rarePlot('residual', [7, 268412], rarePoints(7, 6), 42),
    controlName: { en: 'Negative control cells', zh: '阴性对照细胞' },
    sampleName: 'Sample S2',
    overlay: null,
    table: [
      { row: 'counts', k: 7, N: 268412 },
      { row: 'estimate', value: 7 / 268412 },
      // Half the 0.95 quantile of chi-square with 16 degrees of freedom (13.148) over 268,412, and per 5 × 10^6 cells.
      { row: 'upper-limit', value: 4.9e-5, level: 0.95, method: { method: 'clopper-pearson' } },
      { row: 'criterion', criterion: RARE_CRITERION },
      { row: 'cells-per-dose', cells: 245 },
      { row: 'events-needed', events: 2995, level: 0.95 },
    ],
  },
];

const row = (
  name: string,
  en: string,
  zh: string,
  numbers: readonly [number, number, number],
  limits: readonly [number, number] | null,
) => ({
  name,
  title: title(en, zh),
  depth: numbers[0],
  count: numbers[1],
  parentCount: numbers[2],
  limits,
  total: 335928,
});

const sample: SampleFigures = {
  sample: 'S2',
  file: 'DAP-2026-014_S2.fcs',
  panel: 'release panel',
  plots: [cells, singlets, viable, corinPlot, foxa2, sox1],
  populations: [
    row('all', 'All events', '所有事件', [0, 335928, 335928], null),
    row('cells', 'Cells', '细胞', [1, 299816, 335928], [0.8915, 0.8935]),
    row('singlets', 'Singlets', '单细胞', [2, 281267, 299816], [0.9373, 0.939]),
    row('viable', 'Viable', '活细胞', [3, 268412, 281267], [0.9535, 0.9551]),
    row('corin', 'CORIN+', 'CORIN 阳性', [4, 249410, 268412], [0.9282, 0.9302]),
    row('foxa2-tuj1', 'FOXA2+ TUJ1+', '双阳性', [4, 234573, 268412], [0.8727, 0.8752]),
    row('sox1-pax6', 'SOX1+ PAX6+', 'SOX1/PAX6 双阳性', [4, 1249, 268412], [0.00439, 0.00491]),
  ],
};

export const sampleFigures: Figures = { schemaVersion: 2, samples: [sample], controls, potency: [samplePotency] };
