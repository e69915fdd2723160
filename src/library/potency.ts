/** `cytolot/potency`: relative potency of assays, their combination, and the least squares beneath. The schema of methods is loaded with the first method that is read. */
export { type ErrorCode, InputError, InputErrors, type Place } from '../errors.ts';
export { proportionInterval } from '../numerics/intervals/proportion-interval.ts';
export {
  fitFromStarts,
  fitLeastSquares,
  type LeastSquaresFit,
  type LeastSquaresOptions,
  type LeastSquaresProblem,
  type StopReason,
} from '../numerics/regression/least-squares.ts';
export { type CombinationPlan, type CombinedAssays, combineAssays, type IndependentAssay } from '../potency/combination/combination.ts';
export { combineGiven, combineTable, type StatedPotency } from '../potency/combination/combine-table.ts';
export { independentAssay } from '../potency/combination/independent-assay.ts';
export { type EstimatedTable, estimateTable } from '../potency/estimation/estimate-table.ts';
export { estimateAssay } from '../potency/estimation/relative-potency.ts';
export type { PotencyMethod } from '../potency/method.ts';
export { type PotencyTable, readPotencyTable } from '../potency/plate/assay-table.ts';
export type { AssayTableRequest } from '../potency/plate/assay-table-columns.ts';
export { assaysOfExport, type ExportRequest } from '../potency/plate/assays-of-export.ts';
export type { PotencyAssay } from '../potency/potency-assay.ts';
export type { AssayResult, PotencyResult } from '../potency/potency-result.ts';

import { validateYaml } from '../pipeline/definition/validate-yaml.ts';
import { parseYamlDocument } from '../pipeline/definition/yaml-document.ts';
import { type PotencyMethod, potencyMethodSchema } from '../potency/method.ts';

/** A potency method from the `method` of an assay, written in YAML or JSON, with its defaults. Throws every mistake at its line. */
export function parsePotencyMethod(text: string, file: string): PotencyMethod {
  return validateYaml(potencyMethodSchema, parseYamlDocument(text, file));
}
