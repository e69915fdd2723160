import { InputError } from '../../errors.ts';
import { failRun } from '../assay-run.ts';
import type { PotencyMethod } from '../method.ts';
import type { FailedAssay, PotencyTable } from '../plate/assay-table.ts';
import { type PlateDrift, plateDrift, withDriftChecks } from '../plate/plate-drift.ts';
import type { AssayResult } from '../potency-result.ts';
import { estimateAssay } from './relative-potency.ts';

/** The assays of a table, estimated; those with a fault of their own stand apart. */
export interface EstimatedTable {
  readonly assays: readonly AssayResult[];
  readonly failed: readonly FailedAssay[];
  /** Over the plates of the table, where the method asks for it; one that fails, fails every assay. */
  readonly drift: PlateDrift | null;
}

/** Every assay by itself: a fault of one leaves it out; the fault of the only one is thrown. Errors: those of `estimateAssay`. */
export function estimateTable(table: PotencyTable, method: PotencyMethod): EstimatedTable {
  const estimated: AssayResult[] = [];
  const failed: FailedAssay[] = [...table.failed];
  for (const assay of table.assays) {
    try {
      estimated.push(estimateAssay(assay, method));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      failed.push({ name: assay.name, error });
    }
  }
  const [first] = failed;
  if (estimated.length === 0 && first !== undefined) throw first.error;
  const drift = plateDrift(estimated, method);
  const assays = drift === null ? estimated : estimated.map((assay) => failRun(withDriftChecks(assay, drift), drift.reasons));
  return { assays, failed, drift };
}
