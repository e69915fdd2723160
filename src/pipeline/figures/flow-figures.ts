import type { Title } from '../../attributes/attribute-result.ts';
import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import { proportionInterval } from '../../numerics/intervals/proportion-interval.ts';
import { axisTicks } from '../../population/drawing/axes.ts';
import { gateOutlines } from '../../population/drawing/gate-outline.ts';
import type { NamedPopulation } from '../../population/gates/gate-kind.ts';
import { type Gate, namedPopulationsOf, populationsOf } from '../../population/gates/registry.ts';
import type { AxisRequest } from '../../population/gating-request.ts';
import type { PackedGating } from '../../population/packed-gating.ts';
import { resolveParameter } from '../../population/parameters.ts';
import type { GatedPopulations, Population } from '../../population/population.ts';
import { ALL_EVENTS } from '../../population/population.ts';
import type { Transform } from '../../population/transforms/registry.ts';
import type { FlowPlot, Outline, PlotAxis, PlotGate, PopulationRow, SampleFigures } from '../../results/figures.ts';
import { type ComputedClusters, tubeGates, withLearned } from '../definition/cluster-gates.ts';
import type { Definition } from '../definition/definition.ts';
import { thresholdsOf } from '../definition/thresholds.ts';
import type { TubeDefinition } from '../definition/tube-definition.ts';
import type { TubeRun } from '../gating/compute-gating.ts';
import type { ComputedThreshold } from '../gating/gating-record.ts';
import { clustersTitle } from '../lot/cluster-records.ts';
import { MOST_POINTS, PLOT_BINS, type PlotPlan, planPlots } from './plot-plan.ts';

/** A gated data set with what its figures need. */
export interface FigureSource {
  readonly definition: Definition;
  readonly tube: TubeDefinition;
  readonly tubeRun: TubeRun | null;
  /** The clusters that the file was gated by. */
  readonly clusters: ReadonlyMap<string, ComputedClusters>;
  readonly dataSet: FcsDataSet;
  readonly result: PackedGating;
  readonly rare: ReadonlySet<string>;
  /** What the sample or control is called in the report. */
  readonly name: string;
}

/** The plots and the population table of one acquisition. */
export function sampleFigures(source: FigureSource): SampleFigures {
  const plots = planPlots(source.definition, source.tube, source.dataSet);
  return {
    sample: source.name,
    file: source.result.file,
    panel: source.tube.panel,
    plots: plots.flatMap((plan, index) => buildFlowPlot(source, plan, index + 1) ?? []),
    populations: populationRows(source),
  };
}

/** One plot of an acquisition; `null` where its population could not be gated. */
export function buildFlowPlot(source: FigureSource, plan: PlotPlan, number: number): FlowPlot | null {
  const histogram = source.result.histograms.find((known) => known.id === plan.id);
  if (histogram === undefined) return null;
  return {
    id: plan.id,
    number,
    caption: gateTitle(plan.gate),
    x: plotAxis(source, plan.x),
    y: plotAxis(source, plan.y),
    parent:
      plan.parent === ALL_EVENTS
        ? ''
        : (tubeGates(source.tube).find((gate) => populationsOf(gate).includes(plan.parent))?.name ?? plan.parent),
    bins: PLOT_BINS,
    runs: histogram.runs,
    outside: histogram.outside,
    gates: plotGates(source, plan),
  };
}

/** An axis with the transform's own parameters and its ticks, as the picture needs them. */
export function plotAxis(source: FigureSource, axis: AxisRequest): PlotAxis {
  const transform = axis.transform as Transform;
  const parameter = source.dataSet.parameters[resolveParameter(axis.parameter, source.dataSet, source.definition.markers)];
  const marker = parameter?.label ?? (axis.parameter === parameter?.name ? null : axis.parameter);
  return {
    marker: marker === parameter?.name ? null : marker,
    detector: parameter?.name ?? axis.parameter,
    transform: writtenOf(transform),
    from: axis.from,
    to: axis.to,
    ticks: axisTicks(transform, axis.from, axis.to),
  };
}

/** Optional keys only where the transform has them. */
function writtenOf(transform: Transform): PlotAxis['transform'] {
  const stated = Object.entries(transform).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return { ...Object.fromEntries(stated), type: transform.type };
}

function plotGates(source: FigureSource, plan: PlotPlan): PlotGate[] {
  const thresholds = source.tubeRun?.thresholds ?? new Map<string, ComputedThreshold>();
  const names = {
    transforms: source.definition.transforms,
    thresholds: Object.fromEntries([...thresholds].map(([name, one]) => [name, one.value])),
  };
  const gate = withLearned(source.tube, source.clusters).find((one) => one.name === plan.gate.name) ?? plan.gate;
  const threshold = learnedTitle(source, gate) ?? thresholdTitle(gate, { thresholds, tube: source.tube });
  return gateOutlines(gate, plan, names).flatMap(({ population, outline }, index) => {
    const counted = (population === null ? populationsOf(gate) : [population]).flatMap(
      (name) => populationNamed(source.result, name) ?? [],
    );
    const rare = counted.find((one) => source.rare.has(one.path.at(-1) ?? ''));
    const shown = rare ?? counted[0];
    if (shown === undefined) return [];
    const points = rare === undefined ? undefined : source.result.points.find((known) => known.id === `points ${rare.path.at(-1)}`)?.points;
    return [
      {
        name: population ?? gate.name,
        title: population === null ? gateTitle(gate) : titleOf(namedPopulationsOf(gate), population),
        outline: outline.kind === 'quadrant' ? quadrantOutline(outline, source) : outline,
        count: shown.count,
        parentCount: shown.parentCount,
        points: points !== undefined && points.length <= MOST_POINTS ? points : null,
        // Once a plot: outlines of one gate share it.
        threshold: index > 0 ? null : threshold,
        rare: rare !== undefined,
      },
    ];
  });
}

/** Where the numbers of a data-driven gate come from; `null` where it is none, or has none. */
function learnedTitle(source: FigureSource, gate: Gate): Title | null {
  const clusters = source.clusters.get(gate.name);
  return clusters === undefined ? null : clustersTitle(clusters, source.tube);
}

interface DrawnQuadrant {
  readonly x: number;
  readonly y: number;
  readonly corners: readonly { readonly corner: string; readonly population: string }[];
}

/** The wanted corner is the one that an attribute reports. */
function quadrantOutline(outline: DrawnQuadrant, source: FigureSource): Outline {
  const wanted = new Set(
    source.definition.attributes.flatMap((attribute) =>
      'population' in attribute && typeof attribute.population === 'string' ? [attribute.population] : [],
    ),
  );
  const fractions = outline.corners.map(({ corner, population }) => ({
    corner,
    fraction: populationNamed(source.result, population)?.frequencyOfParent ?? 0,
    wanted: wanted.has(population),
  }));
  return { kind: 'quadrant', x: outline.x, y: outline.y, fractions };
}

/** Where the thresholds of a gate come from: `fmo-pe, 99.5 percentile = 745`. */
export function thresholdTitle(
  gate: Gate,
  learned: { readonly thresholds: ReadonlyMap<string, ComputedThreshold>; readonly tube: TubeDefinition },
): Title | null {
  const used = thresholdsOf(gate).flatMap((name) => learned.thresholds.get(name) ?? []);
  if (used.length === 0) return null;
  const texts = used.map((one) => {
    const title = learned.tube.controls.find((control) => control.name === one.control)?.title ?? { en: one.control, zh: one.control };
    const offset = learned.tube.thresholds.find((threshold) => threshold.name === one.name)?.offset ?? 0;
    const added = offset === 0 ? '' : ` ${offset > 0 ? '+' : '−'} ${Math.abs(offset)}`;
    return {
      en: `${title.en}, ${one.percentile} percentile${added} = ${fewDigits(one.value)}`,
      zh: `${title.zh}，第 ${one.percentile} 百分位${added} = ${fewDigits(one.value)}`,
    };
  });
  return { en: texts.map((text) => text.en).join('; '), zh: texts.map((text) => text.zh).join('；') };
}

/** A display figure of at most four significant digits, for captions only. */
export function fewDigits(value: number): string {
  const text = Number(value.toPrecision(4));
  return Math.abs(text) >= 1e6 || (text !== 0 && Math.abs(text) < 1e-3) ? text.toExponential() : String(text);
}

export function gateTitle(gate: Gate): Title {
  return gate.title ?? { en: gate.name, zh: gate.name };
}

function populationNamed(result: GatedPopulations, name: string): Population | undefined {
  return result.populations.find((population) => population.path.at(-1) === name);
}

function populationRows(source: FigureSource): PopulationRow[] {
  const { result } = source;
  const all = {
    name: '',
    title: { en: 'All events', zh: '所有事件' },
    depth: 0,
    count: result.eventCount,
    parentCount: result.eventCount,
    limits: null,
    total: result.eventCount,
  };
  const named = tubeGates(source.tube).flatMap(namedPopulationsOf);
  const rows = treeOrder(result.populations).map((population) => {
    const name = population.path.at(-1) ?? '';
    return {
      name,
      title: titleOf(named, name),
      depth: population.path.length,
      count: population.count,
      parentCount: population.parentCount,
      limits: limitsOf(population),
      total: result.eventCount,
    };
  });
  return [all, ...rows];
}

function titleOf(named: readonly NamedPopulation[], population: string): Title {
  return named.find(({ name }) => name === population)?.title ?? { en: population, zh: population };
}

/** Children directly below their parent, in the order of the definition. */
function treeOrder(populations: readonly Population[]): Population[] {
  const childrenOf = (path: readonly string[]): Population[] =>
    populations
      .filter((one) => one.path.length === path.length + 1 && path.every((name, index) => one.path[index] === name))
      .flatMap((one) => [one, ...childrenOf(one.path)]);
  return childrenOf([]);
}

function limitsOf({ count, parentCount }: Population): readonly [number, number] | null {
  if (parentCount === 0) return null;
  const { lower, upper } = proportionInterval(count, parentCount, { method: 'clopper-pearson', level: 0.95, sides: 'two' });
  return [lower ?? 0, upper ?? 1];
}
