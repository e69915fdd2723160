import type { Reason } from '../../reason.ts';
import { nearestName } from '../nearest-name.ts';
import type { Served } from '../reason-fields.ts';
import { pipelineReason } from '../reasons.ts';
import { dayOf } from '../tables/dates.ts';
import type { Reagent, ReagentRow } from '../tables/reagents.ts';
import { unusableOn } from '../tables/usable-days.ts';

/** The register beside the definition, and what was used by the export folder's table. */
export interface ReagentTables {
  readonly register: readonly Reagent[];
  readonly used: readonly ReagentRow[];
}

/** What asks for reagents: a tube, a control, an assay, or an attribute on its tubes. */
export interface ReagentDemand {
  readonly kinds: readonly string[];
  readonly assayRun: string | null;
  /** Names by which a row may say that it served this alone. */
  readonly names: readonly string[];
  readonly served: Served;
  /** When it was acquired, as an ISO date: what dates are compared with, never the clock. */
  readonly acquiredAt: string | null;
}

/** Why the reagents of one assay run may not serve; `[]` = each demanded kind is stated once, registered, released and in date. */
export function checkReagents(demand: ReagentDemand, { register, used }: ReagentTables): Reason[] {
  return demand.kinds.flatMap((kind) => {
    const rows = rowsFor(demand, kind, used);
    const lots = [...new Set(rows.map((row) => row.lot))];
    const [lot, second] = lots;
    const of = { kind, assayRun: demand.assayRun, served: demand.served };
    if (lot === undefined) return [pipelineReason('reagent/not-stated', 'assay-run', of)];
    if (second !== undefined)
      return [
        pipelineReason('reagent/several-lots', 'assay-run', { ...of, rows: rows.map((row) => ({ lot: row.lot, place: row.place })) }),
      ];
    return [...rows.flatMap((row) => row.reasons), ...lotReasons(demand, { kind, lot }, register)];
  });
}

/** Rows that say whom they served go before those of the whole assay run. */
function rowsFor(
  { assayRun, names }: Pick<ReagentDemand, 'assayRun' | 'names'>,
  kind: string,
  used: readonly ReagentRow[],
): readonly ReagentRow[] {
  const ofRun = used.filter((row) => row.assayRun === assayRun && row.kind === kind);
  const own = ofRun.filter((row) => row.serves !== null && names.includes(row.serves));
  return own.length > 0 ? own : ofRun.filter((row) => row.serves === null);
}

function lotReasons(
  demand: ReagentDemand,
  { kind, lot }: { readonly kind: string; readonly lot: string },
  register: readonly Reagent[],
): Reason[] {
  const of = { kind, lot, served: demand.served };
  const reagent = register.find((known) => known.kind === kind && known.lot === lot);
  if (reagent === undefined) {
    const guess = nearestName(
      lot,
      register.filter((known) => known.kind === kind).map((known) => known.lot),
    );
    const registeredAs = register.find((known) => known.lot === lot)?.kind ?? null;
    return [pipelineReason('reagent/unregistered', 'assay-run', { ...of, registeredAs, guess })];
  }
  if (reagent.reasons.length > 0) return [...reagent.reasons];
  const { status, qualifiedFrom, retestDate, expiryDate } = reagent;
  if (status !== 'released') return [pipelineReason('reagent/not-released', 'assay-run', { ...of, status })];
  if (demand.acquiredAt === null) return [pipelineReason('reagent/no-date', 'assay-run', of)];
  const day = dayOf(demand.acquiredAt);
  switch (unusableOn(reagent, day)) {
    case 'not-yet-qualified':
      return [pipelineReason('reagent/not-yet-qualified', 'assay-run', { ...of, qualifiedFrom, day })];
    case 'expired':
      return [pipelineReason('reagent/expired', 'assay-run', { ...of, expiryDate, day })];
    case 'retest-due':
      return [pipelineReason('reagent/retest-due', 'assay-run', { ...of, retestDate: retestDate ?? '', day })];
    default:
      return [];
  }
}
