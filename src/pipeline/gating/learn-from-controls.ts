import { InputError } from '../../errors.ts';
import { compileGating } from '../../population/gating/gating.ts';
import { quotedError } from '../../quoted-error.ts';
import type { Reason } from '../../reason.ts';
import type { ControlPlan } from '../binding/plan-record.ts';
import type { Binding } from '../binding.ts';
import { type ComputedClusters, withLearned } from '../definition/cluster-gates.ts';
import type { Definition } from '../definition/definition.ts';
import { gatesFor, learningRounds } from '../definition/thresholds.ts';
import type { ClustersDefinition, ThresholdDefinition, TubeDefinition } from '../definition/tube-definition.ts';
import { clustersWithoutControl, computeClusters } from './compute-clusters.ts';
import { baseRequest, failureOf, type Learned, noThreshold } from './gating-parts.ts';
import type { ComputedThreshold, GatingTools } from './gating-record.ts';

export interface ControlTask {
  readonly definition: Definition;
  readonly tube: TubeDefinition;
  readonly controls: readonly ControlPlan[];
  readonly tools: GatingTools;
}

/** Takes thresholds and clusters from the controls of one tube in one assay run, round by round. */
export async function learnFromControls(task: ControlTask): Promise<Learned> {
  const thresholds = new Map<string, ComputedThreshold>();
  const failures = new Map<string, readonly Reason[]>();
  const clusters = new Map<string, ComputedClusters>();
  const learned: Learned = { thresholds, failures, clusters };
  for (const round of learningRounds(task.tube, 'controls')) {
    const found = await Promise.all(round.thresholds.map((one) => computeThreshold(task, one, learned)));
    const grouped = await Promise.all(round.clusters.map((one) => clustersOfControl(task, one, learned)));
    round.thresholds.forEach(({ name }, i) => {
      const one = found[i];
      if (one !== undefined && 'value' in one) thresholds.set(name, one);
      else failures.set(name, one?.reasons ?? []);
    });
    for (const one of grouped) clusters.set(one.definition.name, one);
  }
  return learned;
}

type Failed = { readonly reasons: readonly Reason[] };

function bindingOf({ controls, tools }: ControlTask, name: string): Binding | Failed {
  const control = controls.find((known) => known.name === name);
  const dataSet = control?.binding == null ? null : tools.dataSetOf(control.binding.file, control.binding.dataSet);
  if (control?.binding == null || control.reasons.length > 0 || dataSet === null) return { reasons: control?.reasons ?? [] };
  return control.binding;
}

async function clustersOfControl(task: ControlTask, clusters: ClustersDefinition, learned: Learned): Promise<ComputedClusters> {
  const binding = bindingOf(task, clusters.learnFrom);
  if ('reasons' in binding) return clustersWithoutControl(clusters, binding.reasons);
  return computeClusters({ ...task, clusters, binding, learned });
}

async function computeThreshold(task: ControlTask, one: ThresholdDefinition, learned: Learned): Promise<ComputedThreshold | Failed> {
  const binding = bindingOf(task, one.control);
  if ('reasons' in binding) return binding;
  const { file } = binding;
  const dataSet = task.tools.dataSetOf(file, binding.dataSet);
  const gates = gatesFor(withLearned(task.tube, learned.clusters), [one.population]);
  const failure = failureOf(gates, learned);
  if (failure !== null || dataSet === null) return { reasons: failure ?? [] };
  const quantiles = [{ id: one.name, population: one.population, parameter: one.parameter, probabilities: [one.percentile / 100] }];
  const request = { ...baseRequest(task.definition, task.tube, { gates, thresholds: learned.thresholds, tools: task.tools }), quantiles };
  try {
    compileGating(request, dataSet);
    const [found] = (await task.tools.gate(file, binding.dataSet, request)).quantiles;
    const value = found?.values?.[0];
    if (found === undefined || value === undefined || found.count < one.minimumEvents) {
      const events = { population: one.population, minimum: one.minimumEvents, found: found?.count ?? 0 };
      return { reasons: [noThreshold({ threshold: one.name, file, events, error: null })] };
    }
    return { name: one.name, value: value + one.offset, control: one.control, percentile: one.percentile, events: found.count };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { reasons: [noThreshold({ threshold: one.name, file, events: null, error: quotedError(error) })] };
  }
}
