import { InputError } from '../errors.ts';
import { isOnPlate, type PlateSize, parseWell, type WellPosition, wellName } from './wells.ts';

/** Wells along which the doses of one replicate run. */
export type LayoutLine = readonly string[];

export interface RangeRequest {
  readonly size: PlateSize;
  /** Number of doses; `null` where there are none and the wells are listed row by row. */
  readonly length: number | null;
  readonly along: 'rows' | 'columns' | null;
  readonly file?: string;
  readonly path: string;
}

/** The lines of a range of wells, each as long as there are doses. `H1:A1` runs backwards. Errors: plate/bad-layout. */
export function layoutLines(range: string, request: RangeRequest): LayoutLine[] {
  const [first = '', last = first] = range.split(':');
  const from = wellOnPlate(first, range, request);
  const to = wellOnPlate(last, range, request);
  const rows = steps(from.row, to.row);
  const columns = steps(from.column, to.column);
  if (request.length === null) return [rows.flatMap((row) => columns.map((column) => wellName({ row, column })))];
  return directionOf(range, { rows: rows.length, columns: columns.length }, request) === 'rows'
    ? rows.map((row) => columns.map((column) => wellName({ row, column })))
    : columns.map((column) => rows.map((row) => wellName({ row, column })));
}

/** `rows`: doses run along plate rows. The side that is as long as there are doses; both, only where `along` says so. */
function directionOf(range: string, shape: { readonly rows: number; readonly columns: number }, request: RangeRequest): 'rows' | 'columns' {
  const fits = { rows: shape.columns === request.length, columns: shape.rows === request.length };
  if (request.along !== null && fits[request.along]) return request.along;
  if (request.along === null && fits.rows !== fits.columns) return fits.rows ? 'rows' : 'columns';
  if (request.along === null && fits.rows && request.length === 1) return 'rows';
  const need = fits.rows && fits.columns ? '`along` for a range as wide as it is high' : `as many doses as wells along the range ${range}`;
  throw new InputError(
    'plate/bad-layout',
    `Expected ${need}, found ${request.length} doses for ${shape.rows} rows and ${shape.columns} columns.`,
    placeOf(request),
  );
}

function steps(from: number, to: number): number[] {
  const step = to < from ? -1 : 1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => from + i * step);
}

function wellOnPlate(name: string, range: string, request: RangeRequest): WellPosition {
  const position = parseWell(name);
  if (position !== null && isOnPlate(position, request.size)) return position;
  throw new InputError(
    'plate/bad-layout',
    `Expected wells of a plate of ${request.size}, found '${name}' in '${range}'.`,
    placeOf(request),
  );
}

function placeOf(request: RangeRequest): { readonly file?: string; readonly path: string } {
  return request.file === undefined ? { path: request.path } : { file: request.file, path: request.path };
}
