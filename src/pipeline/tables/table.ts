import { type ErrorCode, InputError, InputErrors } from '../../errors.ts';
import { nearestName } from '../nearest-name.ts';

/** One row of a delimited table with a heading, by column name, with the line it stands on. */
export interface TableRow {
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
}

/** Which columns a table has. */
export interface TableColumns {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** The code under which a bad heading or row is refused. */
  readonly code: ErrorCode;
}

/** A row of cells as the delimited file has it, with the line on which it begins. */
export interface RawRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Gives the rows of a table by column name. Throws all mistakes at once: unknown, double or missing columns, rows that are too long or too short. */
export function parseTable(rows: readonly RawRow[], file: string, columns: TableColumns): TableRow[] {
  const [head, ...body] = rows.filter((row) => row.cells.some((cell) => cell.trim() !== ''));
  if (head === undefined)
    throw new InputError(columns.code, `Expected a heading line with the columns ${columns.required.join(', ')}; found an empty file.`, {
      file,
    });
  const names = head.cells.map((cell) => cell.trim());
  const mistakes = [...headingMistakes(names, file, head.line, columns)];
  const table: TableRow[] = [];
  for (const row of body) {
    if (row.cells.length !== names.length) {
      mistakes.push(
        new InputError(
          columns.code,
          `Expected ${names.length} cells as in the heading, found ${row.cells.length}. Quote a cell that holds the delimiter, or add the missing ones.`,
          { file, line: row.line },
        ),
      );
      continue;
    }
    table.push({ line: row.line, cells: new Map(names.map((name, index) => [name, (row.cells[index] ?? '').trim()])) });
  }
  if (mistakes.length > 0) throw new InputErrors(mistakes);
  return table;
}

function headingMistakes(names: readonly string[], file: string, line: number, columns: TableColumns): InputError[] {
  const known = [...columns.required, ...columns.optional];
  const mistake = (sentence: string) => new InputError(columns.code, sentence, { file, line });
  const unknown = names.filter((name) => !known.includes(name));
  const double = names.filter((name, index) => names.indexOf(name) !== index);
  const missing = columns.required.filter((name) => !names.includes(name));
  return [
    ...unknown.map((name) => {
      const guess = nearestName(name, known);
      return mistake(`Unknown column '${name}'. ${guess === null ? `Known columns: ${known.join(', ')}.` : `Did you mean '${guess}'?`}`);
    }),
    ...double.map((name) => mistake(`Expected each column once, found '${name}' twice.`)),
    ...missing.map((name) => mistake(`Expected the column '${name}', found ${names.join(', ')}.`)),
  ];
}
