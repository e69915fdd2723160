/**
 * What an entry of the log can be of: a closed list, each with its meaning. `docs/audit-log.md` says the same, and what stands under `object`, `old` and
 * `new` of each. An action is never taken away nor given another meaning: logs are read for decades.
 */
export const AUDIT_ACTIONS = {
  // the store
  'store-created': 'The log was begun in a store that held nothing.',
  'store-adopted': 'The log was begun in a store that held results already: it lists their manifests.',
  'log-key-set': 'The first key of the store: it signs the checkpoints from here on, and signed this.',
  'log-key-rotated': 'Another key signs the checkpoints from here on; both keys signed this.',
  // results
  received: 'Files of a subject arrived, and were taken into the intake.',
  held: 'An input is kept out, since its identity or form is in doubt.',
  published: 'A result was published.',
  sending: 'A result is about to be sent to another system for the first time: from here on it may have arrived.',
  sent: 'A result was sent to another system.',
  // persons
  'key-enrolled': 'A key of a person counts from here on.',
  'key-withdrawn': 'A key of a person counts no longer from here on.',
  'method-approved': 'A method with its specification may be used from a time on.',
  'method-withdrawn': 'A method with its specification may be used no longer.',
  reviewed: 'A person reviewed a result.',
  approved: 'A person approved a result.',
  rejected: 'A person rejected a result.',
  released: 'A person released a lot.',
  reopened: 'A lot that was decided is open again.',
  superseded: 'A result no longer stands, since a later analysis took its place.',
  'refused-step': 'A person asked for a step that was not allowed.',
} as const;

export type AuditAction = keyof typeof AUDIT_ACTIONS;

export function isAuditAction(text: string): text is AuditAction {
  return Object.hasOwn(AUDIT_ACTIONS, text);
}
