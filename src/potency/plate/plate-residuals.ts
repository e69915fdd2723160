import { ln } from '../../numerics/elementary.ts';
import { meanInAnyOrder } from '../../numerics/mean.ts';
import { median } from '../../numerics/quantile.ts';
import type { DoseResponseModel } from '../dose-response/models/model.ts';
import { DOSE_RESPONSE_MODELS } from '../dose-response/models/registry.ts';
import { parametersOf } from '../drawing/fitted-curves.ts';
import type { PotencyAssay } from '../potency-assay.ts';
import type { AssayResult, DosePoint, FitSummary, PlateResult } from '../potency-result.ts';
import { RESPONSE_TRANSFORMS } from '../response-transform.ts';
import { medianPolish } from './plate-quality.ts';

/** A well with what is left of its response, on the scale of the fit. */
interface LeftOver {
  readonly plate: string | null;
  readonly well: string;
  readonly row: number;
  readonly column: number;
  readonly residual: number;
}

/** Row, column and edge effects of every plate of an assay; none where wells have no names or the reference standard does not respond. */
export function plateEffects(assay: PotencyAssay, result: AssayResult): readonly Omit<PlateResult, 'means'>[] {
  if (assay.reference.points.every((point) => point.well === null)) return [];
  const range = responseRange(assay, result);
  if (range === null) return [];
  const left = leftOvers(assay, result);
  return [...new Set(left.map((one) => one.plate))].map((name) => {
    const wells = left.filter((one) => one.plate === name).map((one) => ({ ...one, residual: one.residual / range }));
    const size = plateSize(assay.plateWells ?? null, wells);
    const grid: (number | null)[][] = Array.from({ length: size.rows }, () => Array.from({ length: size.columns }, () => null));
    for (const { row, column, residual } of wells) grid[row]![column] = residual;
    const { rows, columns } = medianPolish(grid);
    const residuals = wells.map(({ well, row, column, residual }) => ({ well, row, column, value: residual }));
    return { name, rows, columns, edge: edgeEffect(wells, size), residuals };
  });
}

function edgeEffect(wells: readonly LeftOver[], size: { readonly rows: number; readonly columns: number }): number | null {
  const isEdge = ({ row, column }: LeftOver): boolean => row === 0 || column === 0 || row === size.rows - 1 || column === size.columns - 1;
  const edge = wells.filter(isEdge).map((one) => one.residual);
  const inner = wells.filter((one) => !isEdge(one)).map((one) => one.residual);
  return edge.length === 0 || inner.length === 0 ? null : median(edge) - median(inner);
}

/** Largest less smallest dose mean of the reference standard on the scale of the fit. */
function responseRange(assay: PotencyAssay, result: AssayResult): number | null {
  const doses = byDose(transformed(assay.reference.points, result));
  const means = [...doses.values()].map((cell) => meanInAnyOrder(cell));
  const range = Math.max(...means) - Math.min(...means);
  return Number.isFinite(range) && range > 0 ? range : null;
}

function leftOvers(assay: PotencyAssay, result: AssayResult): readonly LeftOver[] {
  const free = result.tests.find((test) => test.free !== null)?.free ?? null;
  // One preparation alone has its parameters without a suffix.
  const own = result.preparation === undefined ? { fit: free, suffix: '_reference' } : { fit: result.preparation.fit, suffix: '' };
  const reference = samplePart(assay.reference.points, result, own);
  const tests = assay.tests.flatMap((test, i) => samplePart(test.points, result, { fit: result.tests[i]?.free ?? null, suffix: '_test' }));
  const controls = (assay.controls ?? []).flatMap(({ wells }) => {
    const points = wells.map((well) => ({ ...well, dose: 0 }));
    return samplePart(points, result, { fit: null, suffix: '' });
  });
  return [...reference, ...tests, ...controls];
}

function samplePart(
  points: readonly DosePoint[],
  result: AssayResult,
  { fit, suffix }: { readonly fit: FitSummary | null; readonly suffix: string },
): LeftOver[] {
  const usable = transformed(points, result);
  const cells = byDose(usable);
  const curve = fit === null ? null : curveOf(result.model, fit, suffix);
  return usable.flatMap(({ point, response }) => {
    const position = positionOf(point.well);
    if (position === null) return [];
    const expected = curve?.(point.dose) ?? meanInAnyOrder(cells.get(point.dose) ?? [response]);
    return [{ plate: point.plate, well: point.well ?? '', ...position, residual: response - expected }];
  });
}

function curveOf(modelId: string, fit: FitSummary, suffix: string): ((dose: number) => number) | null {
  const model: DoseResponseModel | undefined = DOSE_RESPONSE_MODELS.find(modelId);
  const parameters = model === undefined ? null : parametersOf(model, fit, { location: suffix, others: suffix });
  if (model === undefined || parameters === null) return null;
  const gradient = new Float64Array(parameters.length + 1);
  return (dose) => model.evaluate(ln(dose), parameters, gradient);
}

interface Transformed {
  readonly point: DosePoint;
  readonly response: number;
}

function transformed(points: readonly DosePoint[], result: AssayResult): readonly Transformed[] {
  const { transform, admits } = RESPONSE_TRANSFORMS[result.transform ?? 'none'];
  return points
    .filter((point) => point.excluded === null && admits(point.response))
    .map((point) => ({ point, response: transform(point.response) }));
}

function byDose(usable: readonly Transformed[]): Map<number, number[]> {
  const cells = new Map<number, number[]>();
  for (const { point, response } of usable) cells.set(point.dose, [...(cells.get(point.dose) ?? []), response]);
  return cells;
}

/** `B3` is row 1, column 2; rows 27 to 32 are AA to AF. */
function positionOf(well: string | null): { readonly row: number; readonly column: number } | null {
  const parts = /^(A?)([A-Z])(\d{1,2})$/.exec(well ?? '');
  if (parts === null) return null;
  return { row: (parts[2]?.charCodeAt(0) ?? 65) - 65 + (parts[1] === '' ? 0 : 26), column: Number(parts[3]) - 1 };
}

const SIZES: readonly { readonly wells: number; readonly rows: number; readonly columns: number }[] = [
  { wells: 6, rows: 2, columns: 3 },
  { wells: 12, rows: 3, columns: 4 },
  { wells: 24, rows: 4, columns: 6 },
  { wells: 48, rows: 6, columns: 8 },
  { wells: 96, rows: 8, columns: 12 },
  { wells: 384, rows: 16, columns: 24 },
  { wells: 1536, rows: 32, columns: 48 },
];

/** The declared size, else the smallest usual one that holds every well. */
function plateSize(declared: number | null, wells: readonly LeftOver[]): { readonly rows: number; readonly columns: number } {
  const rows = Math.max(...wells.map((one) => one.row)) + 1;
  const columns = Math.max(...wells.map((one) => one.column)) + 1;
  const fits = SIZES.find(
    (size) => (declared === null ? size.wells >= 96 : size.wells === declared) && size.rows >= rows && size.columns >= columns,
  );
  return fits ?? { rows, columns };
}
