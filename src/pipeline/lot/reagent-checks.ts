import type { Reason } from '../../attributes/attribute-result.ts';
import { nearest } from '../nearest-name.ts';
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
  /** In words, such as `tube 'viability'`. */
  readonly what: string;
  /** When it was acquired, as an ISO date: what dates are compared with, never the clock. */
  readonly acquiredAt: string | null;
}

/** Why the reagents of one assay run may not serve; `[]` = each demanded kind is stated once, registered, released and in date. */
export function checkReagents(demand: ReagentDemand, { register, used }: ReagentTables): Reason[] {
  return demand.kinds.flatMap((kind) => {
    const rows = rowsFor(demand, kind, used);
    const lots = [...new Set(rows.map((row) => row.lot))];
    const [lot, second] = lots;
    const of = `the kind '${kind}' of assay run '${demand.assayRun ?? ''}', which ${demand.what} demands`;
    if (lot === undefined)
      return [
        pipelineReason('reagent/not-stated', 'assay-run', `Expected the lot of ${of}; found none in the table of reagents. Add its row.`),
      ];
    if (second !== undefined) {
      const message = `Expected one lot of ${of}; found ${rows.map((row) => `'${row.lot}' at ${row.place}`).join(', ')}. Say in the column serves which lot served what.`;
      return [pipelineReason('reagent/several-lots', 'assay-run', message)];
    }
    return lotReasons(demand, { kind, lot }, register);
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
  const name = `Lot '${lot}' of '${kind}'`;
  const reagent = register.find((known) => known.kind === kind && known.lot === lot);
  if (reagent === undefined) {
    const other = register.find((known) => known.lot === lot);
    const guess = nearest(
      lot,
      register.filter((known) => known.kind === kind).map((known) => known.lot),
    );
    const found = other === undefined ? 'is not in the register of reagents' : `is registered as '${other.kind}'`;
    const message = `${name} ${found}; it served ${demand.what}. ${guess === null ? 'Register it, with its status and dates.' : `Did you mean '${guess}'?`}`;
    return [pipelineReason('reagent/unregistered', 'assay-run', message)];
  }
  if (reagent.status !== 'released')
    return [
      pipelineReason(
        'reagent/not-released',
        'assay-run',
        `${name} is ${reagent.status}; it served ${demand.what}. Only a released lot may.`,
      ),
    ];
  if (demand.acquiredAt === null) {
    const message = `${name} has dates to compare, and ${demand.what} has no date of acquisition. Give acquired_at in the sample list.`;
    return [pipelineReason('reagent/no-date', 'assay-run', message)];
  }
  const day = dayOf(demand.acquiredAt);
  const wrong = unusableOn(reagent, day);
  const served = `${demand.what} was acquired on ${day}.`;
  if (wrong === 'not-yet-qualified')
    return [pipelineReason('reagent/not-yet-qualified', 'assay-run', `${name} is qualified from ${reagent.qualifiedFrom}; ${served}`)];
  if (wrong === 'expired') return [pipelineReason('reagent/expired', 'assay-run', `${name} expired on ${reagent.expiryDate}; ${served}`)];
  if (wrong === 'retest-due')
    return [pipelineReason('reagent/retest-due', 'assay-run', `${name} was to be retested by ${reagent.retestDate}; ${served}`)];
  return [];
}
