import type { FieldKinds, FieldsOf, MessageOf } from '../message.ts';

const OUTCOMES = ['conforms', 'information', 'pending', 'no valid result', 'does not conform', 'meets', 'fails'] as const;

const TEXT = { orNull: 'text' } as const;

/** Why a method with its specification is not approved at a time. */
export const NO_APPROVAL = ['never', 'not-yet', 'another-version', 'another-file', 'withdrawn', 'log-unreadable'] as const;
export type NoApproval = (typeof NO_APPROVAL)[number];

/** What is noted of an analysis among others, and of the folder of results: no result is another one for it. `docs/errors.md` lists them. */
export const RUN_NOTES = {
  'analysis/unchanged': {
    meaning: 'The same job was published before: that analysis stands, and its disposition counts.',
    fields: { analysis: 'integer' },
  },
  'analysis/reverses-earlier': {
    meaning:
      'The analysis takes an earlier outcome back: conforms against does not conform or no valid result, or meets against fails of a row.',
    fields: { analysis: 'integer', row: { orNull: 'name' }, before: { oneOf: OUTCOMES }, now: { oneOf: OUTCOMES } },
  },
  'analysis/not-compared': {
    meaning: 'An earlier analysis has a result of another layout, so that it is not known whether its outcome is taken back.',
    fields: { analysis: 'integer', schemaVersion: { orNull: 'integer' } },
  },
  'method/no-approval': {
    meaning:
      'The store has no approval of exactly this method and specification that counted when the lot was analysed. The result is the same; it can neither be approved nor released.',
    fields: { method: 'name', version: 'text', specification: 'name', revision: 'text', why: { oneOf: NO_APPROVAL } },
  },
  'run/already-published': {
    meaning: 'Another run published the same job while this one computed it: that analysis stands, and nothing was published twice.',
    fields: { analysis: 'integer' },
  },
  'store/publication-finished': {
    meaning: 'A run that ended early had taken the key of its job: its result, which was whole, was published for it.',
    fields: { owner: TEXT },
  },
  'store/network-file-system': {
    meaning: 'Results lie on a file system that other machines share: what is promised depends on it.',
    fields: { name: 'name' },
  },
  'store/partial-cleared': {
    meaning: 'A run that ended early left an unfinished result, which was cleared.',
    fields: { owner: TEXT, hours: { orNull: 'integer' } },
  },
  'store/partial-left': {
    meaning: 'An unfinished result lies in the store, and it is not certain that nobody writes it.',
    fields: {
      why: { oneOf: ['owner-out-of-sight', 'too-young', 'not-cleared', 'not-finished'] },
      owner: TEXT,
      hours: { orNull: 'integer' },
      error: TEXT,
    },
  },
  'store/analysis-gap': {
    meaning: 'A number below this analysis was claimed and never published.',
    fields: { analysis: 'integer', gap: 'integer', claimedBy: TEXT },
  },
  'store/run-mended': {
    meaning: 'A run that was killed had published subjects: its table lists them now.',
    fields: { owner: TEXT, subjects: 'integer' },
  },
  'store/overview-not-written': {
    meaning: 'The table of a run, or the index of the store, could not be written, or not whole.',
    fields: { what: { oneOf: ['table', 'index', 'ended-run', 'row-of-other-columns'] }, error: TEXT },
  },
} as const satisfies Readonly<Record<string, { readonly meaning: string; readonly fields: FieldKinds }>>;

export type RunNote = MessageOf<typeof RUN_NOTES>;

/** A note with its fields. */
export function runNote<Code extends keyof typeof RUN_NOTES>(
  code: Code,
  fields: FieldsOf<(typeof RUN_NOTES)[Code]['fields']>,
): { readonly code: Code; readonly fields: FieldsOf<(typeof RUN_NOTES)[Code]['fields']> } {
  return { code, fields };
}
