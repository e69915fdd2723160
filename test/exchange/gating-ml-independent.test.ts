import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boolean, bounded, dimension, divider, document, gate, point, quadrant, rectangle, transformation } from './build-gating-ml.ts';
import { eventsIn, setOf } from './gate-events.ts';

/*
 * Documents of whole and half numbers, and their membership by the definitions of Gating-ML 2.0 alone: polygons by how many
 * edges a line to a far point crosses, ellipsoids with independent axes, quadrants by counting dividers. Events lie on whole numbers and corners beside them, so that
 * nothing lies on an edge of a polygon.
 */

type Event = readonly [number, number, number];
type Holds = (event: Event, of: (id: string) => boolean) => boolean;
interface Made {
  readonly ids: readonly { readonly id: string; readonly holds: Holds }[];
  readonly text: (parent: string | undefined) => string;
}

const NAMES = ['X', 'Y', 'Z'] as const;
/** flin with T = 16 and A = 0, brought between -1/4 and 1/2: between -4 and 8. */
const SCALE = bounded(transformation('s', 'flin', { T: 16, A: 0 }), { boundMin: -0.25, boundMax: 0.5 });
const axis = fc.record({ at: fc.integer({ min: 0, max: 2 }), scaled: fc.boolean() });
type Axis = typeof axis extends fc.Arbitrary<infer Value> ? Value : never;
const place = ({ at, scaled }: Axis, event: Event) => (scaled ? Math.min(0.5, Math.max(-0.25, event[at]! / 16)) : event[at]!);
const written = ({ scaled }: Axis, number: number) => (scaled ? number / 16 : number);
const subject = ({ at, scaled }: Axis) => ({ name: NAMES[at]!, ...(scaled ? { scale: 's' } : {}) });
const whole = fc.integer({ min: -6, max: 10 });

const box = (id: string): fc.Arbitrary<Made> =>
  fc
    .array(fc.tuple(axis, whole, fc.integer({ min: 1, max: 8 }), fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 3 })
    .map((parts) => {
      const sides = parts.map(([of, low, size, open, top]) => ({
        of,
        ...(open && top ? {} : { min: written(of, low) }),
        ...(open && !top ? {} : { max: written(of, low + size) }),
      }));
      return {
        ids: [
          {
            id,
            holds: (event) =>
              sides.every(
                ({ of, min, max }) => !(min !== undefined && place(of, event) < min) && !(max !== undefined && place(of, event) >= max),
              ),
          },
        ],
        text: (parent) =>
          rectangle(
            id,
            sides.map(({ of, ...bounds }) => ({ ...subject(of), ...bounds })),
            parent,
          ),
      };
    });

/** Twice the area of the triangle; its sign is the side on which c lies. */
const side = (a: readonly number[], b: readonly number[], c: readonly number[]) =>
  (b[0]! - a[0]!) * (c[1]! - a[1]!) - (b[1]! - a[1]!) * (c[0]! - a[0]!);

/** How many edges a line to a far point of odd slope crosses: it meets no corner. */
function isOdd(corners: readonly (readonly [number, number])[], p: readonly [number, number]): boolean {
  const far = [p[0] + 1e5, p[1] + 1e5 * 0.0123457] as const;
  const crossed = corners.filter((a, i) => {
    const b = corners[(i + 1) % corners.length]!;
    return side(a, b, p) * side(a, b, far) < 0 && side(p, far, a) * side(p, far, b) < 0;
  });
  return crossed.length % 2 === 1;
}

const polygon = (id: string): fc.Arbitrary<Made> =>
  fc
    .tuple(axis, axis, fc.array(fc.tuple(whole, whole), { minLength: 3, maxLength: 9 }), fc.constantFrom('', 'closed', 'doubled'))
    .map(([x, y, numbers, form]) => {
      // Beside whole numbers by parts that no line between two corners brings back onto one.
      const corners = numbers.map(([a, b], i): [number, number] => [a + 0.31 + i * 0.0137, b + 0.47 - i * 0.0091]);
      const drawn =
        form === 'closed' ? [...corners, corners[0]!] : form === 'doubled' ? corners.flatMap((corner) => [corner, corner]) : corners;
      const vertices = drawn.map(([a, b]) => `<gating:vertex>${point([written(x, a), written(y, b)])}</gating:vertex>`).join('');
      const sized = (of: Axis, event: Event) => place(of, event) * (of.scaled ? 16 : 1);
      return {
        ids: [{ id, holds: (event) => isOdd(corners, [sized(x, event), sized(y, event)]) }],
        text: (parent) => gate('PolygonGate', id, dimension(subject(x)) + dimension(subject(y)) + vertices, parent),
      };
    });

const ellipsoid = (id: string): fc.Arbitrary<Made> =>
  fc.tuple(fc.tuple(whole, whole, whole), fc.tuple(...[0, 1, 2].map(() => fc.constantFrom(1, 4, 16)))).map(([mean, variances]) => {
    const rows = variances.map(
      (variance, i) =>
        `<gating:row>${variances.map((_, j) => `<gating:entry data-type:value="${i === j ? variance : 0}"/>`).join('')}</gating:row>`,
    );
    return {
      ids: [
        { id, holds: (event) => event.reduce((sum, value, i) => sum + ((value - mean[i]!) * (value - mean[i]!)) / variances[i]!, 0) <= 4 },
      ],
      text: (parent) =>
        gate(
          'EllipsoidGate',
          id,
          `${NAMES.map((name) => dimension({ name })).join('')}<gating:mean>${point(mean)}</gating:mean><gating:covarianceMatrix>${rows.join('')}</gating:covarianceMatrix><gating:distanceSquare data-type:value="4"/>`,
          parent,
        ),
    };
  });

const quadrants = (id: string): fc.Arbitrary<Made> =>
  fc
    .array(fc.tuple(axis, fc.uniqueArray(whole, { minLength: 1, maxLength: 3 }), whole, whole), { minLength: 1, maxLength: 3 })
    .map((parts) => {
      const below = (of: Axis, values: readonly number[], at: number) => values.filter((value) => written(of, value) <= at).length;
      return {
        ids: [2, 3].map((location, q) => ({
          id: `${id}-${q}`,
          holds: (event) =>
            parts.every(
              (part) =>
                below(part[0], part[1], place(part[0], event)) ===
                below(part[0], part[1], written(part[0], (location === 2 ? part[2] : part[3]) + 0.5)),
            ),
        })),
        text: (parent) =>
          gate(
            'QuadrantGate',
            id,
            parts
              .map(([of, values], d) =>
                divider(
                  `${id}d${d}`,
                  subject(of),
                  values.map((value) => written(of, value)),
                ),
              )
              .join('') +
              [0, 1]
                .map((q) =>
                  quadrant(
                    `${id}-${q}`,
                    Object.fromEntries(parts.map((part, d) => [`${id}d${d}`, written(part[0], (q === 0 ? part[2] : part[3]) + 0.5)])),
                  ),
                )
                .join(''),
            parent,
          ),
      };
    });

const combination = fc.tuple(
  fc.constantFrom('and', 'or', 'not'),
  fc.array(fc.tuple(fc.nat(), fc.boolean()), { minLength: 2, maxLength: 3 }),
);
const shape = (i: number) => fc.oneof(box(`g${i}`), polygon(`g${i}`), ellipsoid(`g${i}`), quadrants(`g${i}`));
const part = (i: number) => fc.tuple(fc.oneof({ weight: 3, arbitrary: shape(i) }, { weight: 1, arbitrary: combination }), fc.nat());
const parts = fc.integer({ min: 1, max: 7 }).chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => part(i))));
const events = fc.array(fc.tuple(whole, whole, whole), { minLength: 1, maxLength: 30 });

function made(
  i: number,
  given: Made | (typeof combination extends fc.Arbitrary<infer Value> ? Value : never),
  known: readonly string[],
): Made | null {
  if ('ids' in given) return given;
  const [operator, picks] = given;
  if (known.length === 0) return null;
  const operands = picks.slice(0, operator === 'not' ? 1 : 3).map(([n, complement]) => ({ id: known[n % known.length]!, complement }));
  const holds: Holds = (_, of) => {
    const each = operands.map(({ id, complement }) => of(id) !== complement);
    return operator === 'and' ? each.every(Boolean) : operator === 'or' ? each.some(Boolean) : !each[0];
  };
  return {
    ids: [{ id: `g${i}`, holds }],
    text: (parent) =>
      boolean(
        `g${i}`,
        operator,
        operands.map(({ id, complement }) => `${complement ? '!' : ''}${id}`),
        parent,
      ),
  };
}

it('random documents, in any order, have the membership that the definitions give', () => {
  let inside = 0;
  let all = 0;
  fc.assert(
    fc.property(parts, events, fc.boolean(), (list, rows, backwards) => {
      const gates: { readonly one: Made; readonly parent: string | undefined }[] = [];
      const known = () => gates.flatMap(({ one }) => one.ids.map(({ id }) => id));
      list.forEach(([given, pick], i) => {
        const one = made(i, given, known());
        const ids = known();
        if (one !== null) gates.push({ one, parent: pick % 3 === 0 ? undefined : ids[pick % Math.max(1, ids.length)] });
      });
      const expected: Record<string, number[]> = {};
      for (const { one, parent } of gates) {
        for (const { id, holds } of one.ids) {
          expected[id] = rows.flatMap((event, e) => {
            const of = (other: string) => expected[other]?.includes(e) ?? false;
            return (parent === undefined || of(parent)) && holds(event, of) ? [e] : [];
          });
          inside += expected[id].length;
          all += rows.length;
        }
      }
      const texts = gates.map(({ one, parent }) => one.text(parent));
      const columns = Object.fromEntries(NAMES.map((name, c) => [name, rows.map((row) => row[c]!)]));
      expect(eventsIn(setOf(document(...(backwards ? texts.toReversed() : texts), SCALE), null, 'made.xml'), columns)).toEqual(expected);
    }),
    { seed: 20260106, numRuns: Number(process.env.GATE_RUNS ?? 150) },
  );
  // Neither all in nor all out.
  expect(inside / all).toBeGreaterThan(0.05);
  expect(inside / all).toBeLessThan(0.95);
});
