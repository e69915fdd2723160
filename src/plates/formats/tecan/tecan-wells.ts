import { buildRead, type ReadHeading, type WellTexts } from '../../build-read.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, isBlankRow, type SheetRow, textsOf } from '../../file/sheet.ts';
import { readListLines, textsOfLines, wellIn, wellsAcross } from '../../lists.ts';
import { parseNumber } from '../../numbers.ts';
import type { PlateRead } from '../../plate-reading.ts';

interface Context {
  readonly file: string;
  readonly notes: NoteList;
  readonly heading: ReadHeading;
}

/** Several reads a well: `Well` and the names of the reads (`Mean`, `StDev`, `0;0` …) in a line, one line a well below; or wells across and reads down. */
export function isWellTable(row: SheetRow): boolean {
  return cellText(row, 0) === 'Well' && textsOf(row).length > 1;
}

/** Every column of the table is a read; `Mean` and `StDev` are calculated, and the mean must be that of its reads. */
export function readWellTable(
  rows: readonly SheetRow[],
  at: number,
  context: Context,
): { readonly reads: PlateRead[]; readonly endRow: number } {
  const table = wellIn(cellText(rows[at], 1)) === null ? readsDown(rows, at, context.file) : readsAcross(rows, at, context.file);
  context.notes.ledger.takeAll(rows.slice(at, table.endRow));
  const reads = [...table.reads].map(([name, wells]) => {
    const calculated = /^(?:Mean|St\.?Dev|CV)/i.test(name);
    const heading = {
      ...context.heading,
      label: `${context.heading.label}, ${name}`,
      calculated,
      unit: calculated ? null : context.heading.unit,
    };
    return buildRead(heading, wells, { decimal: 'detect', notes: context.notes });
  });
  compareMeans({ mean: reads.find((read) => read.label.endsWith(', Mean')), measured: reads.filter((read) => !read.calculated) }, context);
  return { reads: [...reads.filter((read) => !read.calculated), ...reads.filter((read) => read.calculated)], endRow: table.endRow };
}

interface NamedColumns {
  readonly reads: readonly (readonly [name: string, wells: WellTexts])[];
  readonly endRow: number;
}

/** A line a well, a column a read. */
function readsDown(rows: readonly SheetRow[], at: number, file: string): NamedColumns {
  const { lines, endRow } = readListLines(rows, { file, from: at + 1, wellText: (row) => cellText(row, 0) });
  const names = (rows[at]?.cells ?? []).map((cell) => cell.trim());
  const reads = names.flatMap((name, column) =>
    column === 0 || name === '' ? [] : [[name, textsOfLines(lines, (row) => cellText(row, column), file)] as const],
  );
  return { reads, endRow };
}

/** A column a well, a line a read. */
function readsAcross(rows: readonly SheetRow[], at: number, file: string): NamedColumns {
  let endRow = at + 1;
  for (let row = rows[endRow]; row !== undefined && !isBlankRow(row); row = rows[endRow]) endRow++;
  const columns = wellsAcross(rows[at], { file, from: 1, isOther: () => false });
  const reads = rows
    .slice(at + 1, endRow)
    .map((row) => [cellText(row, 0), new Map(columns.map(({ well, column }) => [well, cellText(row, column)]))] as const);
  return { reads, endRow };
}

/** A mean that is not that of its reads is noted; without reads there is nothing to compare. */
export function compareMeans(
  { mean, measured }: { readonly mean: PlateRead | undefined; readonly measured: readonly PlateRead[] },
  context: Context,
): void {
  for (const [well, printed] of Object.entries(mean?.values ?? {})) {
    const values = measured.flatMap((read) => read.values[well] ?? []);
    const value = values.reduce((sum, one) => sum + one, 0) / values.length;
    const decimals = (mean?.texts?.[well] ?? String(printed)).split('.')[1]?.length ?? 0;
    const half = 0.5 / (parseNumber(`1e${Math.min(decimals, 15)}`, '.') ?? 1);
    // Numbers of a workbook carry the noise of single precision: seven digits.
    if (values.length > 0 && Math.abs(value - printed) > half + 1e-6 * Math.abs(value)) {
      context.notes.add('plate/statistic-contradicts', {
        statistic: 'mean-of-reads',
        of: context.heading.label,
        well,
        printed: String(printed),
        whole: values.length,
        computed: String(Number(value.toPrecision(8))),
      });
    }
  }
}
