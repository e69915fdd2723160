import { InputError } from '../../../errors.ts';
import { buildRead, type WellTexts } from '../../build-read.ts';
import type { ExportSource } from '../../file/export-source.ts';
import type { NoteList } from '../../file/notes.ts';
import { isBlankRow, parseCellName, type Sheet, textsOf } from '../../file/sheet.ts';
import { findMatrices, putLine, readMatrix, refuseLoneColumnNumbers } from '../../matrix.ts';
import { anchorOf } from '../../offered-block.ts';
import type { Plate, PlateRead } from '../../plate-reading.ts';
import { refuseOneSign } from '../../thousands.ts';
import { type PlateSize, plateGeometry, rowLabel, smallestPlate } from '../../wells.ts';
import { defineDeclaredFormat } from './declared-format.ts';
import { decimalOption, sheetsOf } from './declared-source.ts';
import { type MatrixOptions, matrixOptionsSchema } from './matrix-options.ts';
import { accountForCells, type TakenCells } from './matrix-surroundings.ts';
import { type DeclaredBlock, proveAnchor } from './prove-anchor.ts';

type OneMatrix = NonNullable<MatrixOptions['matrices']>[number];

interface ReadBlock {
  readonly plate: string;
  readonly wellCount: PlateSize;
  readonly read: PlateRead;
  /** Where it stands; an anchored block with what stands beside it to the left and the line above, where letters and numbers are. */
  readonly taken: TakenCells & { readonly sheet: Sheet };
  /** Whether the definition says what the numbers are. */
  readonly stated: boolean;
}

/** Blocks of plate rows and columns: as a definition declares them, else the only one there is. */
export const matrix = defineDeclaredFormat({
  id: 'matrix',
  title: 'Declared matrix: plate rows and columns in a text file or workbook',
  description: 'A declared matrix.',
  optionsSchema: matrixOptionsSchema,
  recognises: (sheet) => findMatrices(sheet).length > 0,
  encodingOf: ({ encoding }) => encoding,
  decode: readDeclaredMatrices,
});

/** Reads the declared matrices (or the only matrix there is) of a text file or workbook. */
async function readDeclaredMatrices(source: ExportSource, options: MatrixOptions, notes: NoteList): Promise<readonly Plate[]> {
  refuseOneSign(options, source.fileName);
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
  return gatherPlates(accounted(blocks, options, { source, notes }), source.fileName);
}

/** Every sheet is gone over once, when all of its blocks are known. */
function accounted(blocks: readonly ReadBlock[], options: MatrixOptions, { source, notes }: Surroundings): ReadBlock[] {
  const calculated = new Map(
    [...new Set(blocks.map(({ taken }) => taken.sheet.name))].map((name) => {
      const own = blocks.map(({ taken }) => taken).filter(({ sheet }) => sheet.name === name);
      const [first] = own;
      const anchored = options.anchor !== undefined || (options.matrices ?? []).some(({ anchor }) => anchor !== undefined);
      const account = {
        file: source.fileName,
        notes,
        ignored: options.ignore ?? [],
        blocks: anchored ? 'anchored' : 'found',
        titles: source.kind === 'workbook' ? [name] : [],
      } as const;
      return [name, first !== undefined && accountForCells(first.sheet, own, account).calculated] as const;
    }),
  );
  return blocks.map((block) =>
    block.stated || calculated.get(block.taken.sheet.name) !== true ? block : { ...block, read: { ...block.read, calculated: true } },
  );
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
      .map(({ sheet, place }) => `${anchorOf(sheet, place)}${source.kind === 'workbook' ? ` of sheet '${sheet.name}'` : ''}`);
    throw new InputError(
      'plate/bad-export',
      `Expected one block of row letters and column numbers, found ${found.length}${found.length > 0 ? ` (their first readings at ${anchors.join(', ')})` : ''}. Name the ones to read by \`anchor\`, several under \`matrices\`.`,
      { file: source.fileName },
    );
  }
  refuseLoneColumnNumbers(only.sheet, source.fileName);
  const matrix = readMatrix(only.sheet, only.place, { file: source.fileName, notes });
  const wellCount = options.wells ?? assumedSize(matrix.shape, { source, notes });
  const columns = [matrix.labelColumn, matrix.labelColumn + 1 + matrix.columns] as const;
  return toBlock(matrix, { options, wellCount, source, notes }, { sheet: only.sheet, rows: [matrix.headerRow, matrix.endRow], columns });
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
    notes.add('plate/size-assumed', { unnamedIn: 'matrix', rows: matrix.rows, columns: matrix.columns, wells: size });
  }
  return size;
}

function readAnchored(sheets: readonly Sheet[], options: MatrixOptions, { source, notes }: Surroundings): ReadBlock {
  const anchor = parseCellName(options.anchor ?? '');
  const filled = sheets.filter(({ rows }) => rows.some((row) => !isBlankRow(row)));
  const sheet = filled[0];
  if (anchor === null || sheet === undefined || filled.length > 1) {
    throw new InputError(
      'plate/bad-export',
      `Expected one sheet for the anchor '${options.anchor ?? ''}', found ${filled.length}. Declare \`sheet\`.`,
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
  if (options.wells === undefined) notes.add('plate/size-assumed', { unnamedIn: 'definition', wells: 96 });
  const wells: WellTexts = new Map();
  const block = { start, first: anchor.column, ...shape, file: source.fileName };
  if (start >= 0 && sheet.rows[start + shape.rows - 1] !== undefined) proveAnchor(sheet, block);
  for (let r = 0; r < shape.rows; r++) readAnchoredRow({ sheet, at: start < 0 ? -1 : start + r, rowIndex: r, wells }, block);
  return toBlock(
    { wells },
    { options, wellCount: size, source, notes },
    { sheet, rows: [start - (isNumbered(sheet, block) ? 1 : 0), start + shape.rows], columns: [0, anchor.column + shape.columns] },
  );
}

/** Whether the line above holds column numbers and nothing else: it then belongs to the block. */
function isNumbered(sheet: Sheet, { start }: DeclaredBlock): boolean {
  const texts = textsOf(sheet.rows[start - 1]);
  return texts.length > 0 && texts.every((text) => /^\d{1,2}$/.test(text));
}

function readAnchoredRow(
  row: { readonly sheet: Sheet; readonly at: number; readonly rowIndex: number; readonly wells: WellTexts },
  block: DeclaredBlock,
): void {
  const cells = row.sheet.rows[row.at];
  if (cells === undefined) {
    throw new InputError(
      'plate/bad-export',
      `Expected the readings of plate row ${rowLabel(row.rowIndex)}, found the end of the file. Check \`anchor\`, \`rows\` and \`wells\`.`,
      { file: block.file },
    );
  }
  putLine(row.wells, { row: cells, plateRow: row.rowIndex }, { at: block.first, first: 0, columns: block.columns, file: block.file });
}

function toBlock(
  matrix: { readonly wells: WellTexts },
  context: { readonly options: MatrixOptions; readonly wellCount: PlateSize; readonly source: ExportSource; readonly notes: NoteList },
  taken: ReadBlock['taken'],
): ReadBlock {
  const { options } = context;
  const heading = {
    label: options.label ?? 'reading',
    mode: options.mode ?? 'unknown',
    wavelengthsNm: options.wavelengthsNm ?? [],
    unit: options.unit ?? null,
    calculated: options.calculated ?? false,
  };
  const read = buildRead(heading, matrix.wells, {
    decimal: decimalOption(options.decimal),
    thousands: options.thousands,
    notes: context.notes,
  });
  return { plate: options.plate ?? 'Plate 1', wellCount: context.wellCount, read, taken, stated: options.calculated !== undefined };
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
