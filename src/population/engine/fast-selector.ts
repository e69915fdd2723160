import { lazily } from '../../lazily.ts';
import type { GatingPlan } from '../gating-plan.ts';
import type { BlockLayout, Selection, Selector } from '../selection.ts';
import type { CompiledCode } from './compiled-code.ts';
import { exactSelector } from './exact-selector.ts';
import type { Kernel } from './kernel.ts';
import type { ValueKind } from './kernel-frame.ts';
import { type KernelRequest, MOST_EVENTS, valuesOf, type WrittenKernel, writeKernel } from './kernel-writer.ts';

/** A tree deeper or larger than this would overflow the engine's decoder or its optimiser: the exact path takes it. */
const DEEPEST = 200;
const MOST_POPULATIONS = 2000;
/** Terms of a sum or of a boolean gate: each stands within the next. */
const MOST_TERMS = 1000;
/** Sides of all boxes: to write more takes seconds, and ends beyond the size of code. */
const MOST_SIDES = 60_000;
/** Of one kernel: V8 takes functions of up to 7.6 MB with up to 50,000 local variables, and addresses here are below 2^31. */
const LARGEST = { code: 7_000_000, locals: 40_000, memory: 256 * 1024 * 1024 } as const;

/**
 * The whole strategy as one loop in WebAssembly: gates in tree order, each event leaves at its first no; values are computed in the innermost block
 * that needs them; bounds on monotone scales are compared in linear units, and only a value within rounding of a bound is transformed;
 * regions are looked up in grids. It chooses the same events as the exact path.
 */
export function fastSelector(plan: GatingPlan, { layout, tracked, code }: SelectorRequest): Selector {
  if (isTooLarge(plan)) return exactSelector(plan, layout);
  const kernels = new Map<ValueKind, Kernel | null>();
  const exact = lazily(() => exactSelector(plan, layout));
  return (values, eventCount, selection) => {
    const kind = values instanceof Float32Array ? 'singles' : 'doubles';
    if (!kernels.has(kind)) kernels.set(kind, kernelOf(plan, { layout, kind, tracked }, code));
    const kernel = kernels.get(kind) ?? null;
    if (kernel === null) return exact()(values, eventCount, selection);
    for (let first = 0; first < eventCount; first += MOST_EVENTS) {
      const count = Math.min(MOST_EVENTS, eventCount - first);
      kernel.values.set(values.subarray(first * layout.stride, (first + count) * layout.stride));
      if (kernel.finite(count) === 0) return false;
      kernel.select(count, first);
      addSlice(selection, kernel);
    }
    return true;
  };
}

export interface SelectorRequest {
  readonly layout: BlockLayout;
  /** Populations whose events are listed. */
  readonly tracked: ReadonlySet<number>;
  readonly code: CompiledCode;
}

/** A larger kernel is not kept for the next file. */
const LARGEST_KEPT = 16 * 1024 * 1024;

/** Null where the kernel would be too large for the engine. */
function kernelOf(plan: GatingPlan, request: KernelRequest, code: CompiledCode): Kernel | null {
  const key = keyOf(plan, request);
  const known = code.kernelOf(key);
  if (known !== undefined) return known;
  const written = writeKernel(plan, request);
  const { bytes, frame } = written;
  if (bytes.length > LARGEST.code || frame.locals.length > LARGEST.locals || frame.byteLength > LARGEST.memory) return null;
  const kernel = openKernel(plan, request, { ...written, module: code.moduleOf(bytes) });
  if (frame.byteLength <= LARGEST_KEPT) code.keepKernel(key, kernel);
  return kernel;
}

/**
 * The same gates over the same values are not yet the same kernel: a label or a marker may stand for one parameter in this file and for another
 * in the next, so that the gates compare other ones of the values.
 */
function keyOf({ request, values, conversions, populations }: GatingPlan, { layout, kind, tracked }: KernelRequest): string {
  const compared = populations.map(({ test }) => valuesOf(test));
  const numbers = JSON.stringify([values, conversions], (_, value: unknown) => (typeof value === 'number' ? exactText(value) : value));
  return JSON.stringify([request.gates, request.transforms, request.thresholds, compared, numbers, layout, kind, [...tracked]]);
}

/** JSON writes minus zero as zero, and everything that is not finite as null. */
function exactText(value: number): number | string {
  return Object.is(value, -0) ? '-0' : Number.isFinite(value) ? value : String(value);
}

type CompiledKernel = WrittenKernel & { readonly module: WebAssembly.Module };

function openKernel(plan: GatingPlan, { layout, kind }: KernelRequest, { module, frame, places }: CompiledKernel): Kernel {
  const environment = frame.environment();
  const { finite, select } = new WebAssembly.Instance(module, { e: environment }).exports;
  if (finite === undefined || select === undefined) throw new Error('a kernel without its functions');
  const { buffer } = environment.memory;
  const numbers = MOST_EVENTS * layout.stride;
  return {
    finite,
    select,
    values: kind === 'singles' ? new Float32Array(buffer, places.values, numbers) : new Float64Array(buffer, places.values, numbers),
    counts: new Int32Array(buffer, places.counts, plan.populations.length),
    events: places.events.map((address) => (address === null ? null : new Int32Array(buffer, address, MOST_EVENTS))),
  };
}

function addSlice(selection: Selection, { counts, events }: Kernel): void {
  for (let p = 0; p < counts.length; p++) {
    const count = counts[p]!;
    selection.counts[p]! += count;
    const list = events[p];
    if (list === null || list === undefined) continue;
    selection.events[p]?.set(list.subarray(0, count), selection.lengths[p]);
    selection.lengths[p]! += count;
  }
}

function isTooLarge(plan: GatingPlan): boolean {
  if (plan.populations.length > MOST_POPULATIONS || nesting(plan) > DEEPEST || mostTerms(plan) > MOST_TERMS) return true;
  return plan.populations.reduce((sum, { test }) => sum + (test.kind === 'box' ? test.sides.length : 0), 0) > MOST_SIDES;
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

function mostTerms({ values, populations }: GatingPlan): number {
  const sums = values.map((value) => (value.kind === 'sum' ? value.columns.length : 0));
  const operands = populations.map(({ test }) => (test.kind === 'boolean' ? test.operands.length : 0));
  return [...sums, ...operands].reduce((most, terms) => Math.max(most, terms), 0);
}
