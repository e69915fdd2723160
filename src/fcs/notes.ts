import { EXCERPT } from '../excerpt.ts';
import type { FieldsOf, Message } from '../message.ts';
import { FORM_FIELDS } from './expected-form.ts';

/** What is worth knowing of an FCS file that departs from nothing: it is printed and recorded, and holds no file. `docs/errors.md` lists the codes. */
export const FCS_NOTES = {
  'fcs/unread-bytes': {
    meaning: 'Bytes of the file belong to no segment and are no padding; they are not read.',
    fields: { bytes: 'integer', listed: { list: { record: { begin: 'integer', end: 'integer' } } }, unlisted: 'integer' },
  },
  'fcs/measurement-word': {
    meaning: '$PnTYPE or $PnFEATURE is a word that FCS 3.2 does not list, as imaging cytometers write them; it changes no value.',
    fields: { all: { list: { record: FORM_FIELDS } }, unlisted: 'integer' },
  },
  'fcs/unknown-keywords': {
    meaning: 'Keywords begin with $, as only those of the standard may, and no version of it has them; they are not read.',
    fields: { all: { list: EXCERPT }, unlisted: 'integer' },
  },
  'fcs/time-by-another-name': {
    meaning: '$TIMESTEP is there and no parameter is called Time, but one of a like name is: its values stay as stored.',
    fields: { timestep: EXCERPT, parameters: { list: EXCERPT } },
  },
} as const;

export type FcsNoteCode = keyof typeof FCS_NOTES;

/** One note on a data set. */
export interface FcsNote extends Message {
  readonly code: FcsNoteCode;
}

/** The fields of a note by its code. */
export type FcsNoteFields<Code extends FcsNoteCode> = FieldsOf<(typeof FCS_NOTES)[Code]['fields']>;
