import type { EventBlock, EventSource, FcsDataSet } from '../../fcs/fcs-file.ts';
import { type CompiledCode, openCompiledCode } from '../engine/compiled-code.ts';
import { compiledHistograms } from '../engine/compiled-histograms.ts';
import { compiledReaders } from '../engine/compiled-values.ts';
import { exactSelector, valueReaders } from '../engine/exact-selector.ts';
import { fastSelector } from '../engine/fast-selector.ts';
import { notFinite } from '../engine/finite-values.ts';
import { type GatingPlan, planGating } from '../gating-plan.ts';
import type { GatingRequest } from '../gating-request.ts';
import type { GatingResult } from '../population.ts';
import { type BlockLayout, type EventValues, emptySelection } from '../selection.ts';
import { type GatingState, mergeStates } from '../statistics/gating-state.ts';
import { addBlock, emptyState, planStatistics } from '../statistics/statistics.ts';
import type { StatisticsPlan } from '../statistics/statistics-plan.ts';
import { finishGating } from './gating-result.ts';

/** A request bound to one data set. One state takes blocks in ascending order; states of any blocks merge in any order. */
export interface CompiledGating {
  /** Positions in `dataSet.parameters`, from 0: the columns that the source must give, in this order. */
  readonly columns: readonly number[];
  readonly start: () => GatingState;
  /** Adds a block. `layout` is the source's `stride` and `offsets`. */
  readonly step: (state: GatingState, block: EventBlock, layout: BlockLayout) => void;
  /** Adds one state to another and returns it. */
  readonly merge: (earlier: GatingState, later: GatingState) => GatingState;
  readonly finish: (state: GatingState) => GatingResult;
}

/** `exact` decides every gate by its definition and is the reference; `fast` chooses the same events. */
export type GatingPath = 'fast' | 'exact';

export interface GatingOptions {
  /** Absent = `fast`. */
  readonly path?: GatingPath;
  /** What was compiled for other requests and data sets, to which more is added; absent = nothing yet. */
  readonly code?: CompiledCode;
}

/**
 * Binds gates, compensation and statistics to a data set. Errors: `population/missing-parameter`, `population/ambiguous-parameter`,
 * `population/bad-spillover`, `population/bad-gate`, `population/bad-transform`.
 */
export function compileGating(request: GatingRequest, dataSet: FcsDataSet, options: GatingOptions = {}): CompiledGating {
  return gatingOfSeveral(request, options)(dataSet);
}

/** A request bound to all data sets with the same parameters and spillover, and the steps that were compiled for layouts of their blocks. */
interface BoundRequest {
  readonly plan: GatingPlan;
  readonly statistics: StatisticsPlan;
  readonly steps: Map<string, BlockStep>;
}

const MOST_BINDINGS = 16;

/**
 * `compileGating` for several data sets: what is planned and compiled for one serves the others with the same parameters and spillover, as the files
 * of a plate have them. The request must stay as it is.
 */
export function gatingOfSeveral(request: GatingRequest, options: GatingOptions = {}): (dataSet: FcsDataSet) => CompiledGating {
  const { path = 'fast', code = openCompiledCode() } = options;
  const bindings = new Map<string, BoundRequest>();
  return (dataSet) => {
    // JSON writes -0 as 0: parameters and matrices with the one do what those with the other do.
    const key = JSON.stringify([dataSet.parameters, dataSet.spillover?.parameters, dataSet.spillover?.matrix]);
    const known = bindings.get(key);
    if (known !== undefined) return compiledFor(dataSet, known, { path, code });
    const binding = bind(request, dataSet);
    if (bindings.size >= MOST_BINDINGS) bindings.clear();
    bindings.set(key, binding);
    return compiledFor(dataSet, binding, { path, code });
  };
}

function bind(request: GatingRequest, dataSet: FcsDataSet): BoundRequest {
  const plan = planGating(request, dataSet);
  return { plan, statistics: planStatistics(request, plan), steps: new Map() };
}

function compiledFor(
  dataSet: FcsDataSet,
  { plan: shared, statistics, steps }: BoundRequest,
  options: Required<GatingOptions>,
): CompiledGating {
  const plan = { ...shared, dataSet };
  const { request } = plan;
  const stepFor = (layout: BlockLayout, values: EventValues): BlockStep => {
    const key = `${layout.stride} ${layout.offsets.join()} ${values instanceof Float32Array ? 'f' : 'd'}`;
    const step = steps.get(key) ?? compileStep(plan, statistics, { ...options, layout });
    steps.set(key, step);
    return step;
  };
  let latest: { readonly layout: BlockLayout; readonly values: EventValues; readonly step: BlockStep } | null = null;
  return {
    columns: plan.columns,
    start: () => emptyState(plan, statistics),
    step: (state, block, layout) => {
      const { values } = block;
      if (latest?.layout !== layout || latest.values !== values) latest = { layout, values, step: stepFor(layout, values) };
      if (!latest.step(state, block)) throw notFinite(plan, layout, block);
    },
    merge: (earlier, later) =>
      mergeStates(
        earlier,
        later,
        request.points.map(({ limit }) => limit),
      ),
    finish: (state) => finishGating(state, { request, plan }),
  };
}

/** Gates all events of one source on this thread. Errors as `compileGating`. */
export function gateEvents(request: GatingRequest, dataSet: FcsDataSet, source: (columns: readonly number[]) => EventSource): GatingResult {
  return gateSource(compileGating(request, dataSet), source);
}

/** Runs a compiled request over one source. */
export function gateSource(gating: CompiledGating, source: (columns: readonly number[]) => EventSource): GatingResult {
  const events = source(gating.columns);
  const state = gating.start();
  for (const block of events.blocks()) gating.step(state, block, events);
  return gating.finish(state);
}

/** False where a needed value is not finite. */
type BlockStep = (state: GatingState, block: EventBlock) => boolean;

function compileStep(
  plan: GatingPlan,
  statistics: StatisticsPlan,
  { layout, path, code }: Required<GatingOptions> & { readonly layout: BlockLayout },
): BlockStep {
  const selector = path === 'exact' ? exactSelector(plan, layout) : fastSelector(plan, { layout, tracked: statistics.tracked, code });
  const exact = path === 'exact' ? valueReaders(plan, layout) : null;
  const readerOf = exact === null ? compiledReaders(plan, layout, code) : (value: number) => exact[value]!;
  const histograms = path === 'exact' ? null : compiledHistograms(plan, { layout, statistics, code });
  let room = 0;
  let selection = emptySelection(plan.populations.length, statistics.tracked, room);
  return (state, block) => {
    if (block.eventCount > room) {
      room = block.eventCount;
      selection = emptySelection(plan.populations.length, statistics.tracked, room);
    }
    selection.counts.fill(0);
    selection.lengths.fill(0);
    if (!selector(block.values, block.eventCount, selection)) return false;
    addCounts(state.counts, selection.counts);
    state.eventCount += block.eventCount;
    if (statistics.wanted) addBlock(state, { ...block, stride: layout.stride, selection, readerOf, histograms }, statistics);
    return true;
  };
}

function addCounts(sum: Float64Array, more: Float64Array): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += more[i]!;
}
