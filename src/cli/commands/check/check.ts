import { availableParallelism } from 'node:os';
import { isAwaited } from '../../../attributes/reasons.ts';
import { InputError } from '../../../errors.ts';
import { sentenceOf } from '../../../outputs/words/sentence.ts';
import { type Demand, demandOf } from '../../../pipeline/binding/demand.ts';
import type { LotPlan, Plan } from '../../../pipeline/binding/plan-record.ts';
import type { Binding } from '../../../pipeline/binding.ts';
import type { Definition } from '../../../pipeline/definition/definition.ts';
import type { NotGated } from '../../../pipeline/gating/not-gated.ts';
import type { LoadedRevision } from '../../../pipeline/lot/release-record.ts';
import type { NotedTable } from '../../../pipeline/tables/read-table.ts';
import type { Reagent } from '../../../pipeline/tables/reagents.ts';
import type { ReferenceStandard } from '../../../pipeline/tables/reference-standards.ts';
import type { Reason } from '../../../reason.ts';
import { type CheckedFolder, checkFolder, type FolderToCheck } from '../../../runtime/analysis/check-folder.ts';
import { nodeDisk } from '../../../runtime/disk/disk.ts';
import { loadDefinition, loadMethod } from '../../../runtime/method/load-method.ts';
import { isTargetsFile } from '../../../runtime/outbox/push.ts';
import { openThreads } from '../../../runtime/threads/threads.ts';
import type { Specification } from '../../../specification/specification.ts';
import { subjectTitle } from '../../../subject.ts';
import { terminal } from '../../terminal/terminal.ts';
import { textTable } from '../../terminal/text-table.ts';
import { checkTargets } from './check-targets.ts';

interface Options {
  readonly folder?: string;
  readonly specification?: string;
  readonly json?: true;
}

/** `cytolot check`: validates a definition with its specification; with a folder, shows which file would serve what and what is missing. Computes nothing. */
export async function checkCommand(pipeline: string, options: Options): Promise<number> {
  if (isTargetsFile(nodeDisk, pipeline)) return checkTargets(pipeline, options.json === true ? 'json' : 'text');
  const { definition, revisions, register, reagents, tableNotes, matrices } = await loadChecked(pipeline, options.specification ?? null);
  const specifications = revisions.map((revision) => revision.specification);
  const rows = specifications
    .flatMap((specification) => specification.rows)
    .filter((row) => !definition.attributes.some((attribute) => attribute.id === row.attribute))
    .map((row) => row.attribute)
    .filter((attribute, index, all) => all.indexOf(attribute) === index);
  const latest = specifications.at(-1);
  const judged = latest === undefined ? '' : ` with ${latest.id} ${revisionNames(specifications)}`;
  const summary = `${definition.method.id} ${definition.method.version} (${definition.method.status})${judged}: ${definition.tubes.length} tubes, ${definition.assays.length} assays, ${definition.attributes.length} attributes, ${latest?.rows.length ?? 0} rows`;
  const accounted =
    options.folder === undefined
      ? null
      : await checkedOnThreads(definition, { folder: options.folder, register, reagents, matrices, latest: latest ?? null });
  const notes = [...tableNotes, ...(accounted?.textNotes ?? [])];
  if (options.json === true) {
    terminal.json({
      definition: summary,
      rowsWithoutAttribute: rows,
      plan: accounted?.plan ?? null,
      unusedRows: accounted?.unused ?? [],
      counts: accounted?.counts ?? [],
      notes,
      notGated: accounted?.notGated ?? [],
    });
    return accounted === null ? 0 : exitCodeOf(accounted);
  }
  terminal.out(`${summary}\n`);
  for (const attribute of rows)
    terminal.line(
      `warning: the specification asks for '${attribute}', which the definition does not compute: it will have no valid result`,
    );
  for (const row of accounted?.unused ?? []) terminal.line(`warning: ${row.place}: ${sentenceOf(row, 'en')} [${row.code}]`);
  for (const note of notes) terminal.line(`warning: ${note.place}: ${sentenceOf(note, 'en')} [${note.code}]`);
  if (accounted === null) return 0;
  terminal.out(formatPlan(definition, latest ?? null, accounted.plan));
  if (accounted.counts.length > 0)
    terminal.out(
      `\nExports of cell counters:\n${textTable(
        ['file', 'rows of counts', 'lots'],
        accounted.counts.map(({ file, rows, lots }) => [file, String(rows), lots.join(', ')]),
      )}`,
    );
  for (const { tube, reasons } of accounted.notGated)
    for (const reason of reasons) terminal.line(`error: tube '${tube}': ${sentenceOf(reason, 'en')} [${reason.code}]`);
  return exitCodeOf(accounted);
}

/** Files that a run could not gate by this definition are no state of the folder, but a mistake in one of the two. */
function exitCodeOf({ notGated }: { readonly notGated: readonly NotGated[] }): number {
  return notGated.length === 0 ? 0 : 65;
}

async function checkedOnThreads(definition: Definition, asked: Omit<FolderToCheck, 'disk' | 'threads'>): Promise<CheckedFolder> {
  const threads = openThreads({ most: availableParallelism() });
  try {
    return await checkFolder(definition, { ...asked, disk: nodeDisk, threads });
  } finally {
    await threads.close();
  }
}

/** A definition may be checked before it has a specification, such as a draft that was imported; a lot cannot be judged without one. */
async function loadChecked(
  pipeline: string,
  specification: string | null,
): Promise<{
  readonly definition: Definition;
  readonly revisions: readonly LoadedRevision[];
  readonly register: readonly ReferenceStandard[];
  readonly reagents: readonly Reagent[];
  readonly tableNotes: NotedTable['notes'];
  readonly matrices: FolderToCheck['matrices'];
}> {
  try {
    return await loadMethod(pipeline, specification);
  } catch (error) {
    if (!(error instanceof InputError) || error.code !== 'specification/missing') throw error;
    terminal.line(`warning: ${pipeline}: no specification is named, without which 'run' cannot judge a lot`);
    return { definition: loadDefinition(pipeline), revisions: [], register: [], reagents: [], tableNotes: [], matrices: new Map() };
  }
}

/** `revision 4`, or `revisions 3 (2026-01-01 to 2026-06-30), 4 (from 2026-07-01)`. */
function revisionNames(specifications: readonly Specification[]): string {
  const [only, ...others] = specifications;
  if (only !== undefined && others.length === 0) return `revision ${only.revision}`;
  const names = specifications.map(({ revision, effectiveFrom, effectiveTo }) =>
    effectiveTo === undefined ? `${revision} (from ${effectiveFrom})` : `${revision} (${effectiveFrom} to ${effectiveTo})`,
  );
  return `revisions ${names.join(', ')}`;
}

function formatPlan(definition: Definition, specification: Specification | null, plan: Plan): string {
  const unbound = plan.unbound.length === 0 ? '' : `\nFiles that nothing binds:\n${plan.unbound.map((file) => `  ${file}\n`).join('')}`;
  const notes = plan.notes.length === 0 ? '' : `\n${plan.notes.map((note) => `note: ${sentenceOf(note, 'en')}\n`).join('')}`;
  return `${plan.lots.map((lot) => formatLot(lot, demandOf(definition, specification, lot.subject.purpose))).join('')}${unbound}${notes}`;
}

function formatLot(lot: LotPlan, demand: Demand): string {
  const rows = lot.samples.flatMap((sample) => [
    planRow(sample.binding.file, `sample, ${sample.stage}`, { binding: sample.binding, place: sample.tube, reasons: sample.held }),
    ...sample.controls.map((control) =>
      planRow(control.binding?.file ?? '–', `control ${control.name}`, {
        binding: sample.binding,
        place: sample.tube,
        reasons: control.reasons,
      }),
    ),
  ]);
  const plates = lot.assays.flatMap((assay) =>
    assay.plates.map(({ binding, slot, held }) =>
      planRow(binding.file, `assay ${assay.assay}, slot ${slot}`, { binding, place: binding.plate ?? '', reasons: held }),
    ),
  );
  const all = [...rows, ...plates];
  const lines = new Set(all.flatMap((row) => row.lines));
  const missing = [
    ...lot.missing.map(({ tube, stage }) => `MISSING: no file of tube '${tube}' at stage '${stage}'`),
    ...demand.assays
      .filter((assay) => !lot.assays.some((known) => known.assay === assay))
      .map((assay) => `MISSING: no plate of assay '${assay}'`),
  ];
  const held = lot.held.map((reason) => `HELD: ${sentenceOf(reason, 'en')}`).filter((line) => !lines.has(line));
  const table = textTable(
    ['file', 'serves', 'tube or plate', 'assay run', 'state'],
    all.map((row) => row.cells),
  );
  return `\nLot ${subjectTitle(lot.subject)}\n${table}${[...lines, ...held, ...missing].map((line) => `  ${line}\n`).join('')}`;
}

interface PlanRow {
  readonly cells: readonly string[];
  /** Why the file cannot be used, below the table: a sentence would widen it beyond every screen. */
  readonly lines: readonly string[];
}

function planRow(
  file: string,
  serves: string,
  served: { readonly binding: Binding; readonly place: string; readonly reasons: readonly Reason[] },
): PlanRow {
  const state = (reason: Reason) =>
    isAwaited(reason) || reason.code === 'control/missing' || reason.code === 'control/no-assay-run' ? 'MISSING' : 'HELD';
  const [first] = served.reasons;
  return {
    cells: [file, serves, served.place, served.binding.assayRun ?? '', first === undefined ? 'ready' : state(first)],
    lines: served.reasons.map((reason) => `${state(reason)}: ${sentenceOf(reason, 'en')}`),
  };
}
