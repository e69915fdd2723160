import type { FileFault } from '../../../persons/file-fault.ts';
import type { SignatureFault } from '../../../persons/subject-acts.ts';

/** Why a signature is none, in English. */
export const SIGNATURE_FAULT_WORDS = {
  unreadable: 'invalid: the entry is no signature that can be read',
  'other-bytes': 'invalid: the entry names other bytes than it holds',
  'other-place': 'invalid: the number or the signature was used before, or is of another result',
  'other-store': 'invalid: signed for another store',
  'other-result': 'invalid: of a result that was not the last one published',
  'other-files': 'invalid: the files of the result are not those that were signed',
  'not-enrolled': 'invalid: the key was not enrolled',
  withdrawn: 'invalid: the key was withdrawn before',
  'other-name': 'invalid: the name is not that of the key',
  'wrong-signature': 'invalid: the signature is not of the key and this text',
  'other-time': 'invalid: the time that was signed is later than its entry, or more than ten minutes before it',
  'other-meaning': 'invalid: the meaning is not of the step',
  'not-entitled': 'invalid: the person may not do this',
  'wrong-step': 'invalid: the step was not allowed then',
  'same-person': 'does not count: the same person signed this before',
  'other-disposition': 'invalid: the result proposes another disposition than this meaning is of',
  'entry-differs': 'invalid: the entry says another reason, number or state before than was signed, or than was true',
  'result-changed': 'invalid: result.json is not what was signed',
  'file-missing': 'the signature file is not there',
  'file-changed': 'the signature file was changed',
} as const satisfies Readonly<Record<SignatureFault | FileFault, string>>;
