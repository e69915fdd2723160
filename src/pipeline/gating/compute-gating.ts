import { attributeNeeds } from '../../attributes/types/registry.ts';
import { InputError } from '../../errors.ts';
import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import { type Gate, populationsOf } from '../../population/gates/registry.ts';
import type { GatingRequest, OverlapRequest } from '../../population/gating-request.ts';
import type { PackedGating } from '../../population/packed-gating.ts';
import { ALL_EVENTS } from '../../population/population.ts';
import { quotedError } from '../../quoted-error.ts';
import type { Reason } from '../../reason.ts';
import type { ControlPlan, LotPlan, Plan, SamplePlan } from '../binding/plan-record.ts';
import type { Binding } from '../binding.ts';
import { type ComputedClusters, tubeGates } from '../definition/cluster-gates.ts';
import type { Definition } from '../definition/definition.ts';
import { learningRounds } from '../definition/thresholds.ts';
import type { TubeDefinition } from '../definition/tube-definition.ts';
import { pipelineReason } from '../reasons.ts';
import { computeClusters } from './compute-clusters.ts';
import { baseRequest, type Learned } from './gating-parts.ts';
import type { GatingTools } from './gating-record.ts';
import { learnFromControls } from './learn-from-controls.ts';
import { usableGates } from './usable-gates.ts';
import { type UsedScales, usedScales } from './used-scales.ts';

/** What the controls of one tube in one assay run gave: thresholds and clusters, and why others could not be computed. */
export interface TubeRun extends Learned {
  readonly tube: string;
  readonly assayRun: string | null;
}

/** One gated data set, with the populations that could not be gated and why. */
export interface GatedAcquisition {
  readonly result: PackedGating | null;
  readonly absent: ReadonlyMap<string, readonly Reason[]>;
  /** The clusters that it was gated by, or was not: those of its controls and its own. */
  readonly clusters: ReadonlyMap<string, ComputedClusters>;
  /** Its spillover and the axes of its gates; absent = it was not gated. */
  readonly used?: UsedScales;
}

export interface GatedRun {
  readonly tubeRuns: ReadonlyMap<string, TubeRun>;
  readonly files: ReadonlyMap<string, GatedAcquisition>;
}

/** The key of a tube in an assay run, and of a file gated by it. */
export const tubeRunKey = (tube: string, assayRun: string | null): string => JSON.stringify([tube, assayRun]);
export const gatedFileKey = (tubeRun: string, binding: Binding): string => JSON.stringify([tubeRun, binding.file, binding.dataSet]);

/** The gating of one run: what the controls of an assay run teach serves every lot of it, and is forgotten when other assay runs have come since. */
export interface Gating {
  /** Gates what a lot needs: first the controls that give thresholds and clusters, round by round, then every control and sample. */
  readonly gateLot: (plan: LotPlan) => Promise<GatedRun>;
  /** No lot but these is gated any more: what other assay runs taught is forgotten. */
  readonly keepFor: (lots: Iterable<LotPlan>) => void;
}

/** Assay runs whose controls are kept. Lots come by name, not by assay run: those of several runs may alternate. */
const MOST_TUBE_RUNS = 8;

export function openGating(definition: Definition, tools: GatingTools): Gating {
  const learned = new Map<string, { readonly tubeRun: string; readonly run: Promise<LearnedRun> }>();
  const learnedOf = (group: Group): Promise<LearnedRun> => {
    const key = JSON.stringify([group.key, group.controls.map((control) => contentOf(control, tools))]);
    const known = learned.get(key) ?? { tubeRun: group.key, run: sharedRun(definition, group, tools) };
    // The latest stands last.
    learned.delete(key);
    learned.set(key, known);
    for (const [oldest] of learned) {
      if (learned.size <= MOST_TUBE_RUNS) break;
      learned.delete(oldest);
    }
    return known.run;
  };
  return {
    keepFor: (lots) => {
      const needed = new Set([...lots].flatMap(({ samples }) => samples.map(({ tube, binding }) => tubeRunKey(tube, binding.assayRun))));
      for (const [key, { tubeRun }] of learned) if (!needed.has(tubeRun)) learned.delete(key);
    },
    gateLot: async (plan) => {
      const groups = groupsOf(definition, plan);
      const runs = await Promise.all(
        groups.map(async (group) => {
          const run = await learnedOf(group);
          const { tube } = group;
          const files = await Promise.all(
            group.samples.map(
              async ({ binding }) =>
                [gatedFileKey(group.key, binding), await gateAcquisition(definition, { tube, run, binding }, tools)] as const,
            ),
          );
          return { key: group.key, run, files };
        }),
      );
      return {
        tubeRuns: new Map(runs.map(({ key, run }) => [key, run.tubeRun])),
        files: new Map(runs.flatMap(({ run, files }) => [...files, ...run.controls])),
      };
    },
  };
}

/** Gates everything that a plan asks for. */
export async function computeGating(definition: Definition, plan: Plan, tools: GatingTools): Promise<GatedRun> {
  const gating = openGating(definition, tools);
  const lots = await Promise.all(plan.lots.map(gating.gateLot));
  return {
    tubeRuns: new Map(lots.flatMap((lot) => [...lot.tubeRuns])),
    files: new Map(lots.flatMap((lot) => [...lot.files])),
  };
}

/** What a lot keeps of its gating where samples turned out to be held since: what they alone asked for is as if it had not been gated. */
export function gatedFor(definition: Definition, plan: LotPlan, gated: GatedRun): GatedRun {
  const groups = groupsOf(definition, plan);
  const keys = new Set(groups.map(({ key }) => key));
  const files = new Set(
    groups.flatMap(({ key, samples, controls }) => [...samples, ...usable(controls)].map(({ binding }) => gatedFileKey(key, binding))),
  );
  return {
    tubeRuns: new Map([...gated.tubeRuns].filter(([key]) => keys.has(key))),
    files: new Map([...gated.files].filter(([key]) => files.has(key))),
  };
}

interface Group {
  readonly key: string;
  readonly tube: TubeDefinition;
  readonly assayRun: string | null;
  readonly samples: readonly SamplePlan[];
  readonly controls: readonly ControlPlan[];
}

/** The samples of a lot that may be gated, by tube and assay run. */
function groupsOf(definition: Definition, plan: LotPlan): readonly Group[] {
  const groups = new Map<string, Group & { readonly samples: SamplePlan[] }>();
  for (const sample of plan.samples.filter(({ held }) => held.length === 0)) {
    const tube = definition.tubes.find((known) => known.id === sample.tube);
    if (tube === undefined) continue;
    const { assayRun } = sample.binding;
    const key = tubeRunKey(tube.id, assayRun);
    const group = groups.get(key) ?? { key, tube, assayRun, samples: [], controls: sample.controls };
    group.samples.push(sample);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** What the learned depends on: the content of the control, or that there is none to be used. */
function contentOf({ name, binding, reasons }: ControlPlan, tools: GatingTools): readonly unknown[] {
  if (binding === null || reasons.length > 0) return [name, reasons];
  return [name, binding.file, binding.dataSet, tools.contentOf?.(binding.file) ?? null];
}

function usable(controls: readonly ControlPlan[]): { readonly binding: Binding }[] {
  return controls.flatMap(({ binding, reasons }) => (binding === null || reasons.length > 0 ? [] : [{ binding }]));
}

/** What the controls of a tube in an assay run taught, and those controls as they were gated. */
interface LearnedRun {
  readonly tubeRun: TubeRun;
  readonly controls: readonly (readonly [key: string, file: GatedAcquisition])[];
  /** By the parameters and the spillover of files: the gates that all of them can be gated by. */
  readonly gates: Map<string, readonly Gate[]>;
}

/** Learned here, or by whoever analyses the same controls with the same method; one whose bytes nobody has read yet is shared with nobody. */
function sharedRun(definition: Definition, group: Group, tools: GatingTools): Promise<LearnedRun> {
  const used = usable(group.controls);
  const contents = used.map(({ binding }) => tools.contentOf?.(binding.file) ?? null);
  if (tools.shared === undefined || used.length === 0 || contents.includes(null)) return learnRun(definition, group, tools);
  return tools.shared([group.key, group.controls, contents], async () => {
    let isWhole = true;
    const gate: GatingTools['gate'] = (...asked) =>
      tools.gate(...asked).catch((error: unknown) => {
        isWhole = false;
        throw error;
      });
    const learned = { ...(await learnRun(definition, group, { ...tools, gate })), gates: new Map() };
    return { learned, isWhole };
  });
}

async function learnRun(definition: Definition, { key, tube, assayRun, controls }: Group, tools: GatingTools): Promise<LearnedRun> {
  const tubeRun: TubeRun = { tube: tube.id, assayRun, ...(await learnFromControls({ definition, tube, controls, tools })) };
  const run = { tubeRun, gates: new Map() };
  const files = await Promise.all(
    usable(controls).map(
      async ({ binding }) => [gatedFileKey(key, binding), await gateAcquisition(definition, { tube, run, binding }, tools)] as const,
    ),
  );
  return { ...run, controls: files };
}

async function gateAcquisition(
  definition: Definition,
  { tube, run, binding }: { readonly tube: TubeDefinition; readonly run: Pick<LearnedRun, 'tubeRun' | 'gates'>; readonly binding: Binding },
  tools: GatingTools,
): Promise<GatedAcquisition> {
  const job = { tube, tubeRun: run.tubeRun, binding };
  const dataSet = tools.dataSetOf(job.binding.file, job.binding.dataSet);
  if (dataSet === null)
    return ungated(job, pipelineReason('held/no-data-set', 'test-article', { file: job.binding.file, dataSet: job.binding.dataSet }));
  const learned = await learnFromSample(definition, job, tools);
  const { clusters } = learned;
  const { gates, absent } = knownGates(definition, { tube, learned, dataSet, run }, tools);
  const present = new Set(gates.flatMap(populationsOf));
  const wanted = tools.requestsOf(job.tube, dataSet);
  const usable = <Item extends { readonly population: string }>(items: readonly Item[]) =>
    items.filter((item) => item.population === ALL_EVENTS || present.has(item.population));
  const request: GatingRequest = {
    ...baseRequest(definition, job.tube, { gates, thresholds: learned.thresholds, tools }),
    quantiles: usable(wanted.quantiles),
    histograms: usable(wanted.histograms),
    points: usable(wanted.points),
    overlaps: exclusiveClasses(definition, job.tube).filter(({ populations }) => populations.every((name) => present.has(name))),
  };
  try {
    const result = await tools.gate(job.binding.file, job.binding.dataSet, request);
    return { result, absent, clusters, used: usedScales(tube, request, dataSet) };
  } catch (error) {
    // What only the events show, such as a value that is not a number: it holds this file, not the others.
    if (!(error instanceof InputError)) throw error;
    return ungated(job, pipelineReason('held/unreadable-file', 'test-article', { file: job.binding.file, error: quotedError(error) }));
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

function ungated(job: { readonly tube: TubeDefinition }, reason: Reason): GatedAcquisition {
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

/** As `usableGates`, looked up where all gates of the tube could be evaluated on a file of the same parameters. Clusters of a file are its own. */
function knownGates(
  definition: Definition,
  job: { readonly tube: TubeDefinition; readonly learned: Learned; readonly dataSet: FcsDataSet; readonly run: Pick<LearnedRun, 'gates'> },
  tools: GatingTools,
): ReturnType<typeof usableGates> {
  const { parameters, spillover } = job.dataSet;
  const key = JSON.stringify([parameters, spillover?.parameters, spillover?.matrix]);
  const ownClusters = job.tube.clusters.some(({ learnFrom }) => learnFrom === 'sample');
  const known = ownClusters ? undefined : job.run.gates.get(key);
  if (known !== undefined) return { gates: [...known], absent: new Map() };
  const found = usableGates(definition, job, tools);
  if (found.absent.size === 0 && !ownClusters) job.run.gates.set(key, found.gates);
  return found;
}
