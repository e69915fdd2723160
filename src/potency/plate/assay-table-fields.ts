import { InputError } from '../../errors.ts';
import type { DesignPlace, DosePoint } from '../potency-result.ts';
import type { Column } from './assay-table-columns.ts';

/** Columns that say where a response stands in a design. */
const PLACES = ['block', 'row', 'column', 'subject', 'period'] as const;

type Cell = (name: Column) => string | null;

/** The place of a row in a compendial design; `null` where the table names none. */
export function designPlaceOf(cell: Cell): DesignPlace | null {
  const given = PLACES.map((name) => [name, cell(name) ?? ''] as const).filter(([, text]) => text !== '');
  return given.length === 0 ? null : Object.fromEntries(given);
}

/** Responders among a total of units: whole numbers, as they were counted. Errors: potency/bad-data. */
export function countsOf(cell: Cell, place: { readonly file: string; readonly line: number }): NonNullable<DosePoint['counts']> {
  const [totalText, respondersText] = [cell('total') ?? '', cell('responders') ?? ''];
  const whole = /^\d{1,9}$/;
  const [total, responders] = [Number(totalText), Number(respondersText)];
  if (whole.test(totalText) && whole.test(respondersText) && total > 0 && responders <= total) return { responders, total };
  throw new InputError(
    'potency/bad-data',
    `Expected whole numbers of responders and of the total, the total not smaller and not 0, found '${respondersText}' of '${totalText}'.`,
    place,
  );
}
