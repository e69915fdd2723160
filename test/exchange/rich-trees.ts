import fc from 'fast-check';
import { type Gate, gateSchema } from '../../src/population/gates/registry.ts';
import type { SpectrumMatrix } from '../../src/population/gating-request.ts';
import { compileTransform } from '../../src/population/transforms/registry.ts';
import { linearValue, PARAMETERS, ratioBounds, TRANSFORMS } from '../population/random-trees.ts';

/** What the trees of the population tests leave out: matrices that single axes name, ellipsoids in three dimensions, ranges, singlets, many dividers. */
export const MATRICES: Readonly<Record<string, SpectrumMatrix>> = {
  square: {
    fluorochromes: ['SA', 'SB'],
    detectors: ['A', 'B'],
    matrix: [
      [1, 0.25],
      [0.125, 1],
    ],
  },
  unmixing: {
    fluorochromes: ['U1', 'U2'],
    detectors: ['A', 'B', 'C'],
    matrix: [
      [1, 0.5, 0],
      [0, 0.5, 1],
    ],
  },
  inverted: {
    fluorochromes: ['I1', 'I2'],
    detectors: ['C', 'D'],
    matrix: [
      [1, -0.5],
      [0, 1],
    ],
    inverted: true,
  },
};

const scale = fc.option(fc.constantFrom(...Object.keys(TRANSFORMS)), { nil: undefined });
const named = fc.constantFrom(
  ...Object.entries(MATRICES).flatMap(([name, { fluorochromes }]) => fluorochromes.map((one) => [name, one] as const)),
);
const parameter = fc.constantFrom(...PARAMETERS);
const numbers = { A: fc.constantFrom(1, -2, 0.5), B: fc.constantFrom(0, 3, -0.25), C: fc.constantFrom(0, -1, 7) };

const axis = fc.oneof(
  fc.record({ parameter, transform: scale, compensated: fc.option(fc.boolean(), { nil: undefined }) }),
  fc.tuple(named, scale).map(([[compensated, fluorochrome], transform]) => ({ parameter: fluorochrome, compensated, transform })),
  fc
    .tuple(fc.record({ numerator: parameter, denominator: parameter, ...numbers }), ratioBounds, scale)
    .map(([ratio, bounds, transform]) => ({ ratio: { ...ratio, ...bounds }, compensated: false, transform })),
  fc
    .record(numbers)
    .chain((given) =>
      scale.map((transform) => ({ ratio: { numerator: 'U1', denominator: 'U2', ...given }, compensated: 'unmixing', transform })),
    ),
);

/** A place on the axis' scale, most often one that a value has. */
const placeOn = ({ transform }: { readonly transform: string | undefined }) =>
  linearValue.map((value) => {
    const place = transform === undefined ? value : compileTransform(TRANSFORMS[transform]!).forward(value);
    return Number.isFinite(place) ? place : 0.25;
  });

const ellipsoid = fc.tuple(axis, axis, axis).chain((dimensions) =>
  fc.tuple(...dimensions.map(placeOn)).map((mean) => {
    const sizes = dimensions.map(({ transform }) => (transform === undefined ? 5000 : 0.2));
    const covariance = sizes.map((a, i) => sizes.map((b, j) => (i === j ? a * b : a * b * 0.3)));
    return { type: 'ellipse', on: 'transformed', dimensions, mean, covariance, distanceSquare: 3 };
  }),
);

const quadrants = fc.array(axis, { minLength: 1, maxLength: 4 }).chain((axes) =>
  fc.tuple(...axes.map((x) => fc.uniqueArray(placeOn(x), { minLength: 1, maxLength: 3 }))).map((all) => ({
    type: 'quadrant',
    on: 'transformed',
    dividers: axes.map((x, i) => ({ x, values: [...(all[i] ?? [])].sort((a, b) => a - b) })),
  })),
);

const range = axis.chain((x) =>
  fc
    .tuple(placeOn(x), fc.boolean())
    .map(([place, above]) => ({ type: 'range', x, on: 'transformed', ...(above ? { min: place } : { max: place }) })),
);

const singlet = fc
  .tuple(fc.constantFrom(0.1, 0.5), fc.constantFrom(1, 2))
  .map(([min, max]) => ({ type: 'singlet', area: 'A', height: 'B', min, max }));

export const richTree = fc
  .array(fc.tuple(fc.oneof(ellipsoid, quadrants, range, singlet), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 6 })
  .map((parts): Gate[] => {
    const names: string[] = [];
    return parts.map(([part, pick, root], i) => {
      const common = { name: `g${i}`, parent: root || names.length === 0 ? null : (names[pick % names.length] ?? null) };
      if (!('dividers' in part)) {
        names.push(common.name);
        return gateSchema().parse({ ...part, ...common });
      }
      // Below all values, between or above them all, and anywhere on the last divider.
      const intervals = [
        part.dividers.map(() => 0),
        part.dividers.map(({ values }, d) => (d === part.dividers.length - 1 ? null : values.length)),
      ];
      const populations = intervals.map((each, k) => ({ name: `g${i}-${k}`, intervals: each }));
      names.push(...populations.map(({ name }) => name));
      return gateSchema().parse({ ...part, ...common, populations });
    });
  });
