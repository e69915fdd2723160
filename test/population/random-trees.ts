import fc from 'fast-check';
import { type Gate, gateSchema } from '../../src/population/gates/registry.ts';
import { compileTransform, type Transform } from '../../src/population/transforms/registry.ts';

export const PARAMETERS = ['A', 'B', 'C', 'D'] as const;
export const TRANSFORMS: Record<string, Transform> = {
  logicle: { type: 'logicle', T: 262144, W: 0.5, M: 4.5, A: 0 },
  hyperlog: { type: 'hyperlog', T: 262144, W: 0.5, M: 4.5, A: 0 },
  asinh: { type: 'asinh', T: 262144, M: 4.5, A: 0.5 },
  log: { type: 'log', T: 262144, M: 5 },
  linear: { type: 'linear', T: 262144, A: 100 },
  // Bounds inside, at the ends of, and outside of where values and gates lie.
  logicleBounded: { type: 'logicle', T: 262144, W: 0.5, M: 4.5, A: 0, boundMin: 0.15, boundMax: 0.7 },
  hyperlogBelow: { type: 'hyperlog', T: 262144, W: 0.5, M: 4.5, A: 0, boundMin: 0.1 },
  asinhAbove: { type: 'asinh', T: 262144, M: 4.5, A: 0.5, boundMax: 0.5 },
  logBounded: { type: 'log', T: 262144, M: 5, boundMin: 0.1, boundMax: 0.9 },
  linearBounded: { type: 'linear', T: 262144, A: 100, boundMin: 0, boundMax: 1 },
  asinhFlat: { type: 'asinh', T: 262144, M: 4.5, A: 0.5, boundMin: 0.25, boundMax: 0.25 },
};

/** No bounds, one of them, or both. */
export const ratioBounds = fc.constantFrom<{ readonly boundMin?: number; readonly boundMax?: number }>(
  {},
  {},
  { boundMin: 0 },
  { boundMax: 10 },
  { boundMin: 0.5, boundMax: 1 },
);

/** Linear values where populations, zeros, edges and outliers lie; few different ones, so that gates' edges are met exactly. */
export const linearValue = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 10, 100, 1000, 10000, 100000, 262144, -500, 1e-9, 1e7, -1e7),
  fc.double({ min: -2000, max: 2000, noNaN: true }),
  fc.double({ min: 1, max: 262144, noNaN: true }),
  fc.integer({ min: -10, max: 1024 }),
  fc.double({ min: 0, max: 0.02, noNaN: true }),
);

const parameter = fc.constantFrom(...PARAMETERS);
const compensated = fc.option(fc.boolean(), { nil: undefined });
const scale = fc.option(fc.constantFrom(...Object.keys(TRANSFORMS)), { nil: undefined });
const axis = fc.oneof(
  { weight: 5, arbitrary: fc.record({ parameter, transform: scale, compensated }) },
  {
    weight: 1,
    arbitrary: fc.record({
      ratio: fc
        .tuple(
          fc.record({
            numerator: parameter,
            denominator: parameter,
            A: fc.constantFrom(1, 0.5),
            B: fc.constantFrom(0, 3),
            C: fc.constantFrom(0, -1),
          }),
          ratioBounds,
        )
        .map(([ratio, bounds]) => ({ ...ratio, ...bounds })),
      transform: scale,
      compensated,
    }),
  },
);
/** A coordinate on the axis: the exact place of a value that events have, or any place. */
const coordinate = (of: { readonly transform?: string | undefined }) =>
  linearValue.map((linear) => (of.transform === undefined ? linear : placeOf(of.transform, linear)));

function placeOf(transform: string, linear: number): number {
  const place = compileTransform(TRANSFORMS[transform]!).forward(linear);
  return Number.isFinite(place) ? place : 0.25;
}

const bounded = axis.chain((of) =>
  fc.tuple(coordinate(of), coordinate(of), fc.constantFrom('both', 'min', 'max')).map(([a, b, sides]) => {
    const [min, max] = a < b ? [a, b] : a > b ? [b, a] : [a, a + 1];
    return { ...of, ...(sides === 'max' ? {} : { min }), ...(sides === 'min' ? {} : { max }) };
  }),
);

const shape = fc.oneof(
  fc.array(bounded, { minLength: 1, maxLength: 3 }).map((dimensions) => ({ type: 'rectangle', on: 'transformed', dimensions })),
  fc
    .tuple(axis, axis)
    .chain(([x, y]) =>
      fc
        .array(fc.tuple(coordinate(x), coordinate(y)), { minLength: 3, maxLength: 20 })
        .map((vertices) => ({ type: 'polygon', x, y, on: 'transformed', vertices })),
    ),
  fc
    .tuple(axis, axis, fc.double({ min: 0.1, max: 2, noNaN: true }), fc.double({ min: -0.9, max: 0.9, noNaN: true }))
    .chain(([x, y, size, r]) =>
      fc.tuple(coordinate(x), coordinate(y)).map((mean) => {
        const sx = x.transform === undefined ? 5000 * size : 0.1 * size;
        const sy = y.transform === undefined ? 5000 * size : 0.1 * size;
        return {
          type: 'ellipse',
          on: 'transformed',
          dimensions: [x, y],
          mean,
          covariance: [
            [sx * sx, r * sx * sy],
            [r * sx * sy, sy * sy],
          ],
          distanceSquare: 2,
        };
      }),
    ),
  fc.tuple(axis, axis).chain(([x, y]) =>
    fc.tuple(coordinate(x), coordinate(y)).map(([atX, atY]) => ({
      type: 'quadrant',
      on: 'transformed',
      dividers: [
        { x, values: [atX] },
        { x: y, values: [atY] },
      ],
    })),
  ),
  fc.record({
    type: fc.constant('boolean'),
    operator: fc.constantFrom('and', 'or', 'not'),
    picks: fc.array(fc.tuple(fc.nat(), fc.boolean()), { minLength: 2, maxLength: 3 }),
  }),
);

/** A tree: each gate's parent is an earlier population or none; a boolean gate combines earlier populations of any branch. */
export const tree = fc.array(fc.tuple(shape, fc.nat(), fc.boolean()), { minLength: 1, maxLength: 8 }).map((parts): Gate[] => {
  const names: string[] = [];
  return parts.flatMap(([part, pick, root], i): Gate[] => {
    const parent = root || names.length === 0 ? null : (names[pick % names.length] ?? null);
    const common = { name: `g${i}`, parent };
    if (part.type === 'boolean' && 'picks' in part) {
      if (names.length === 0) return [];
      const of = part.picks.slice(0, part.operator === 'not' ? 1 : 3).map(([n, complement]) => {
        const name = names[n % names.length] ?? '';
        return complement ? { not: name } : name;
      });
      names.push(`g${i}`);
      return [gateSchema().parse({ type: 'boolean', ...common, operator: part.operator, of })];
    }
    if (part.type === 'quadrant') {
      const populations = ['00', '01', '1n'].map((code) => ({
        name: `g${i}${code}`,
        intervals: code.split('').map((c) => (c === 'n' ? null : Number(c))),
      }));
      names.push(...populations.map(({ name }) => name));
      return [gateSchema().parse({ ...part, ...common, populations })];
    }
    names.push(`g${i}`);
    return [gateSchema().parse({ ...part, ...common })];
  });
});

export const SPILLOVER = {
  keyword: '$SPILLOVER',
  parameters: ['A', 'B', 'C'],
  matrix: [
    [1, 0.2, 0.01],
    [0.1, 1, 0.3],
    [0, 0.05, 1],
  ],
};
