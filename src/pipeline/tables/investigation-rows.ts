import { CONCLUSIONS } from '../../attributes/result-words.ts';
import { InputError, InputErrors } from '../../errors.ts';
import type { Investigation } from '../../specification/investigations.ts';
import { occasionName, parseOccasionName } from '../../specification/occasion-name.ts';
import { formatAcquisitionDate } from './dates.ts';
import { dateIn } from './external-results.ts';
import { readPersons, secondPersonReasons } from './second-person.ts';
import { parseTable, type RawRow, type TableRow } from './table.ts';

const REQUIRED = ['subject', 'row', 'occasion', 'reference', 'conclusion', 'cause', 'closed_at', 'closed_by'] as const;

/** Reads investigations and their conclusions. Throws `investigations/bad-row` with every mistake at its line. */
export function parseInvestigations(rows: readonly RawRow[], file: string, zone: string): Investigation[] {
  const table = parseTable(rows, file, { required: REQUIRED, optional: ['checked_by', 'checked_at'], code: 'investigations/bad-row' });
  const mistakes: InputError[] = [];
  const seen = new Map<string, number>();
  const found = table.flatMap((row) => {
    try {
      const one = investigationOf(row, file, zone);
      const key = JSON.stringify([one.subject, one.row, occasionName(one.occasion), one.reference]);
      const first = seen.get(key);
      if (first !== undefined)
        throw bad(
          file,
          row.line,
          `Expected the investigation '${one.reference}' once for its row and occasion; the first is on line ${first}.`,
        );
      seen.set(key, row.line);
      return [one];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      mistakes.push(error);
      return [];
    }
  });
  if (mistakes.length > 0) throw new InputErrors(mistakes);
  return found;
}

function investigationOf(row: TableRow, file: string, zone: string): Investigation {
  const cell = (name: string) => row.cells.get(name) ?? '';
  const refuse = (sentence: string): never => {
    throw bad(file, row.line, sentence);
  };
  for (const name of ['subject', 'row', 'reference'] as const)
    if (cell(name) === '') refuse(`Expected a value in the column ${name}, found nothing.`);
  if (!/^.+\/[^/]+$/.test(cell('subject')))
    refuse(`Expected subject as lot and subject, such as DAP-2026-014/release, found '${cell('subject')}'.`);
  const occasion =
    parseOccasionName(cell('occasion') === '' ? 'initial' : cell('occasion')) ??
    refuse(
      `Expected occasion to be initial, or repeat-after-invalid or retest with a number such as retest 2; found '${cell('occasion')}'.`,
    );
  return {
    subject: cell('subject'),
    row: cell('row'),
    occasion,
    reference: cell('reference'),
    place: `${file}:${row.line}`,
    ...conclusionOf(cell, zone, refuse),
    ...checkOf(cell, zone, refuse),
  };
}

/** Who checked the conclusion; an open investigation has none to check. */
function checkOf(
  cell: (name: string) => string,
  zone: string,
  refuse: (sentence: string) => never,
): Pick<Investigation, 'checkedBy' | 'checkedAt'> {
  const date = (name: string) => dateIn(cell(name), { name, zone, refuse });
  const { checkedBy, checkedAt } = readPersons({
    cell: (name) => (name === 'entered_at' || name === 'entered_by' ? '' : cell(name)),
    date,
    refuse,
  });
  if (checkedBy !== null && cell('conclusion') === '')
    refuse(`Expected a conclusion (${CONCLUSIONS.join(', ')}) in an investigation that is checked, found nothing.`);
  return { ...(checkedBy === null ? {} : { checkedBy }), ...(checkedAt === null ? {} : { checkedAt }) };
}

/** Investigations with why the conclusion of each does not count: a second person must check it, and has not. */
export function withCheckedConclusions(investigations: readonly Investigation[]): Investigation[] {
  return investigations.map((one) => {
    if (one.conclusion === null) return one;
    const { place, closedBy, closedAt, checkedBy = null, checkedAt = null } = one;
    const persons = { enteredBy: closedBy, enteredAt: closedAt, checkedBy, checkedAt };
    const [reason] = secondPersonReasons({ ...persons, place, column: 'closed_by' }, 'attribute');
    return reason === undefined ? one : { ...one, unproven: { code: reason.code, fields: reason.fields } };
  });
}

/** An open investigation has no conclusion and no end; a closed one has both, and a laboratory error its cause. */
function conclusionOf(
  cell: (name: string) => string,
  zone: string,
  refuse: (sentence: string) => never,
): Pick<Investigation, 'conclusion' | 'cause' | 'closedAt' | 'closedBy'> {
  const cause = cell('cause') === '' ? null : cell('cause');
  if (cell('conclusion') === '') {
    if (cell('closed_at') !== '' || cell('closed_by') !== '')
      refuse(`Expected a conclusion (${CONCLUSIONS.join(', ')}) in an investigation that is closed, found nothing.`);
    return { conclusion: null, cause, closedAt: null, closedBy: null };
  }
  const conclusion =
    CONCLUSIONS.find((known) => known === cell('conclusion')) ??
    refuse(`Expected conclusion to be ${CONCLUSIONS.join(', ')} or empty, found '${cell('conclusion')}'.`);
  if (conclusion === 'laboratory-error' && cause === null)
    refuse('Expected a cause for a laboratory-error, found nothing. Without an assignable cause the result stays: write confirmed.');
  const closedAt =
    formatAcquisitionDate(cell('closed_at'), zone) ??
    refuse(
      `Expected the date on which the investigation was closed, such as 2026-12-04, in the column closed_at, found '${cell('closed_at')}'.`,
    );
  if (cell('closed_by') === '') refuse('Expected who closed the investigation in the column closed_by, found nothing.');
  return { conclusion, cause, closedAt, closedBy: cell('closed_by') };
}

function bad(file: string, line: number, sentence: string): InputError {
  return new InputError('investigations/bad-row', sentence, { file, line });
}
