import { EXCERPT } from '../excerpt.ts';
import type { FieldKinds, FieldsOf } from '../message.ts';

/** What an answer must hold for a message to count as booked, looked for or read back. */
export const EXPECTED_ANSWERS = [
  'json',
  'key-and-state',
  'count',
  'list-of-results',
  'rows',
  'analyses-asked-for',
  'acknowledgement',
  'one-analysis',
  'the-analysis',
  'transaction',
] as const;
export type ExpectedAnswer = (typeof EXPECTED_ANSWERS)[number];

/** Why a form cannot hold a value without loss. */
export const LOSSES = [
  'negative',
  'operator',
  'words',
  'separator',
  'formula',
  'control-character',
  'no-column',
  'no-sample',
  'reopened',
  'correction',
  'withdrawn',
  'twice',
  'too-long',
] as const;
export type Loss = (typeof LOSSES)[number];

/** What stands of a subject in place of what was to be sent. */
export const STANDS_NOW = ['another', 'none'] as const;

/** What is known of a sending that no longer stands. */
export const HAS_ARRIVED = ['never', 'perhaps'] as const;

/** What is said of a sending to another system, and why it waits, is parked or differs. `docs/errors.md` lists them. */
export const LIMS_NOTES = {
  // why it waits
  'lims/no-answer': {
    meaning: 'A target gave no answer, or not a whole one, in time: whether the message arrived is not known.',
    fields: { detail: 'text' },
  },
  'lims/not-now': { meaning: 'A target answered that it cannot take the message now.', fields: { status: 'text', answer: EXCERPT } },
  'lims/not-understood': {
    meaning: 'An answer is not the one that says that the message was booked, such as a login page.',
    fields: { status: 'text', expected: { oneOf: EXPECTED_ANSWERS }, answer: EXCERPT },
  },
  // why it is parked
  'lims/refused': { meaning: 'A target refused the message: it is not sent again by itself.', fields: { status: 'text', answer: EXCERPT } },
  'lims/not-representable': {
    meaning: 'A result cannot be written in the form of a target without loss: nothing was sent.',
    fields: { row: 'text', field: 'text', value: 'text', loss: { oneOf: LOSSES } },
  },
  'lims/not-ours': {
    meaning:
      'A target holds another value than any that was sent to it: somebody else entered it, and it is neither written over nor taken back.',
    fields: { row: 'text', sample: 'text', found: 'text' },
  },
  'lims/no-one-place': {
    meaning: 'A target has no place for a value, or several: nothing is written.',
    fields: { row: 'text', sample: 'text', count: 'integer' },
  },
  'lims/message-changed': {
    meaning: 'The settings of a target changed between two attempts, so that the message under one key would be another one.',
    fields: { first: 'text', now: 'text' },
  },
  'lims/booked-repeatedly': {
    meaning: 'A target that knows no keys has booked a message more than once: it is neither sent again nor counted as sent.',
    fields: { count: 'integer' },
  },
  'lims/perhaps-taken': {
    meaning: 'Files that were whole are under no name any more, and nothing says that they were shown: they were taken, or removed before.',
    fields: { folder: 'text', name: 'text' },
  },
  'lims/overtaken': {
    meaning:
      'A result no longer stood before it was sent, or sent again: it is sent no more, and what may have arrived is named by what follows.',
    fields: { stands: { oneOf: STANDS_NOW }, arrived: { oneOf: HAS_ARRIVED } },
  },
  // what differs
  'lims/differs': {
    meaning: 'What a target says of a result is not what was sent.',
    fields: { differences: { list: { record: { row: 'text', field: 'text', expected: 'text', found: { orNull: 'text' } } } } },
  },
  // what is not sent
  'lims/not-listed': {
    meaning: 'A result folder is not as the log of the store lists it: nothing of it is sent.',
    fields: { found: 'text' },
  },
} as const satisfies Readonly<Record<string, { readonly meaning: string; readonly fields: FieldKinds }>>;

export type LimsNote = ReturnType<typeof limsNote>;

export function limsNote<Code extends keyof typeof LIMS_NOTES>(
  code: Code,
  fields: FieldsOf<(typeof LIMS_NOTES)[Code]['fields']>,
): { readonly code: Code; readonly fields: FieldsOf<(typeof LIMS_NOTES)[Code]['fields']> } {
  return { code, fields };
}
