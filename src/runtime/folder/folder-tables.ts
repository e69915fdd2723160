import type { TypedTable } from '../../attributes/attribute-result.ts';
import type { CounterAccount } from '../../pipeline/binding/account-for-folder.ts';
import { joinCounts } from '../../pipeline/counters/join-counts.ts';
import type { Definition } from '../../pipeline/definition/definition.ts';
import { type CountRow, parseCounts } from '../../pipeline/tables/counts.ts';
import { type ExcludedWell, parseExclusions, withCheckedExclusions } from '../../pipeline/tables/exclusions.ts';
import { type ExternalRow, parseExternalResults } from '../../pipeline/tables/external-results.ts';
import { parseInvestigations, withCheckedConclusions } from '../../pipeline/tables/investigation-rows.ts';
import { parseReagentRows, type ReagentRow } from '../../pipeline/tables/reagents.ts';
import { type HeldRow, withSecondPerson } from '../../pipeline/tables/second-person.ts';
import type { Investigation } from '../../specification/investigations.ts';
import { type PlannedFolder, readFolderTable } from './plan-folder.ts';
import { readCounters } from './read-counters.ts';

/** The tables of an export folder beside its sample list; a table that the definition does not name is empty. */
export interface FolderTables {
  readonly external: readonly ExternalRow[];
  /** Those of the table and of cell counters' exports. */
  readonly counts: readonly CountRow[];
  readonly counters: CounterAccount;
  readonly investigations: readonly Investigation[];
  readonly exclusions: readonly ExcludedWell[];
  readonly reagents: readonly ReagentRow[];
}

/** Reads the tables that the definition names. Throws `usage/not-found` for a missing one, and their mistakes at their lines. */
export async function readFolderTables(definition: Definition, planned: PlannedFolder): Promise<FolderTables> {
  const zone = definition.site.timeZone;
  const external = await readFolderTable(planned, definition.inputs.externalResults);
  const counts = await readFolderTable(planned, definition.inputs.counts);
  const exclusions = await readFolderTable(planned, definition.inputs.exclusions);
  const investigations = await readFolderTable(planned, definition.inputs.investigations);
  const reagents = await readFolderTable(planned, definition.inputs.reagents);
  const counters = await readCounters(definition, planned);
  const asked: ReadonlySet<TypedTable> = new Set(definition.inputs.secondPerson);
  const checked = <Row extends HeldRow>(table: TypedTable, rows: readonly Row[]) =>
    asked.has(table) ? withSecondPerson(rows, table === 'reagents' ? 'assay-run' : 'attribute') : rows;
  const excluded = exclusions === null ? [] : parseExclusions(exclusions.rows, exclusions.name, zone);
  const typed = counts === null ? [] : parseCounts(counts.rows, counts.name, zone);
  const investigated = investigations === null ? [] : parseInvestigations(investigations.rows, investigations.name, zone);
  return {
    external: checked('external-results', external === null ? [] : parseExternalResults(external.rows, external.name, zone)),
    counts: joinCounts(checked('counts', typed), counters.rows),
    counters,
    investigations: asked.has('investigations') ? withCheckedConclusions(investigated) : investigated,
    exclusions: asked.has('exclusions') ? withCheckedExclusions(excluded) : excluded,
    reagents: checked('reagents', reagents === null ? [] : parseReagentRows(reagents.rows, reagents.name, zone)),
  };
}
