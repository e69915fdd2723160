import type { ScaleConversion } from '../../fcs/fcs-file.ts';
import type { GateTest } from '../gates/gate-kind.ts';
import type { GatingPlan, Value } from '../gating-plan.ts';
import type { BlockLayout, EventValues, Selection, Selector } from '../selection.ts';
import type { ValueReader } from '../statistics/statistics-plan.ts';
import { clamp } from '../transforms/bounds.ts';
import { areFinite } from './finite-values.ts';
import { scaleOf } from './scale-value.ts';

type Membership = Uint8Array;
type Test = (values: EventValues, base: number, member: Membership) => boolean;

/**
 * The reference: every gate of every event by its definition, in order, with no short cut. Slow; the fast path must choose the same events.
 */
export function exactSelector(plan: GatingPlan, layout: BlockLayout): Selector {
  const readers = valueReaders(plan, layout);
  const tests = plan.populations.map(({ test }) => compileTest(test, { plan, readers }));
  const member = new Uint8Array(plan.populations.length);
  return (values, eventCount, selection) => {
    if (!areFinite(values, eventCount, layout)) return false;
    for (let event = 0; event < eventCount; event++) {
      const base = event * layout.stride;
      plan.populations.forEach(({ parent }, p) => {
        const inside = (parent < 0 || member[parent] === 1) && tests[p]!(values, base, member);
        member[p] = inside ? 1 : 0;
        if (inside) enter(selection, p, event);
      });
    }
    return true;
  };
}

function enter(selection: Selection, population: number, event: number): void {
  selection.counts[population]! += 1;
  const list = selection.events[population];
  if (list !== null && list !== undefined) {
    list[selection.lengths[population]!] = event;
    selection.lengths[population]! += 1;
  }
}

/** A reader for each value of the plan. */
export function valueReaders(plan: GatingPlan, layout: BlockLayout): readonly ValueReader[] {
  const columns = plan.columns.map((_, c) => columnReader(layout.offsets[c] ?? 0, plan.conversions[c] ?? { kind: 'identity' }));
  const readers: ValueReader[] = [];
  for (const value of plan.values) readers.push(compileValue(value, { columns, readers }));
  return readers;
}

function columnReader(offset: number, conversion: ScaleConversion): ValueReader {
  const convert = scaleOf(conversion);
  return (values, base) => convert(values[base + offset]!);
}

function compileValue(
  value: Value,
  { columns, readers }: { columns: readonly ValueReader[]; readers: readonly ValueReader[] },
): ValueReader {
  if (value.kind === 'column') return columns[value.column]!;
  if (value.kind === 'sum') {
    const terms = value.columns.map((column, i) => ({ read: columns[column]!, coefficient: value.coefficients[i]! }));
    if (terms.length === 0) return () => 0;
    return (values, base) => terms.map(({ read, coefficient }) => read(values, base) * coefficient).reduce((sum, term) => sum + term);
  }
  const numerator = readers[value.numerator]!;
  const denominator = readers[value.denominator]!;
  const { A, B, C, bounds } = value;
  const ratio: ValueReader = (values, base) => (A * (numerator(values, base) - B)) / (denominator(values, base) - C);
  return bounds === null ? ratio : (values, base) => clamp(ratio(values, base), bounds);
}

function compileTest(test: GateTest, context: { plan: GatingPlan; readers: readonly ValueReader[] }): Test {
  switch (test.kind) {
    case 'box': {
      const sides = test.sides.map(({ value, transform, min, max }) => ({
        place: placeReader(context.readers[value]!, transform),
        min,
        max,
      }));
      return (values, base) =>
        sides.every(({ place, min, max }) => {
          const at = place(values, base);
          // A side without a maximum holds an infinite ratio too.
          return at >= min && (at < max || max === Number.POSITIVE_INFINITY);
        });
    }
    case 'region': {
      const places = test.coordinates.map(({ value, transform }) => placeReader(context.readers[value]!, transform));
      return (values, base) => test.region.inside(places.map((place) => place(values, base)));
    }
    case 'boolean':
      return compileBoolean(test, context.plan);
  }
}

function placeReader(read: ValueReader, transform: { readonly forward: (linear: number) => number } | null): ValueReader {
  return transform === null ? read : (values, base) => transform.forward(read(values, base));
}

function compileBoolean(test: Extract<GateTest, { kind: 'boolean' }>, plan: GatingPlan): Test {
  const operands = test.operands.map(({ population, complement }) => ({
    at: plan.indexOf.get(population) ?? -1,
    wanted: complement ? 0 : 1,
  }));
  const holds = ({ at, wanted }: { at: number; wanted: number }, member: Membership) => member[at] === wanted;
  switch (test.operator) {
    case 'and':
      return (_, __, member) => operands.every((operand) => holds(operand, member));
    case 'or':
      return (_, __, member) => operands.some((operand) => holds(operand, member));
    case 'not':
      return (_, __, member) => !operands.some((operand) => holds(operand, member));
  }
}
