import { InputError } from '../../../errors.ts';
import { buildRead, type ReadHeading } from '../../build-read.ts';
import type { ExportSource } from '../../file/export-source.ts';
import { linesOf, textOf } from '../../file/head-of.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, type Sheet, type SheetRow, textsOf } from '../../file/sheet.ts';
import { splitDelimited } from '../../file/split-delimited.ts';
import { type ListLine, readListLines, textsOfLines } from '../../lists.ts';
import type { DecimalSign } from '../../numbers.ts';
import type { PlateFormat } from '../../plate-format.ts';
import type { CounterSample, Plate, PlateRead } from '../../plate-reading.ts';
import { sizeOfPlate } from '../../plate-size.ts';
import { decimalOfTable } from '../../table-decimal.ts';
import { type CountedColumns, countedSample, withoutThousands } from './counted-sample.ts';
import { checkWidth } from './well-rows.ts';

/** A format with one line a well below a heading. */
export interface WellListFormat extends Pick<PlateFormat, 'id' | 'title' | 'container' | 'marks' | 'silent'> {
  /** Headings that only this software's list has together. */
  readonly needed: readonly RegExp[];
  readonly well: RegExp;
  /** A column that names the plate of each line. */
  readonly plate?: RegExp;
  /** A column that counts how often a well was read. */
  readonly repeat?: RegExp;
  /** A column that names which of several readings of a well a line has: the analyte of a FluoroSpot, say. */
  readonly part?: RegExp;
  /** What a column holds; `null` where it describes the line. */
  readonly headingOf: (heading: string, sheet: Sheet) => ReadHeading | null;
  /** Columns that describe the line; any other that holds no reading is noted. */
  readonly described: RegExp;
  readonly plateName: (sheet: Sheet, file: string) => string;
  readonly readAt: (sheet: Sheet, notes: NoteList) => string | null;
  readonly named?: number;
  /** Of a cell counter. */
  readonly counter?: CountedColumns;
}

interface Context {
  readonly file: string;
  readonly notes: NoteList;
}

export function defineWellList(format: WellListFormat): PlateFormat {
  const { id, title, container, marks, silent, needed } = format;
  const isHeading = (texts: readonly string[]): boolean => needed.every((rx) => texts.some((text) => rx.test(text)));
  return {
    id,
    title,
    container,
    marks,
    silent,
    recognises: (source) =>
      source.kind === 'text'
        ? linesOf(source)
            .split('\n')
            .some((line) => isHeading(line.split(/[,;\t]/).map((cell) => cell.trim())))
        : source.sheets.some((sheet) => sheet.rows.slice(0, 100).some((row) => isHeading(textsOf(row)))),
    decode: async (source, notes) => {
      const context = { file: source.fileName, notes };
      const sheets = (await sheetsOf(source, isHeading)).map(notes.ledger.open);
      const plates = new Map<string, ListedPlate>();
      for (const sheet of sheets) readSheet(sheet, { format, isHeading, plates }, context);
      if (plates.size === 0)
        throw new InputError('plate/no-results', 'Expected lines with wells below the heading, found none.', { file: source.fileName });
      return [...plates].map(([plate, { reads, readAt, counted }]): Plate => {
        const ordered = [...reads.filter((read) => !read.calculated), ...reads.filter((read) => read.calculated)];
        const wellCount = sizeOfPlate(ordered, { plate, named: format.named ?? null, shape: { rows: 8, columns: 12 }, ...context });
        return { name: plate, wellCount, reads: ordered, readAt, ...(counted.size === 0 ? {} : { counted: Object.fromEntries(counted) }) };
      });
    },
  };
}

async function sheetsOf(source: ExportSource, isHeading: (texts: readonly string[]) => boolean): Promise<readonly Sheet[]> {
  if (source.kind === 'workbook') return source.sheets;
  const text = textOf(source);
  const signs = [',', ';', '\t'] as const;
  const sign = signs.find((one) =>
    text.split('\n').some((line) => isHeading(line.split(one).map((cell) => cell.trim().replaceAll('"', '')))),
  );
  return [await splitDelimited(text, source.fileName, { delimiter: sign ?? ',', quotes: 'csv' })];
}

interface Lists {
  readonly format: WellListFormat;
  readonly isHeading: (texts: readonly string[]) => boolean;
  readonly plates: Map<string, ListedPlate>;
}

interface ListedPlate {
  readonly reads: PlateRead[];
  readonly readAt: string | null;
  readonly counted: Map<string, CounterSample>;
}

/** Every list of a sheet, from its heading to an empty line or to a line that is narrower than its heading and names no well. */
function readSheet(sheet: Sheet, { format, isHeading, plates }: Lists, context: Context): void {
  for (const [at, header] of sheet.rows.entries()) {
    if (!isHeading(textsOf(header))) continue;
    const headings = header.cells.map((cell) => cell.trim());
    const lines = wellLines(sheet, { at, headings, isHeading }, { format, context });
    const decimal = decimalOf(lines, headings, { format, sheet, context });
    for (const [plate, own] of byPlate(lines, headings, { format, sheet, file: context.file })) {
      const entry: ListedPlate = plates.get(plate) ?? { reads: [], readAt: format.readAt(sheet, context.notes), counted: new Map() };
      for (const { row, well } of own) {
        if (format.counter === undefined) break;
        const cellOf = (rx: RegExp): string =>
          cellText(
            row,
            headings.findIndex((heading) => rx.test(heading)),
          );
        entry.counted.set(well, countedSample(cellOf, format.counter, { name: well, decimal, notes: context.notes }));
      }
      for (const [suffix, one] of byReading(own, headings, format))
        entry.reads.push(...readColumns(one, headings, { format, sheet, context, others: entry.reads, decimal, suffix }));
      plates.set(plate, entry);
    }
  }
}

interface ListPlace {
  readonly at: number;
  readonly headings: readonly string[];
  readonly isHeading: (texts: readonly string[]) => boolean;
}

/** A summary of a group: it names several wells, a statistic, or nothing. */
const SUMMARY = /^(?:(?:[A-P]\d{1,2}\s*[,;:-]\s*)+[A-P]\d{1,2}$|(?:Mean|Average|Avg|SD|St\.? ?Dev|CV|Median|Min|Max|Sum|Total|Blank)\b|$)/i;

/** Lines of one well each. Summaries of groups are no wells, and noted. */
function wellLines(
  sheet: Sheet,
  { at, headings, isHeading }: ListPlace,
  { format, context }: { readonly format: WellListFormat; readonly context: Context },
): readonly ListLine[] {
  const column = headings.findIndex((heading) => format.well.test(heading));
  const wellText = (row: SheetRow) => cellText(row, column);
  const { lines, summaries, endRow } = readListLines(sheet.rows, {
    file: context.file,
    from: at + 1,
    wellText,
    ends: (row) => isHeading(textsOf(row)),
    isSummary: (row) => SUMMARY.test(wellText(row)),
  });
  for (const { row } of lines) checkWidth(row, headings, context.file);
  for (const row of summaries) context.notes.add('plate/not-read', { part: 'statistics', line: row.line });
  context.notes.ledger.takeAll(sheet.rows.slice(at, endRow));
  return lines;
}

function decimalOf(
  lines: readonly ListLine[],
  headings: readonly string[],
  { format, sheet, context }: { readonly format: WellListFormat; readonly sheet: Sheet; readonly context: Context },
): DecimalSign {
  const results = headings.flatMap((heading, column) => (isResult(heading, sheet, format) ? [column] : []));
  const cells = lines.flatMap(({ row }) => results.map((column) => withoutThousands(cellText(row, column))));
  return decimalOfTable(cells, {
    file: context.file,
    line: lines[0]?.row.line ?? 1,
    doubtful: format.counter === undefined ? 'point' : 'refused',
  });
}

function isResult(heading: string, sheet: Sheet, format: WellListFormat): boolean {
  return heading !== '' && !format.well.test(heading) && format.plate?.test(heading) !== true && format.headingOf(heading, sheet) !== null;
}

function byPlate(
  lines: readonly ListLine[],
  headings: readonly string[],
  { format, sheet, file }: { readonly format: WellListFormat; readonly sheet: Sheet; readonly file: string },
): ReadonlyMap<string, readonly ListLine[]> {
  const column = format.plate === undefined ? -1 : headings.findIndex((heading) => format.plate?.test(heading) === true);
  const plates = new Map<string, ListLine[]>();
  for (const line of lines) {
    const name = (column === -1 ? '' : cellText(line.row, column)) || format.plateName(sheet, file);
    plates.set(name, [...(plates.get(name) ?? []), line]);
  }
  return plates;
}

/** The lines of each reading of the wells, by what stands behind its label: nothing where there is one only. */
function byReading(
  lines: readonly ListLine[],
  headings: readonly string[],
  { repeat, part }: WellListFormat,
): ReadonlyMap<string, readonly ListLine[]> {
  const textsBelow = (rx: RegExp | undefined) => {
    const column = rx === undefined ? -1 : headings.findIndex((heading) => rx.test(heading));
    const textOf = ({ row }: ListLine) => (column === -1 ? '' : cellText(row, column));
    return { textOf, several: new Set(lines.map(textOf)).size > 1 };
  };
  const [repeats, parts] = [textsBelow(repeat), textsBelow(part)];
  // What stands once a well describes it: the antigen of a well is no second reading of it.
  const twice = new Set(lines.map(({ well }) => well)).size < lines.length;
  const readings = new Map<string, ListLine[]>();
  for (const line of lines) {
    const ofPart = parts.several && twice ? `, ${parts.textOf(line)}` : '';
    const suffix = `${ofPart}${repeats.several ? ` (repeat ${repeats.textOf(line)})` : ''}`;
    readings.set(suffix, [...(readings.get(suffix) ?? []), line]);
  }
  return readings;
}

function readColumns(
  lines: readonly ListLine[],
  headings: readonly string[],
  list: {
    readonly format: WellListFormat;
    readonly sheet: Sheet;
    readonly context: Context;
    readonly others: readonly PlateRead[];
    readonly decimal: DecimalSign;
    readonly suffix: string;
  },
): PlateRead[] {
  const { format, sheet, context, others } = list;
  const reads: PlateRead[] = [];
  for (const [column, heading] of headings.entries()) {
    if (heading === '' || format.well.test(heading) || format.plate?.test(heading) === true) continue;
    const found = format.headingOf(heading, sheet);
    const kind = found === null ? null : { ...found, label: `${found.label}${list.suffix}` };
    if (kind === null) {
      if (!format.described.test(heading))
        context.notes.add('plate/not-read', { part: 'line', line: (lines[0]?.row.line ?? 2) - 1, name: heading });
      continue;
    }
    if ([...others, ...reads].some((read) => read.label === kind.label))
      throw new InputError('plate/bad-export', `Expected every column of a plate once, found '${kind.label}' twice.`, {
        file: context.file,
      });
    const texts = (row: SheetRow) => (format.counter === undefined ? cellText(row, column) : withoutThousands(cellText(row, column)));
    const wells = textsOfLines(lines, texts, context.file);
    reads.push(buildRead(kind, wells, { decimal: { proven: list.decimal }, notes: context.notes }));
  }
  return reads;
}
