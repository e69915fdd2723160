import { InputError, InputErrors } from '../../errors.ts';
import { subjectKey } from '../../subject.ts';
import { type Binding, type FileKind, makeBinding, placeOfSource } from '../binding.ts';
import { formatAcquisitionDate } from './dates.ts';
import { OCCASION_COLUMNS, parseOccasion } from './occasion-cells.ts';
import { ENTRY_COLUMNS, statedPersons } from './second-person.ts';
import { readStatedSubject, SUBJECT_COLUMNS, subjectOf } from './subject-columns.ts';
import { parseTable, type RawRow, type TableRow } from './table.ts';

const OPTIONAL = [
  'data_set',
  'product',
  'lot',
  'assay_run',
  'stage',
  'sample',
  'preparation',
  'tube',
  'control',
  'assay',
  'plate',
  'slots',
  'drawn_at',
  'acquired_at',
  'manufactured_at',
  'protocol_date',
  'instrument',
  'process_version',
  ...ENTRY_COLUMNS,
  ...SUBJECT_COLUMNS,
  'status',
  'status_reason',
  ...OCCASION_COLUMNS,
] as const;

const KINDS: readonly FileKind[] = ['sample', 'control', 'plate'];

/**
 * Reads the rows of a sample list: which file serves what. Throws `sample-list/bad-row` with every mistake at its line.
 * `zone` (`+08:00`) completes dates that have none.
 */
export function parseSampleList(rows: readonly RawRow[], file: string, zone: string): Binding[] {
  const table = parseTable(rows, file, { required: ['file', 'kind'], optional: OPTIONAL, code: 'sample-list/bad-row' });
  const mistakes: InputError[] = [];
  const bindings = table.flatMap((row) => {
    try {
      return [bindingOf(row, file, zone)];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      mistakes.push(error);
      return [];
    }
  });
  mistakes.push(...doubles(bindings, file));
  if (mistakes.length > 0) throw new InputErrors(mistakes);
  return bindings;
}

function bindingOf(row: TableRow, file: string, zone: string): Binding {
  const cell = (name: string) => row.cells.get(name) ?? '';
  const optional = (name: string) => (cell(name) === '' ? null : cell(name));
  const refuse = (sentence: string): never => {
    throw new InputError('sample-list/bad-row', sentence, { file, line: row.line });
  };
  const kind = KINDS.find((known) => known === cell('kind')) ?? refuse(`Expected kind to be ${KINDS.join(', ')}; found '${cell('kind')}'.`);
  if (cell('file') === '') refuse('Expected a file name in the column file, found nothing.');
  for (const name of required(kind))
    if (cell(name) === '') refuse(`Expected a value in the column ${name}, which a ${kind} needs; found nothing.`);
  const date = (name: string) =>
    cell(name) === ''
      ? null
      : (formatAcquisitionDate(cell(name), zone) ??
        refuse(`Expected a date such as 2026-11-18T09:40 in the column ${name}, found '${cell(name)}'.`));
  return makeBinding({
    file: cell('file'),
    kind,
    source: `${file}:${row.line}`,
    dataSet: wholeNumber(cell('data_set'), 1) ?? refuse(`Expected a data set counting from 1, found '${cell('data_set')}'.`),
    product: optional('product'),
    lot: optional('lot'),
    assayRun: optional('assay_run'),
    stage: optional('stage'),
    sample: optional('sample'),
    preparation: optional('preparation'),
    tube: optional('tube'),
    control: optional('control'),
    assay: optional('assay'),
    plate: optional('plate'),
    slots: parseSlots(cell('slots'), refuse),
    drawnAt: date('drawn_at'),
    acquiredAt: date('acquired_at'),
    manufacturedAt: date('manufactured_at'),
    protocolDate: date('protocol_date'),
    instrument: optional('instrument'),
    processVersion: optional('process_version'),
    ...readStatedSubject(optional, refuse),
    ...statedPersons({ cell, date, refuse }),
    occasion: parseOccasion(cell, refuse),
    notTested: notTestedOf(cell, refuse),
  });
}

function required(kind: FileKind): readonly string[] {
  if (kind === 'sample') return ['lot', 'stage', 'tube'];
  return kind === 'control' ? ['assay_run', 'control'] : ['assay_run', 'assay', 'slots'];
}

function wholeNumber(text: string, fallback: number): number | null {
  if (text === '') return fallback;
  const value = Number(text);
  return Number.isSafeInteger(value) && value >= 1 ? value : null;
}

/** `reference=RS-07;test-1=DAP-014` → slots. */
function parseSlots(text: string, refuse: (sentence: string) => never): Record<string, string> {
  const slots = new Map<string, string>();
  for (const part of text
    .split(';')
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')) {
    const [slot, name, ...rest] = part.split('=').map((piece) => piece.trim());
    if (slot === undefined || slot === '' || name === undefined || name === '' || rest.length > 0)
      refuse(`Expected slots as slot=name;slot=name, found '${part}'.`);
    else if (slots.has(slot)) refuse(`Expected each slot once, found '${slot}' twice.`);
    else slots.set(slot, name);
  }
  return Object.fromEntries(slots);
}

/** Why nothing was tested; `null` where it was, or will be. A sample that is lost is no sample that is still to come. */
function notTestedOf(cell: (name: string) => string, refuse: (sentence: string) => never): string | null {
  const status = cell('status') === '' ? 'tested' : cell('status');
  const reason = cell('status_reason');
  if (status !== 'tested' && status !== 'not-tested') return refuse(`Expected status to be tested or not-tested, found '${status}'.`);
  if (status === 'tested')
    return reason === '' ? null : refuse(`Expected status_reason beside the status not-tested alone, found '${reason}'.`);
  return reason === '' ? refuse('Expected status_reason for the status not-tested, such as lost or broken; found nothing.') : reason;
}

/**
 * A data set serves one thing: a second row for it is a mistake, except where both say `shared` with one name and serve different things. Plates are
 * looked at where their layout is known: several lie in one export, and several rows may bind different wells of one.
 */
function doubles(bindings: readonly Binding[], file: string): InputError[] {
  const seen = new Map<string, Binding[]>();
  return bindings
    .filter((binding) => binding.kind !== 'plate')
    .flatMap((binding) => {
      const key = JSON.stringify([binding.file, binding.dataSet]);
      const earlier = seen.get(key) ?? [];
      seen.set(key, [...earlier, binding]);
      const against = earlier.find((one) => !(binding.shared !== null && one.shared === binding.shared && useOf(one) !== useOf(binding)));
      if (against === undefined) return [];
      const sentence = `Expected one row for '${binding.file}', data set ${binding.dataSet}; the first is ${against.source}. A file stands on several rows only where each says shared with one name and serves another subject, control or assay run.`;
      return [new InputError('sample-list/bad-row', sentence, { file, line: placeOfSource(binding.source).line ?? 0 })];
    });
}

/** What a row uses its file for: two rows for one use would count the same events twice. */
function useOf(binding: Binding): string {
  return binding.kind === 'control'
    ? JSON.stringify([binding.assayRun, binding.control, binding.tube])
    : subjectKey(subjectOf(binding.lot ?? '', binding));
}
