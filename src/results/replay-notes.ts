import type { FieldKinds, FieldsOf, MessageOf } from '../message.ts';

const NAME = { orNull: 'name' } as const;
/** `id` is that of the specification's row; `null` = the specification has none. */
const ROW = { record: { id: NAME, attribute: 'name', component: NAME, occasion: 'integer' } } as const;
const NUMBER = { orNull: 'number' } as const;
const VALUE = {
  record: {
    estimate: NUMBER,
    lower: NUMBER,
    upper: NUMBER,
    operator: 'text',
    text: { orNull: 'text' },
    unit: 'text',
    k: { orNull: 'integer' },
    N: { orNull: 'integer' },
  },
} as const;
const OUTCOME = { oneOf: ['meets', 'fails', 'no valid result', 'pending', 'information'] } as const;
const DISPOSITION = { oneOf: ['conforms', 'information', 'pending', 'no valid result', 'does not conform'] } as const;
const DOCUMENT = { record: { id: 'name', version: 'text', sha256: 'text' } } as const;

/**
 * What a replay finds of a stored analysis. `identity`: another version, method or specification, which is what was asked; `difference`: what else is another one;
 * `obstacle`: it could not be replayed.
 */
export const REPLAY_NOTES = {
  'replay/software': { meaning: 'Another version of the software.', kind: 'identity', fields: { before: 'text', now: 'text' } },
  'replay/document': {
    meaning: 'Another method, or another specification.',
    kind: 'identity',
    fields: { what: { oneOf: ['method', 'specification'] }, before: DOCUMENT, now: DOCUMENT },
  },
  'replay/disposition': {
    meaning: 'Another disposition is proposed.',
    kind: 'difference',
    fields: { before: DISPOSITION, now: DISPOSITION },
  },
  'replay/outcome': { meaning: 'A row has another outcome.', kind: 'difference', fields: { row: ROW, before: OUTCOME, now: OUTCOME } },
  'replay/value': {
    meaning: 'A row has another value, or other limits.',
    kind: 'difference',
    fields: { row: ROW, before: VALUE, now: VALUE },
  },
  'replay/row-gone': { meaning: 'A row is not there any more.', kind: 'difference', fields: { row: ROW } },
  'replay/row-new': { meaning: 'A row was not there.', kind: 'difference', fields: { row: ROW } },
  'replay/row-findings': {
    meaning: 'A row has the same value and outcome, with other reasons, notes or details.',
    kind: 'difference',
    fields: { row: ROW },
  },
  'replay/findings': {
    meaning: 'Other parts of the result have other bytes, such as its controls, inputs or gating.',
    kind: 'difference',
    fields: { members: { list: 'text' } },
  },
  'replay/no-inputs': {
    meaning: 'The record does not say that its inputs were kept in the intake.',
    kind: 'obstacle',
    fields: {},
  },
  'replay/content-gone': {
    meaning: 'The intake lacks a file, or holds other bytes.',
    kind: 'obstacle',
    fields: { files: { list: 'file' } },
  },
  'replay/damaged': {
    meaning: 'The stored result is not the one that its record names, or lies in the folder of another subject.',
    kind: 'obstacle',
    fields: {},
  },
  'replay/not-readable': {
    meaning: 'The stored result cannot be read by this version.',
    kind: 'obstacle',
    fields: { schemaVersion: { orNull: 'integer' } },
  },
  'replay/subject-gone': { meaning: 'The method finds no such subject in the inputs.', kind: 'obstacle', fields: {} },
  'replay/failed': { meaning: 'It could not be computed.', kind: 'obstacle', fields: { error: 'message' } },
} as const satisfies Readonly<
  Record<string, { readonly meaning: string; readonly kind: 'identity' | 'difference' | 'obstacle'; readonly fields: FieldKinds }>
>;

export type ReplayNote = MessageOf<typeof REPLAY_NOTES>;
export type ReplayedRow = FieldsOf<(typeof REPLAY_NOTES)['replay/value']['fields']>['row'];
export type ReplayedValue = FieldsOf<(typeof REPLAY_NOTES)['replay/value']['fields']>['before'];

export type ReplayKind = (typeof REPLAY_NOTES)[keyof typeof REPLAY_NOTES]['kind'];

export function replayKind({ code }: ReplayNote): ReplayKind {
  return REPLAY_NOTES[code].kind;
}
