import { InputError } from '../../../errors.ts';
import { type Block, findBlocks, shapeOf, takeBlock, textsOfBlock, titleOf } from '../../blocks.ts';
import { buildRead, type ReadHeading, type WellTexts } from '../../build-read.ts';
import type { ExportSource } from '../../file/export-source.ts';
import { matrixDelimiter, textOf } from '../../file/head-of.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, type Sheet, type SheetRow, textsOf } from '../../file/sheet.ts';
import { splitDelimited } from '../../file/split-delimited.ts';
import { refuseBeside, refuseLetteredRow } from '../../matrix.ts';
import { looksNumeric } from '../../numbers.ts';
import type { PlateFormat } from '../../plate-format.ts';
import type { Plate, PlateRead } from '../../plate-reading.ts';
import { sizeOfPlate } from '../../plate-size.ts';

/** What the title of a block (and what stands elsewhere in its sheet) says that it holds; `layout`: no reading, but what was put into the wells. */
export type BlockKind = ReadHeading | 'layout';

/** `index`: the how-manieth block of its sheet it is, from 0. */
type KindOf = (block: { readonly title: string; readonly sheet: Sheet; readonly index: number }) => BlockKind;

/** A format whose sheets hold plate-shaped blocks, each with its title above. */
export interface TitledBlocks extends Pick<PlateFormat, 'id' | 'title' | 'container' | 'marks' | 'silent' | 'sections' | 'recognises'> {
  /** Sheets that hold blocks; left out: all. */
  readonly isOwn?: (sheet: Sheet) => boolean;
  readonly kindOf: KindOf;
  /** Whether the software writes a title above every block, so that one without has lost it. */
  readonly titles: 'always' | 'never';
  readonly plateOf: (
    sheet: Sheet,
    context: Context,
  ) => { readonly name: string; readonly named: number | null; readonly readAt: string | null };
}

export function defineTitledBlocks(format: TitledBlocks): PlateFormat {
  const { isOwn = () => true } = format;
  const { id, title, container, marks, silent, sections, recognises } = format;
  return {
    id,
    title,
    container,
    marks,
    silent,
    recognises,
    ...(sections === undefined ? {} : { sections }),
    decode: async (source, notes) => {
      const context = { file: source.fileName, notes };
      const sheets = (await sheetsOf(source)).map(notes.ledger.open).filter(isOwn);
      const plates = sheets.flatMap((sheet) => readSheet(sheet, format, context) ?? []);
      if (plates.length > 0) return plates;
      throw new InputError('plate/no-results', 'Expected blocks of row letters and column numbers with readings, found none.', {
        file: source.fileName,
      });
    },
  };
}

async function sheetsOf(source: ExportSource): Promise<readonly Sheet[]> {
  if (source.kind === 'workbook') return source.sheets;
  return [await splitDelimited(textOf(source), source.fileName, { delimiter: matrixDelimiter(textOf(source)), quotes: 'csv' })];
}

interface Context {
  readonly file: string;
  readonly notes: NoteList;
}

function readSheet(sheet: Sheet, format: TitledBlocks, context: Context): Plate | null {
  const { reads, shape } = readTitledBlocks(sheet, format, context);
  if (reads.length === 0) return null;
  const { name, named, readAt } = format.plateOf(sheet, context);
  return { name, wellCount: sizeOfPlate(reads, { plate: name, named, shape, ...context }), reads, readAt };
}

/** Every block of a sheet that is no layout, and the rows and columns that all of them have. Errors: plate/bad-export. */
export function readTitledBlocks(
  sheet: Sheet,
  format: Pick<TitledBlocks, 'kindOf' | 'silent' | 'titles'>,
  context: Context,
): { readonly reads: readonly PlateRead[]; readonly shape: { readonly rows: number; readonly columns: number } } {
  const blocks = findBlocks(sheet);
  for (const [at, row] of sheet.rows.entries()) {
    if (!blocks.some((block) => at >= block.at && at < block.endRow)) refuseLetteredRow(row, context.file);
  }
  const reads: PlateRead[] = [];
  const shape = { rows: 0, columns: 0 };
  for (const [index, block] of blocks.entries()) {
    const read = readOne({ sheet, block, index }, format, context);
    if (read === null) continue;
    if (reads.some((other) => other.label === read.label))
      throw new InputError('plate/bad-export', `Expected every block once, found '${read.label}' twice.`, {
        file: context.file,
        line: sheet.rows[block.at]?.line ?? 1,
      });
    reads.push(read);
    const own = shapeOf(block);
    if (reads.length > 1 && (own.rows !== shape.rows || own.columns !== shape.columns))
      throw new InputError(
        'plate/bad-export',
        `Expected every block of a plate to have ${shape.rows} rows and ${shape.columns} columns as the first, found ${own.rows} and ${own.columns} in '${read.label}'.`,
        {
          file: context.file,
          line: sheet.rows[block.at]?.line ?? 1,
        },
      );
    [shape.rows, shape.columns] = [Math.max(shape.rows, own.rows), Math.max(shape.columns, own.columns)];
  }
  return { reads, shape };
}

function readOne(
  { sheet, block, index }: { readonly sheet: Sheet; readonly block: Block; readonly index: number },
  { kindOf, silent, titles }: Pick<TitledBlocks, 'kindOf' | 'silent' | 'titles'>,
  context: Context,
): PlateRead | null {
  const title = titleOf(sheet, block);
  if (title !== null) refuseHeadingTwice(title.row, sheet.rows[block.at], context.file);
  // The line above may be the last of the block before, or one of the settings: then this one has no title.
  const isOther =
    title === null ||
    findBlocks(sheet).some((other) => other !== block && isWithin(sheet, other, title.row.line)) ||
    (textsOf(title.row).length > 1 && silent.test(title.text));
  const own = isOther ? null : title;
  const wells = textsOfBlock(sheet, block, context.file);
  // A map or doses that somebody typed beside the readings: left to be accounted for.
  const isBeside = findBlocks(sheet).some((other) => other.labels < block.labels && other.at < block.endRow && block.at < other.endRow);
  if (own === null && isBeside) return null;
  for (const row of sheet.rows.slice(block.at, block.endRow))
    refuseBeside(row, { end: block.labels + 1 + block.columns, columns: block.columns, file: context.file });
  const kind = kindOf({ title: own?.text ?? '', sheet, index });
  if (kind === 'layout' && own === null && holdsNumber(wells)) return null;
  takeBlock(sheet, block, context.notes.ledger);
  if (own !== null && own.row.cells.filter((cell) => cell.trim() !== '').length === own.cells) context.notes.ledger.take(own.row);
  if (kind !== 'layout' && own === null && titles === 'always')
    context.notes.add('plate/export-incomplete', { absent: 'title', block: kind.label });
  if (kind !== 'layout') return buildRead(kind, wells, { decimal: 'detect', notes: context.notes });
  if (own !== null && holdsNumber(wells)) context.notes.add('plate/not-read', { part: 'block', name: own.text, line: own.row.line });
  return null;
}

/** The line above a block that repeats its column numbers is no title: the values of a block are lost, or a line stands twice. */
function refuseHeadingTwice(above: SheetRow, heading: SheetRow | undefined, file: string): void {
  if (heading === undefined || textsOf(above).join('\t') !== textsOf(heading).join('\t')) return;
  throw new InputError(
    'plate/bad-export',
    `Expected readings below the column numbers, found the column numbers again. Export the file again.`,
    {
      file,
      line: heading.line,
    },
  );
}

/** A layout of names is passed over. One that holds a number may be readings: by its title it is a layout and is noted, without one it is left to be accounted for. */
function holdsNumber(wells: WellTexts): boolean {
  return [...wells.values()].some((text) => looksNumeric(text.trim()));
}

function isWithin(sheet: Sheet, block: Block, line: number): boolean {
  return sheet.rows.slice(block.at, block.endRow).some((row) => row.line === line);
}

/** The text beside a key in a sheet, or behind its colon; empty where there is none. */
export function besideKey(sheet: Sheet, key: RegExp): string {
  for (const row of sheet.rows) {
    const texts = textsOf(row);
    const at = texts.findIndex((text) => key.test(text));
    if (at === -1) continue;
    const behind = (texts[at] ?? '').replace(key, '').replace(/^\s*:?\s*/, '');
    return behind !== '' ? behind : (texts[at + 1] ?? cellText(row, at + 1));
  }
  return '';
}
