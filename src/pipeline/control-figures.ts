import type { AttributeResult, Title } from '../attributes/attribute-result.ts';
import type { ControlFigures, FlowPlot } from '../results/figures.ts';
import type { ComputedThreshold } from './compute-gating.ts';
import { type FigureSource, fewDigits, flowPlot, gateTitle } from './flow-figures.ts';
import { type PlotPlan, planPlots } from './plot-plan.ts';
import { thresholdsOf } from './thresholds.ts';

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
    const plan = plots.find((known) => thresholdsOf(known.gate).includes(definition.name));
    if (threshold === undefined || control === undefined || plan === undefined) return [];
    return thresholdRow(sample, control, { plan, threshold });
  });
}

function thresholdRow(
  sample: FigureSource,
  control: FigureSource,
  told: { readonly plan: PlotPlan; readonly threshold: ComputedThreshold },
): ControlFigures[] {
  const { plan, threshold } = told;
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
      controlName: controlTitle.en,
      sampleName: sample.name,
      controlNote: inGate(pair.control),
      sampleNote: inGate(pair.sample),
      overlay: overlay(sample, control, { plan, threshold }, pair.sample),
      table: [],
    },
  ];
}

function plotPair(
  sample: FigureSource,
  control: FigureSource,
  plan: PlotPlan,
): { readonly control: FlowPlot; readonly sample: FlowPlot } | null {
  const own = flowPlot(sample, plan, 1);
  const other = flowPlot(control, plan, 1);
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

/** Only where the threshold lies on the plot's x axis. */
function overlay(
  sample: FigureSource,
  control: FigureSource,
  told: { readonly plan: PlotPlan; readonly threshold: ComputedThreshold },
  plot: FlowPlot,
): ControlFigures['overlay'] {
  const id = `overlay ${told.plan.gate.name}`;
  const counts = (source: FigureSource) => source.result.histograms.find((known) => known.id === id)?.counts;
  const [a, b] = [counts(control), counts(sample)];
  const parameter = sample.tube.thresholds.find((known) => known.name === told.threshold.name)?.parameter;
  if (a === undefined || b === undefined || parameter !== told.plan.x.parameter) return null;
  return {
    x: plot.x,
    control: [...a],
    sample: [...b],
    threshold: thresholdPosition(plot),
    thresholdText: `${told.threshold.percentile} % = ${fewDigits(told.threshold.value)}`,
  };
}

/** The end of the gate's outline that lies inside the view. */
function thresholdPosition(plot: FlowPlot): number | null {
  const outline = plot.gates[0]?.outline;
  if (outline === undefined) return null;
  const ends =
    outline.kind === 'interval' ? [outline.from, outline.to] : outline.kind === 'quadrant' ? [outline.x] : outline.points.map(([x]) => x);
  return ends.find((end) => end !== null && end > 0 && end < 1) ?? null;
}

/** The row of a rare event: the control whose events are counted, the sample, and what was found. */
export function rareEventFigures({ sample, controls }: ControlledSample, attributes: readonly AttributeResult[]): ControlFigures[] {
  const plots = planPlots(sample.definition, sample.tube, sample.dataSet);
  return sample.definition.attributes.flatMap((attribute) => {
    if (attribute.type !== 'residual-pluripotent' || attribute.control === undefined || attribute.panel !== sample.tube.panel) return [];
    const control = controls.get(attribute.control.name);
    const plan = plots.find((known) => known.gate.name === attribute.population);
    const pair = control === undefined || plan === undefined ? null : plotPair(sample, control, plan);
    const results = attributes.filter((result) => result.attribute === attribute.id && result.stage === attribute.sample);
    const [whole] = results;
    if (pair === null || whole === undefined || control === undefined) return [];
    const title = sample.tube.controls.find((known) => known.name === attribute.control?.name)?.title;
    return [
      {
        title: attribute.title,
        kind: 'rare-event' as const,
        ...pair,
        controlName: title?.en ?? attribute.control.name,
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
  const rows: { readonly title: Title; readonly value: string | null }[] = [
    {
      title: { en: 'k of N', zh: '阳性数/总数' },
      value: whole.k === null || whole.N === null ? null : `${grouped(whole.k)} of ${grouped(whole.N)}`,
    },
    { title: { en: 'estimate', zh: '估计值' }, value: scientific(whole.estimate) },
    {
      title: { en: `95 % upper limit, ${whole.interval?.method ?? ''}, one-sided`, zh: '95 % 单侧上限' },
      value: scientific(whole.interval?.upper ?? null),
    },
    { title: { en: 'criterion', zh: '标准规定' }, value: whole.criterion?.text.en ?? null },
    {
      title: { en: 'cells per maximum dose, upper limit', zh: '每最大剂量细胞数上限' },
      value: perDose?.interval?.upper == null ? null : `at most ${grouped(Math.ceil(perDose.interval.upper))}`,
    },
    ...whole.details
      .filter((detail) => detail.name === 'events-needed')
      .map((detail) => ({ title: detail.title, value: typeof detail.value === 'number' ? grouped(detail.value) : detail.value })),
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
