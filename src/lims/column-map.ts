import * as z from 'zod';
import { withoutFormula } from '../csv-cell.ts';
import { RESULT_COLUMNS, type ResultColumn, type ResultRow } from '../results/result-columns.ts';
import type { Dispatch } from './dispatch.ts';
import type { Loss } from './lims-notes.ts';
import { limsOutcomes } from './outcome-words.ts';
import { rowsToSay, TAKEN_BACK } from './taken-back.ts';

/** What a column may hold beside those of `results.csv`. */
const OF_SENDING = ['key', 'kind', 'revision', 'replaces_key', 'approval', 'state'] as const;

const columnNames = [...RESULT_COLUMNS, ...OF_SENDING] as const;
type ColumnName = (typeof columnNames)[number];

/** The columns of a site's CSV, in order. */
export const columnMapSchema = z
  .array(
    z.union([
      z.strictObject({
        heading: z.string(),
        from: z.enum(columnNames).describe('A column of results.csv, or one of the sending; state = the outcome as a LIMS calls it.'),
        words: z.record(z.string(), z.string()).optional().describe('Our word: the word of the site. A word that is not among them stays.'),
      }),
      z.strictObject({ heading: z.string(), text: z.string().describe('The same in every row.') }),
    ]),
  )
  .min(1);

export type ColumnMap = z.output<typeof columnMapSchema>;

/** How a site reads its CSV. */
export const csvFormSchema = z
  .strictObject({
    delimiter: z.enum([',', ';', '\t']).default(','),
    byteOrderMark: z.boolean().default(false),
    headings: z.boolean().default(true),
  })
  .prefault({})
  .describe('UTF-8, CRLF, quoted where needed (RFC 4180); no cell is a formula of a spreadsheet.');

export type CsvForm = z.output<typeof csvFormSchema>;

/** Every column of `results.csv` under its own name, with those of the sending behind them. */
export const LONG_COLUMNS: ColumnMap = columnNames.map((name) => ({ heading: name, from: name }));

/** A row for each result, by the columns of a site. */
export function mappedCsv(dispatch: Dispatch, columns: ColumnMap, { delimiter, byteOrderMark, headings }: CsvForm): string {
  const head = headings ? [columns.map(({ heading }) => heading)] : [];
  const rows = rowsToSay(dispatch).map((row) =>
    columns.map((column) => ('text' in column ? column.text : wordOf(column, cellOf(dispatch, row, column.from)))),
  );
  const lines = [...head, ...rows].map((cells) => `${cells.map((cell) => quoted(withoutFormula(cell), delimiter)).join(delimiter)}\r\n`);
  return `${byteOrderMark ? '\ufeff' : ''}${lines.join('')}`;
}

/**
 * What of a sending the columns leave unsaid, so that a parser would take it for a first result: that what was sent no longer stands, or that it stands in place of an
 * earlier one, or that it has no value where the earlier one had. `null` where nothing is. A column whose words are the same for both says neither.
 */
export function unsaidOf({ kind, revision, replaces, rows }: Dispatch, columns: ColumnMap): Loss | null {
  const tells = (name: ColumnName, now: string, first: string) =>
    columns.some((column) => 'from' in column && column.from === name && wordOf(column, now) !== wordOf(column, first));
  if (kind === 'reopened' && !tells('kind', kind, 'result')) return 'reopened';
  const withdraws = kind === 'result' && rows.some(({ outcome }) => outcome === 'withdrawn');
  // An empty cell is passed over by many a parser: the earlier value would stay.
  if (withdraws && !tells('state', TAKEN_BACK.withdrawn, '') && !tells('outcome', 'withdrawn', '')) return 'withdrawn';
  if (replaces === null || tells('revision', String(revision), '1') || tells('replaces_key', replaces, '')) return null;
  return 'correction';
}

function wordOf({ words }: { readonly words?: Readonly<Record<string, string>> | undefined }, cell: string): string {
  return words !== undefined && Object.hasOwn(words, cell) ? (words[cell] ?? cell) : cell;
}

const STATES: ReadonlyMap<string, string> = new Map(Object.entries({ ...limsOutcomes, ...TAKEN_BACK }));

function cellOf({ key, kind, revision, replaces, approval }: Dispatch, row: ResultRow, name: ColumnName): string {
  switch (name) {
    case 'key':
      return key;
    case 'kind':
      return kind;
    case 'revision':
      return String(revision);
    case 'replaces_key':
      return replaces ?? '';
    case 'approval':
      return approval;
    case 'state':
      return STATES.get(row.outcome) ?? '';
    default:
      return row[columnOf(name)];
  }
}

const columnOf = (name: ResultColumn): ResultColumn => name;

function quoted(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
