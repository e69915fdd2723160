import { compareCodeUnits } from '../../order.ts';
import type { GateTest } from '../gates/gate-kind.ts';
import type { GatingPlan } from '../gating-plan.ts';
import type { BlockLayout } from '../selection.ts';
import { regionCode, sideCode } from './kernel-conditions.ts';
import { finiteFunction } from './kernel-finite.ts';
import { KernelFrame, type ValueKind } from './kernel-frame.ts';
import { columnTwice, partCode, sumsCode } from './kernel-parts.ts';
import { partsOf } from './kernel-text.ts';
import {
  and,
  type Code,
  get,
  i32,
  lessInteger,
  not,
  ofPair,
  or,
  plus,
  repeatWhile,
  sameInteger,
  set,
  storeInteger,
  times,
  wasmModule,
  when,
} from './wasm-code.ts';

/** Events that a kernel takes in one call. */
export const MOST_EVENTS = 2048;

export interface KernelRequest {
  readonly layout: BlockLayout;
  readonly kind: ValueKind;
  /** Populations whose events are listed. */
  readonly tracked: ReadonlySet<number>;
}

/** A module and where its numbers lie in its memory. */
export interface WrittenKernel {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly frame: KernelFrame;
  readonly places: { readonly values: number; readonly counts: number; readonly events: readonly (number | null)[] };
}

/** Writes the kernel of a plan: `finite(count)` and `select(count, first)` over the stored values at `places.values`. */
export function writeKernel(plan: GatingPlan, request: KernelRequest): WrittenKernel {
  return new KernelWriter(plan, request).write();
}

const [COUNT, FIRST] = [0, 1] as const;

class KernelWriter {
  private readonly plan: GatingPlan;
  private readonly frame: KernelFrame;
  private readonly stride: number;
  private readonly places: WrittenKernel['places'];
  private readonly children = new Map<number, number[]>();
  /** Populations whose membership is remembered for the rest of the event. */
  private readonly marked = new Set<number>();
  private readonly written = new Set<number>();
  private readonly deferred: number[] = [];
  private readonly sums = new Map<number, readonly number[]>();
  /** Parts by the population in whose block they are computed once. */
  private readonly shared = new Map<number, Set<string>>();

  constructor(plan: GatingPlan, { layout, kind, tracked }: KernelRequest) {
    this.plan = plan;
    this.frame = new KernelFrame(layout, kind, 2);
    this.stride = layout.stride * (kind === 'singles' ? 4 : 8);
    this.places = {
      values: this.frame.allocate(MOST_EVENTS * this.stride),
      counts: this.frame.allocate(4 * plan.populations.length),
      events: plan.populations.map((_, p) => (tracked.has(p) ? this.frame.allocate(4 * MOST_EVENTS) : null)),
    };
    plan.populations.forEach(({ parent, test }, p) => {
      this.children.set(parent, [...(this.children.get(parent) ?? []), p]);
      if (test.kind !== 'boolean') return;
      if (parent >= 0) this.marked.add(parent);
      for (const { population } of test.operands) this.marked.add(plan.indexOf.get(population) ?? -1);
    });
    this.shareParts();
  }

  write(): WrittenKernel {
    const { frame, plan, places } = this;
    const [p, e] = [frame.local('p', 'i32'), frame.local('e', 'i32')];
    const loop = repeatWhile(
      [
        [...this.marked].map((population) => set(this.mark(population), i32(0))),
        this.block(-1, new Set()),
        this.writeDeferred(),
        set(p, plus(get(p), i32(this.stride))),
        set(e, plus(get(e), i32(1))),
      ],
      lessInteger(get(e), plus(get(FIRST), get(COUNT))),
    );
    const counts = plan.populations.map((_, at) => storeInteger(i32(0), get(this.counter(at)), places.counts + 4 * at));
    const body = [set(p, i32(places.values)), set(e, get(FIRST)), when(lessInteger(i32(0), get(COUNT)), loop), counts];
    const select = { name: 'select', parameters: ['i32', 'i32'], result: null, locals: frame.locals, body } as const;
    const finite = finiteFunction({
      layout: frame.layout,
      kind: frame.kind,
      columns: plan.columns.map((_, c) => frame.layout.offsets[c] ?? 0),
      values: places.values,
    });
    return { bytes: wasmModule(frame.imports, [...frame.own, finite, select]), frame, places };
  }

  private counter(population: number): number {
    return this.frame.local(`n${population}`, 'i32');
  }

  private mark(population: number): number {
    return this.frame.local(`m${population}`, 'i32');
  }

  /** A part that several gates need is computed where the paths to them part. */
  private shareParts(): void {
    const usersOf = new Map<string, number[]>();
    this.plan.populations.forEach(({ test }, p) => {
      for (const part of new Set(valuesOf(test).flatMap((value) => partsOf(this.plan, value)))) {
        usersOf.set(part, [...(usersOf.get(part) ?? []), p]);
      }
    });
    for (const [part, users] of usersOf) {
      if (users.length < 2) continue;
      const block = users.map((user) => this.ancestors(user)).reduce((a, b) => a.slice(0, commonLength(a, b)));
      const at = block[block.length - 1] ?? -1;
      this.shared.set(at, (this.shared.get(at) ?? new Set()).add(part));
    }
  }

  /** The blocks around a population's test, outermost first; -1 is the event itself. */
  private ancestors(population: number): number[] {
    const found: number[] = [];
    for (let at = this.plan.populations[population]?.parent ?? -1; at >= 0; at = this.plan.populations[at]?.parent ?? -1) found.unshift(at);
    return [-1, ...found];
  }

  /** What happens to an event that is inside a population: shared parts, then its children. */
  private block(population: number, outer: ReadonlySet<string>): Code {
    const known = new Set(outer);
    // Columns before the values that are made of them: c0 before v0.
    const code: Code[] = [...(this.shared.get(population) ?? [])].sort(compareCodeUnits).map((part) => this.declare(part, known));
    code.push(this.declareFirstSums(population, known));
    const waiting: number[] = [];
    for (const child of this.children.get(population) ?? []) {
      if (this.isReady(child)) code.push(this.population(child, known));
      else waiting.push(child);
    }
    for (const child of waiting) {
      if (this.isReady(child)) code.push(this.population(child, known));
      else this.deferred.push(child);
    }
    return code;
  }

  /** Whether everything that a boolean gate combines has been written before this point. */
  private isReady(population: number): boolean {
    const test = this.plan.populations[population]?.test;
    if (test?.kind !== 'boolean') return true;
    return test.operands.every((operand) => this.written.has(this.plan.indexOf.get(operand.population) ?? -1));
  }

  /** Boolean gates over other branches come at the end of the event, in the plan's order. */
  private writeDeferred(): Code {
    const code: Code[] = [];
    while (this.deferred.length > 0) {
      const next = this.deferred.findIndex((population) => this.isReady(population));
      if (next < 0) throw new Error('boolean gates that wait for each other');
      const [population = -1] = this.deferred.splice(next, 1);
      const parent = this.plan.populations[population]?.parent ?? -1;
      const own = this.population(population, new Set());
      code.push(parent < 0 ? own : when(get(this.mark(parent)), own));
    }
    return code;
  }

  private population(population: number, outer: ReadonlySet<string>): Code {
    const known = new Set(outer);
    const steps = this.test(population, known);
    const count = this.counter(population);
    const list = this.places.events[population] ?? null;
    const enter = [
      list === null ? [] : storeInteger(times(get(count), i32(4)), get(this.frame.local('e', 'i32')), list),
      set(count, plus(get(count), i32(1))),
      this.marked.has(population) ? set(this.mark(population), i32(1)) : [],
    ];
    this.written.add(population);
    return nest(steps, [enter, this.block(population, known)]);
  }

  /** Conditions in one another, each with what has to be computed before it. */
  private test(population: number, known: Set<string>): readonly Step[] {
    const test = this.plan.populations[population]!.test;
    switch (test.kind) {
      case 'box':
        return test.sides.map((side) => ({
          before: this.declareValue(side.value, { known, population }),
          condition: sideCode(side, this.frame),
        }));
      case 'region': {
        const { boxes, before, shape } = regionCode(test, this.frame);
        const steps = test.coordinates.map(({ value }, i) => ({
          before: this.declareValue(value, { known, population }),
          condition: boxes[i] ?? i32(1),
        }));
        return [...steps, { before, condition: shape }];
      }
      case 'boolean':
        return [{ before: [], condition: this.boolean(test) }];
    }
  }

  private boolean({ operator, operands }: Extract<GateTest, { kind: 'boolean' }>): Code {
    const terms = operands.map(({ population, complement }) =>
      sameInteger(get(this.mark(this.plan.indexOf.get(population) ?? -1)), i32(complement ? 0 : 1)),
    );
    if (operator === 'and') return terms.reduce((first, second) => and(first, second));
    const any = terms.reduce((first, second) => or(first, second));
    return operator === 'or' ? any : not(any);
  }

  /** A sum is computed beside another of the same columns that is wanted later for the same events: two cost no more than one. */
  private declareValue(value: number, { known, population }: { readonly known: Set<string>; readonly population: number }): Code {
    const partner = known.has(`v${value}`) ? undefined : this.sumsBelow(population).find((other) => this.arePair(value, other, known));
    if (partner !== undefined) return this.declarePair([value, partner], known);
    return [...new Set(partsOf(this.plan, value))].map((part) => this.declare(part, known));
  }

  /** The sums that the children ask for first, two and two: every event in this population needs them. */
  private declareFirstSums(population: number, known: Set<string>): Code {
    const firsts = (this.children.get(population) ?? []).flatMap((child) => valuesOf(this.plan.populations[child]!.test).slice(0, 1));
    const code: Code[] = [];
    for (const value of firsts) {
      const partner = known.has(`v${value}`) ? undefined : firsts.find((other) => this.arePair(value, other, known));
      if (partner !== undefined) code.push(this.declarePair([value, partner], known));
    }
    return code;
  }

  private arePair(value: number, other: number, known: ReadonlySet<string>): boolean {
    const [a, b] = [this.plan.values[value], this.plan.values[other]];
    if (value === other || known.has(`v${other}`) || a?.kind !== 'sum' || b?.kind !== 'sum') return false;
    return a.columns.length > 1 && a.columns.length === b.columns.length && a.columns.every((column, i) => column === b.columns[i]);
  }

  private declarePair([value, other]: readonly [number, number], known: Set<string>): Code {
    const [a, b] = [this.plan.values[value], this.plan.values[other]];
    if (a?.kind !== 'sum' || b?.kind !== 'sum') throw new Error('a pair of values that are not sums');
    const columns = a.columns.map((column) => this.declareTwice(column, known));
    const both = this.frame.local('w', 'v128');
    known.add(`v${value}`).add(`v${other}`);
    return [
      columns,
      set(both, sumsCode([a, b], this.frame)),
      set(this.frame.local(`v${value}`, 'f64'), ofPair(get(both), 0)),
      set(this.frame.local(`v${other}`, 'f64'), ofPair(get(both), 1)),
    ];
  }

  private declareTwice(column: number, known: Set<string>): Code {
    if (known.has(`s${column}`)) return [];
    known.add(`s${column}`);
    return [this.declare(`c${column}`, known), set(this.frame.local(`s${column}`, 'v128'), columnTwice(this.plan, this.frame, column))];
  }

  /** The sums that a population and those below it compare, in tree order. */
  private sumsBelow(population: number): readonly number[] {
    const found = this.sums.get(population) ?? [
      ...valuesOf(this.plan.populations[population]!.test).filter((value) => this.plan.values[value]?.kind === 'sum'),
      ...(this.children.get(population) ?? []).flatMap((child) => this.sumsBelow(child)),
    ];
    this.sums.set(population, found);
    return found;
  }

  private declare(part: string, known: Set<string>): Code {
    if (known.has(part)) return [];
    // What a shared value is made of may be needed by it alone.
    const needed = part.startsWith('v') ? partsOf(this.plan, Number(part.slice(1))).filter((other) => other !== part) : [];
    const before = needed.map((other) => this.declare(other, known));
    known.add(part);
    return [before, set(this.frame.local(part, 'f64'), partCode(this.plan, this.frame, part))];
  }
}

interface Step {
  readonly before: Code;
  readonly condition: Code;
}

function nest(steps: readonly Step[], inner: Code): Code {
  return steps.reduceRight<Code>((code, { before, condition }) => [before, when(condition, code)], inner);
}

/** The values that a test compares, in its order. */
export function valuesOf(test: GateTest): readonly number[] {
  if (test.kind === 'boolean') return [];
  return (test.kind === 'box' ? test.sides : test.coordinates).map(({ value }) => value);
}

function commonLength(a: readonly number[], b: readonly number[]): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
