import * as z from 'zod';
import { listedCell } from '../../results/listed-cell.ts';
import type { Conversation, LookResult, ReadResultOf, SendResult } from '../conversation.ts';
import type { Dispatch } from '../dispatch.ts';
import { askJson, jsonAnswer, notUnderstood, textOfJson, valueAtPath } from '../http-answers.ts';
import { limsMessage } from '../lims-message.ts';
import { limsNote } from '../lims-notes.ts';
import { COMPARED_FIELDS, compareSending, type ReadResult } from '../read-back.ts';
import { credentialsSchema, defineTarget, keyedUrlSchema, notReadBack, PACE, tlsSchema, urlSchema } from '../target.ts';

const path = z.string().describe('Where it stands in the JSON, such as data.id.');
const field = z.union([path, notReadBack]);

/** Headers that say who is speaking, to whom, in what form and how long a message is (RFC 9110, 9112): a key in one of these would make another request of it. */
const RESERVED = ['accept', 'authorization', 'connection', 'expect', 'host', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade'];
const RESERVED_FAMILIES = ['content-', 'proxy-', 'x-cytolot-'];

function isReserved(header: string): boolean {
  const name = header.toLowerCase();
  return RESERVED.includes(name) || RESERVED_FAMILIES.some((family) => name.startsWith(family));
}

const keysSchema = z.union([
  z.strictObject({
    known: z
      .string()
      .regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/, { message: 'Expected the name of a header: letters, digits and hyphens' })
      .refine((name) => !isReserved(name), { message: 'Expected a header of the target for keys, found one that says something else' })
      .describe('Header under which the target knows keys: a repeat with the same key books nothing.'),
  }),
  z.strictObject({
    unknown: z.strictObject({
      settleSeconds: z.number().positive().describe('Longer than the slowest answer of the target.'),
      look: z.strictObject({ url: keyedUrlSchema.describe('With {key}.'), count: path }).describe('How often a key was booked.'),
    }),
  }),
]);

const readBackSchema = z.union([
  z.strictObject({
    url: keyedUrlSchema.describe('With {key}.'),
    results: path.describe('The list of results.'),
    fields: z.strictObject({
      row: path,
      occasion: field,
      value: path,
      operator: field,
      unit: field,
      limitLower: field,
      limitUpper: field,
      limitLowerClosed: field
        .optional()
        .describe('Whether the limit itself meets: true or false, or >= or >. Absent = it is not compared, which check says.'),
      limitUpperClosed: field.optional().describe('true or false, or <= or <.'),
      samples: field.optional().describe('A text, several joined by a semicolon: where a target has a result of each sample.'),
      state: field,
    }),
  }),
  notReadBack,
]);

const SETTINGS = {
  url: urlSchema,
  method: z.enum(['POST', 'PUT']).default('POST'),
  credentials: credentialsSchema.optional(),
  tls: tlsSchema.optional(),
  ...PACE,
  keys: keysSchema,
  answer: z
    .strictObject({ key: path, state: path, done: z.array(z.string()).min(1) })
    .default({ key: 'id', state: 'status', done: ['stored'] })
    .describe('What the body says of a message that was booked: our key, and one of these states.'),
  readBack: readBackSchema,
};

type Settings = z.output<z.ZodObject<typeof SETTINGS>>;

/** JSON of ours over HTTP, to a system that answers with the key. */
export const httpJson = defineTarget({
  id: 'http-json',
  settings: SETTINGS,
  check: {
    holds: ({ keys, timeoutSeconds }) => !('unknown' in keys) || keys.unknown.settleSeconds > timeoutSeconds,
    message: 'Expected settleSeconds to be longer than timeoutSeconds',
  },
  open: (settings) => {
    const { keys, readBack, credentials = null, tls = null, timeoutSeconds, inFlight, retry } = settings;
    return {
      link: { via: 'http', credentials, tls },
      timeoutSeconds,
      inFlight,
      retry,
      settleSeconds: 'unknown' in keys ? keys.unknown.settleSeconds : null,
      prepare: (dispatch) => ({ kind: 'message', text: limsMessage(dispatch) }),
      send: (dispatch, text) => send(settings, dispatch, text),
      look: 'unknown' in keys ? (dispatch) => look(keys.unknown.look, dispatch) : null,
      readBack: 'none' in readBack ? null : (dispatch) => read(readBack, dispatch),
      compare: compareSending,
      notCompared: 'none' in readBack ? [] : notComparedOf(readBack),
    };
  },
});

const KEY_HEADER = 'Idempotency-Key';

function* send({ url, method, keys, answer: form }: Settings, { key }: Dispatch, body: string): Conversation<SendResult> {
  const headers = { 'Content-Type': 'application/json', ['known' in keys ? keys.known : KEY_HEADER]: key };
  const answer = yield { via: 'http', method, url, body, headers };
  const read = jsonAnswer(answer);
  if (read.kind !== 'json') return read;
  const state = textOfJson(valueAtPath(read.value, form.state));
  if (textOfJson(valueAtPath(read.value, form.key)) === key && state !== null && form.done.includes(state)) return { kind: 'done' };
  return notUnderstood(answer, 'key-and-state');
}

function* look({ url, count }: { readonly url: string; readonly count: string }, { key }: Dispatch): Conversation<LookResult> {
  const { answer, read } = yield* askJson({ method: 'GET', url: url.replaceAll('{key}', key), body: null, headers: {} });
  if (read.kind !== 'json') return read;
  const found = valueAtPath(read.value, count);
  if (typeof found === 'number' && Number.isInteger(found) && found >= 0) {
    if (found > 1) return { kind: 'refused', reason: limsNote('lims/booked-repeatedly', { count: found }) };
    return { kind: found === 0 ? 'absent' : 'there' };
  }
  return notUnderstood(answer, 'count');
}

type ReadBack = Exclude<Settings['readBack'], { readonly none: string }>;

function* read({ url, results, fields }: ReadBack, { key }: Dispatch): Conversation<ReadResultOf<ReadResult>> {
  const { answer, read: got } = yield* askJson({ method: 'GET', url: url.replaceAll('{key}', key), body: null, headers: {} });
  if (got.kind !== 'json') return got;
  const list = valueAtPath(got.value, results);
  if (!Array.isArray(list)) return notUnderstood(answer, 'list-of-results');
  const values = list.map((item: unknown) => readResult(item, fields));
  const whole = values.filter((one) => one !== null);
  return whole.length === values.length ? { kind: 'read', values: whole } : notUnderstood(answer, 'rows');
}

function readResult(item: unknown, fields: ReadBack['fields']): ReadResult | null {
  // A field that is empty in the target is compared as such: only one that the settings exclude is not.
  const text = (from: ReadBack['fields']['unit'] | undefined) => (typeof from === 'string' ? textAt(item, from) : null);
  const row = textOfJson(valueAtPath(item, fields.row));
  if (row === null) return null;
  return {
    row,
    occasion: text(fields.occasion),
    value: text(fields.value),
    operator: text(fields.operator),
    unit: text(fields.unit),
    limitLower: text(fields.limitLower),
    limitUpper: text(fields.limitUpper),
    limitLowerClosed: text(fields.limitLowerClosed),
    limitUpperClosed: text(fields.limitUpperClosed),
    samples: text(fields.samples),
    state: text(fields.state),
  };
}

/** What stands there as text: a truth as the word of JSON, a list joined as we join it. */
function textAt(item: unknown, path: string): string {
  const value = valueAtPath(item, path);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return listedCell(value.map((one: unknown) => textOfJson(one) ?? ''));
  return textOfJson(value) ?? '';
}

function notComparedOf({ fields }: ReadBack): readonly string[] {
  return COMPARED_FIELDS.filter((name) => typeof fields[name] !== 'string');
}
