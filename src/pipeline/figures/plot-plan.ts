import { attributeNeeds } from '../../attributes/types/registry.ts';
import { InputError } from '../../errors.ts';
import type { FcsDataSet, FcsParameter } from '../../fcs/fcs-file.ts';
import { axisView } from '../../population/drawing/axes.ts';
import { gateAxes } from '../../population/drawing/gate-outline.ts';
import { scaleOf } from '../../population/engine/scale-value.ts';
import { type Gate, populationsOf } from '../../population/gates/registry.ts';
import type { AxisRequest, GatingRequest, HistogramRequest, PointsRequest, QuantileRequest } from '../../population/gating-request.ts';
import { resolveParameter } from '../../population/parameters.ts';
import { ALL_EVENTS } from '../../population/population.ts';
import { findTransform, type Transform } from '../../population/transforms/registry.ts';
import { tubeGates } from '../definition/cluster-gates.ts';
import type { Definition } from '../definition/definition.ts';
import { thresholdsOf } from '../definition/thresholds.ts';
import type { TubeDefinition } from '../definition/tube-definition.ts';
import { medianId } from '../gating/control-checks.ts';

/** One density plot: a gate's parent population on the gate's axes. */
export interface PlotPlan {
  readonly id: string;
  readonly gate: Gate;
  /** Name of the population that is plotted; `''` = all events. */
  readonly parent: string;
  readonly x: AxisRequest;
  readonly y: AxisRequest;
}

/** Bins along each side of a density plot, and of an overlay. */
export const PLOT_BINS = 256;
/** A gate of this many events or fewer is drawn event by event. */
export const MOST_POINTS = 200;

/** The plots of a tube, in the order of its gates: one a gate that has a shape; a gate of one axis is plotted against side scatter. */
export function planPlots(definition: Definition, tube: TubeDefinition, dataSet: FcsDataSet): readonly PlotPlan[] {
  return tubeGates(tube).flatMap((gate) => {
    const [first, second] = gateAxes(gate);
    const x = first === undefined ? null : axisRequest(definition, dataSet, first);
    const y = second === undefined ? againstAxis(definition, tube, { dataSet, x }) : axisRequest(definition, dataSet, second);
    return x === null || y === null ? [] : [{ id: `plot ${gate.name}`, gate, parent: gate.parent ?? ALL_EVENTS, x, y }];
  });
}

type Axis = ReturnType<typeof gateAxes>[number];

/** A ratio has no axis of its own, and a parameter that the file lacks has none either: its gate is reported as absent elsewhere. */
function axisRequest(definition: Definition, dataSet: FcsDataSet, axis: Axis): AxisRequest | null {
  const named = typeof axis === 'string' ? { parameter: axis } : axis;
  if (!('parameter' in named)) return null;
  const parameter = parameterOf(definition, dataSet, named.parameter);
  if (parameter === null) return null;
  const transform =
    'transform' in named && named.transform !== undefined ? findTransform(named.transform, definition.transforms) : linearAxis(parameter);
  if (transform === null) return null;
  const compensated = 'compensated' in named ? named.compensated : undefined;
  return { parameter: named.parameter, ...(compensated === undefined ? {} : { compensated }), transform, ...axisView(transform) };
}

function parameterOf(definition: Definition, dataSet: FcsDataSet, reference: string): FcsParameter | null {
  try {
    return dataSet.parameters[resolveParameter(reference, dataSet, definition.markers)] ?? null;
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** A linear axis reaches to the parameter's range, in scale units. */
function linearAxis({ range, scale }: FcsParameter): Transform {
  const top = range !== null && range > 0 ? range : 262144;
  return { type: 'linear', T: scaleOf(scale)(top), A: 0 };
}

/** What a gate of one axis is plotted against: what the tube names, else the area of side scatter, else the first other parameter. */
function againstAxis(
  definition: Definition,
  tube: TubeDefinition,
  shown: { readonly dataSet: FcsDataSet; readonly x: AxisRequest | null },
): AxisRequest | null {
  const { dataSet, x } = shown;
  const names = dataSet.parameters.map((parameter) => parameter.name);
  const scatter =
    names.find((name) => /^SSC-A$/i.test(name)) ?? names.find((name) => /^SS/i.test(name)) ?? names.find((name) => name !== x?.parameter);
  const reference = tube.plotAgainst ?? scatter;
  return reference === undefined ? null : axisRequest(definition, dataSet, reference);
}

/** What gating must count for plots, overlays, rare events and control limits. `rare` names the populations that are drawn event by event. */
export function statisticsRequests(
  definition: Definition,
  tube: TubeDefinition,
  shown: { readonly dataSet: FcsDataSet; readonly rare: ReadonlySet<string> },
): Pick<GatingRequest, 'quantiles' | 'histograms' | 'points'> {
  const plots = planPlots(definition, tube, shown.dataSet);
  const histograms: HistogramRequest[] = plots.map((plot) => ({
    id: plot.id,
    population: plot.parent,
    x: plot.x,
    y: plot.y,
    bins: PLOT_BINS,
  }));
  const points: PointsRequest[] = plots.flatMap((plot) =>
    populationsOf(plot.gate)
      .filter((name) => shown.rare.has(name))
      .map((name) => ({ id: `points ${name}`, population: name, x: plot.x, y: plot.y, limit: MOST_POINTS + 1 })),
  );
  return {
    quantiles: [...medians(definition, tube, shown.dataSet), ...intensities(definition, tube, shown.dataSet)],
    histograms: [...histograms, ...overlays(plots, tube)],
    points,
  };
}

/** Where a threshold is seen: the first plot whose gate takes it, and the axis of the plot that it lies on. */
export interface ThresholdPlot {
  readonly plan: PlotPlan;
  readonly axis: 'x' | 'y';
}

/** Finds the plot of a threshold, of the gate with the fewest other ones; `null` where no plotted gate takes it on an axis of its parameter. */
export function thresholdPlot(
  plots: readonly PlotPlan[],
  threshold: { readonly name: string; readonly parameter: string },
): ThresholdPlot | null {
  const taking = plots.filter((plan) => thresholdsOf(plan.gate).includes(threshold.name));
  // A gate that takes this threshold alone shows it best; the order of the definition decides among equals.
  for (const plan of taking.toSorted((a, b) => thresholdsOf(a.gate).length - thresholdsOf(b.gate).length)) {
    if (plan.x.parameter === threshold.parameter) return { plan, axis: 'x' };
    if (plan.y.parameter === threshold.parameter) return { plan, axis: 'y' };
  }
  return null;
}

/** A histogram of the threshold's parameter for every threshold that is seen: control and sample are laid over one another. */
function overlays(plots: readonly PlotPlan[], tube: TubeDefinition): HistogramRequest[] {
  return tube.thresholds.flatMap((threshold) => {
    const seen = thresholdPlot(plots, threshold);
    return seen === null
      ? []
      : [{ id: overlayId(threshold.name), population: seen.plan.parent, x: seen.plan[seen.axis], y: null, bins: PLOT_BINS }];
  });
}

/** Identifier of the overlay histogram of a threshold. */
export const overlayId = (threshold: string): string => `overlay ${threshold}`;

/** A parameter that the file lacks has no median: the control's limit is then reported as not computed. */
function medians(definition: Definition, tube: TubeDefinition, dataSet: FcsDataSet): QuantileRequest[] {
  return tube.controls.flatMap((control) =>
    control.limits.flatMap(({ population, median }, index) =>
      median === undefined || parameterOf(definition, dataSet, median.parameter) === null
        ? []
        : [{ id: medianId(control.name, index), population, parameter: median.parameter, probabilities: [0.5] }],
    ),
  );
}

/** What intensity attributes read in the tube, sample or control; a parameter that the file lacks is the attribute's own reason. */
function intensities(definition: Definition, tube: TubeDefinition, dataSet: FcsDataSet): QuantileRequest[] {
  return definition.attributes
    .flatMap((attribute) => attributeNeeds(attribute).intensities)
    .filter((need) => need.panel === tube.panel && (need.tube === null || need.tube === tube.id))
    .filter((need) => parameterOf(definition, dataSet, need.parameter) !== null)
    .map(({ id, population, parameter, probability, limits }) => ({
      id,
      population,
      parameter,
      probabilities: [probability],
      limits,
      moments: true,
    }));
}

/** Populations that an attribute counts as rare: their events are drawn one by one. */
export function rarePopulations({ attributes }: Pick<Definition, 'attributes'>): ReadonlySet<string> {
  return new Set(attributes.flatMap((attribute) => attributeNeeds(attribute).rare));
}
