import { InputError } from '../../errors.ts';
import { numberOf } from './external-results.ts';
import type { RawRow } from './table.ts';

/** A spillover matrix from a file: row = fluorochrome that spills, column = detector that sees it. */
export interface SpilloverFile {
  readonly parameters: readonly string[];
  readonly matrix: readonly (readonly number[])[];
}

/** Reads a matrix CSV: a heading of parameter names, then a row each, with or without the name in front. Throws `population/bad-spillover`. */
export function parseSpilloverFile(rows: readonly RawRow[], file: string): SpilloverFile {
  const [head, ...body] = rows.filter((row) => row.cells.some((cell) => cell.trim() !== ''));
  const refuse = (sentence: string, line?: number): never => {
    throw new InputError('population/bad-spillover', sentence, line === undefined ? { file } : { file, line });
  };
  if (head === undefined) return refuse('Expected a heading of parameter names, found an empty file.');
  const named = head.cells[0]?.trim() === '';
  const parameters = head.cells.slice(named ? 1 : 0).map((cell) => cell.trim());
  if (parameters.some((name, index) => name === '' || parameters.indexOf(name) !== index))
    return refuse('Expected every parameter once in the heading, found an empty or double name.', head.line);
  if (body.length !== parameters.length) return refuse(`Expected ${parameters.length} rows, one a parameter, found ${body.length}.`);
  const matrix = body.map((row, index) => {
    if (named && row.cells[0]?.trim() !== parameters[index])
      return refuse(`Expected the row of '${parameters[index]}', found '${row.cells[0]?.trim()}'.`, row.line);
    const cells = row.cells.slice(named ? 1 : 0);
    if (cells.length !== parameters.length) return refuse(`Expected ${parameters.length} numbers, found ${cells.length}.`, row.line);
    return cells.map((cell) => numberOf(cell.trim(), (sentence) => refuse(sentence, row.line)));
  });
  return { parameters, matrix };
}
