import type { TestOccasion } from '../../attributes/attribute-result.ts';

/** Columns with which a row of the sample list, of the counts or of the results from elsewhere names its test occasion. */
export const OCCASION_COLUMNS = ['occasion', 'occasion_number', 'occasion_reason', 'occasion_reference', 'replaces'] as const;

/** The test occasion of a row; without an entry the initial one. `refuse` is called with what is wrong. */
export function parseOccasion(cell: (name: string) => string, refuse: (sentence: string) => never): TestOccasion {
  const text = cell('occasion') === '' ? 'initial' : cell('occasion');
  const kind = (['initial', 'repeat-after-invalid', 'retest'] as const).find((known) => known === text);
  if (kind === undefined) return refuse(`Expected occasion to be initial, repeat-after-invalid or retest; found '${text}'.`);
  const optional = (name: string) => (cell(name) === '' ? null : cell(name));
  const reason = optional('occasion_reason');
  if (kind !== 'initial' && reason === null) return refuse(`Expected occasion_reason for a ${kind}, found nothing.`);
  const replaces = optional('replaces');
  if (kind === 'repeat-after-invalid' && replaces === null)
    return refuse('Expected replaces for a repeat-after-invalid: the occasion, plate, preparation or file that it repeats; found nothing.');
  if (kind !== 'repeat-after-invalid' && replaces !== null)
    return refuse(`Expected replaces for a repeat-after-invalid alone, found '${replaces}' for the occasion ${kind}.`);
  const number =
    occasionNumber(cell('occasion_number'), kind) ??
    refuse(`Expected occasion_number to count from 1, found '${cell('occasion_number')}'.`);
  return { kind, number, reason, reference: optional('occasion_reference'), replaces };
}

/** The initial test is number 1; what comes after it, 2 where no number is given. */
function occasionNumber(text: string, kind: TestOccasion['kind']): number | null {
  const value = text === '' ? (kind === 'initial' ? 1 : 2) : Number(text);
  return Number.isSafeInteger(value) && value >= 1 ? value : null;
}
