import type { SignatureFault } from '../../../persons/acts.ts';
import type { FileFault } from '../../../persons/file-fault.ts';

/** Why a signature is none, in English. */
export const SIGNATURE_FAULT_WORDS = {
  unreadable: 'invalid: the entry is no signature that can be read',
  'other-bytes': 'invalid: the entry names other bytes than it holds',
  'other-place': 'invalid: the number or the signature was used before, or is of another result',
  'other-result': 'invalid: of a result that was not the last one published',
  'not-enrolled': 'invalid: the key was not enrolled',
  withdrawn: 'invalid: the key was withdrawn before',
  'other-name': 'invalid: the name is not that of the key',
  'wrong-signature': 'invalid: the signature is not of the key and this text',
  'other-meaning': 'invalid: the meaning is not of the step',
  'not-entitled': 'invalid: the person may not do this',
  'wrong-step': 'invalid: the step was not allowed then',
  'same-person': 'does not count: the same person signed this before',
  'result-changed': 'invalid: result.json is not what was signed',
  'file-missing': 'the signature file is not there',
  'file-changed': 'the signature file was changed',
} as const satisfies Readonly<Record<SignatureFault | FileFault, string>>;
