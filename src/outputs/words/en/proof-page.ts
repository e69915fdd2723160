/** What stands on a proof page, in English. KEY stands for a fingerprint. It never says authentic: a page cannot say that of itself. */
export const PROOF_WORDS = {
  title: 'Result with its proof',
  checking: 'checking …',
  cannot: 'cannot check here: this needs a browser with scripts and Ed25519 in WebCrypto',
  consistent: 'consistent, signed by key KEY: compare with your site’s',
  inconsistent: 'NOT consistent: see the steps below',
  unreadable: 'NOT consistent: a part of this page cannot be read',
  result: 'the result is the one that the manifest and the entry of the log name',
  report: 'the report is the one that the manifest names',
  manifest: 'the manifest is the one that the entry of the log names',
  logged: 'the entry is in the log, whose checkpoint the key signed',
  keys: 'every key of a person was enrolled by a key that might, and these entries are in the log',
  unlogged: 'invalid: its entry is not in the log',
  keyOf: 'key',
  entryOf: 'entry',
  trusted: 'the key is the one that you gave',
  field: 'Key of your site (name+hex+base64), to compare:',
  limits:
    'Whoever makes a page can make one that shows anything. Compare the fingerprint with what your site wrote down, or check this file with a program of your own: docs/check-proof.py, or cytolot verify --known. Whether a key was withdrawn, or an analysis followed, by an entry that is not in this file, and whether the method was approved and let these persons sign, cytolot verify says of the store.',
  reportTitle: 'Report',
  entryTitle: 'Entry of the log',
  signaturesTitle: 'Signatures',
} as const;
