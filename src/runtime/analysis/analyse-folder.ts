import { excludablePlates, openPlateEstimates } from '../../pipeline/assays/compute-assays.ts';
import { accountForFolder, withHeldLots } from '../../pipeline/binding/account-for-folder.ts';
import type { LotPlan } from '../../pipeline/binding/plan-record.ts';
import { countLines, refuseSamplesOfTwoSubjects, sampleLines } from '../../pipeline/binding/shared-material.ts';
import type { Definition } from '../../pipeline/definition/definition.ts';
import { rarePopulations, statisticsRequests } from '../../pipeline/figures/plot-plan.ts';
import { gatedFor, openGating } from '../../pipeline/gating/compute-gating.ts';
import type { GatingTools, SharedLearning } from '../../pipeline/gating/gating-record.ts';
import { refuseOtherSpellings, refuseUnusedExclusions } from '../../pipeline/tables/exclusions.ts';
import { type Subject, subjectKey } from '../../subject.ts';
import type { Surroundings } from '../disk/surroundings.ts';
import { changedFiles } from '../folder/changed-files.ts';
import { type Examination, openExamination } from '../folder/examine-files.ts';
import { dataSetByChanges, type FolderChanges } from '../folder/folder-changes.ts';
import type { TakenSource } from '../folder/folder-source.ts';
import { readFolderTables } from '../folder/folder-tables.ts';
import { openLotPlans } from '../folder/lot-plans.ts';
import { type PlannedFolder, planFolder, type ReadAgain } from '../folder/plan-folder.ts';
import { readBoundAgain } from '../folder/second-readings.ts';
import type { Warning } from '../job/warning.ts';
import type { LoadedMethod } from '../method/load-method.ts';
import type { Threads } from '../threads/threads.ts';
import { type AnalysedLotRecord, type OpenedFolder, openJudging } from './judge-lot.ts';
import { openProgress } from './progress.ts';
import { openOddities } from './run-oddities.ts';

export interface AnalysisOptions {
  readonly surroundings: Surroundings;
  readonly threads: Threads;
  /** Only this lot; `null` = all. */
  readonly lot: string | null;
  /** Only these; absent = all. */
  readonly subjects?: readonly Subject[];
  readonly progress: 'shown' | 'quiet';
  /** Every FCS file is read again with the package `fcs`, as where the definition says so; absent = as the definition says. */
  readonly secondReader?: 'asked';
  /** The folder as it stands in the intake, from which alone it is read; absent = the folder itself is. */
  readonly taken?: TakenSource;
  /** Where what controls taught is shared with other processes; absent = with none. */
  readonly shared?: SharedLearning;
}

/** An export folder that is planned, whose lots are analysed one by one, in any order and several at once. Writes nothing. */
export interface FolderRun {
  readonly planned: PlannedFolder;
  /** As planned, by name. */
  readonly lots: readonly LotPlan[];
  /**
   * Gates, estimates and judges a lot. What changed of its files meanwhile is held, and the lot is computed again without it; nothing of it is kept when this returns,
   * but what its assay runs teach others.
   */
  readonly analyse: (plan: LotPlan) => Promise<AnalysedLotRecord>;
  /** What was odd until now, a line each. */
  readonly warnings: () => readonly Warning[];
  readonly finish: () => void;
}

/** Plans a folder: which file serves what, and all that is decided over lots before the first is judged. Throws for a folder or list that cannot be used. */
export async function openFolder(method: LoadedMethod, folder: string, options: AnalysisOptions): Promise<FolderRun> {
  const { definition } = method;
  const { threads, surroundings } = options;
  const readAgain: ReadAgain | undefined =
    options.secondReader === 'asked' || definition.inputs.secondReader
      ? (bound, files, unread) => readBoundAgain(bound, files, { threads, unread })
      : undefined;
  const from = options.taken === undefined ? {} : { taken: options.taken };
  return openPlannedFolder(method, await planFolder(definition, folder, { disk: surroundings.disk, threads, readAgain, ...from }), options);
}

/** As `openFolder`, of a folder that was planned before. */
export async function openPlannedFolder(method: LoadedMethod, planned: PlannedFolder, options: AnalysisOptions): Promise<FolderRun> {
  const { definition } = method;
  const tables = await readFolderTables(definition, planned);
  const { plan, bound } = planned;
  const account = accountForFolder(definition, { plan, bound, tables, register: method.register, reagents: method.reagents });
  const lots = withHeldLots(plan, account.held).lots.filter(isAsked(options));
  refuseSamplesOfTwoSubjects([...sampleLines(bound.map((one) => one.binding)), ...countLines(tables.counts)]);
  const { readingOf } = planned.contents;
  const excludable = tables.exclusions.length === 0 ? [] : await excludablePlates(definition, lots, { readingOf });
  if (options.lot === null && options.subjects === undefined) refuseUnusedExclusions(tables.exclusions, excludable);
  else refuseOtherSpellings(tables.exclusions, excludable);
  return lotByLot({ method, planned, tables, account, lots }, options);
}

function isAsked({ lot, subjects }: AnalysisOptions): (plan: LotPlan) => boolean {
  const keys = subjects === undefined ? null : new Set(subjects.map(subjectKey));
  return (plan) => (lot === null || plan.lot === lot) && (keys === null || keys.has(subjectKey(plan.subject)));
}

function lotByLot(opened: OpenedFolder, options: AnalysisOptions): FolderRun {
  const { method, planned, tables, account, lots } = opened;
  const { definition } = method;
  const { surroundings, threads } = options;
  const findings: FolderChanges = { changed: new Map(), examined: new Map() };
  const plans = openLotPlans(definition, { planned, findings, held: account.held });
  const progress = openProgress(options.progress, surroundings);
  progress.start('gating', countTasks(definition, lots));
  const files = openExamination(planned, findings, threads);
  const gating = openGating(definition, gatingTools(opened, { findings, files, advance: progress.advance, shared: options.shared }));
  const left = new Set(lots);
  const plates = openPlateEstimates(definition, () => lots, {
    readingOf: planned.contents.readingOf,
    exclusions: tables.exclusions,
    register: method.register,
    reagents: { register: method.reagents, used: tables.reagents },
    acquiredAtOf: planned.acquiredAtOf,
    estimate: async (assay, potencyMethod) => (await threads.ask({ kind: 'estimate', assay, method: potencyMethod }, 'estimated')).result,
  });
  const judge = openJudging(opened, findings);
  const oddities = openOddities(opened, findings);
  return {
    planned,
    lots,
    analyse: async (lot) => {
      for (;;) {
        const names = plans.filesOf(lot);
        const known = countChanged(findings, names);
        const held = plans.planNow(lot);
        await Promise.all([...controlFiles(held)].map(files.examine));
        const plan = plans.planNow(lot);
        const [gated, estimated] = await Promise.all([gating.gateLot(plan), plates.ofLot(plan)]);
        await Promise.all([...fcsFiles(plan)].map(files.examine));
        const judged = plans.planNow(lot);
        for (const [file, found] of changedFiles(surroundings.disk, planned, names))
          if (!findings.changed.has(file)) findings.changed.set(file, found);
        if (countChanged(findings, names) !== known) continue;
        left.delete(lot);
        plates.keepFor([...left]);
        gating.keepFor(left);
        const { record, unusedRows } = judge(judged, { gated: gatedFor(definition, judged, gated), estimated, files: names });
        oddities.add(judged, { unusedRows, plates: estimated.values() });
        return record;
      }
    },
    warnings: oddities.all,
    finish: progress.finish,
  };
}

function countChanged({ changed }: FolderChanges, names: ReadonlySet<string>): number {
  return [...names].filter((name) => changed.has(name)).length;
}

function controlFiles({ samples }: LotPlan): ReadonlySet<string> {
  return new Set(samples.flatMap(({ controls }) => controls.flatMap(({ binding }) => binding?.file ?? [])));
}

function fcsFiles(plan: LotPlan): ReadonlySet<string> {
  return new Set([...plan.samples.map(({ binding }) => binding.file), ...controlFiles(plan)]);
}

function gatingTools(
  { method, planned }: OpenedFolder,
  {
    findings,
    files,
    advance,
    shared,
  }: {
    readonly findings: FolderChanges;
    readonly files: Examination;
    readonly advance: () => void;
    readonly shared: SharedLearning | undefined;
  },
): GatingTools {
  const { definition } = method;
  const rare = rarePopulations(definition);
  const hashes = method.sources.map(({ sha256 }) => sha256);
  return {
    ...(shared === undefined ? {} : { shared: (content, learn) => shared([hashes, content], learn) }),
    dataSetOf: dataSetByChanges(planned, findings),
    contentOf: (file) => findings.examined.get(file)?.sha256 ?? null,
    matrices: method.matrices,
    requestsOf: (tube, dataSet) => statisticsRequests(definition, tube, { dataSet, rare }),
    gate: async (file, dataSet, request) => {
      const result = await files.gate(file, dataSet, request);
      advance();
      return result;
    },
  };
}

/** Gatings: one a threshold, clusters, a control and a sample of every tube and assay run. */
function countTasks(definition: Definition, lots: readonly LotPlan[]): number {
  const samples = lots.flatMap((lot) => lot.samples);
  const runs = new Map(samples.map((sample) => [JSON.stringify([sample.tube, sample.binding.assayRun]), sample]));
  const ofRuns = [...runs.values()].map((sample) => {
    const tube = definition.tubes.find((known) => known.id === sample.tube);
    const learned = tube?.clusters.filter((clusters) => clusters.learnFrom !== 'sample').length ?? 0;
    return (tube?.thresholds.length ?? 0) + learned + sample.controls.filter((control) => control.binding !== null).length;
  });
  const ofSamples = samples.map(
    ({ tube: id }) =>
      1 + (definition.tubes.find((tube) => tube.id === id)?.clusters.filter((clusters) => clusters.learnFrom === 'sample').length ?? 0),
  );
  return ofSamples.reduce((sum, count) => sum + count, 0) + ofRuns.reduce((sum, count) => sum + count, 0);
}
