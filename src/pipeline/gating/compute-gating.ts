import type { Reason } from '../../attributes/attribute-result.ts';
import { attributeNeeds } from '../../attributes/registry.ts';
import { InputError } from '../../errors.ts';
import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import { type Gate, populationsOf } from '../../population/gates/registry.ts';
import { compileGating } from '../../population/gating.ts';
import type { GatingRequest, OverlapRequest } from '../../population/gating-request.ts';
import type { GatingResult } from '../../population/population.ts';
import type { Plan, SamplePlan } from '../binding/plan-record.ts';
import type { Binding } from '../binding.ts';
import { type ComputedClusters, tubeGates, withLearned } from '../definition/cluster-gates.ts';
import type { Definition } from '../definition/definition.ts';
import { gatesFor, learningRounds } from '../definition/thresholds.ts';
import type { TubeDefinition } from '../definition/tube-definition.ts';
import { pipelineReason } from '../reasons.ts';
import { computeClusters } from './compute-clusters.ts';
import { baseRequest, failureOf, type Learned } from './gating-parts.ts';
import type { GatingTools } from './gating-record.ts';
import { learnFromControls } from './learn-from-controls.ts';

/** What the controls of one tube in one assay run gave: thresholds and clusters, and why others could not be computed. */
export interface TubeRun extends Learned {
  readonly tube: string;
  readonly assayRun: string | null;
}

/** One gated data set, with the populations that could not be gated and why. */
export interface GatedFile {
  readonly result: GatingResult | null;
  readonly absent: ReadonlyMap<string, readonly Reason[]>;
  /** The clusters that it was gated by, or was not: those of its controls and its own. */
  readonly clusters: ReadonlyMap<string, ComputedClusters>;
}

export interface GatedRun {
  readonly tubeRuns: ReadonlyMap<string, TubeRun>;
  readonly files: ReadonlyMap<string, GatedFile>;
}

/** The key of a tube in an assay run, and of a file gated by it. */
export const tubeRunKey = (tube: string, assayRun: string | null): string => JSON.stringify([tube, assayRun]);
export const gatedFileKey = (tubeRun: string, binding: Binding): string => JSON.stringify([tubeRun, binding.file, binding.dataSet]);

/** Gates everything that the plan asks for: first the controls that give thresholds and clusters, round by round, then every control and sample. */
export async function computeGating(definition: Definition, plan: Plan, tools: GatingTools): Promise<GatedRun> {
  const samples = plan.lots.flatMap((lot) => lot.samples).filter((sample) => sample.held.length === 0);
  const groups = new Map<string, { readonly tube: TubeDefinition; readonly samples: SamplePlan[] }>();
  for (const sample of samples) {
    const tube = definition.tubes.find((known) => known.id === sample.tube);
    if (tube === undefined) continue;
    const key = tubeRunKey(tube.id, sample.binding.assayRun);
    const group = groups.get(key) ?? { tube, samples: [] };
    group.samples.push(sample);
    groups.set(key, group);
  }
  const gated = await Promise.all([...groups].map(([key, group]) => gateGroup(definition, { key, ...group }, tools)));
  return {
    tubeRuns: new Map(gated.map((group) => [group.key, group.tubeRun])),
    files: new Map(gated.flatMap((group) => [...group.files])),
  };
}

interface Group {
  readonly key: string;
  readonly tube: TubeDefinition;
  readonly samples: readonly SamplePlan[];
}

async function gateGroup(definition: Definition, group: Group, tools: GatingTools) {
  const controls = group.samples[0]?.controls ?? [];
  const run = { tube: group.tube.id, assayRun: group.samples[0]?.binding.assayRun ?? null };
  const tubeRun: TubeRun = { ...run, ...(await learnFromControls({ definition, tube: group.tube, controls, tools })) };
  const bindings = [
    ...group.samples.map((sample) => sample.binding),
    ...controls.flatMap((control) => (control.binding === null || control.reasons.length > 0 ? [] : [control.binding])),
  ];
  const files = await Promise.all(
    bindings.map(
      async (binding) =>
        [gatedFileKey(group.key, binding), await gateFile(definition, { tube: group.tube, tubeRun, binding }, tools)] as const,
    ),
  );
  return { key: group.key, tubeRun, files };
}

async function gateFile(
  definition: Definition,
  job: { readonly tube: TubeDefinition; readonly tubeRun: TubeRun; readonly binding: Binding },
  tools: GatingTools,
): Promise<GatedFile> {
  const dataSet = tools.dataSetOf(job.binding.file, job.binding.dataSet);
  if (dataSet === null) return ungated(job, `'${job.binding.file}' has no data set ${job.binding.dataSet}.`);
  const learned = await learnFromSample(definition, job, tools);
  const { clusters } = learned;
  const { gates, absent } = usableGates(definition, { tube: job.tube, learned, dataSet }, tools);
  const present = new Set(gates.flatMap(populationsOf));
  const wanted = tools.requestsOf(job.tube, dataSet);
  const usable = <Item extends { readonly population: string }>(items: readonly Item[]) =>
    items.filter((item) => item.population === '' || present.has(item.population));
  const request: GatingRequest = {
    ...baseRequest(definition, job.tube, { gates, thresholds: learned.thresholds, tools }),
    quantiles: usable(wanted.quantiles),
    histograms: usable(wanted.histograms),
    points: usable(wanted.points),
    overlaps: exclusiveClasses(definition, job.tube).filter(({ populations }) => populations.every((name) => present.has(name))),
  };
  try {
    return { result: await tools.gate(job.binding.file, job.binding.dataSet, request), absent, clusters };
  } catch (error) {
    // What only the events show, such as a value that is not a number: it holds this file, not the others.
    if (!(error instanceof InputError)) throw error;
    return ungated(job, `'${job.binding.file}' cannot be gated: ${error.message} [${error.code}]`);
  }
}

/** What the file itself gives to its gates, added to what the controls gave. Controls learn nothing from themselves. */
async function learnFromSample(
  definition: Definition,
  job: { readonly tube: TubeDefinition; readonly tubeRun: TubeRun; readonly binding: Binding },
  tools: GatingTools,
): Promise<Learned> {
  const clusters = new Map(job.tubeRun.clusters);
  const learned: Learned = { ...job.tubeRun, clusters };
  for (const round of job.binding.kind === 'sample' ? learningRounds(job.tube, 'sample') : []) {
    const task = { definition, tube: job.tube, binding: job.binding, learned, tools };
    const found = await Promise.all(round.clusters.map((one) => computeClusters({ ...task, clusters: one })));
    for (const one of found) clusters.set(one.definition.name, one);
  }
  return learned;
}

function ungated(job: { readonly tube: TubeDefinition }, message: string): GatedFile {
  const reason = pipelineReason('held/unreadable-file', 'test-article', message);
  const names = tubeGates(job.tube).flatMap(populationsOf);
  return { result: null, absent: new Map(names.map((name) => [name, [reason]])), clusters: new Map() };
}

/** Classes that an attribute declares exclusive in the tube's panel: gating counts the events that lie in two or more of them. */
function exclusiveClasses(definition: Definition, tube: TubeDefinition): OverlapRequest[] {
  const classes = definition.attributes
    .flatMap((attribute) => attributeNeeds(attribute).exclusive)
    .filter((need) => need.panel === tube.panel);
  const distinct = new Map(classes.map(({ populations }) => [JSON.stringify(populations), populations]));
  return [...distinct.values()].map((populations, index) => ({ id: `exclusive-${index + 1}`, populations }));
}

/** Codes of errors that say by themselves why a file cannot be gated. */
const GATING_CODES = [
  'population/missing-parameter',
  'population/ambiguous-parameter',
  'population/bad-spillover',
  'population/bad-gate',
  'population/bad-transform',
] as const;

function gatingReason(error: InputError, file: string): Reason {
  const code = GATING_CODES.find((known) => known === error.code);
  return code === undefined
    ? pipelineReason('population/not-gated', 'test-article', `'${file}': ${error.message} [${error.code}]`)
    : pipelineReason(code, 'test-article', `'${file}': ${error.message}`);
}

/** The gates that can be evaluated on a data set; for the others, why not. A gate falls with the gates, thresholds and clusters that it needs. */
function usableGates(
  definition: Definition,
  job: { readonly tube: TubeDefinition; readonly learned: Learned; readonly dataSet: FcsDataSet },
  tools: GatingTools,
) {
  const { tube, learned, dataSet } = job;
  const all = withLearned(tube, learned.clusters);
  const absent = new Map<string, readonly Reason[]>();
  const reasonsOf = (gate: Gate): readonly Reason[] => {
    const closure = gatesFor(all, populationsOf(gate));
    const failure = failureOf(closure, learned);
    if (failure !== null) return failure;
    try {
      compileGating(baseRequest(definition, tube, { gates: closure, thresholds: learned.thresholds, tools }), dataSet);
      return [];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return [gatingReason(error, dataSet.file)];
    }
  };
  const gates = all.filter((gate) => {
    const reasons = reasonsOf(gate);
    for (const name of reasons.length === 0 ? [] : populationsOf(gate)) absent.set(name, reasons);
    return reasons.length === 0;
  });
  return { gates, absent };
}
