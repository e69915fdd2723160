import { sentenceOf } from '../outputs/words/sentence.ts';
import { estimatePlates, excludablePlates } from '../pipeline/assays/compute-assays.ts';
import { lotAssays } from '../pipeline/assays/lot-assays.ts';
import { accountForFolder, withHeldLots } from '../pipeline/binding/account-for-folder.ts';
import { investigatedSubject } from '../pipeline/binding/account-for-investigations.ts';
import { formatUnusedRow, type UnusedRow } from '../pipeline/binding/account-for-rows.ts';
import type { LotPlan } from '../pipeline/binding/plan-record.ts';
import { countLines, refuseSamplesOfTwoSubjects, sampleLines } from '../pipeline/binding/shared-material.ts';
import type { Definition } from '../pipeline/definition/definition.ts';
import { buildFigures } from '../pipeline/figures/build-figures.ts';
import { statisticsRequests } from '../pipeline/figures/plot-plan.ts';
import { computeGating, type GatedRun } from '../pipeline/gating/compute-gating.ts';
import type { GatingTools } from '../pipeline/gating/gating-record.ts';
import { analyseLot } from '../pipeline/lot/analyse-lot.ts';
import type { LotMaterial } from '../pipeline/lot/lot-context.ts';
import { releaseResult } from '../pipeline/lot/release-record.ts';
import { subjectDate } from '../pipeline/lot/subject-date.ts';
import { refuseOtherSpellings, refuseUnusedExclusions } from '../pipeline/tables/exclusions.ts';
import { rowsOfSubject, subjectsKnown } from '../pipeline/tables/subject-rows.ts';
import type { Figures } from '../results/figures.ts';
import type { ReleaseResult } from '../results/release-result.ts';
import { investigationsOfSubject } from '../specification/investigations.ts';
import { servingRevision } from '../specification/revisions.ts';
import { type Subject, subjectTitle } from '../subject.ts';
import type { Surroundings } from './disk/surroundings.ts';
import { changedFiles, isLost } from './folder/changed-files.ts';
import { readFolderTables } from './folder/folder-tables.ts';
import { type Findings, hashFiles } from './folder/hash-files.ts';
import { type PlannedFolder, planFolder, type ReadAgain, withChanged } from './folder/plan-folder.ts';
import { readBoundAgain } from './folder/second-readings.ts';
import type { LoadedMethod } from './method/load-method.ts';
import { openProgress } from './progress.ts';
import { openWorkers, type Workers } from './threads/workers.ts';

/** One subject, computed and judged, with what its plots are drawn from. */
export interface AnalysedLotRecord {
  readonly subject: Subject;
  readonly result: ReleaseResult;
  readonly figures: Figures;
}

export interface FolderAnalysis {
  readonly planned: PlannedFolder;
  readonly lots: readonly AnalysedLotRecord[];
  /** What was odd, a line each. */
  readonly warnings: readonly string[];
}

export interface AnalysisOptions {
  readonly surroundings: Surroundings;
  readonly jobs: number | null;
  /** Only this lot; `null` = all. */
  readonly lot: string | null;
  readonly progress: 'shown' | 'quiet';
  /** Every FCS file is read again with the package `fcs`, as where the definition says so; absent = as the definition says. */
  readonly secondReader?: 'asked';
}

/** Analyses every lot of an export folder. Writes nothing. */
export async function analyseFolder(method: LoadedMethod, folder: string, options: AnalysisOptions): Promise<FolderAnalysis> {
  const { definition } = method;
  const { jobs } = options;
  const readAgain: ReadAgain | undefined =
    options.secondReader === 'asked' || definition.inputs.secondReader
      ? (bound, files, unread) => readBoundAgain(bound, files, { jobs, unread })
      : undefined;
  return analysePlannedFolder(method, await planFolder(definition, folder, { disk: options.surroundings.disk, jobs, readAgain }), options);
}

/** Analyses a folder as it was planned. What has changed since is held, and what was computed from it in a first round is computed again without it. */
export async function analysePlannedFolder(method: LoadedMethod, first: PlannedFolder, options: AnalysisOptions): Promise<FolderAnalysis> {
  const findings: Findings = { changed: new Map(), hashes: new Map() };
  for (;;) {
    const known = findings.changed.size;
    const planned = known === 0 ? first : withChanged(method.definition, first, findings.changed);
    const analysis = await analysePlanned(method, planned, { options, findings });
    for (const [file, found] of changedFiles(options.surroundings.disk, planned))
      if (!findings.changed.has(file)) findings.changed.set(file, found);
    if (findings.changed.size === known) return analysis;
  }
}

async function analysePlanned(
  method: LoadedMethod,
  planned: PlannedFolder,
  { options, findings }: { readonly options: AnalysisOptions; readonly findings: Findings },
): Promise<FolderAnalysis> {
  const { definition } = method;
  const tables = await readFolderTables(definition, planned);
  const account = accountForFolder(definition, {
    plan: planned.plan,
    bound: planned.bound,
    tables,
    register: method.register,
    reagents: method.reagents,
  });
  const lots = withHeldLots(planned.plan, account.held).lots.filter((lot) => options.lot === null || lot.lot === options.lot);
  refuseSamplesOfTwoSubjects([...sampleLines(planned.bound.map((one) => one.binding)), ...countLines(tables.counts)]);
  const known = subjectsKnown(
    planned.plan.lots.map((lot) => lot.subject),
    [...tables.external, ...tables.counts],
  );
  const reagents = { register: method.reagents, used: tables.reagents };
  const workers = openWorkers(options.jobs);
  const progress = openProgress(options.progress, options.surroundings);
  try {
    // Together, so that the first of them to fail is the one that is reported: closing the pool fails whatever still runs.
    const [files, gated, estimated] = await Promise.all([
      hashFiles(planned, workers, findings),
      gateAll(method, { planned, lots, workers, progress, findings }),
      estimatePlates(definition, lots, {
        readingOf: planned.contents.readingOf,
        exclusions: tables.exclusions,
        register: method.register,
        reagents,
        acquiredAtOf: planned.acquiredAtOf,
      }),
    ]);
    const excludable = excludablePlates(definition, estimated);
    if (options.lot === null) refuseUnusedExclusions(tables.exclusions, excludable);
    else refuseOtherSpellings(tables.exclusions, excludable);
    const unmatched: UnusedRow[] = [];
    const records = lots.map((plan) => {
      const ofLot = lotAssays(definition, plan, { estimated, register: method.register });
      const external = rowsOfSubject(plan.subject, tables.external, known);
      const counts = rowsOfSubject(plan.subject, tables.counts, known);
      const serving = servingRevision(
        method.revisions,
        subjectDate(definition, plan, {
          acquired: [
            ...plan.samples.map((sample) => planned.acquiredAtOf(sample.binding)),
            ...ofLot.assays.map((assay) => assay.acquiredAt),
          ],
          tested: external.filter((row) => row.reasons.length === 0).map((row) => row.testedAt),
        }),
      );
      const { specification } = serving.revision;
      const material: LotMaterial = {
        definition,
        plan,
        gated,
        ...ofLot,
        external,
        counts,
        investigations: investigationsOfSubject(tables.investigations, investigatedSubject(plan)),
        formulas: method.formulas,
        reagents,
        unusedRows: account.unused.filter((row) => row.lot === plan.lot),
        viableCellsPerMaximumDose: specification.product.dose?.viableCellsPerMaximumDose ?? null,
        dataSetOf: planned.dataSetOf,
        acquiredAtOf: planned.acquiredAtOf,
        ...(planned.secondReadingOf === undefined ? {} : { secondReadingOf: planned.secondReadingOf }),
      };
      // Another date than that of acquisition has chosen for all values of the lot.
      const from = serving.rule === 'first-acquisition' ? method.revisions[0].effectiveFrom : null;
      const analysed = analyseLot(material, { specification, inForce: { reason: serving.reason, from } }, plan.held);
      unmatched.push(...analysed.unusedRows);
      const result = releaseResult(material, {
        ...method,
        serving,
        files,
        shared: { register: method.register, exclusions: tables.exclusions },
        analysed,
      });
      return { subject: plan.subject, result, figures: buildFigures(material, { analysed, attributes: result.attributes }) };
    });
    return {
      planned,
      lots: records,
      warnings: warningsOf(planned, lots, [
        ...[...account.unused, ...unmatched].map(formatUnusedRow),
        ...[...estimated.values()].flatMap((plate) => plate.notes),
      ]),
    };
  } finally {
    progress.finish();
    await workers.close();
  }
}

async function gateAll(
  method: LoadedMethod,
  told: {
    readonly planned: PlannedFolder;
    readonly lots: readonly LotPlan[];
    readonly workers: Workers;
    readonly progress: ReturnType<typeof openProgress>;
    readonly findings: Findings;
  },
): Promise<GatedRun> {
  const { definition } = method;
  const { planned, workers, progress, findings } = told;
  const rare = new Set(
    definition.attributes.flatMap((attribute) => (attribute.type === 'residual-pluripotent' ? [attribute.population] : [])),
  );
  const tools: GatingTools = {
    dataSetOf: planned.dataSetOf,
    matrices: method.matrices,
    requestsOf: (tube, dataSet) => statisticsRequests(definition, tube, { dataSet, rare }),
    gate: async (file, dataSet, request) => {
      const known = planned.files.get(file);
      if (known === undefined) throw new Error(`'${file}' was planned but is not in the folder`);
      const { absolutePath: path, stamp } = known;
      try {
        const result = await workers.gate({ path, stamp, name: file, dataSet, request });
        progress.advance();
        return { ...result, file };
      } catch (error) {
        if (isLost(error)) findings.changed.set(file, error.message);
        throw error;
      }
    },
  };
  progress.start('gating', countTasks(definition, told.lots));
  return computeGating(definition, { ...planned.plan, lots: told.lots }, tools);
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

function warningsOf(planned: PlannedFolder, lots: readonly LotPlan[], notes: readonly string[]): string[] {
  const departures = [...planned.files.values()].flatMap((file) =>
    file.dataSets.flatMap((dataSet) =>
      [...dataSet.departures, ...(dataSet.notes ?? [])].map(
        (departure) => `${file.path}: ${sentenceOf(departure, 'en')} [${departure.code}]`,
      ),
    ),
  );
  return [
    ...planned.plan.unbound.map(
      (file) => `${file}: nothing binds this file; name it in the sample list, or ignore it in the definition [file/unbound]`,
    ),
    ...planned.plan.notes,
    ...lots.flatMap((lot) => lot.held.map((reason) => `lot ${subjectTitle(lot.subject)}: ${reason.message} [${reason.code}]`)),
    ...departures,
    ...notes,
  ];
}
