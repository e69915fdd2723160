import type { Reason } from '../attributes/attribute-result.ts';
import { attributeNeeds } from '../attributes/registry.ts';
import { InputError } from '../errors.ts';
import type { FcsDataSet } from '../fcs/fcs-file.ts';
import { type Gate, populationsOf } from '../population/gates/registry.ts';
import { compileGating } from '../population/gating.ts';
import type { GatingRequest, OverlapRequest } from '../population/gating-request.ts';
import type { GatingResult } from '../population/population.ts';
import type { Binding } from './binding.ts';
import type { Definition } from './definition.ts';
import type { ControlPlan, Plan, SamplePlan } from './plan.ts';
import { gatesFor, type ThresholdRound, thresholdRounds, thresholdsOf } from './thresholds.ts';
import type { TubeDefinition } from './tube-definition.ts';

/** What the stages of gating need from outside: the data sets' descriptions, and a worker that gates one. */
export interface GatingTools {
  readonly dataSetOf: (file: string, number: number) => FcsDataSet | null;
  readonly gate: (file: string, dataSet: number, request: GatingRequest) => Promise<GatingResult>;
  /** Matrices by the file name that a tube gives. */
  readonly matrices: ReadonlyMap<string, { readonly parameters: readonly string[]; readonly matrix: readonly (readonly number[])[] }>;
  /** What is wanted besides counts: plots and medians. */
  readonly requestsOf: (tube: TubeDefinition, dataSet: FcsDataSet) => Pick<GatingRequest, 'quantiles' | 'histograms' | 'points'>;
}

/** A threshold as it was computed. */
export interface ComputedThreshold {
  readonly name: string;
  readonly value: number;
  readonly control: string;
  readonly percentile: number;
  readonly events: number;
}

/** The thresholds of one tube in one assay run: those that could be computed, and why the others could not. */
export interface TubeRun {
  readonly tube: string;
  readonly assayRun: string | null;
  readonly thresholds: ReadonlyMap<string, ComputedThreshold>;
  readonly failures: ReadonlyMap<string, readonly Reason[]>;
}

/** One gated data set, with the populations that could not be gated and why. */
export interface GatedFile {
  readonly result: GatingResult | null;
  readonly absent: ReadonlyMap<string, readonly Reason[]>;
}

export interface GatedRun {
  readonly tubeRuns: ReadonlyMap<string, TubeRun>;
  readonly files: ReadonlyMap<string, GatedFile>;
}

/** The key of a tube in an assay run, and of a file gated by it. */
export const tubeRunKey = (tube: string, assayRun: string | null): string => JSON.stringify([tube, assayRun]);
export const gatedFileKey = (tubeRun: string, binding: Binding): string => JSON.stringify([tubeRun, binding.file, binding.dataSet]);

/** Gates everything that the plan asks for: first the controls that give thresholds, round by round, then every control and sample. */
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
  const tubeRun = await computeThresholds(definition, group, { controls, tools });
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

async function computeThresholds(
  definition: Definition,
  group: Group,
  given: { readonly controls: readonly ControlPlan[]; readonly tools: GatingTools },
): Promise<TubeRun> {
  const thresholds = new Map<string, ComputedThreshold>();
  const failures = new Map<string, readonly Reason[]>();
  for (const round of thresholdRounds(group.tube)) {
    const names = [...new Set(round.map((threshold) => threshold.control))].sort();
    await Promise.all(
      names.map((name) =>
        thresholdsFromControl({ definition, group, name, round: round.filter((one) => one.control === name), thresholds, failures }, given),
      ),
    );
  }
  return { tube: group.tube.id, assayRun: group.samples[0]?.binding.assayRun ?? null, thresholds, failures };
}

interface ThresholdTask {
  readonly definition: Definition;
  readonly group: Group;
  readonly name: string;
  readonly round: ThresholdRound;
  readonly thresholds: Map<string, ComputedThreshold>;
  readonly failures: Map<string, readonly Reason[]>;
}

async function thresholdsFromControl(
  task: ThresholdTask,
  given: { readonly controls: readonly ControlPlan[]; readonly tools: GatingTools },
): Promise<void> {
  const { definition, group, name, round, thresholds, failures } = task;
  const fail = (threshold: string, reasons: readonly Reason[]) => failures.set(threshold, reasons);
  const control = given.controls.find((known) => known.name === name);
  const dataSet = control?.binding == null ? null : given.tools.dataSetOf(control.binding.file, control.binding.dataSet);
  if (control?.binding == null || control.reasons.length > 0 || dataSet === null) {
    for (const one of round) fail(one.name, control?.reasons ?? []);
    return;
  }
  for (const one of round) {
    const missing = gatesFor(group.tube.gates, [one.population])
      .flatMap(thresholdsOf)
      .filter((needed) => !thresholds.has(needed));
    if (missing.length > 0) {
      fail(one.name, failures.get(missing[0] ?? '') ?? []);
      continue;
    }
    const quantiles = [{ id: one.name, population: one.population, parameter: one.parameter, probabilities: [one.percentile / 100] }];
    const request = {
      ...baseRequest(definition, group.tube, { gates: gatesFor(group.tube.gates, [one.population]), thresholds, tools: given.tools }),
      quantiles,
    };
    try {
      compileGating(request, dataSet);
      const result = await given.tools.gate(control.binding.file, control.binding.dataSet, request);
      const found = result.quantiles[0];
      const value = found?.values?.[0];
      if (found === undefined || value === undefined || found.count < one.minimumEvents) {
        fail(one.name, [
          noThreshold(
            `Expected at least ${one.minimumEvents} events in '${one.population}' of '${control.binding.file}' for the threshold '${one.name}', found ${found?.count ?? 0}.`,
          ),
        ]);
      } else {
        thresholds.set(one.name, {
          name: one.name,
          value: value + one.offset,
          control: name,
          percentile: one.percentile,
          events: found.count,
        });
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      fail(one.name, [noThreshold(`The threshold '${one.name}' cannot be taken from '${control.binding.file}': ${error.message}`)]);
    }
  }
}

function noThreshold(message: string): Reason {
  return { code: 'control/no-threshold', scope: 'assay-run', message };
}

interface RequestParts {
  readonly gates: readonly Gate[];
  readonly thresholds: ReadonlyMap<string, ComputedThreshold>;
  readonly tools: GatingTools;
}

function baseRequest(definition: Definition, tube: TubeDefinition, parts: RequestParts): GatingRequest {
  const { compensation } = tube;
  const matrix = compensation.from === 'matrix' ? parts.tools.matrices.get(compensation.file) : undefined;
  if (compensation.from === 'matrix' && matrix === undefined) throw new Error(`the matrix '${compensation.file}' was not loaded`);
  return {
    gates: parts.gates,
    transforms: definition.transforms,
    markers: definition.markers,
    compensation: matrix === undefined ? { from: compensation.from === 'none' ? 'none' : 'file' } : { from: 'matrix', ...matrix },
    thresholds: Object.fromEntries([...parts.thresholds].map(([name, threshold]) => [name, threshold.value])),
    quantiles: [],
    histograms: [],
    points: [],
  };
}

async function gateFile(
  definition: Definition,
  job: { readonly tube: TubeDefinition; readonly tubeRun: TubeRun; readonly binding: Binding },
  tools: GatingTools,
): Promise<GatedFile> {
  const dataSet = tools.dataSetOf(job.binding.file, job.binding.dataSet);
  if (dataSet === null) return ungated(job, `'${job.binding.file}' has no data set ${job.binding.dataSet}.`);
  const { gates, absent } = usableGates(definition, { ...job, dataSet }, tools);
  const present = new Set(gates.flatMap(populationsOf));
  const wanted = tools.requestsOf(job.tube, dataSet);
  const usable = <Item extends { readonly population: string }>(items: readonly Item[]) =>
    items.filter((item) => item.population === '' || present.has(item.population));
  const request: GatingRequest = {
    ...baseRequest(definition, job.tube, { gates, thresholds: job.tubeRun.thresholds, tools }),
    quantiles: usable(wanted.quantiles),
    histograms: usable(wanted.histograms),
    points: usable(wanted.points),
    overlaps: exclusiveClasses(definition, job.tube).filter(({ populations }) => populations.every((name) => present.has(name))),
  };
  try {
    return { result: await tools.gate(job.binding.file, job.binding.dataSet, request), absent };
  } catch (error) {
    // What only the events show, such as a value that is not a number: it holds this file, not the others.
    if (!(error instanceof InputError)) throw error;
    return ungated(job, `'${job.binding.file}' cannot be gated: ${error.message} [${error.code}]`);
  }
}

function ungated(job: { readonly tube: TubeDefinition }, message: string): GatedFile {
  const reason: Reason = { code: 'held/unreadable-file', scope: 'test-article', message };
  return { result: null, absent: new Map(job.tube.gates.flatMap(populationsOf).map((name) => [name, [reason]])) };
}

/** Classes that an attribute declares exclusive in the tube's panel: gating counts the events that lie in two or more of them. */
function exclusiveClasses(definition: Definition, tube: TubeDefinition): OverlapRequest[] {
  const classes = definition.attributes
    .flatMap((attribute) => attributeNeeds(attribute).exclusive)
    .filter((need) => need.panel === tube.panel);
  const distinct = new Map(classes.map(({ populations }) => [JSON.stringify(populations), populations]));
  return [...distinct.values()].map((populations, index) => ({ id: `exclusive-${index + 1}`, populations }));
}

/** The gates that can be evaluated on a data set; for the others, why not. A gate falls with the gates and thresholds that it needs. */
function usableGates(
  definition: Definition,
  job: { readonly tube: TubeDefinition; readonly tubeRun: TubeRun; readonly dataSet: FcsDataSet },
  tools: GatingTools,
) {
  const { tube, tubeRun, dataSet } = job;
  const absent = new Map<string, readonly Reason[]>();
  const reasonsOf = (gate: Gate): readonly Reason[] => {
    const closure = gatesFor(tube.gates, populationsOf(gate));
    const failed = closure.flatMap(thresholdsOf).find((name) => !tubeRun.thresholds.has(name));
    if (failed !== undefined) return tubeRun.failures.get(failed) ?? [noThreshold(`The threshold '${failed}' could not be computed.`)];
    try {
      compileGating(baseRequest(definition, tube, { gates: closure, thresholds: tubeRun.thresholds, tools }), dataSet);
      return [];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return [{ code: error.code, scope: 'test-article', message: `'${dataSet.file}': ${error.message}` }];
    }
  };
  const gates = tube.gates.filter((gate) => {
    const reasons = reasonsOf(gate);
    for (const name of reasons.length === 0 ? [] : populationsOf(gate)) absent.set(name, reasons);
    return reasons.length === 0;
  });
  return { gates, absent };
}
