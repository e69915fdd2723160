import { buildRead, putWell, type ReadHeading, type WellTexts } from '../../build-read.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, isBlankRow, type SheetRow, textsOf } from '../../file/sheet.ts';
import { parseNumber } from '../../numbers.ts';
import type { PlateRead } from '../../plate-reading.ts';
import { parseWell, wellName } from '../../wells.ts';

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
  let endRow = at + 1;
  for (let row = rows[endRow]; row !== undefined && !isBlankRow(row); row = rows[endRow]) endRow++;
  const table = rows.slice(at, endRow);
  context.notes.ledger.takeAll(table);
  const cells = parseWell(cellText(table[0], 1)) === null ? table.map((row) => row.cells.map((cell) => cell.trim())) : transpose(table);
  const [names = [], ...lines] = cells;
  const reads = names.slice(1).flatMap((name, i) => {
    if (name === '') return [];
    const wells: WellTexts = new Map();
    for (const [k, line] of lines.entries()) {
      const position = parseWell(line[0] ?? '');
      if (position !== null)
        putWell(wells, wellName(position), {
          text: line[i + 1] ?? '',
          file: context.file,
          line: table[Math.min(k + 1, table.length - 1)]?.line ?? 1,
        });
    }
    const calculated = /^(?:Mean|St\.?Dev|CV)/i.test(name);
    const heading = {
      ...context.heading,
      label: `${context.heading.label}, ${name}`,
      calculated,
      unit: calculated ? null : context.heading.unit,
    };
    return [buildRead(heading, wells, { decimal: 'detect', notes: context.notes })];
  });
  compareMeans({ mean: reads.find((read) => read.label.endsWith(', Mean')), measured: reads.filter((read) => !read.calculated) }, context);
  return { reads: [...reads.filter((read) => !read.calculated), ...reads.filter((read) => read.calculated)], endRow };
}

function transpose(table: readonly SheetRow[]): string[][] {
  const width = Math.max(...table.map((row) => row.cells.length));
  return Array.from({ length: width }, (_, column) => table.map((row) => cellText(row, column)));
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
