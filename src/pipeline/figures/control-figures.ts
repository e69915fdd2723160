import type { AttributeResult, Title } from '../../attributes/attribute-result.ts';
import type { CriterionFields } from '../../attributes/criterion-record.ts';
import { RARE_EVENT_LEVEL } from '../../attributes/estimates/rare-event.ts';
import { unbounded } from '../../population/transforms/bounds.ts';
import { compileTransform, findTransform } from '../../population/transforms/registry.ts';
import type { ControlFigures, FlowPlot } from '../../results/figures.ts';
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
      controlNote: inGate(pair.control),
      sampleNote: inGate(pair.sample),
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

/** `1,344 of 268,412 in the gate`. */
function inGate(plot: FlowPlot): Title {
  const gate = plot.gates[0];
  if (gate === undefined) return { en: 'gate not drawn', zh: '未绘门' };
  return {
    en: `${grouped(gate.count)} of ${grouped(gate.parentCount)} in the gate`,
    zh: `门内 ${grouped(gate.count)} / ${grouped(gate.parentCount)}`,
  };
}

/** Control and sample on the threshold's own axis. */
function overlay(sample: FigureSource, control: FigureSource, seen: SeenThreshold): ControlFigures['overlay'] {
  const { plan, axis, threshold } = seen;
  const counts = (source: FigureSource) => source.result.histograms.find((known) => known.id === overlayId(threshold.name))?.counts;
  const [a, b] = [counts(control), counts(sample)];
  if (a === undefined || b === undefined) return null;
  const request = plan[axis];
  const { from, to } = request;
  const transform = unbounded(compileTransform(findTransform(request.transform, sample.definition.transforms)));
  return {
    x: plotAxis(sample, request),
    control: [...a],
    sample: [...b],
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
        controlNote: inGate(pair.control),
        sampleNote: inGate(pair.sample),
        overlay: null,
        table: rareTable(results),
      },
    ];
  });
}

function rareTable(results: readonly AttributeResult[]): ControlFigures['table'] {
  const [whole, perDose] = results;
  if (whole === undefined) return [];
  const percent = 100 * (whole.interval?.level ?? RARE_EVENT_LEVEL);
  const rows: { readonly title: Title; readonly value: string | CriterionFields | null }[] = [
    {
      title: { en: 'k of N', zh: '阳性数/总数' },
      value: whole.k === null || whole.N === null ? null : `${grouped(whole.k)} of ${grouped(whole.N)}`,
    },
    { title: { en: 'estimate', zh: '估计值' }, value: scientific(whole.estimate) },
    {
      title: { en: `${percent} % upper limit, ${whole.interval?.method ?? ''}, one-sided`, zh: `${percent} % 单侧上限` },
      value: scientific(whole.interval?.upper ?? null),
    },
    { title: { en: 'criterion', zh: '标准规定' }, value: whole.criterion === null ? null : criterionOnly(whole.criterion) },
    {
      title: { en: 'cells per maximum dose, upper limit', zh: '每最大剂量细胞数上限' },
      value: perDose?.interval?.upper == null ? null : `at most ${grouped(Math.ceil(perDose.interval.upper))}`,
    },
    {
      title: {
        en: `events needed to exclude the limit at ${100 * RARE_EVENT_LEVEL} %`,
        zh: `以 ${100 * RARE_EVENT_LEVEL} % 置信度排除限度所需事件数`,
      },
      value: whole.eventsNeeded === undefined ? null : grouped(whole.eventsNeeded),
    },
  ];
  return rows.flatMap(({ title, value }) => (value === null ? [] : [{ title, value }]));
}

/** `2.6 × 10^-5`, a display figure of two digits. */
function scientific(value: number | null): string | null {
  if (value === null) return null;
  if (value === 0) return '0';
  const [mantissa, exponent] = value.toExponential(1).split('e');
  return `${mantissa} × 10^${Number(exponent)}`;
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

function criterionOnly({ kind, on, unit, lower, upper, words }: CriterionFields): CriterionFields {
  return { kind, on, unit, lower, upper, words };
}
