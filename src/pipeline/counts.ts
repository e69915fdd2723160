import { InputError, InputErrors } from '../errors.ts';
import { numberOf } from './external-results.ts';
import { parseTable, type RawRow } from './table.ts';

/** A counted or measured value of a lot, with its unit. */
export interface CountRow {
  readonly lot: string;
  readonly stage: string;
  readonly sample: string | null;
  readonly preparation: string | null;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly place: string;
}

/** Reads a count file. Throws `external-results/bad-row` with every mistake at its line. */
export function parseCounts(rows: readonly RawRow[], file: string): CountRow[] {
  const table = parseTable(rows, file, {
    required: ['lot', 'stage', 'name', 'value', 'unit'],
    optional: ['sample', 'preparation'],
    code: 'external-results/bad-row',
  });
  const mistakes: InputError[] = [];
  const counts = table.flatMap((row) => {
    const cell = (name: string) => row.cells.get(name) ?? '';
    const refuse = (sentence: string): never => {
      throw new InputError('external-results/bad-row', sentence, { file, line: row.line });
    };
    try {
      for (const name of ['lot', 'stage', 'name', 'unit'])
        if (cell(name) === '') refuse(`Expected a value in the column ${name}, found nothing.`);
      const optional = (name: string) => (cell(name) === '' ? null : cell(name));
      return [
        {
          lot: cell('lot'),
          stage: cell('stage'),
          sample: optional('sample'),
          preparation: optional('preparation'),
          name: cell('name'),
          value: numberOf(cell('value'), refuse),
          unit: cell('unit'),
          place: `${file}:${row.line}`,
        },
      ];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      mistakes.push(error);
      return [];
    }
  });
  if (mistakes.length > 0) throw new InputErrors(mistakes);
  return counts;
}
