import type { FieldKinds, FieldsOf, MessageOf } from '../message.ts';

const DOCUMENT = { record: { id: 'name', version: 'text', sha256: 'text' } } as const;
const NAME = { orNull: 'name' } as const;
/** What an input served (`input-use.ts`), with all its names. */
const USE = {
  record: {
    what: { oneOf: ['sample', 'control', 'assay', 'table'] },
    stage: NAME,
    tube: NAME,
    preparation: NAME,
    control: NAME,
    assay: NAME,
    plate: NAME,
  },
} as const;
/** `id` is that of the specification's row; `null` = the specification has none. */
const ROW = { record: { id: NAME, attribute: 'name', component: NAME } } as const;
const VALUE = {
  record: {
    estimate: { orNull: 'number' },
    operator: 'text',
    text: { orNull: 'text' },
    unit: 'text',
    k: { orNull: 'integer' },
    N: { orNull: 'integer' },
  },
} as const;
const OUTCOME = { oneOf: ['meets', 'fails', 'no valid result', 'pending', 'information'] } as const;

/** In what an analysis differs from an earlier one of its subject that had judged it already. */
export const DIFFERENCES = {
  'difference/software': { meaning: 'Another version of the software.', fields: { before: 'text', now: 'text' } },
  'difference/not-readable': {
    meaning: 'The earlier result has another layout, which this version does not read.',
    fields: {},
  },
  'difference/document': {
    meaning: 'Another method, or another specification.',
    fields: { what: { oneOf: ['method', 'specification'] }, before: DOCUMENT, now: DOCUMENT },
  },
  'difference/table-row': { meaning: 'A row of a table that was used is changed or gone.', fields: { file: 'file', row: 'text' } },
  'difference/input-gone': { meaning: 'An input is gone, or serves something else.', fields: { file: 'file', serves: USE } },
  'difference/content': {
    meaning: 'An input has other bytes.',
    fields: { file: 'file', before: 'text', now: { orNull: 'text' } },
  },
  'difference/stated': {
    meaning: 'The date or the instrument of an input is another one.',
    fields: { file: 'file', field: { oneOf: ['acquiredAt', 'instrument'] }, before: { orNull: 'text' }, now: { orNull: 'text' } },
  },
  'difference/value': {
    meaning: 'A value that was judged is another one.',
    fields: { row: ROW, before: VALUE, now: { orNull: VALUE } },
  },
  'difference/outcome': { meaning: 'A row has another outcome.', fields: { row: ROW, before: OUTCOME, now: OUTCOME } },
  'difference/held': { meaning: 'The subject is held, and was not.', fields: { codes: { list: 'name' } } },
  'difference/findings': { meaning: 'Reasons, notes or controls are others.', fields: {} },
} as const satisfies Readonly<Record<string, { readonly meaning: string; readonly fields: FieldKinds }>>;

export type Difference = MessageOf<typeof DIFFERENCES>;

/** The fields of a row, and of a value, in a difference. */
export type DifferingRow = FieldsOf<(typeof DIFFERENCES)['difference/value']['fields']>['row'];
export type DifferingValue = FieldsOf<(typeof DIFFERENCES)['difference/value']['fields']>['before'];
export type DifferingUse = FieldsOf<(typeof DIFFERENCES)['difference/input-gone']['fields']>['serves'];
