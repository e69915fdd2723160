import type { EstimatedPlate } from '../../pipeline/assays/compute-assays.ts';
import { lotAssays } from '../../pipeline/assays/lot-assays.ts';
import { investigatedSubject } from '../../pipeline/binding/account-for-investigations.ts';
import type { RowAccount, UnusedRow } from '../../pipeline/binding/account-for-rows.ts';
import type { LotPlan } from '../../pipeline/binding/plan-record.ts';
import type { Binding } from '../../pipeline/binding.ts';
import { buildFigures } from '../../pipeline/figures/build-figures.ts';
import type { GatedRun } from '../../pipeline/gating/compute-gating.ts';
import { analyseLot } from '../../pipeline/lot/analyse-lot.ts';
import type { LotMaterial } from '../../pipeline/lot/lot-context.ts';
import { releaseResult } from '../../pipeline/lot/release-record.ts';
import { subjectDate } from '../../pipeline/lot/subject-date.ts';
import { withPlausibleDates } from '../../pipeline/tables/plausible-results.ts';
import { rowsOfSubject, subjectsKnown } from '../../pipeline/tables/subject-rows.ts';
import type { Figures } from '../../results/figures.ts';
import type { ReleaseResult } from '../../results/release-result.ts';
import { investigationsOfSubject } from '../../specification/investigations.ts';
import { servingRevision } from '../../specification/revisions.ts';
import type { Subject } from '../../subject.ts';
import { dataSetByChanges, type FolderChanges, hashedFiles } from '../folder/folder-changes.ts';
import type { FolderTables } from '../folder/folder-tables.ts';
import type { PlannedFolder } from '../folder/plan-folder.ts';
import type { LoadedMethod } from '../method/load-method.ts';

/** One subject, computed and judged, with what its plots are drawn from. */
export interface AnalysedLotRecord {
  readonly subject: Subject;
  readonly result: ReleaseResult;
  readonly figures: Figures;
}

/** A folder that is planned, with its tables and the lots that are to be judged. */
export interface OpenedFolder {
  readonly method: LoadedMethod;
  readonly planned: PlannedFolder;
  readonly tables: FolderTables;
  readonly account: RowAccount;
  readonly lots: readonly LotPlan[];
}

/** What was computed for a lot, and the files that it was computed from. */
export interface ComputedLot {
  readonly gated: GatedRun;
  readonly estimated: ReadonlyMap<Binding, EstimatedPlate>;
  readonly files: ReadonlySet<string>;
}

export interface JudgedLot {
  readonly record: AnalysedLotRecord;
  /** Rows of tables that nothing of the lot used. */
  readonly unusedRows: readonly UnusedRow[];
}

/** Judges one lot after the other; what tables say of lots is looked up in the tables as they were read. */
export function openJudging(
  { method, planned, tables, account }: OpenedFolder,
  findings: FolderChanges,
): (plan: LotPlan, computed: ComputedLot) => JudgedLot {
  const { definition } = method;
  const known = subjectsKnown(
    planned.plan.lots.map((lot) => lot.subject),
    [...tables.external, ...tables.counts],
  );
  return (plan, { gated, estimated, files: names }) => {
    const ofLot = lotAssays(definition, plan, { estimated, register: method.register });
    const counts = rowsOfSubject(plan.subject, tables.counts, known);
    const acquired = [
      ...plan.samples.map((sample) => planned.acquiredAtOf(sample.binding)),
      ...ofLot.assays.map((assay) => assay.acquiredAt),
    ];
    const external = withPlausibleDates(rowsOfSubject(plan.subject, tables.external, known), {
      others: [
        ...acquired,
        ...counts.map(({ testedAt }) => testedAt),
        ...plan.samples.flatMap(({ binding }) => [binding.manufacturedAt, binding.protocolDate]),
      ],
      dueOf: (name) => dueDay(definition.attributes, name),
    });
    const tested = external.filter((row) => row.reasons.length === 0).map((row) => row.testedAt);
    const serving = servingRevision(method.revisions, subjectDate(definition, plan, { acquired, tested }));
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
      reagents: { register: method.reagents, used: tables.reagents },
      unusedRows: account.unused.filter((row) => row.lot === plan.lot),
      viableCellsPerMaximumDose: specification.product.dose?.viableCellsPerMaximumDose ?? null,
      dataSetOf: dataSetByChanges(planned, findings),
      acquiredAtOf: planned.acquiredAtOf,
      ...(planned.secondReadingOf === undefined ? {} : { secondReadingOf: planned.secondReadingOf }),
    };
    // Another date than that of acquisition has chosen for all values of the lot.
    const from = serving.rule === 'first-acquisition' ? method.revisions[0].effectiveFrom : null;
    const analysed = analyseLot(material, { specification, inForce: { reason: serving.reason, from } }, plan.held);
    const files = hashedFiles(planned, findings, names);
    const excludedOf = (file: string) => [...estimated.values()].filter((one) => one.binding.file === file).flatMap((one) => one.excluded);
    const shared = { register: method.register, exclusions: tables.exclusions, excludedOf };
    const result = releaseResult(material, { ...method, serving, files, shared, analysed });
    const figures = buildFigures(material, { analysed, attributes: result.attributes });
    const record: AnalysedLotRecord = { subject: plan.subject, result, figures };
    return { record, unusedRows: analysed.unusedRows };
  };
}

/** Until when the method expects a result from elsewhere; `null` = it does not say. */
function dueDay(attributes: LoadedMethod['definition']['attributes'], name: string): string | null {
  for (const attribute of attributes)
    if (attribute.type === 'external' && (attribute.result ?? attribute.id) === name) return attribute.due ?? null;
  return null;
}
