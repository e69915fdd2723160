import type { TestOccasion } from '../../attributes/attribute-result.ts';
import { InputError, InputErrors } from '../../errors.ts';
import type { Reason } from '../../reason.ts';
import type { EntryPersons } from '../entry-persons.ts';
import { pipelineReason } from '../reasons.ts';
import type { StatedSubject } from '../stated-subject.ts';
import { formatAcquisitionDate } from './dates.ts';
import { OCCASION_COLUMNS, parseOccasion } from './occasion-cells.ts';
import { ENTRY_COLUMNS, readPersons } from './second-person.ts';
import { textDisagrees } from './stated-result.ts';
import { readStatedSubject, SUBJECT_COLUMNS } from './subject-columns.ts';
import { parseTable, type RawRow, type TableRow } from './table.ts';

/** A result from elsewhere for one lot and attribute. */
export interface ExternalRow extends StatedSubject, EntryPersons {
  readonly lot: string;
  readonly attribute: string;
  readonly status: 'final' | 'pending';
  readonly operator: '' | '<' | '>';
  readonly value: number | null;
  readonly unit: string | null;
  readonly text: string | null;
  /** ISO day until when a pending result is due. */
  readonly due: string | null;
  readonly testedAt: string | null;
  /** Stage of the sample that was sent; `null` where the table gives none. */
  readonly stage: string | null;
  /** Counts from 1; `null` where the table gives none. */
  readonly replicate: number | null;
  readonly method: string | null;
  readonly source: string | null;
  readonly occasion: TestOccasion;
  /** `file:line`. */
  readonly place: string;
  /** Why the row does not count. */
  readonly reasons: readonly Reason[];
}

const OPTIONAL = [
  'status',
  'operator',
  'value',
  'unit',
  'text',
  'due',
  'tested_at',
  'method',
  'source',
  'stage',
  'replicate',
  ...ENTRY_COLUMNS,
  ...SUBJECT_COLUMNS,
  ...OCCASION_COLUMNS,
] as const;

/** Reads results from elsewhere; several of one attribute are test occasions, or hold it where it is judged. Throws `external-results/bad-row` with every mistake at its line. */
export function parseExternalResults(rows: readonly RawRow[], file: string, zone: string): ExternalRow[] {
  const table = parseTable(rows, file, { required: ['lot', 'attribute'], optional: OPTIONAL, code: 'external-results/bad-row' });
  const mistakes: InputError[] = [];
  const results = table.flatMap((row) => {
    try {
      return [externalRow(row, file, zone)];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      mistakes.push(error);
      return [];
    }
  });
  if (mistakes.length > 0) throw new InputErrors(mistakes);
  return results;
}

function externalRow(row: TableRow, file: string, zone: string): ExternalRow {
  const cell = (name: string) => row.cells.get(name) ?? '';
  const optional = (name: string) => (cell(name) === '' ? null : cell(name));
  const refuse = (sentence: string): never => {
    throw bad(file, row.line, sentence);
  };
  const date = (name: string) => dateIn(cell(name), { name, zone, refuse });
  if (cell('lot') === '' || cell('attribute') === '') refuse('Expected a lot and an attribute, found an empty cell.');
  const status = cell('status') === '' ? 'final' : cell('status');
  if (status !== 'final' && status !== 'pending') return refuse(`Expected status to be final or pending, found '${status}'.`);
  const operator = cell('operator');
  if (operator !== '' && operator !== '<' && operator !== '>') return refuse(`Expected operator to be <, > or empty, found '${operator}'.`);
  const value = cell('value') === '' ? null : numberOf(cell('value'), refuse);
  if (status === 'final' && value === null && cell('text') === '')
    refuse('Expected a value or a text in a final result, found neither. Write pending where there is no result yet.');
  if (status === 'pending' && (value !== null || cell('text') !== ''))
    refuse('Expected no value and no text in a pending result, found one. Write final where the result is there.');
  const text = optional('text');
  const place = `${file}:${row.line}`;
  const reasons =
    textDisagrees({ value, operator, text }) && value !== null && text !== null
      ? [pipelineReason('held/text-disagrees', 'attribute', { attribute: cell('attribute'), operator, value, text, place })]
      : [];
  return {
    lot: cell('lot'),
    attribute: cell('attribute'),
    status,
    operator,
    value,
    unit: optional('unit'),
    text,
    due: date('due'),
    testedAt: date('tested_at'),
    stage: optional('stage'),
    replicate: replicateIn(cell('replicate'), refuse),
    ...readPersons({ cell, date, refuse }),
    ...readStatedSubject(optional, refuse),
    method: optional('method'),
    source: optional('source'),
    occasion: parseOccasion(cell, refuse),
    place,
    reasons,
  };
}

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A decimal number with a point; anything else (comma, unit, marker) is refused. */
export function numberOf(text: string, refuse: (sentence: string) => never): number {
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : refuse(`Expected a number with a decimal point, found '${text}'.`);
}

/** The number of a replicate, counting from 1; `null` where the cell is empty. */
export function replicateIn(text: string, refuse: (sentence: string) => never): number | null {
  if (text === '') return null;
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : refuse(`Expected replicate to count from 1, found '${text}'.`);
}

/** An ISO date with offset; `null` where the cell is empty. */
export function dateIn(
  text: string,
  column: { readonly name: string; readonly zone: string; readonly refuse: (sentence: string) => never },
): string | null {
  if (text === '') return null;
  return (
    formatAcquisitionDate(text, column.zone) ??
    column.refuse(`Expected a date such as 2026-12-04 in the column ${column.name}, found '${text}'.`)
  );
}

function bad(file: string, line: number, sentence: string): InputError {
  return new InputError('external-results/bad-row', sentence, { file, line });
}
