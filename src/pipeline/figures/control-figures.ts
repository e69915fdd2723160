import type { AttributeResult } from '../../attributes/attribute-result.ts';
import type { CriterionFields } from '../../attributes/criterion-record.ts';
import { RARE_EVENT_LEVEL } from '../../attributes/estimates/rare-event.ts';
import { methodAlone } from '../../attributes/interval-method.ts';
import { decodeRuns } from '../../numerics/runs.ts';
import { unbounded } from '../../population/transforms/bounds.ts';
import { compileTransform, findTransform } from '../../population/transforms/registry.ts';
import type { ControlFigures, FlowPlot } from '../../results/figures.ts';
import type { RareEventRow } from '../../results/rare-event-row.ts';
import type { ComputedThreshold } from '../gating/gating-record.ts';
import { buildFlowPlot, type FigureSource, fewDigits, gateTitle, plotAxis } from './flow-figures.ts';
import { overlayId, type PlotPlan, planPlots, type ThresholdPlot, thresholdPlot } from './plot-plan.ts';

/** A sample beside its controls: what the section "Controls beside the sample" is drawn from. */
export interface ControlledSample {
  readonly sample: FigureSource;
  /** Gated controls of the sample's tube and assay run, by the definition's name. */
  readonly controls: ReadonlyMap<string, FigureSource>;
}

/** One row for every threshold that a plotted gate takes from a control: control, sample and overlay. */
export function thresholdFigures({ sample, controls }: ControlledSample): ControlFigures[] {
  const plots = planPlots(sample.definition, sample.tube, sample.dataSet);
  return sample.tube.thresholds.flatMap((definition) => {
    const threshold = sample.tubeRun?.thresholds.get(definition.name);
    const control = controls.get(definition.control);
    const seen = thresholdPlot(plots, definition);
    if (threshold === undefined || control === undefined || seen === null) return [];
    return thresholdRow(sample, control, { ...seen, threshold });
  });
}

interface SeenThreshold extends ThresholdPlot {
  readonly threshold: ComputedThreshold;
}

function thresholdRow(sample: FigureSource, control: FigureSource, seen: SeenThreshold): ControlFigures[] {
  const { plan, threshold } = seen;
  const pair = plotPair(sample, control, plan);
  if (pair === null) return [];
  const title = gateTitle(plan.gate);
  const controlTitle = control.tube.controls.find((known) => known.name === threshold.control)?.title ?? {
    en: control.name,
    zh: control.name,
  };
  return [
    {
      title,
      kind: 'threshold',
      ...pair,
      controlName: controlTitle,
      sampleName: sample.name,
      overlay: overlay(sample, control, seen),
      table: [],
    },
  ];
}

function plotPair(
  sample: FigureSource,
  control: FigureSource,
  plan: PlotPlan,
): { readonly control: FlowPlot; readonly sample: FlowPlot } | null {
  const own = buildFlowPlot(sample, plan, 1);
  const other = buildFlowPlot(control, plan, 1);
  return own === null || other === null ? null : { control: other, sample: own };
}

/** Control and sample on the threshold's own axis. */
function overlay(sample: FigureSource, control: FigureSource, seen: SeenThreshold): ControlFigures['overlay'] {
  const { plan, axis, threshold } = seen;
  const histogram = (source: FigureSource) => source.result.histograms.find((known) => known.id === overlayId(threshold.name));
  const [a, b] = [histogram(control), histogram(sample)];
  if (a === undefined || b === undefined) return null;
  const request = plan[axis];
  const { from, to } = request;
  const transform = unbounded(compileTransform(findTransform(request.transform, sample.definition.transforms)));
  return {
    x: plotAxis(sample, request),
    control: [...decodeRuns(a.runs, a.bins)],
    sample: [...decodeRuns(b.runs, b.bins)],
    threshold: (transform.forward(threshold.value) - from) / (to - from),
    thresholdText: `${threshold.percentile} % = ${fewDigits(threshold.value)}`,
  };
}

/** The row of a rare event: the control whose events are counted, the sample, and what was found. */
export function rareEventFigures({ sample, controls }: ControlledSample, attributes: readonly AttributeResult[]): ControlFigures[] {
  const plots = planPlots(sample.definition, sample.tube, sample.dataSet);
  return sample.definition.attributes.flatMap((attribute) => {
    if (attribute.type !== 'residual-pluripotent' || attribute.control === undefined || attribute.panel !== sample.tube.panel) return [];
    const control = controls.get(attribute.control.name);
    const plan = plots.find((known) => known.gate.name === attribute.population);
    const pair = control === undefined || plan === undefined ? null : plotPair(sample, control, plan);
    const results = attributes.filter((result) => result.attribute === attribute.id && result.stage === attribute.stage);
    const [whole] = results;
    if (pair === null || whole === undefined || control === undefined) return [];
    const title = sample.tube.controls.find((known) => known.name === attribute.control?.name)?.title;
    return [
      {
        title: attribute.title,
        kind: 'rare-event' as const,
        ...pair,
        controlName: title ?? { en: attribute.control.name, zh: attribute.control.name },
        sampleName: sample.name,
        overlay: null,
        table: rareTable(results),
      },
    ];
  });
}

function rareTable(results: readonly AttributeResult[]): readonly RareEventRow[] {
  const [whole, perDose] = results;
  if (whole === undefined) return [];
  const { k, N, estimate, interval, criterion, eventsNeeded } = whole;
  const cells = perDose?.interval?.upper ?? null;
  const rows: readonly (RareEventRow | null)[] = [
    k === null || N === null ? null : { row: 'counts', k, N },
    estimate === null ? null : { row: 'estimate', value: estimate },
    interval === null || interval.upper === null
      ? null
      : { row: 'upper-limit', value: interval.upper, level: interval.level, method: methodAlone(interval) },
    criterion === null ? null : { row: 'criterion', criterion: criterionOnly(criterion) },
    cells === null ? null : { row: 'cells-per-dose', cells: Math.ceil(cells) },
    eventsNeeded === undefined ? null : { row: 'events-needed', events: eventsNeeded, level: RARE_EVENT_LEVEL },
  ];
  return rows.flatMap((row) => (row === null ? [] : [row]));
}

function criterionOnly({ kind, on, unit, lower, upper, words }: CriterionFields): CriterionFields {
  return { kind, on, unit, lower, upper, words };
}
