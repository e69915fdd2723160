import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { CombinedPotency } from '../../attributes/attribute-context.ts';
import { InputError } from '../../errors.ts';
import type { Message } from '../../message.ts';
import { compareCodeUnits } from '../../order.ts';
import { type EstimatedPlate, estimatePlates, excludablePlates } from '../../pipeline/assays/compute-assays.ts';
import { lotAssays } from '../../pipeline/assays/lot-assays.ts';
import { planLots } from '../../pipeline/binding/plan.ts';
import type { AssayDefinition } from '../../pipeline/definition/assay-definition.ts';
import type { Definition } from '../../pipeline/definition/definition.ts';
import { parseExclusions, refuseUnusedExclusions, withCheckedExclusions } from '../../pipeline/tables/exclusions.ts';
import { type NotedTable, readNotedTable } from '../../pipeline/tables/read-table.ts';
import { parseReferenceStandards, type ReferenceStandard } from '../../pipeline/tables/reference-standards.ts';
import { withSecondPerson } from '../../pipeline/tables/second-person.ts';
import { failRun } from '../../potency/assay-run.ts';
import type { PlateDrift } from '../../potency/plate/plate-drift.ts';
import type { AssayResult } from '../../potency/potency-result.ts';
import { subjectTitle } from '../../subject.ts';
import { nodeDisk } from '../disk/disk.ts';
import { readBytes } from '../disk/files.ts';
import { loadDefinition } from '../method/load-method.ts';
import { openThreads } from '../threads/threads.ts';
import { changedFiles, servingFiles } from './changed-files.ts';
import { type PlannedFolder, planFolder, readFolderTable, withChanged } from './plan-folder.ts';

/** The assays of a definition over the plates of an export folder, without a release. */
export interface FolderAssays {
  readonly assays: readonly (AssayResult & { readonly assay: string })[];
  /** The reportable value of every lot on the plates, by assay and test occasion, times the assigned potency of the reference standard. */
  readonly combinations: readonly (CombinedPotency & {
    readonly assay: string;
    readonly test: string;
    readonly occasion: string;
  })[];
  /** Drift over the plates of each assay run, where the assay's method asks for it. */
  readonly drifts: readonly RunDrift[];
  /** What a reader must see beside the reasons of the assays: notes of tables and plates, and why a plate has no result. */
  readonly warnings: readonly FolderWarning[];
  /** Assays that were computed, with their methods. */
  readonly definitions: readonly AssayDefinition[];
}

/** A message about a table, or about a plate of an assay. */
export interface FolderWarning extends Message {
  /** The file. */
  readonly place: string;
  readonly assay?: string;
}

export type RunDrift = PlateDrift & { readonly assay: string; readonly assayRun: string | null };

/**
 * Estimates the plates of an export folder, or of one file in it, by a definition's assays: the same computation as `run`, with its combination, but no specification and no lot record.
 * Throws for a definition, folder or list that cannot be used; a plate that cannot be read is a warning and has no result.
 */
export async function estimateFolderAssays(pipeline: string, path: string, assay: string | null): Promise<FolderAssays> {
  const definition = chosen(loadDefinition(pipeline), assay);
  const file = nodeDisk.kindOf(path) === 'file' ? basename(path) : null;
  const folder = file === null ? path : dirname(path);
  const threads = openThreads({ most: availableParallelism() });
  try {
    return await estimatePlanned(definition, await planFolder(definition, folder, { disk: nodeDisk, threads }), {
      pipeline,
      file,
      assay,
      path,
    });
  } finally {
    await threads.close();
  }
}

async function estimatePlanned(
  definition: Definition,
  first: PlannedFolder,
  {
    pipeline,
    file,
    assay,
    path,
  }: { readonly pipeline: string; readonly path: string; readonly file: string | null; readonly assay: string | null },
): Promise<FolderAssays> {
  const exclusionsTable = await readFolderTable(first, definition.inputs.exclusions);
  const listed = exclusionsTable === null ? [] : parseExclusions(exclusionsTable.rows, exclusionsTable.name, definition.site.timeZone);
  const asked = definition.inputs.secondPerson.includes('exclusions');
  const exclusions = asked ? withCheckedExclusions(listed) : listed;
  const { register, notes: ofRegister } = await readRegister(definition, pipeline);
  const estimate = async (planned: PlannedFolder) => {
    const bound = planned.bound.filter((one) => file === null || one.binding.file === file);
    // Without tubes the lots are those on the plates.
    const { lots } = planLots({ ...definition, tubes: [] }, bound, []);
    const { readingOf } = planned.contents;
    return {
      lots,
      estimated: await estimatePlates(definition, lots, {
        readingOf,
        exclusions,
        register,
        reagents: null,
        acquiredAtOf: planned.acquiredAtOf,
      }),
    };
  };
  const attempt = await estimate(first);
  // A plate that is no longer what was read has no result.
  const changed = changedFiles(nodeDisk, first, servingFiles(first));
  const { lots, estimated } = changed.size === 0 ? attempt : await estimate(withChanged(definition, first, changed));
  if (estimated.size === 0) throw nothingFound(definition, path);
  if (assay === null && file === null)
    refuseUnusedExclusions(exclusions, await excludablePlates(definition, lots, { readingOf: first.contents.readingOf }));
  const plates = [...estimated].sort(([a], [b]) => compareCodeUnits(placeOf(a.file, a.plate), placeOf(b.file, b.plate)));
  return {
    definitions: definition.assays,
    assays: plates.flatMap(([binding, { result, reasons }]) =>
      result === null ? [] : [{ assay: binding.assay ?? '', ...failRun(result, reasons) }],
    ),
    combinations: lots.flatMap((plan) =>
      [...lotAssays(definition, plan, { estimated, register }).combinations].flatMap(([id, occasions]) =>
        [...occasions].map(([occasion, combined]) => ({
          assay: id,
          test: subjectTitle(plan.subject),
          occasion,
          ...combined,
        })),
      ),
    ),
    drifts: driftsOf(plates.map(([, plate]) => plate)),
    warnings: [
      ...ofRegister,
      ...first.contents.tableNotes(),
      ...plates.flatMap(([binding, { result, reasons, notes }]) => [
        ...notes.map((note) => warningOf(binding, note)),
        ...(result === null ? reasons.map((reason) => warningOf(binding, reason)) : []),
      ]),
    ],
  };
}

function warningOf({ file, assay }: EstimatedPlate['binding'], { code, fields }: Message): FolderWarning {
  return { code, fields, place: file, ...(assay === null ? {} : { assay }) };
}

/** One for each assay run, which its plates share. */
function driftsOf(plates: readonly EstimatedPlate[]): RunDrift[] {
  const runs = new Map<PlateDrift, RunDrift>();
  for (const { binding, drift } of plates) {
    if (drift !== null) runs.set(drift, { assay: binding.assay ?? '', assayRun: binding.assayRun, ...drift });
  }
  return [...runs.values()];
}

function chosen(definition: Definition, assay: string | null): Definition {
  const assays = assay === null ? definition.assays : definition.assays.filter((one) => one.id === assay);
  if (assays.length > 0) return { ...definition, assays };
  const known = definition.assays.map((one) => `'${one.id}'`).join(', ');
  throw new InputError(
    'usage/bad-argument',
    assay === null
      ? 'Expected a definition with assays, found none.'
      : `Expected --assay with an assay of the definition (${known}), found '${assay}'.`,
  );
}

async function readRegister(
  definition: Definition,
  pipeline: string,
): Promise<{ readonly register: readonly ReferenceStandard[]; readonly notes: NotedTable['notes'] }> {
  if (definition.referenceStandards === undefined) return { register: [], notes: [] };
  const path = join(dirname(pipeline), definition.referenceStandards);
  const { rows, notes } = await readNotedTable(readBytes(path), path);
  const register = parseReferenceStandards(rows, path, definition.site.timeZone);
  return {
    register: definition.inputs.secondPerson.includes('reference-standards') ? withSecondPerson(register, 'assay-run') : register,
    notes,
  };
}

function placeOf(file: string, plate: string | null): string {
  return JSON.stringify([file, plate ?? '']);
}

function nothingFound(definition: Definition, path: string): InputError {
  const assays = definition.assays.map((one) => `'${one.id}'`).join(', ');
  return new InputError(
    'usage/not-found',
    `Expected plates of the assays ${assays} that carry a lot, found none. 'cytolot check' shows what every file serves.`,
    { file: path },
  );
}
