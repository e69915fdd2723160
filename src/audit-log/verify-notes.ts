import type { FieldKinds, FieldsOf, MessageOf } from '../message.ts';

const FOUND = { found: 'text' } as const;

/** What can be wrong of a signature. Which of these it is stands with the rules of persons. */
export const SIGNATURE_WRONG = [
  'unreadable',
  'other-bytes',
  'other-place',
  'other-store',
  'other-result',
  'other-files',
  'not-enrolled',
  'withdrawn',
  'other-name',
  'wrong-signature',
  'other-time',
  'other-meaning',
  'not-entitled',
  'wrong-step',
  'same-person',
  'other-disposition',
  'entry-differs',
] as const;

/** Rules of the method, and of the result under it, that an act can break. Which of these it is stands with the rules of persons. */
export const RULE_BROKEN = [
  'approver-is-analyst',
  'approver-is-reviewer',
  'does-not-conform',
  'not-pending',
  'conforms',
  'rapid-not-permitted',
  'exception-not-permitted',
  'method-not-approved',
  'result-unreadable',
] as const;

/**
 * What `cytolot verify` says of a store. `wrong`: something is not as it was written. `open`: nothing is wrong, and something is not shown either. Each is said of a
 * place: a path below the store.
 */
export const VERIFY_NOTES = {
  // the log itself
  'verify/no-log': { weight: 'wrong', meaning: 'The store has no log.', fields: {} },
  'verify/entry-missing': { weight: 'wrong', meaning: 'An entry is missing among others.', fields: { index: 'integer' } },
  'verify/entry-changed': {
    weight: 'wrong',
    meaning: 'The bytes of an entry are not those of an entry under this number.',
    fields: { index: 'integer', ...FOUND },
  },
  'verify/no-beginning': { weight: 'wrong', meaning: 'Entry 0 is not one that begins a log.', fields: {} },
  'verify/key-not-proven': {
    weight: 'wrong',
    meaning: 'An entry names a key of the log that is not signed by it and the key before.',
    fields: { index: 'integer' },
  },
  // checkpoints in the store
  'verify/checkpoint-unreadable': { weight: 'wrong', meaning: 'A checkpoint or a cosignature cannot be read.', fields: FOUND },
  'verify/checkpoint-of-other-store': {
    weight: 'wrong',
    meaning: 'A checkpoint is of the log of another store.',
    fields: { origin: 'text', expected: 'text' },
  },
  'verify/checkpoint-not-signed': {
    weight: 'wrong',
    meaning: 'A checkpoint is not signed by the key that was in force.',
    fields: { size: 'integer' },
  },
  'verify/cut': {
    weight: 'wrong',
    meaning: 'A checkpoint is over more entries than the log has: its end was cut off.',
    fields: { size: 'integer', entries: 'integer' },
  },
  'verify/root-differs': {
    weight: 'wrong',
    meaning: 'The entries that a checkpoint is over are no longer those that it was made of.',
    fields: { from: 'integer', to: 'integer' },
  },
  'verify/cosignature-wrong': {
    weight: 'wrong',
    meaning: 'A cosignature is not of the checkpoint and the witness that it names.',
    fields: { witness: 'text' },
  },
  'verify/other-key': {
    weight: 'wrong',
    meaning: 'The trusted key is none of the keys of the log.',
    fields: { trusted: 'text', found: { orNull: 'text' } },
  },
  // a checkpoint kept elsewhere
  'verify/known-unreadable': { weight: 'wrong', meaning: 'A checkpoint that was kept elsewhere cannot be read.', fields: FOUND },
  'verify/known-of-other-store': {
    weight: 'wrong',
    meaning: 'A checkpoint that was kept elsewhere is of another log.',
    fields: { origin: 'text', expected: 'text' },
  },
  'verify/known-not-signed': {
    weight: 'wrong',
    meaning: 'A checkpoint that was kept elsewhere is not signed by a key of the log.',
    fields: { size: 'integer' },
  },
  'verify/known-cut': {
    weight: 'wrong',
    meaning: 'The log has fewer entries than a checkpoint that was kept elsewhere: it was cut or rolled back.',
    fields: { size: 'integer', entries: 'integer' },
  },
  'verify/known-differs': {
    weight: 'wrong',
    meaning: 'The log is another one than that of which a checkpoint was kept elsewhere: it was rewritten, or forked.',
    fields: { size: 'integer' },
  },
  // what the log lists
  'verify/unlisted': {
    weight: 'wrong',
    meaning: 'Something lies in the record that no entry lists.',
    fields: { kind: { oneOf: ['file', 'folder', 'link', 'other'] } },
  },
  'verify/missing': {
    weight: 'wrong',
    meaning: 'Something that an entry lists is not there.',
    fields: { index: { orNull: 'integer' } },
  },
  'verify/changed': {
    weight: 'wrong',
    meaning: 'The bytes of a file are not those that are listed.',
    fields: { index: { orNull: 'integer' }, expected: 'text', found: 'text' },
  },
  'verify/unreadable': { weight: 'wrong', meaning: 'A part of the record cannot be read.', fields: FOUND },
  'verify/job-differs': {
    weight: 'wrong',
    meaning: 'The key of a job does not say what the entries of the log say of it.',
    fields: FOUND,
  },
  // acts of persons
  'verify/person-key-not-proven': {
    weight: 'wrong',
    meaning: 'An entry enrols or withdraws the key of a person, and nobody who may do so signed it.',
    fields: { index: 'integer' },
  },
  'verify/method-step-not-proven': {
    weight: 'wrong',
    meaning:
      'An entry approves or withdraws a method, and no approver signed it as it stands, or the same signature stood in an entry before.',
    fields: { index: 'integer' },
  },
  'verify/signature-wrong': {
    weight: 'wrong',
    meaning: 'An entry says that a person signed a result, and it is no signature that counts.',
    fields: { index: 'integer', why: { oneOf: SIGNATURE_WRONG }, name: { orNull: 'text' } },
  },
  'verify/act-not-allowed': {
    weight: 'wrong',
    meaning:
      'A person signed what the method, or the result under the signature, did not allow: the program refuses it, and did not write it.',
    fields: { index: 'integer', why: { oneOf: RULE_BROKEN }, name: 'text' },
  },
  'verify/publication-differs': {
    weight: 'wrong',
    meaning: 'An entry says of a published result what the result does not say.',
    fields: { index: 'integer', expected: 'text', found: 'text' },
  },
  // nothing wrong, nothing shown
  'verify/by-store-key': {
    weight: 'open',
    meaning:
      'After the first, the key of the store enrolled or withdrew a key of a person: right where the only approver lost one, and nobody else stands for it.',
    fields: { index: 'integer' },
  },
  'verify/time-goes-back': {
    weight: 'open',
    meaning:
      'The time of an entry lies before that of the entry ahead of it by more than signing takes: a clock was set, or the time was made up.',
    fields: { index: 'integer', timeUtc: 'text', before: 'text' },
  },
  'verify/not-begun': {
    weight: 'open',
    meaning:
      'Nothing was published into the store yet, and nothing lies in it but what a run left that was stopped before its first result.',
    fields: {},
  },
  'verify/unfinished': {
    weight: 'open',
    meaning: 'A publication is not finished; the next run finishes it.',
    fields: {},
  },
  'verify/unsigned': { weight: 'open', meaning: 'No checkpoint of the store is signed: no key was ever given.', fields: {} },
  'verify/not-covered': {
    weight: 'open',
    meaning: 'The last entries are behind the last signed checkpoint.',
    fields: { from: 'integer', to: 'integer' },
  },
  'verify/no-outside-checkpoint': {
    weight: 'open',
    meaning: 'No checkpoint was compared that was kept outside of the store: whoever holds the disk could have rewritten all of it.',
    fields: {},
  },
  'verify/key-from-store': {
    weight: 'open',
    meaning: 'The signatures were checked with the key that the store itself names, which proves nothing of who signed.',
    fields: { fingerprint: 'text' },
  },
  'verify/witness-not-checked': {
    weight: 'open',
    meaning: 'Cosignatures of a witness are there, and no key was given to check them.',
    fields: { witness: 'text' },
  },
} as const satisfies Readonly<Record<string, { readonly weight: 'wrong' | 'open'; readonly meaning: string; readonly fields: FieldKinds }>>;

export type VerifyCode = keyof typeof VERIFY_NOTES;

/** What was found at a place of a store. */
export type VerifyNote = MessageOf<typeof VERIFY_NOTES> & {
  /** A path below the store, with `/`; or the file that was given. */
  readonly place: string;
};

export function verifyNote<Code extends VerifyCode>(code: Code, place: string, fields: FieldsOf<(typeof VERIFY_NOTES)[Code]['fields']>) {
  return { code, fields, place };
}

export function isWrong({ code }: VerifyNote): boolean {
  return VERIFY_NOTES[code].weight === 'wrong';
}
