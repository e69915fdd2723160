import { exactSelector } from './exact-selector.ts';
import type { GatingPlan } from './gating-plan.ts';
import type { ValueKind } from './kernel-frame.ts';
import { type KernelRequest, MOST_EVENTS, writeKernel } from './kernel-writer.ts';
import type { BlockLayout, EventValues, Selection, Selector } from './selection.ts';

/** A tree deeper or larger than this would overflow the engine's decoder or its optimiser: the exact path takes it. */
const DEEPEST = 200;
const MOST_POPULATIONS = 2000;

/**
 * The whole strategy as one loop in WebAssembly: gates in tree order, each event leaves at its first no; values are computed in the innermost block
 * that needs them; bounds on monotone scales are compared in linear units, and only a value within rounding of a bound is transformed;
 * regions are looked up in grids. It chooses the same events as the exact path.
 */
export function fastSelector(plan: GatingPlan, layout: BlockLayout, tracked: ReadonlySet<number>): Selector {
  if (nesting(plan) > DEEPEST || plan.populations.length > MOST_POPULATIONS) return exactSelector(plan, layout);
  const kernels = new Map<ValueKind, Kernel>();
  return (values, eventCount, selection) => {
    const kind = values instanceof Float32Array ? 'singles' : 'doubles';
    const kernel = kernels.get(kind) ?? kernelOf(plan, { layout, kind, tracked });
    kernels.set(kind, kernel);
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

interface Kernel {
  /** Whether the first events of `values` are finite in all needed columns: 1 or 0. */
  readonly finite: (eventCount: number) => number;
  /** Goes over the first events of `values`; the first is number `first` of the block. */
  readonly select: (eventCount: number, first: number) => unknown;
  readonly values: EventValues;
  readonly counts: Int32Array;
  readonly events: readonly (Int32Array | null)[];
}

/** Kernels that were opened before, by all that decides what they do: files of one plate share theirs, and what its tables and grids hold. */
const opened = new Map<string, Kernel>();
const MOST_OPEN = 16;

function kernelOf(plan: GatingPlan, request: KernelRequest): Kernel {
  const { gates, transforms, thresholds } = plan.request;
  const { values, conversions } = plan;
  const key = JSON.stringify([gates, transforms, thresholds, values, conversions, { ...request, tracked: [...request.tracked] }]);
  const kernel = opened.get(key) ?? openKernel(plan, request);
  if (opened.size >= MOST_OPEN) opened.clear();
  opened.set(key, kernel);
  return kernel;
}

function openKernel(plan: GatingPlan, { layout, kind, tracked }: KernelRequest): Kernel {
  const { bytes, frame, places } = writeKernel(plan, { layout, kind, tracked });
  const environment = frame.environment();
  const { finite, select } = new WebAssembly.Instance(compiledModule(bytes), { e: environment }).exports;
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

/** Modules that were compiled before, by their bytes: files with different spillover share theirs, and with it what the engine has made of it. */
const compiled = new Map<string, WebAssembly.Module>();
const MOST_KEPT = 64;

function compiledModule(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  const key = new TextDecoder('latin1').decode(bytes);
  const module = compiled.get(key) ?? new WebAssembly.Module(bytes);
  if (compiled.size >= MOST_KEPT) compiled.clear();
  compiled.set(key, module);
  return module;
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
