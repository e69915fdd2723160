import { InputError, InputErrors } from '../../errors.ts';
import type { Reason } from '../../reason.ts';
import type { EntryPersons } from '../entry-persons.ts';
import { pipelineReason } from '../reasons.ts';
import { dayOf, formatAcquisitionDate } from './dates.ts';
import { dateIn, numberOf } from './external-results.ts';
import { ENTRY_COLUMNS, placeOfRow, statedPersons } from './second-person.ts';
import { parseTable, type RawRow, type TableRow } from './table.ts';
import { type UsableDays, unusableOn } from './usable-days.ts';

export interface AssignedLimits {
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}

export type Assignment = 'defined' | 'calibrated' | 'not-stated';

const OPTIONAL = ['assigned_lower', 'assigned_upper', 'assigned_level', 'assignment', ...ENTRY_COLUMNS] as const;

/** A registered reference standard. Days are ISO. */
export interface ReferenceStandard extends UsableDays, Partial<EntryPersons> {
  readonly lot: string;
  readonly kind: string;
  readonly assignedPotency: number;
  /** Two-sided limits of the assigned potency; `null` = the register gives none. */
  readonly assignedLimits: AssignedLimits | null;
  /** `defined`: a value without uncertainty, as a primary standard has it. `not-stated`: the register gives neither that nor limits. */
  readonly assignment: Assignment;
  readonly unit: string;
  readonly source: string;
  /** `file:line` of the register. */
  readonly place: string;
  /** Why it may not serve, whatever the day. */
  readonly reasons: readonly Reason[];
}

/** Reads the register of reference standards. Throws `reference/bad-row` with every mistake at its line. */
export function parseReferenceStandards(rows: readonly RawRow[], file: string, zone: string): ReferenceStandard[] {
  const required = ['lot', 'kind', 'assigned_potency', 'unit', 'source', 'qualified_from', 'retest_date', 'expiry_date'];
  const table = parseTable(rows, file, { required, optional: OPTIONAL, code: 'reference/bad-row' });
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
  const assignedLimits = limitsOf(cell, assignedPotency, refuse);
  return {
    lot: cell('lot'),
    kind: cell('kind'),
    assignedPotency,
    assignedLimits,
    assignment: assignmentOf(cell('assignment'), assignedLimits, refuse),
    unit: cell('unit'),
    source: cell('source'),
    qualifiedFrom: day('qualified_from'),
    retestDate: cell('retest_date') === '' ? null : day('retest_date'),
    expiryDate: day('expiry_date'),
    ...statedPersons({ cell, date: (name) => dateIn(cell(name), { name, zone, refuse }), refuse }),
    place: placeOfRow(file, row.line),
    reasons: [],
  };
}

type Refuse = (sentence: string) => never;

/** All three of lower limit, upper limit and level, or none. */
function limitsOf(cell: (name: string) => string, potency: number, refuse: Refuse): AssignedLimits | null {
  const names = ['assigned_lower', 'assigned_upper', 'assigned_level'] as const;
  const given = names.filter((name) => cell(name) !== '');
  if (given.length === 0) return null;
  if (given.length < names.length)
    refuse(`Expected ${names.join(', ')} together, found only ${given.join(', ')}. A limit without its level says nothing.`);
  const [lower = 0, upper = 0, level = 0] = names.map((name) => numberOf(cell(name), refuse));
  if (!(lower > 0 && lower <= potency && potency <= upper))
    refuse(`Expected 0 < assigned_lower <= assigned_potency <= assigned_upper, found ${lower}, ${potency}, ${upper}.`);
  if (!(level > 0.5 && level < 1)) refuse(`Expected an assigned_level between 0.5 and 1, such as 0.95, found '${cell('assigned_level')}'.`);
  return { lower, upper, level };
}

function assignmentOf(text: string, limits: AssignedLimits | null, refuse: Refuse): Assignment {
  if (text !== '' && text !== 'defined' && text !== 'calibrated')
    return refuse(`Expected assignment to be defined, calibrated or empty, found '${text}'.`);
  if (text === 'defined' && limits !== null)
    refuse('Expected no limits of an assigned potency that is defined: it has no uncertainty. Write calibrated where it was measured.');
  if (text === 'calibrated' && limits === null)
    refuse(
      'Expected assigned_lower, assigned_upper and assigned_level of a calibrated potency, found none. Write defined where it is a definition.',
    );
  if (text === 'defined') return 'defined';
  return limits === null ? 'not-stated' : 'calibrated';
}

/** Whether a reference standard may serve on the assay day; `null` = it may. Dates are compared with the assay's date, never with the clock; the last day itself is still good. */
export function checkReferenceStandard(
  register: readonly ReferenceStandard[],
  lot: string,
  assayDate: string | null,
  kind: string | null,
): Reason | null {
  const found = register.find((known) => known.lot === lot);
  const standard = lot;
  if (found === undefined) return pipelineReason('reference/unregistered', 'assay-run', { standard });
  const [unchecked] = found.reasons;
  if (unchecked !== undefined) return unchecked;
  if (kind !== null && found.kind !== kind)
    return pipelineReason('reference/wrong-kind', 'assay-run', { standard, kind, found: found.kind });
  if (assayDate === null) return pipelineReason('reference/no-assay-date', 'assay-run', { standard });
  const day = dayOf(assayDate);
  const { qualifiedFrom, retestDate, expiryDate } = found;
  switch (unusableOn(found, day)) {
    case 'not-yet-qualified':
      return pipelineReason('reference/not-yet-qualified', 'assay-run', { standard, qualifiedFrom, day });
    case 'expired':
      return pipelineReason('reference/expired', 'assay-run', { standard, expiryDate, day });
    case 'retest-due':
      return pipelineReason('reference/retest-due', 'assay-run', { standard, retestDate: retestDate ?? '', day });
    default:
      return null;
  }
}
