import type { FieldKinds, FieldsOf } from '../message.ts';

const ERROR = 'message' as const;

/** What `watch` says of a drop folder: what it waits for, what it holds, and why it is not ready. `docs/errors.md` lists them. */
export const WATCH_NOTES = {
  // what a subject waits for
  'watch/awaits-file': { meaning: 'A file that the sample list names has not arrived.', fields: { file: 'file', source: 'text' } },
  'watch/awaits-table': { meaning: 'A table that the definition names has not arrived.', fields: { file: 'file' } },
  'watch/being-written': { meaning: 'A file has not been still for the quiet time.', fields: { file: 'file' } },
  'watch/awaits-sample': {
    meaning: 'No file has arrived that a pattern binds to a tube and stage which the method asks for.',
    fields: { tube: 'name', stage: 'name' },
  },
  'watch/awaits-control': {
    meaning: 'No file has arrived that a pattern binds to a control of a sample.',
    fields: { control: 'name', tube: 'name', assayRun: { orNull: 'name' } },
  },
  'watch/awaits-assay': {
    meaning: 'No plate has arrived that a pattern binds to an assay which the method asks for.',
    fields: { assay: 'name' },
  },
  'watch/timed-out': {
    meaning: 'A subject waited for the whole time-out: what can be judged is judged, and the rest is pending.',
    fields: { hours: 'number', awaited: { list: 'message' } },
  },
  // what is held
  'watch/file-held': {
    meaning: 'A file could not be taken into the intake in several tries; it is tried again when it changes, and every half hour.',
    fields: { file: 'file', tries: 'integer', error: ERROR },
  },
  'watch/not-a-file': {
    meaning: 'Something in the drop folder is no regular file: it is not opened, and no link is followed.',
    fields: { file: 'file', found: { oneOf: ['link', 'pipe', 'socket', 'device'] } },
  },
  'watch/too-deep': {
    meaning: 'A folder lies deeper in the drop folder than is looked at.',
    fields: { folder: 'file', levels: 'integer' },
  },
  'watch/folder-unreadable': { meaning: 'A folder of the drop folder cannot be listed.', fields: { folder: 'file', error: 'text' } },
  'watch/name-unreadable': { meaning: 'The name of a file is not UTF-8, so that it cannot be opened by it.', fields: { file: 'file' } },
  'watch/no-method': {
    meaning: 'No definition has the tubes and assays of a subject.',
    fields: { products: { list: 'name' } },
  },
  'watch/several-methods': {
    meaning: 'Several definitions have the tubes and assays of a subject, and nothing says which product it is.',
    fields: { products: { list: 'name' } },
  },
  'watch/unknown-product': {
    meaning: 'Rows of a sample list name a product that no definition is for.',
    fields: { list: 'file', product: 'text', rows: 'integer', products: { list: 'name' } },
  },
  'watch/not-planned': {
    meaning: 'The sample list or the names of files cannot be used: no subject of the definition is judged until that is mended.',
    fields: { product: 'name', errors: { list: ERROR } },
  },
  'watch/method-changed': {
    meaning: 'A file of a method is no longer what it was when watching began: nothing is judged by it until watch is started again.',
    fields: { product: 'name' },
  },
  'watch/reason-needed': {
    meaning: 'What was judged already differs: a person analyses the subject again with `run --reason`.',
    fields: { after: 'integer', error: ERROR },
  },
  'watch/not-analysed': {
    meaning: 'A subject could not be analysed in several tries; it is tried again when something of it changes.',
    fields: { tries: 'integer', error: ERROR },
  },
  'watch/duplicate-copy': {
    meaning: 'A file with the bytes of one that was judged already arrived under another name.',
    fields: { file: 'file', of: 'file', subject: 'text' },
  },
  // what is worth knowing
  'watch/published': {
    meaning: 'The result of a subject stands in its folder.',
    fields: { analysis: 'integer', folder: 'file', disposition: 'text', resultSha256: 'text' },
  },
  'watch/answer-not-listed': {
    meaning: 'A worker answered that a result was published, and the log of the results does not list it: the answer is not believed.',
    fields: { folder: 'file', host: 'text', seconds: 'integer' },
  },
  'watch/vanished': { meaning: 'A file was gone before it was still for the quiet time.', fields: { file: 'file' } },
  'watch/no-events': {
    meaning: 'The system reports no changes of the folder: it is only looked at from time to time.',
    fields: { error: 'text' },
  },
  // why it is not ready
  'watch/not-running': { meaning: 'No process watches.', fields: { folder: { orNull: 'file' } } },
  'watch/drop-unreadable': { meaning: 'The drop folder cannot be listed.', fields: { error: 'text' } },
  'watch/little-space': {
    meaning: 'The disk of the results has less free space than is asked for: nothing is taken or published.',
    fields: { freeBytes: 'integer', leastBytes: 'integer' },
  },
  'watch/queue-away': {
    meaning: 'The queue cannot be reached: files are taken, and nothing is judged until it answers again.',
    fields: { queue: 'text', seconds: 'integer', error: 'text' },
  },
  'watch/orders-unanswered': {
    meaning: 'Orders of a watch have had no answer for a long time, and nobody is at work on them.',
    fields: { orders: 'integer', minutes: 'integer', why: { orNull: ERROR } },
  },
  'watch/other-watch': {
    meaning: 'Another process gives the orders of this drop folder: of several watches of one folder only one does.',
    fields: { folder: 'file' },
  },
  'watch/disk-refuses': {
    meaning: 'The disk of the results takes nothing more: it is tried again at every scan.',
    fields: { error: ERROR },
  },
} as const satisfies Readonly<Record<string, { readonly meaning: string; readonly fields: FieldKinds }>>;

export function watchNote<Code extends keyof typeof WATCH_NOTES>(
  code: Code,
  fields: FieldsOf<(typeof WATCH_NOTES)[Code]['fields']>,
): { readonly code: Code; readonly fields: FieldsOf<(typeof WATCH_NOTES)[Code]['fields']> } {
  return { code, fields };
}
