import { InputError, InputErrors } from '../errors.ts';
import { dayOf, formatAcquisitionDate } from './dates.ts';
import { numberOf } from './external-results.ts';
import { parseTable, type RawRow, type TableRow } from './table.ts';

/** A registered reference standard. Days are ISO. */
export interface ReferenceStandard {
  readonly lot: string;
  readonly kind: string;
  readonly assignedPotency: number;
  readonly unit: string;
  readonly source: string;
  readonly qualifiedFrom: string;
  readonly retestDate: string | null;
  readonly expiryDate: string;
}

/** Reads the register of reference standards. Throws `reference/bad-row` with every mistake at its line. */
export function parseReferenceStandards(rows: readonly RawRow[], file: string, zone: string): ReferenceStandard[] {
  const required = ['lot', 'kind', 'assigned_potency', 'unit', 'source', 'qualified_from', 'retest_date', 'expiry_date'];
  const table = parseTable(rows, file, { required, optional: [], code: 'reference/bad-row' });
  const mistakes: InputError[] = [];
  const standards = table.flatMap((row) => {
    try {
      return [standardOf(row, file, zone)];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      mistakes.push(error);
      return [];
    }
  });
  const lots = standards.map((standard) => standard.lot);
  for (const lot of new Set(lots.filter((name, index) => lots.indexOf(name) !== index))) {
    mistakes.push(new InputError('reference/bad-row', `Expected each reference standard once, found '${lot}' twice.`, { file }));
  }
  if (mistakes.length > 0) throw new InputErrors(mistakes);
  return standards;
}

function standardOf(row: TableRow, file: string, zone: string): ReferenceStandard {
  const cell = (name: string) => row.cells.get(name) ?? '';
  const refuse = (sentence: string): never => {
    throw new InputError('reference/bad-row', sentence, { file, line: row.line });
  };
  for (const name of ['lot', 'kind', 'unit', 'source'])
    if (cell(name) === '') refuse(`Expected a value in the column ${name}, found nothing.`);
  const day = (name: string): string =>
    dayOf(
      formatAcquisitionDate(cell(name), zone) ?? refuse(`Expected a date such as 2027-03-31 in the column ${name}, found '${cell(name)}'.`),
    );
  const assignedPotency = numberOf(cell('assigned_potency'), refuse);
  if (assignedPotency <= 0) refuse(`Expected a positive assigned potency, found '${cell('assigned_potency')}'.`);
  return {
    lot: cell('lot'),
    kind: cell('kind'),
    assignedPotency,
    unit: cell('unit'),
    source: cell('source'),
    qualifiedFrom: day('qualified_from'),
    retestDate: cell('retest_date') === '' ? null : day('retest_date'),
    expiryDate: day('expiry_date'),
  };
}

export interface ReferenceFinding {
  readonly code:
    | 'reference/unregistered'
    | 'reference/not-yet-qualified'
    | 'reference/retest-due'
    | 'reference/expired'
    | 'reference/no-assay-date'
    | 'reference/wrong-kind';
  readonly message: string;
}

/** Whether a reference standard may serve on the assay day; `null` = it may. Dates are compared with the assay's date, never with the clock; the last day itself is still good. */
export function checkReferenceStandard(
  register: readonly ReferenceStandard[],
  lot: string,
  assayDate: string | null,
  kind: string | null,
): ReferenceFinding | null {
  const standard = register.find((known) => known.lot === lot);
  if (standard === undefined)
    return {
      code: 'reference/unregistered',
      message: `Reference standard '${lot}' is not in the register. Register it, with its assigned potency and dates.`,
    };
  if (kind !== null && standard.kind !== kind)
    return {
      code: 'reference/wrong-kind',
      message: `Reference standard '${lot}' is registered as '${standard.kind}'; the assay asks for '${kind}'.`,
    };
  if (assayDate === null)
    return {
      code: 'reference/no-assay-date',
      message: `The assay with reference standard '${lot}' has no date to compare its dates with. Give acquired_at in the sample list.`,
    };
  const day = dayOf(assayDate);
  if (day < standard.qualifiedFrom)
    return {
      code: 'reference/not-yet-qualified',
      message: `Reference standard '${lot}' is qualified from ${standard.qualifiedFrom}; the assay was on ${day}.`,
    };
  if (day > standard.expiryDate)
    return {
      code: 'reference/expired',
      message: `Reference standard '${lot}' expired on ${standard.expiryDate}; the assay was on ${day}.`,
    };
  if (standard.retestDate !== null && day > standard.retestDate) {
    return {
      code: 'reference/retest-due',
      message: `Reference standard '${lot}' was to be retested by ${standard.retestDate}; the assay was on ${day}.`,
    };
  }
  return null;
}
