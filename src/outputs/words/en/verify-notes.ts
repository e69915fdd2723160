import type { VERIFY_NOTES } from '../../../audit-log/verify-notes.ts';
import type { Sentences } from '../../../message.ts';
import { RULE_WORDS } from './broken-rules.ts';
import { SIGNATURE_FAULT_WORDS } from './signature-faults.ts';

/** What is said of a store and its log, in English. */
export const VERIFY_NOTE_SENTENCES = {
  'verify/no-log': () => 'Expected the log of a store, found none.',
  'verify/not-begun': () =>
    'nothing was published yet: a run was stopped before its first result, or is at it, and the next run begins the log.',
  'verify/entry-missing': ({ index }) => `Entry ${index} is missing: there are entries behind it.`,
  'verify/entry-changed': ({ index, found }) => `Entry ${index} was changed: found ${found}.`,
  'verify/no-beginning': () => 'Expected that entry 0 begins the log of a store, found another entry.',
  'verify/key-not-proven': ({ index }) => `Entry ${index} names a key of the log that is not signed by it and by the key before.`,
  'verify/checkpoint-unreadable': ({ found }) => `Expected a checkpoint, found ${found}.`,
  'verify/checkpoint-of-other-store': ({ origin, expected }) => `Expected a checkpoint of '${expected}', found one of '${origin}'.`,
  'verify/checkpoint-not-signed': ({ size }) => `The checkpoint over ${size} entries is not signed by the key that was in force then.`,
  'verify/cut': ({ size, entries }) => `The log was cut off: this checkpoint is over ${size} entries, there are ${entries}.`,
  'verify/root-differs': ({ from, to }) =>
    `What this checkpoint was made of is no longer there: one of the entries ${from} to ${to} differs.`,
  'verify/cosignature-wrong': ({ witness }) => `The cosignature of '${witness}' is not of this checkpoint and its key.`,
  'verify/other-key': ({ trusted, found }) =>
    `Expected a log that is signed by the key '${trusted}', found ${found === null ? 'no key' : `the key '${found}'`}.`,
  'verify/known-unreadable': ({ found }) => `Expected a checkpoint that was kept, found ${found}.`,
  'verify/known-of-other-store': ({ origin, expected }) => `This checkpoint is of the log '${origin}'; the store is '${expected}'.`,
  'verify/known-not-signed': ({ size }) => `The checkpoint over ${size} entries that was kept is not signed by a key of this log.`,
  'verify/known-cut': ({ size, entries }) =>
    `The log was cut or rolled back: the checkpoint that was kept is over ${size} entries, there are ${entries}.`,
  'verify/known-differs': ({ size }) =>
    `The log was rewritten or forked: its first ${size} entries are not those of the checkpoint that was kept.`,
  'verify/unlisted': ({ kind }) => `This ${kind === 'other' ? 'thing' : kind} stands in no entry of the log: it was put there.`,
  'verify/missing': ({ index }) => `This is missing${index === null ? '' : `: entry ${index} lists it`}.`,
  'verify/changed': ({ index, expected, found }) =>
    `This was changed or replaced: SHA-256 ${found}, expected ${expected}${index === null ? '' : ` by entry ${index}`}.`,
  'verify/unreadable': ({ found }) => `This cannot be read: ${found}.`,
  'verify/job-differs': ({ found }) => `The key of this job does not say what the log says: found ${found}.`,
  'verify/person-key-not-proven': ({ index }) =>
    `Entry ${index} enrols or withdraws the key of a person, and is not signed by an approver who was enrolled then, nor, where it may be, by the key of the store.`,
  'verify/method-step-not-proven': ({ index }) =>
    `Entry ${index} approves or withdraws a method, and is not signed as it stands by an approver who was enrolled then, or repeats a signature of an earlier entry. It does not count.`,
  'verify/signature-wrong': ({ index, why, name }) =>
    `Entry ${index} says that ${name === null ? 'somebody' : `'${name}'`} signed: ${SIGNATURE_FAULT_WORDS[why]}.`,
  'verify/act-not-allowed': ({ index, why, name }) =>
    `Entry ${index} says that '${name}' signed what was not allowed: ${RULE_WORDS[why]}. The program refuses that and did not write it: re-open the lot and decide again.`,
  'verify/publication-differs': ({ index, expected, found }) =>
    `Entry ${index} says '${found}' of this result, which says '${expected}': the entry was not written by a run.`,
  'verify/by-store-key': ({ index }) =>
    `Entry ${index} enrols or withdraws the key of a person by the key of the store alone, and is not the first that does: make sure that the only approver had lost a key then.`,
  'verify/time-goes-back': ({ index, timeUtc, before }) =>
    `Entry ${index} says that it was written at ${timeUtc}, the one before it at ${before}: a clock was set or two hosts have different times, or the time was made up.`,
  'verify/unfinished': () => 'A publication was begun and is not finished: the next run finishes it. Nothing was tampered with by that.',
  'verify/unsigned': () => 'unsigned: no checkpoint was ever signed, so that whoever holds the disk could have rewritten all of it.',
  'verify/not-covered': ({ from, to }) => `The entries ${from} to ${to} are behind the last signed checkpoint.`,
  'verify/no-outside-checkpoint': () =>
    'no outside checkpoint: nothing that was kept outside of the store was compared (--known), so that whoever holds the disk and the key could have rewritten or cut all of it.',
  'verify/key-from-store': ({ fingerprint }) =>
    `The signatures were checked with the key that the store itself names, which proves nothing of who signed: give the key of your site (--key), or compare its fingerprint: ${fingerprint}.`,
  'verify/witness-not-checked': ({ witness }) => `Cosignatures of '${witness}' were not checked: give its key (--witness).`,
} as const satisfies Sentences<typeof VERIFY_NOTES>;
