import type { FieldKinds, FieldsOf, Message } from '../message.ts';
import { BOUND, NAMED } from './reason-fields.ts';

const GUESS = { guess: { orNull: 'text' } } as const;

/** What is noted of a folder and of the rows of its tables: worth knowing, no reason against a value. `docs/errors.md` lists them. */
export const PIPELINE_NOTES = {
  'file/unbound': { meaning: 'Nothing binds a file of the export folder.', fields: { file: 'file' } },
  'folder/too-deep': {
    meaning: 'A folder lies deeper in the export folder than is looked at.',
    fields: { folder: 'file', levels: 'integer' },
  },
  'folder/unreadable': { meaning: 'A folder of the export folder cannot be listed.', fields: { folder: 'file', error: 'message' } },
  'folder/link-not-followed': {
    meaning: 'A symbolic link to a folder is not followed.',
    fields: { link: 'file', why: { oneOf: ['outside', 'loop', 'within-a-link'] } },
  },
  'content/same-bytes': {
    meaning: 'Two plate exports hold the same bytes, and are too small to tell a copy from chance.',
    fields: { one: BOUND, other: BOUND },
  },
  'plate/without-sample': {
    meaning: 'A plate carries a subject that has no sample in the folder: it is not judged.',
    fields: { subject: 'text' },
  },
  'shared/alone': {
    meaning: 'A line says that its material is shared, and nothing else in the folder shares it.',
    fields: { source: 'text', name: 'text' },
  },
  'sample-list/other-product': {
    meaning: 'Lines of the sample list are for other products than that of the definition: they are left to theirs.',
    fields: { products: { list: 'text' }, rows: 'integer', own: 'name' },
  },
  'table/unused-row': {
    meaning: 'A row of a table names something that nothing asks for, or serves nothing.',
    fields: { why: 'message' },
  },
} as const satisfies Readonly<Record<string, { readonly meaning: string; readonly fields: FieldKinds }>>;

/** Why a row of a table serves nothing, each quoted in `table/unused-row`. */
export const UNUSED_ROWS = {
  'row/unknown-lot': { meaning: 'A row names a lot that has no sample in the folder.', fields: { lot: 'text', ...GUESS } },
  'row/unknown-name': {
    meaning: 'A row names something that nothing asks for.',
    fields: { what: { oneOf: NAMED }, name: 'text', absent: { oneOf: ['not-asked', 'no-sample-of-lot', 'no-sample-or-plate'] }, ...GUESS },
  },
  'row/measured-here': {
    meaning: 'A result from elsewhere is for an attribute that the method measures itself.',
    fields: { attribute: 'name' },
  },
  'row/unknown-subject': {
    meaning: 'An investigation names a subject that has no sample in the folder.',
    fields: { subject: 'text', ...GUESS },
  },
  'row/row-not-judged': {
    meaning: 'An investigation names a row that the specification does not judge for the subject.',
    fields: { row: 'text', ...GUESS },
  },
  'row/occasion-not-tested': {
    meaning: 'An investigation names a test occasion on which its row was not tested.',
    fields: { row: 'text', occasion: 'text' },
  },
  'row/other-samples': {
    meaning: 'Samples of a cell counter are named otherwise than the definition says, or not at all.',
    fields: { samples: { list: 'text' }, of: 'integer' },
  },
  'row/unused-control': {
    meaning: 'A control serves no sample of the folder.',
    fields: { control: 'text', assayRun: 'text', tube: { orNull: 'text' }, file: 'file' },
  },
  'row/unused-plate': { meaning: 'A plate is for an assay that the definition does not have.', fields: { assay: 'text', file: 'file' } },
  'row/unused-standards': {
    meaning: 'Registered reference standards stand on no plate of the folder.',
    fields: { unused: { list: 'name' }, of: 'integer' },
  },
  'row/unused-reagents': {
    meaning: 'Registered lots of reagents were used in nothing of the folder.',
    fields: { unused: { list: 'name' }, of: 'integer' },
  },
} as const satisfies Readonly<Record<string, { readonly meaning: string; readonly fields: FieldKinds }>>;

export type PipelineNoteCode = keyof typeof PIPELINE_NOTES;

/** The note of a row that serves nothing. */
export function unusedRow<Code extends keyof typeof UNUSED_ROWS>(
  code: Code,
  fields: FieldsOf<(typeof UNUSED_ROWS)[Code]['fields']>,
): { readonly code: 'table/unused-row'; readonly fields: { readonly why: Message } } {
  return { code: 'table/unused-row', fields: { why: { code, fields } } };
}

/** A note with its fields. */
export function pipelineNote<Code extends PipelineNoteCode>(
  code: Code,
  fields: FieldsOf<(typeof PIPELINE_NOTES)[Code]['fields']>,
): { readonly code: Code; readonly fields: FieldsOf<(typeof PIPELINE_NOTES)[Code]['fields']> } {
  return { code, fields };
}
