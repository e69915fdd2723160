import { InputError } from '../../../errors.ts';
import { putWell, type WellTexts } from '../../build-read.ts';
import { cellText, type SheetRow } from '../../file/sheet.ts';
import { wellsAcross } from '../../lists.ts';
import { wellName } from '../../wells.ts';

/** What one wavelength has: for each time (or wavelength of a spectrum) the text of every well. */
export interface SoftMaxColumns {
  readonly points: readonly { readonly first: string; readonly line: number; readonly wells: WellTexts }[];
}

interface Request {
  readonly layout: string;
  /** First plate row that was read, counting from 1, and how many were. */
  readonly firstRow: number;
  readonly rows: number;
  readonly plateRows: number;
  readonly file: string;
}

interface Section {
  readonly headings: SheetRow;
  readonly groups: readonly (readonly SheetRow[])[];
}

/** Parts a section's rows by wavelength. PlateFormat: matrices side by side, a group of rows a time. TimeFormat: wells as columns, a group of rows a wavelength. */
export function readSoftMaxColumns(section: Section, request: Request): SoftMaxColumns[] {
  return request.layout === 'TimeFormat' ? readTimeFormat(section, request) : readPlateFormat(section, request);
}

function readTimeFormat(section: Section, request: Request): SoftMaxColumns[] {
  const columns = wellsAcross(section.headings, { file: request.file, from: 2, isOther: () => false });
  return section.groups.map((rows) => ({
    points: rows.map((row) => {
      refuseWide(row, section.headings, request.file);
      return { first: cellText(row, 0), line: row.line, wells: new Map(columns.map(({ well, column }) => [well, cellText(row, column)])) };
    }),
  }));
}

function readPlateFormat(section: Section, request: Request): SoftMaxColumns[] {
  const matrices = columnNumbers(section.headings, request.file);
  return matrices.map((columns) => ({
    points: section.groups.map((rows) => readMatrix(rows, { columns, headings: section.headings, request })),
  }));
}

interface NumberedColumn {
  /** Plate column, counting from 1. */
  readonly number: number;
  readonly column: number;
}

/** The runs of column numbers, one for each wavelength, parted by a blank heading. */
function columnNumbers(headings: SheetRow, file: string): NumberedColumn[][] {
  const runs: NumberedColumn[][] = [];
  let open = false;
  for (const [column, cell] of headings.cells.entries()) {
    if (column < 2) continue;
    const text = cell.trim();
    if (text === '') {
      open = false;
      continue;
    }
    const before = open ? runs.at(-1)?.at(-1) : undefined;
    const number = /^\d{1,2}$/.test(text) ? Number(text) : 0;
    if (number < 1 || (before !== undefined && number !== before.number + 1)) {
      throw new InputError('plate/bad-export', `Expected rising column numbers, found '${text}'.`, {
        file,
        line: headings.line,
        column: column + 1,
      });
    }
    if (!open) runs.push([]);
    runs.at(-1)?.push({ number, column });
    open = true;
  }
  const lengths = new Set(runs.map((run) => `${run[0]?.number ?? 0} to ${run.at(-1)?.number ?? 0}`));
  if (lengths.size > 1)
    throw new InputError('plate/bad-export', `Expected the same columns for every wavelength, found ${[...lengths].join(', ')}.`, {
      file,
      line: headings.line,
    });
  return runs;
}

/** Rows have no letters: all rows of the plate, or the rows that the Plate line says were read. */
function readMatrix(
  rows: readonly SheetRow[],
  context: { readonly columns: readonly NumberedColumn[]; readonly headings: SheetRow; readonly request: Request },
): SoftMaxColumns['points'][number] {
  const { request } = context;
  const line = rows[0]?.line ?? 1;
  if (rows.length !== request.plateRows && rows.length !== request.rows) {
    const expected =
      request.rows > 0 && request.rows !== request.plateRows ? `${request.plateRows} or ${request.rows}` : `${request.plateRows}`;
    throw new InputError('plate/bad-export', `Expected ${expected} rows of values, found ${rows.length}: the block is cut or was edited.`, {
      file: request.file,
      line,
    });
  }
  const offset = rows.length === request.plateRows ? 0 : request.firstRow - 1;
  const wells: WellTexts = new Map();
  for (const [i, row] of rows.entries()) {
    refuseWide(row, context.headings, request.file);
    for (const { number, column } of context.columns) {
      putWell(wells, wellName({ row: i + offset, column: number - 1 }), {
        text: cellText(row, column),
        file: request.file,
        line: row.line,
      });
    }
  }
  return { first: cellText(rows[0], 0), line, wells };
}

/** A value without a column heading: the line is one field too long. */
function refuseWide(row: SheetRow, headings: SheetRow, file: string): void {
  const at = row.cells.findIndex((cell, i) => i > 1 && cell.trim() !== '' && cellText(headings, i) === '');
  if (at === -1) return;
  throw new InputError(
    'plate/bad-export',
    `Expected values under column headings only, found '${cellText(row, at)}' in column ${at + 1}.`,
    { file, line: row.line, column: at + 1 },
  );
}
