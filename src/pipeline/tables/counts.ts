import type { TestOccasion } from '../../attributes/attribute-result.ts';
import { InputError, InputErrors } from '../../errors.ts';
import type { Reason } from '../../reason.ts';
import type { EntryPersons } from '../entry-persons.ts';
import type { StatedSubject } from '../stated-subject.ts';
import { dateIn, numberOf, replicateIn } from './external-results.ts';
import { OCCASION_COLUMNS, parseOccasion } from './occasion-cells.ts';
import { ENTRY_COLUMNS, readPersons } from './second-person.ts';
import { readStatedSubject, SUBJECT_COLUMNS } from './subject-columns.ts';
import { parseTable, type RawRow } from './table.ts';

/** A counted or measured value of a lot, with its unit. */
export interface CountRow extends StatedSubject, EntryPersons {
  readonly lot: string;
  readonly stage: string;
  readonly sample: string | null;
  readonly preparation: string | null;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** ISO date with offset of the count; `null` where the table gives none. */
  readonly testedAt: string | null;
  /** Counts from 1; `null` where the table gives none. */
  readonly replicate: number | null;
  readonly occasion: TestOccasion;
  readonly place: string;
  /** The table, and the exports of cell counters, that give the row. */
  readonly files: readonly string[];
  /** Why the row does not count. */
  readonly reasons: readonly Reason[];
}

/** Reads a count file. Throws `external-results/bad-row` with every mistake at its line. */
export function parseCounts(rows: readonly RawRow[], file: string, zone: string): CountRow[] {
  const table = parseTable(rows, file, {
    required: ['lot', 'stage', 'name', 'value', 'unit'],
    optional: ['sample', 'preparation', ...SUBJECT_COLUMNS, 'tested_at', 'replicate', ...ENTRY_COLUMNS, ...OCCASION_COLUMNS],
    code: 'external-results/bad-row',
  });
  const mistakes: InputError[] = [];
  const counts = table.flatMap((row) => {
    const cell = (name: string) => row.cells.get(name) ?? '';
    const refuse = (sentence: string): never => {
      throw new InputError('external-results/bad-row', sentence, { file, line: row.line });
    };
    const date = (name: string) => dateIn(cell(name), { name, zone, refuse });
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
          testedAt: date('tested_at'),
          replicate: replicateIn(cell('replicate'), refuse),
          ...readPersons({ cell, date, refuse }),
          occasion: parseOccasion(cell, refuse),
          ...readStatedSubject(optional, refuse),
          reasons: [],
          place: `${file}:${row.line}`,
          files: [file],
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
