import { InputError } from '../../errors.ts';
import { buildRead, putWell, type WellTexts } from '../build-read.ts';
import { findMatrices, type MatrixPlace, readMatrix, refuseLoneColumnNumbers } from '../matrix.ts';
import type { NoteList } from '../notes.ts';
import type { ExportSource } from '../plate-format.ts';
import type { Plate, PlateRead } from '../plate-reading.ts';
import { cellText, isBlankRow, parseCellName, type Sheet } from '../sheet.ts';
import { type PlateSize, parseRowLabel, plateGeometry, rowLabel, smallestPlate, wellName } from '../wells.ts';
import type { MatrixOptions } from './declared-options.ts';
import { decimalOption, sheetsOf } from './declared-source.ts';

type OneMatrix = NonNullable<MatrixOptions['matrices']>[number];

interface ReadBlock {
  readonly plate: string;
  readonly wellCount: PlateSize;
  readonly read: PlateRead;
}

/** Reads the declared matrices (or the only matrix there is) of a text file or workbook. */
export async function readDeclaredMatrices(source: ExportSource, options: MatrixOptions, notes: NoteList): Promise<readonly Plate[]> {
  const wanted: readonly OneMatrix[] = options.matrices ?? [{}];
  const blocks: ReadBlock[] = [];
  for (const one of wanted) {
    const request = { ...options, ...dropUndefined(one) };
    const anchored = request.anchor !== undefined;
    const sheets = await sheetsOf(source, request, (sheet) =>
      anchored ? sheet.rows.some((row) => row.cells.length > 2) : findMatrices(sheet).length > 0,
    );
    blocks.push(anchored ? readAnchored(sheets, request, { source, notes }) : readOnly(sheets, request, { source, notes }));
  }
  return gatherPlates(blocks, source.fileName);
}

function dropUndefined(one: OneMatrix): Partial<OneMatrix> {
  return Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined));
}

interface Surroundings {
  readonly source: ExportSource;
  readonly notes: NoteList;
}

function readOnly(sheets: readonly Sheet[], options: MatrixOptions, { source, notes }: Surroundings): ReadBlock {
  const found = sheets.flatMap((sheet) => findMatrices(sheet).map((place) => ({ sheet, place })));
  const only = found[0];
  if (only === undefined || found.length > 1) {
    const anchors = found
      .slice(0, 6)
      .map(({ sheet, place }) => `${anchorName(sheet, place)}${source.kind === 'workbook' ? ` of sheet '${sheet.name}'` : ''}`);
    throw new InputError(
      'plate/bad-export',
      `Expected one block of row letters and column numbers, found ${found.length}${found.length > 0 ? ` (their first readings at ${anchors.join(', ')})` : ''}. Name the ones to read by \`anchor\`, several under \`matrices\`.`,
      { file: source.fileName },
    );
  }
  refuseLoneColumnNumbers(only.sheet, source.fileName);
  const matrix = readMatrix(only.sheet, only.place, { file: source.fileName, tail: 'refused' });
  noteRest(only.sheet, matrix.endRow, notes);
  const wellCount = options.wells ?? assumedSize(matrix, { source, notes });
  return toBlock(matrix, { options, wellCount, source, notes });
}

/** Column letters and line of the reading of A1. */
function anchorName(sheet: Sheet, place: MatrixPlace): string {
  const column = place.labelColumn + 1;
  const letters =
    column < 26
      ? String.fromCharCode(65 + column)
      : `${String.fromCharCode(64 + Math.floor(column / 26))}${String.fromCharCode(65 + (column % 26))}`;
  return `${letters}${sheet.rows[place.headerRow + 1]?.line ?? 0}`;
}

function assumedSize(matrix: { readonly rows: number; readonly columns: number }, { source, notes }: Surroundings): PlateSize {
  const size = smallestPlate(matrix.rows, matrix.columns);
  if (size === null || plateGeometry(size).columns !== matrix.columns) {
    throw new InputError(
      'plate/bad-export',
      `Expected a matrix as wide as a plate (3, 4, 6, 8, 12, 24 or 48 columns), found ${matrix.rows} rows and ${matrix.columns} columns. Declare \`wells\` if it is a part of a plate.`,
      { file: source.fileName },
    );
  }
  if (plateGeometry(size).rows !== matrix.rows) {
    notes.add(
      'plate-size-assumed',
      `The matrix has ${matrix.rows} rows and ${matrix.columns} columns: taken as part of a plate of ${size} wells.`,
    );
  }
  return size;
}

function noteRest(sheet: Sheet, endRow: number, notes: NoteList): void {
  const rest = sheet.rows.slice(endRow).filter((row) => !isBlankRow(row));
  if (rest[0] !== undefined)
    notes.add('not-read', `Lines from ${rest[0].line} on, after the matrix, were not read (${rest.length} lines).`);
}

function readAnchored(sheets: readonly Sheet[], options: MatrixOptions, { source, notes }: Surroundings): ReadBlock {
  const anchor = parseCellName(options.anchor ?? '');
  const sheet = sheets[0];
  if (anchor === null || sheet === undefined || sheets.length > 1) {
    throw new InputError(
      'plate/bad-export',
      `Expected one sheet for the anchor '${options.anchor ?? ''}', found ${sheets.length}. Declare \`sheet\`.`,
      { file: source.fileName },
    );
  }
  const start = sheet.rows.findIndex((row) => row.line === anchor.row + 1);
  const size = options.wells ?? 96;
  const shape = { rows: options.rows ?? plateGeometry(size).rows, columns: options.columns ?? plateGeometry(size).columns };
  if (shape.rows > plateGeometry(size).rows || shape.columns > plateGeometry(size).columns) {
    throw new InputError(
      'plate/bad-export',
      `Expected a block inside a plate of ${size} wells, found ${shape.rows} rows and ${shape.columns} columns declared. Declare \`wells\`.`,
      {
        file: source.fileName,
      },
    );
  }
  if (options.wells === undefined) notes.add('plate-size-assumed', 'The definition names no plate size: 96 wells were taken.');
  const wells: WellTexts = new Map();
  // Where row A has its letter, every row must have its own.
  const lettered = anchor.column > 0 && cellText(sheet.rows[start], anchor.column - 1) === 'A';
  for (let r = 0; r < shape.rows; r++)
    readAnchoredRow(
      { sheet, at: start < 0 ? -1 : start + r, rowIndex: r, wells },
      { columns: shape.columns, first: anchor.column, lettered, file: source.fileName },
    );
  checkColumnNumbers(sheet, { start, first: anchor.column, columns: shape.columns, file: source.fileName });
  return toBlock({ wells }, { options, wellCount: size, source, notes });
}

function readAnchoredRow(
  row: { readonly sheet: Sheet; readonly at: number; readonly rowIndex: number; readonly wells: WellTexts },
  block: { readonly columns: number; readonly first: number; readonly lettered: boolean; readonly file: string },
): void {
  const cells = row.sheet.rows[row.at];
  if (cells === undefined) {
    throw new InputError(
      'plate/bad-export',
      `Expected the readings of plate row ${rowLabel(row.rowIndex)}, found the end of the file. Check \`anchor\`, \`rows\` and \`wells\`.`,
      { file: block.file },
    );
  }
  const label = cellText(cells, block.first - 1);
  const named = parseRowLabel(label);
  if (block.first > 0 && named !== row.rowIndex && (named !== null || block.lettered)) {
    throw new InputError(
      'plate/bad-export',
      `Expected the row letter ${rowLabel(row.rowIndex)} left of the readings, found '${label}'. Check \`anchor\`.`,
      {
        file: block.file,
        line: cells.line,
      },
    );
  }
  for (let c = 0; c < block.columns; c++) {
    putWell(row.wells, wellName({ row: row.rowIndex, column: c }), {
      text: cellText(cells, block.first + c),
      file: block.file,
      line: cells.line,
    });
  }
}

/** Numbers above the block, where there are any, must be 1, 2, 3 …: a wrong anchor shifts every well. */
function checkColumnNumbers(
  sheet: Sheet,
  block: { readonly start: number; readonly first: number; readonly columns: number; readonly file: string },
): void {
  const above = sheet.rows[block.start - 1];
  if (above === undefined) return;
  const numbers = Array.from({ length: block.columns }, (_, c) => cellText(above, block.first + c));
  if (!numbers.every((text) => /^\d{1,2}$/.test(text))) return;
  if (numbers.every((text, c) => Number(text) === c + 1)) return;
  throw new InputError(
    'plate/bad-export',
    `Expected the column numbers 1 to ${block.columns} above the readings, found ${numbers.slice(0, 4).join(', ')} … Check \`anchor\`.`,
    {
      file: block.file,
      line: above.line,
    },
  );
}

function toBlock(
  matrix: { readonly wells: WellTexts },
  told: { readonly options: MatrixOptions; readonly wellCount: PlateSize; readonly source: ExportSource; readonly notes: NoteList },
): ReadBlock {
  const { options } = told;
  const heading = {
    label: options.label ?? 'reading',
    mode: options.mode ?? 'unknown',
    wavelengthsNm: options.wavelengthsNm ?? [],
    unit: options.unit ?? null,
    calculated: options.calculated ?? false,
  };
  const read = buildRead(heading, matrix.wells, { decimal: decimalOption(options.decimal), notes: told.notes });
  return { plate: options.plate ?? 'Plate 1', wellCount: told.wellCount, read };
}

/** Matrices of the same plate become its reads; two with one label, or of two sizes, contradict each other. */
function gatherPlates(blocks: readonly ReadBlock[], file: string): Plate[] {
  const plates = new Map<string, { wellCount: PlateSize; reads: PlateRead[] }>();
  for (const { plate, wellCount, read } of blocks) {
    const entry = plates.get(plate) ?? { wellCount, reads: [] };
    if (entry.wellCount !== wellCount || entry.reads.some((other) => other.label === read.label)) {
      throw new InputError(
        'plate/bad-export',
        `Expected matrices of plate '${plate}' with one plate size and different labels, found '${read.label}' again or another size. Set \`label\`, \`plate\` and \`wells\`.`,
        {
          file,
        },
      );
    }
    entry.reads.push(read);
    plates.set(plate, entry);
  }
  return [...plates].map(([name, { wellCount, reads }]) => ({ name, wellCount, reads }));
}
