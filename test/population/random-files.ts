import type { EventSource, FcsDataSet, ScaleConversion, Spillover } from '../../src/fcs/fcs-file.ts';
import { type Gate, gateSchema, populationsOf } from '../../src/population/gates/registry.ts';
import type { GatingRequest } from '../../src/population/gating-request.ts';
import { compileTransform, type Transform } from '../../src/population/transforms/registry.ts';
import { syntheticEvents } from './synthetic-events.ts';

/** Numbers from 0 to 1 by a seed (Park and Miller 1988). */
export function randomNumbers(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

type Random = () => number;
const pick = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
const times = <Item>(count: number, make: (i: number) => Item): Item[] => Array.from({ length: count }, (_, i) => make(i));

const NAMES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
const LABELS = ['CD73', 'CD90', 'CD105'] as const;

export const WIDE_TRANSFORMS: Readonly<Record<string, Transform>> = {
  logicle: { type: 'logicle', T: 262144, W: 0.5, M: 4.5, A: 0 },
  narrow: { type: 'logicle', T: 1000, W: 0, M: 4, A: 1 },
  hyperlog: { type: 'hyperlog', T: 262144, W: 0.5, M: 4.5, A: 0 },
  asinh: { type: 'asinh', T: 262144, M: 4.5, A: 0.5 },
  steep: { type: 'asinh', T: 1, M: 50, A: 0 },
  log: { type: 'log', T: 262144, M: 5 },
  long: { type: 'log', T: 1e20, M: 50 },
  linear: { type: 'linear', T: 262144, A: 100 },
  huge: { type: 'linear', T: 1e20, A: 1e20 },
  biex: { type: 'biex', T: 262144, positive: 4.4, negative: 0, width: -100 },
};

const EDGES = [0, -0, 1, -1, 10, 1000, 262144, -500, 1e-9, 1e7, -1e7, 5e-324, 2.3e-308, 1e38, -1e38] as const;
const DOUBLES = [1e308, -1e308, 1.7e308, 1e155, -1e200] as const;

function linearValue(random: Random, wide: boolean): number {
  const kind = random();
  if (kind < 0.25) return pick(random, EDGES);
  if (kind < 0.3 && wide) return pick(random, DOUBLES);
  if (kind < 0.5) return Math.floor(random() * 1024);
  if (kind < 0.75) return random() * 4000 - 2000;
  return random() * 262144;
}

type AxisOf = { readonly transform?: string };
const scaleOf = (random: Random): AxisOf => (random() < 0.4 ? {} : { transform: pick(random, Object.keys(WIDE_TRANSFORMS)) });

function axis(random: Random): AxisOf & Record<string, unknown> {
  const names = random() < 0.2 ? LABELS : NAMES;
  const of = scaleOf(random);
  const kind = random();
  if (kind < 0.2) {
    const ratio = { numerator: pick(random, NAMES), denominator: pick(random, NAMES), A: pick(random, [1, 0.5, -2]) };
    return { ratio: { ...ratio, B: pick(random, [0, 3]), C: pick(random, [0, -1, -0]) }, compensated: pick(random, [true, false]), ...of };
  }
  if (kind < 0.4) return { parameter: pick(random, ['red', 'green']), compensated: pick(random, ['unmix', 'inverse']), ...of };
  return { parameter: pick(random, names), ...(random() < 0.5 ? { compensated: random() < 0.7 } : {}), ...of };
}

/** A place of a linear value on the scale of an axis: where events lie exactly. */
function coordinate(random: Random, { transform }: AxisOf): number {
  const linear = linearValue(random, false);
  const place = transform === undefined ? linear : compileTransform(WIDE_TRANSFORMS[transform]!).forward(linear);
  return Number.isFinite(place) ? place : 0.25;
}

function bounds(random: Random, of: AxisOf) {
  const [a, b] = [coordinate(random, of), coordinate(random, of)];
  const [min, max] = a < b ? [a, b] : a > b ? [b, a] : [a, a + 1 + Math.abs(a)];
  const kind = random();
  return { ...(kind < 0.7 ? { min } : {}), ...(kind < 0.3 || kind > 0.7 ? { max } : {}) };
}

function shape(random: Random, { name, names }: { readonly name: string; readonly names: readonly string[] }): Record<string, unknown> {
  const kind = random();
  if (kind < 0.3) {
    const dimensions = times(1 + Math.floor(random() * 3), () => axis(random)).map((of) => ({ ...of, ...bounds(random, of) }));
    return { type: 'rectangle', on: 'transformed', dimensions };
  }
  if (kind < 0.5) {
    const [x, y] = [axis(random), axis(random)];
    const vertices = times(3 + Math.floor(random() * 20), () => [coordinate(random, x), coordinate(random, y)]);
    return { type: 'polygon', x, y, on: 'transformed', vertices };
  }
  if (kind < 0.65) {
    const dimensions = times(2 + Math.floor(random() * 3), () => axis(random));
    const size = dimensions.map(({ transform }) => (transform === undefined ? 9000 : 0.2) * (0.2 + random()));
    const r = random() * 0.4;
    const covariance = size.map((a, i) => size.map((b, j) => (i === j ? 1 : r) * a * b));
    return {
      type: 'ellipse',
      on: 'transformed',
      dimensions,
      mean: dimensions.map((of) => coordinate(random, of)),
      covariance,
      distanceSquare: 3,
    };
  }
  if (kind < 0.75) return { type: 'range', x: pick(random, NAMES), min: { threshold: 't' } };
  if (kind < 0.8) return { type: 'singlet', area: pick(random, NAMES), height: pick(random, NAMES), min: 0.5, max: 2 };
  if (kind < 0.85 || names.length === 0) {
    const dimensions = [axis(random), axis(random)];
    const centroids = times(3, (i) => ({ ...(i === 0 ? { name } : {}), at: dimensions.map((of) => coordinate(random, of)) }));
    return { type: 'nearest', on: 'transformed', dimensions, centroids, name: `${name} and others` };
  }
  const of = times(3, () => pick(random, names)).map((name) => (random() < 0.4 ? { not: name } : name));
  const operator = pick(random, ['and', 'or', 'not']);
  return { type: 'boolean', operator, of: operator === 'not' ? of.slice(0, 1) : of };
}

/** Gates of all kinds; each one's parent is an earlier population or none, and boolean ones combine any. */
export function randomGates(random: Random): Gate[] {
  const names: string[] = [];
  return times(2 + Math.floor(random() * 10), (i) => {
    const parent = names.length === 0 || random() < 0.5 ? null : pick(random, names);
    const gate = { name: `g${i}`, parent, ...shape(random, { name: `g${i}`, names }) };
    names.push(`g${i}`);
    return gateSchema().parse(gate);
  });
}

const LOGS: readonly ScaleConversion[] = [
  { kind: 'log', decades: 4, offset: 1, range: 1024 },
  { kind: 'log', decades: 4, offset: 0.1, range: 300_000 },
];

/** Events of one file: another order of labels, another spillover, whole numbers with amplifiers, singles or doubles. */
export interface RandomFile {
  readonly dataSet: FcsDataSet;
  readonly source: (columns: readonly number[]) => EventSource;
}

export function randomFile(
  random: Random,
  { eventCount, blockEvents }: { readonly eventCount: number; readonly blockEvents: number },
): RandomFile {
  const kind = pick(random, ['singles', 'doubles', 'integers']);
  const labels = random() < 0.5 ? LABELS : [...LABELS].reverse();
  const parameters = NAMES.map((name, i) => {
    const scale = conversion(random, { kind, i });
    return { name, values: [], ...(labels[i] === undefined ? {} : { label: labels[i] }), ...(scale === null ? {} : { scale }) };
  });
  const { dataSet } = syntheticEvents(parameters, { spillover: spillover(random) });
  // Values of events stand among those of others, as in a file.
  const stride = NAMES.length + Math.floor(random() * 3);
  const values = new (kind === 'singles' ? Float32Array : Float64Array)(eventCount * stride);
  for (let i = 0; i < values.length; i++) {
    const value = kind === 'integers' ? Math.floor(random() * (random() < 0.5 ? 1100 : 400_000)) : linearValue(random, kind === 'doubles');
    values[i] = kind === 'singles' ? Math.max(-3e38, Math.min(3e38, value)) : value;
  }
  const blocks = function* () {
    for (let firstEvent = 0; firstEvent < eventCount; firstEvent += blockEvents) {
      const count = Math.min(blockEvents, eventCount - firstEvent);
      yield { firstEvent, eventCount: count, values: values.subarray(firstEvent * stride, (firstEvent + count) * stride) };
    }
  };
  return { dataSet: { ...dataSet, eventCount }, source: (columns) => ({ eventCount, stride, offsets: columns, blocks }) };
}

function conversion(random: Random, { kind, i }: { readonly kind: string; readonly i: number }): ScaleConversion | null {
  if (kind === 'integers' && i < 4) return pick(random, LOGS);
  return random() < 0.2 ? pick(random, [{ kind: 'gain', divisor: 3.67 } as const, { kind: 'factor', factor: 0.01 } as const]) : null;
}

function spillover(random: Random): Spillover {
  const parameters = NAMES.slice(0, pick(random, [1, 2, 4]));
  // One parameter alone: a matrix that is a factor.
  const own = parameters.length === 1 ? 0.5 : 1;
  const matrix = parameters.map((_, i) => parameters.map((__, j) => (i === j ? own : pick(random, [0, 0.1, 0.25, -0.02]))));
  return { keyword: '$SPILLOVER', parameters, matrix };
}

export function randomRequest(random: Random, gates: readonly Gate[]): GatingRequest {
  const names = gates.flatMap(populationsOf);
  const detectors = ['A', 'B', 'D'];
  return {
    gates,
    transforms: WIDE_TRANSFORMS,
    markers: {},
    compensation: { from: 'file' },
    matrices: {
      unmix: {
        fluorochromes: ['red', 'green'],
        detectors,
        matrix: [
          [1, 0.3, 0.1],
          [0.2, 1, 0.4],
        ],
      },
      inverse: {
        fluorochromes: ['red', 'green'],
        detectors,
        matrix: [
          [1, -0.3],
          [-0.2, 1],
          [0, -0.1],
        ],
        inverted: true,
      },
    },
    thresholds: { t: pick(random, [0, 500, 1e-310]) },
    quantiles: names
      .slice(0, 2)
      .map((population) => ({ id: population, population, parameter: 'F', compensated: false, probabilities: [0.25, 0.5] })),
    histograms: [],
    points: [],
    membership: names.filter(() => random() < 0.5),
  };
}
