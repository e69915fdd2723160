import { compileText } from './compiled-text.ts';
import { storedDecoders } from './compiled-values.ts';
import { exactSelector } from './exact-selector.ts';
import type { GateTest } from './gates/gate-kind.ts';
import type { GatingPlan } from './gating-plan.ts';
import { regionText, sideText } from './kernel-conditions.ts';
import { emptyEnvironment, environmentText, type KernelEnvironment } from './kernel-environment.ts';
import { literal, partsOf, partText } from './kernel-text.ts';
import { type PlaceFunction, placeTable } from './place-table.ts';
import { CELL_STATE } from './region-grid.ts';
import { type BlockLayout, type EventValues, emptySelection, type Selection, type Selector } from './selection.ts';
import { compileTransform } from './transforms/registry.ts';

/** A tree deeper or larger than this would overflow the engine's parser or its optimiser: the exact path takes it. */
const DEEPEST = 200;
const MOST_POPULATIONS = 2000;

type Kernel = (values: EventValues, n: number, selection: Selection, environment: KernelEnvironment, t: boolean) => void;

/**
 * The whole strategy as one loop: gates in tree order, each event leaves at its first no; values are computed in the innermost block that
 * needs them; bounds on monotone scales are compared in linear units, and only a value within rounding of a bound is transformed;
 * regions are looked up in grids. It chooses the same events as the exact path.
 */
export function fastSelector(plan: GatingPlan, layout: BlockLayout, tracked: ReadonlySet<number>): Selector {
  if (nesting(plan) > DEEPEST || plan.populations.length > MOST_POPULATIONS) return exactSelector(plan, layout);
  const writer = new KernelWriter(plan, layout, tracked);
  const text = writer.text();
  let kernel: Kernel | null = null;
  return (values, eventCount, selection) => {
    kernel ??= trainedKernel(text, { plan, layout, tracked, environment: writer.environment, like: values });
    kernel(values, eventCount, selection, writer.environment, false);
  };
}

/** Kernels that have had their training calls. */
const trained = new WeakSet<Kernel>();

function trainedKernel(text: string, training: Training): Kernel {
  // A loop over singles and one over doubles learn different things: the label keeps them apart.
  const label = training.like instanceof Float32Array ? 'singles' : 'doubles';
  const kernel = compileText<Kernel>(['values', 'n', 'selection', 'environment', 't'], `/* ${label} */\n${text}`);
  if (!trained.has(kernel)) {
    // With two environments the engine learns that another file brings other functions, and does not tie the loop to those of the first.
    train(kernel, { ...training, environment: otherEnvironment(training) });
    train(kernel, training);
  }
  trained.add(kernel);
  return kernel;
}

/** Conditions around the innermost gate. */
function nesting(plan: GatingPlan): number {
  const depths: number[] = [];
  for (const { parent, test } of plan.populations) {
    const own = test.kind === 'box' ? test.sides.length : test.kind === 'region' ? test.coordinates.length + 1 : 1;
    depths.push((depths[parent] ?? 0) + own);
  }
  return depths.reduce((deepest, depth) => Math.max(deepest, depth), 0);
}

let spareTable: PlaceFunction | null = null;

/** Functions that differ from an environment's, of the same making where the loop calls them often. */
function otherEnvironment({ plan, environment }: Training): KernelEnvironment {
  const { f, h, g, k, r } = environment;
  if (h.length > 0) spareTable ??= placeTable(compileTransform({ type: 'asinh', T: 262144, M: 4.5, A: 0 }));
  return {
    s: storedDecoders(plan),
    f: f.map(() => (linear: number) => linear),
    h: h.map((own) => spareTable ?? own),
    g,
    k: k.map(() => () => CELL_STATE.edge),
    r: r.map(() => () => false),
  };
}

const TRAINING_EVENTS = 16;

interface Training {
  readonly plan: GatingPlan;
  readonly layout: BlockLayout;
  readonly tracked: ReadonlySet<number>;
  readonly environment: KernelEnvironment;
  readonly like: EventValues;
}

/** Runs all of a kernel once, with nothing counted (see kernel-conditions). */
function train(kernel: Kernel, { plan, layout, tracked, environment, like }: Training): void {
  const length = layout.stride * TRAINING_EVENTS;
  const events = (like instanceof Float32Array ? new Float32Array(length) : new Float64Array(length)).fill(Number.NaN);
  plan.conversions.forEach(({ kind }, c) => {
    // Logarithmic columns are looked up in a table, which has no place for NaN.
    if (kind === 'log') for (let e = 0; e < TRAINING_EVENTS; e++) events[e * layout.stride + (layout.offsets[c] ?? 0)] = 1;
  });
  kernel(events, TRAINING_EVENTS, emptySelection(plan.populations.length, tracked, TRAINING_EVENTS), environment, true);
}

/** Writes the text of one kernel. */
class KernelWriter {
  readonly environment: KernelEnvironment;
  private readonly plan: GatingPlan;
  private readonly layout: BlockLayout;
  private readonly tracked: ReadonlySet<number>;
  private readonly children = new Map<number, number[]>();
  /** Populations whose membership is remembered for the rest of the event. */
  private readonly marked = new Set<number>();
  private readonly written = new Set<number>();
  private readonly deferred: number[] = [];
  /** Parts by the population in whose block they are computed once. */
  private readonly shared = new Map<number, Set<string>>();

  constructor(plan: GatingPlan, layout: BlockLayout, tracked: ReadonlySet<number>) {
    this.plan = plan;
    this.layout = layout;
    this.tracked = tracked;
    this.environment = emptyEnvironment(storedDecoders(plan));
    plan.populations.forEach(({ parent, test }, p) => {
      this.children.set(parent, [...(this.children.get(parent) ?? []), p]);
      if (test.kind !== 'boolean') return;
      if (parent >= 0) this.marked.add(parent);
      for (const { population } of test.operands) this.marked.add(plan.indexOf.get(population) ?? -1);
    });
    this.shareParts();
  }

  text(): string {
    const marks = [...this.marked].map((p) => `let m${p} = 0;`).join(' ');
    const body = this.block(-1, new Set());
    const later = this.writeDeferred();
    const populations = this.plan.populations.map((_, p) => p);
    const lists = populations.filter((p) => this.tracked.has(p));
    return [
      `'use strict';`,
      ...environmentText(this.environment),
      ...populations.map((p) => `let n${p} = 0;`),
      ...lists.map((p) => `const l${p} = selection.events[${p}];`),
      `for (let e = 0, p = 0; e < n; e++, p += ${literal(this.layout.stride)}) {`,
      marks,
      body,
      later,
      '}',
      ...populations.map((p) => `selection.counts[${p}] += n${p};`),
      ...lists.map((p) => `selection.lengths[${p}] = n${p};`),
    ].join('\n');
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
  private block(population: number, outer: ReadonlySet<string>): string {
    const known = new Set(outer);
    const lines = [...(this.shared.get(population) ?? [])].sort(byKind).flatMap((part) => this.declare(part, known));
    const waiting: number[] = [];
    for (const child of this.children.get(population) ?? []) {
      if (this.isReady(child)) lines.push(this.population(child, known));
      else waiting.push(child);
    }
    for (const child of waiting) {
      if (this.isReady(child)) lines.push(this.population(child, known));
      else this.deferred.push(child);
    }
    return lines.join('\n');
  }

  /** Whether everything that a boolean gate combines has been written before this point. */
  private isReady(population: number): boolean {
    const test = this.plan.populations[population]?.test;
    if (test?.kind !== 'boolean') return true;
    return test.operands.every((operand) => this.written.has(this.plan.indexOf.get(operand.population) ?? -1));
  }

  /** Boolean gates over other branches come at the end of the event, in the plan's order. */
  private writeDeferred(): string {
    const lines: string[] = [];
    while (this.deferred.length > 0) {
      const next = this.deferred.findIndex((population) => this.isReady(population));
      if (next < 0) throw new Error('boolean gates that wait for each other');
      const [population = -1] = this.deferred.splice(next, 1);
      const parent = this.plan.populations[population]?.parent ?? -1;
      const text = this.population(population, new Set());
      lines.push(parent < 0 ? text : `if (m${parent} === 1 || t)\n${text}`);
    }
    return lines.join('\n');
  }

  private population(population: number, outer: ReadonlySet<string>): string {
    const known = new Set(outer);
    const { head, depth } = this.test(population, known);
    const enter = [
      ...(this.tracked.has(population) ? [`l${population}[n${population}] = e;`] : []),
      `n${population}++;`,
      ...(this.marked.has(population) ? [`m${population} = 1;`] : []),
    ];
    this.written.add(population);
    // Braces of its own: what one gate declares, its neighbour may declare too.
    return ['{', head, ...enter, this.block(population, known), '}'.repeat(depth + 1)].join('\n');
  }

  /** Nested conditions; `depth` braces are open after them. */
  private test(population: number, known: Set<string>): { readonly head: string; readonly depth: number } {
    const test = this.plan.populations[population]!.test;
    switch (test.kind) {
      case 'box': {
        const lines = test.sides.map((side) => `${this.declareValue(side.value, known)} if (${sideText(side, this.environment)}) {`);
        return { head: lines.join('\n'), depth: lines.length };
      }
      case 'region':
        return this.region(test, known, population);
      case 'boolean':
        return { head: `if (${this.boolean(test)}) {`, depth: 1 };
    }
  }

  private region(test: Extract<GateTest, { kind: 'region' }>, known: Set<string>, number: number): { head: string; depth: number } {
    const { boxes, before, shape } = regionText(test, { environment: this.environment, number });
    const lines = test.coordinates.map(({ value }, i) => `${this.declareValue(value, known)} if (${boxes[i] ?? 't'}) {`);
    return { head: [...lines, before, `if (${shape}) {`].join('\n'), depth: lines.length + 1 };
  }

  private boolean({ operator, operands }: Extract<GateTest, { kind: 'boolean' }>): string {
    const terms = operands.map(({ population, complement }) => `m${this.plan.indexOf.get(population) ?? -1} === ${complement ? 0 : 1}`);
    if (operator === 'and') return terms.map((term) => `(${term} || t)`).join(' && ');
    const any = terms.map((term) => `(${term} && !t)`).join(' || ');
    return operator === 'or' ? `${any} || t` : `!(${any})`;
  }

  private declareValue(value: number, known: Set<string>): string {
    return [...new Set(partsOf(this.plan, value))].flatMap((part) => this.declare(part, known)).join(' ');
  }

  private declare(part: string, known: Set<string>): string[] {
    if (known.has(part)) return [];
    // What a shared value is made of may be needed by it alone.
    const needed = part.startsWith('v') ? partsOf(this.plan, Number(part.slice(1))).filter((other) => other !== part) : [];
    const before = needed.flatMap((other) => this.declare(other, known));
    known.add(part);
    return [...before, `const ${part} = ${partText(this.plan, this.layout, part)};`];
  }
}

function valuesOf(test: GateTest): readonly number[] {
  if (test.kind === 'boolean') return [];
  return (test.kind === 'box' ? test.sides : test.coordinates).map(({ value }) => value);
}

function commonLength(a: readonly number[], b: readonly number[]): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** Columns before values. */
function byKind(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
