import { format } from 'fast-csv';
import { withoutFormula } from '../../csv-cell.ts';
import { RESULT_COLUMNS } from '../../results/result-columns.ts';
import { defineOutput } from '../output.ts';
import { resultRow } from './results-row.ts';

/** `results.csv`: one row an attribute, UTF-8 without a byte order mark, CRLF, quoted where needed (RFC 4180). */
export const resultsCsv = defineOutput({
  id: 'results.csv',
  render: (input) => {
    const rows = input.result.attributes.map((row) => resultRow(row, input));
    return [
      { path: 'results.csv', bytes: formatLines([RESULT_COLUMNS, ...rows.map((row) => RESULT_COLUMNS.map((column) => row[column]))]) },
    ];
  },
});

const HEADING = formatLines([RESULT_COLUMNS]);

/** Several `results.csv` below one heading; `null` where one of them has other columns. */
export function joinResults(tables: readonly string[]): string | null {
  if (tables.some((table) => !table.startsWith(HEADING))) return null;
  return `${HEADING}${tables.map((table) => table.slice(HEADING.length)).join('')}`;
}

/** fast-csv writes synchronously: what went in is there to be read. */
function formatLines(lines: readonly (readonly string[])[]): string {
  const stream = format({ headers: false, rowDelimiter: '\r\n' }).setEncoding('utf8');
  let text = '';
  for (const cells of lines) {
    stream.write(cells.map(withoutFormula));
    for (let part: string | null = stream.read(); part !== null; part = stream.read()) text += part;
  }
  return `${text}\r\n`;
}
