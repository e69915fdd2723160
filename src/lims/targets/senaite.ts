import * as z from 'zod';
import type { Conversation, ReadResultOf, SendResult } from '../conversation.ts';
import type { Dispatch } from '../dispatch.ts';
import { askJson, notUnderstood, textOfJson, valueAtPath } from '../http-answers.ts';
import { limsMessage } from '../lims-message.ts';
import { type LimsNote, limsNote } from '../lims-notes.ts';
import type { ReadResult } from '../read-back.ts';
import { type ReportedResult, reportedResult } from '../reported-result.ts';
import { credentialsSchema, defineTarget, notReadBack, PACE, type Prepared, tlsSchema, urlSchema } from '../target.ts';

const keyword = z.string().regex(/^[A-Za-z0-9_.+-]+$/, { message: 'Expected a keyword of letters, digits and _ - + .' });

const serviceSchema = z.strictObject({
  keyword,
  interim: keyword.optional().describe('Of a service with a calculation, which ignores a result: the interim field that takes the value.'),
  portalType: z
    .enum(['Analysis', 'ReferenceAnalysis', 'DuplicateAnalysis'])
    .default('Analysis')
    .describe('ReferenceAnalysis, DuplicateAnalysis = of QC samples.'),
});

const SETTINGS = {
  url: urlSchema.describe('The site, such as https://lims.example/senaite.'),
  credentials: credentialsSchema,
  tls: tlsSchema.optional(),
  ...PACE,
  settleSeconds: z.number().positive().describe('Longer than the slowest answer of the site.'),
  services: z
    .record(z.string(), serviceSchema)
    .describe("Id of the specification's row: where it goes. A result with a value that is not among them is refused."),
  readBack: z.union([z.strictObject({ analyses: z.literal(true), unit: z.union([z.literal('Unit'), notReadBack]) }), notReadBack]),
};

type Settings = z.output<z.ZodObject<typeof SETTINGS>>;

/**
 * The JSON API of SENAITE (`/@@API/senaite/v1`). It knows no keys, and an update of several objects passes over those that it does not know: each analysis is searched by
 * sample and keyword, and written alone; one that holds the value already is not written again, one that holds another is retracted, never written over.
 */
export const senaite = defineTarget({
  id: 'senaite',
  settings: SETTINGS,
  check: {
    holds: ({ settleSeconds, timeoutSeconds }) => settleSeconds > timeoutSeconds,
    message: 'Expected settleSeconds to be longer than timeoutSeconds',
  },
  open: (settings) => {
    const { credentials, tls = null, timeoutSeconds, inFlight, retry, settleSeconds, readBack } = settings;
    return {
      link: { via: 'http', credentials, tls },
      timeoutSeconds,
      inFlight,
      retry,
      settleSeconds,
      prepare: (dispatch) => prepare(settings, dispatch),
      send: (dispatch) => send(settings, dispatch),
      // Every analysis is looked at before it is written: after the settling time, sending again is looking first.
      look: null,
      readBack: 'none' in readBack ? null : (dispatch) => read(settings, dispatch),
      expected: (dispatch) => (dispatch.kind === 'reopened' ? [] : valuesOf(dispatch).map((one) => expectedOf(one, settings))),
    };
  },
});

const valuesOf = ({ rows }: Dispatch): readonly ReportedResult[] => rows.map(reportedResult).filter(({ value }) => value !== '');

function prepare({ services }: Settings, dispatch: Dispatch): Prepared {
  const places = new Set<string>();
  for (const { row, samples, operator, value } of valuesOf(dispatch)) {
    const refused = (field: string, found: string, loss: 'no-column' | 'no-sample' | 'operator' | 'twice'): Prepared => ({
      kind: 'refused',
      reason: limsNote('lims/not-representable', { row, field, value: found, loss }),
    });
    const service = Object.hasOwn(services, row) ? services[row] : undefined;
    if (service === undefined) return refused('row', row, 'no-column');
    const [sample, ...others] = samples;
    if (sample === undefined || others.length > 0) return refused('samples', samples.join(';'), 'no-sample');
    // Its operand is < or > alone; an interim field has none.
    if (!['', '<', '>'].includes(operator) || (operator !== '' && service.interim !== undefined))
      return refused('operator', `${operator}${value}`, 'operator');
    const place = JSON.stringify([sample, service.keyword, service.portalType]);
    if (places.has(place)) return refused('row', service.keyword, 'twice');
    places.add(place);
  }
  return { kind: 'message', text: limsMessage(dispatch) };
}

/** An analysis as the site shows it. */
interface Found {
  readonly uid: string;
  readonly state: string;
  readonly result: string;
  readonly operand: string;
  readonly unit: string;
}

/** States in which a result may be written, and in which it was submitted. */
const OPEN: readonly string[] = ['registered', 'unassigned', 'assigned'];
const SUBMITTED: readonly string[] = ['to_be_verified', 'verified', 'published'];

const api = ({ url }: Settings) => `${url.replace(/\/$/, '')}/@@API/senaite/v1`;

type NotDone = Exclude<SendResult, { readonly kind: 'done' }>;

function* find(
  settings: Settings,
  result: ReportedResult,
): Conversation<NotDone | { readonly kind: 'found'; readonly analyses: readonly Found[] }> {
  const service = settings.services[result.row];
  const query = new URLSearchParams({
    catalog: 'senaite_catalog_analysis',
    portal_type: service?.portalType ?? '',
    getRequestID: result.samples[0] ?? '',
    getKeyword: service?.keyword ?? '',
    complete: 'true',
  });
  const { answer, read: got } = yield* askJson({
    method: 'GET',
    url: `${api(settings)}/search?${query.toString()}`,
    body: null,
    headers: {},
  });
  if (got.kind !== 'json') return got;
  const items = valueAtPath(got.value, 'items');
  if (!Array.isArray(items)) return notUnderstood(answer, 'list-of-results');
  const analyses = items.map((item: unknown) => analysisOf(item, service?.interim ?? null));
  const whole = analyses.filter((one) => one !== null);
  return whole.length === analyses.length ? { kind: 'found', analyses: whole } : notUnderstood(answer, 'rows');
}

function analysisOf(item: unknown, interim: string | null): Found | null {
  const text = (path: string) => textOfJson(valueAtPath(item, path)) ?? '';
  const [uid, state] = [text('uid'), text('review_state')];
  if (uid === '' || state === '') return null;
  return {
    uid,
    state,
    result: interim === null ? text('Result') : interimOf(item, interim),
    operand: text('DetectionLimitOperand'),
    unit: text('Unit'),
  };
}

function interimOf(item: unknown, keyword: string): string {
  const fields = valueAtPath(item, 'InterimFields');
  const found: unknown = Array.isArray(fields) ? fields.find((field: unknown) => valueAtPath(field, 'keyword') === keyword) : undefined;
  return textOfJson(valueAtPath(found, 'value')) ?? '';
}

const isWritten = (found: Found, { value, operator }: ReportedResult) => found.result === value && found.operand === operator;

function* send(settings: Settings, dispatch: Dispatch): Conversation<SendResult> {
  for (const result of valuesOf(dispatch)) {
    const said = dispatch.kind === 'reopened' ? yield* retract(settings, result) : yield* write(settings, result, dispatch);
    if (said.kind !== 'done') return said;
  }
  return { kind: 'done' };
}

/** Writes one result into the one analysis that is open for it. */
function* write(settings: Settings, result: ReportedResult, { replaces }: Dispatch): Conversation<SendResult> {
  const found = yield* find(settings, result);
  if (found.kind !== 'found') return found;
  const current = found.analyses.filter(({ state }) => OPEN.includes(state) || SUBMITTED.includes(state));
  const [analysis, ...others] = current;
  if (analysis === undefined || others.length > 0)
    return refused(result, `${current.length} analyses of the sample and keyword are open or submitted`);
  if (OPEN.includes(analysis.state)) return yield* update(settings, { analysis, result });
  if (isWritten(analysis, result)) return { kind: 'done' };
  if (replaces === null) return refused(result, `the analysis holds ${analysis.operand}${analysis.result} already`);
  const retracted = yield* act(settings, analysis, { transition: 'retract' });
  if (retracted.kind !== 'done') return retracted;
  // The site makes a new analysis of it, which takes over the operand of the one that was retracted.
  const again = yield* find(settings, result);
  if (again.kind !== 'found') return again;
  const [fresh, ...more] = again.analyses.filter(({ state }) => OPEN.includes(state));
  if (fresh === undefined || more.length > 0) return refused(result, 'the retracted analysis has no successor');
  return yield* update(settings, { analysis: fresh, result });
}

/** Takes back what was submitted, without another value. */
function* retract(settings: Settings, result: ReportedResult): Conversation<SendResult> {
  const found = yield* find(settings, result);
  if (found.kind !== 'found') return found;
  const analysis = found.analyses.find(({ state }) => SUBMITTED.includes(state));
  return analysis === undefined ? { kind: 'done' } : yield* act(settings, analysis, { transition: 'retract' });
}

function* update(
  settings: Settings,
  { analysis, result }: { readonly analysis: Found; readonly result: ReportedResult },
): Conversation<SendResult> {
  const interim = settings.services[result.row]?.interim;
  // The operand is always said, also where there is none: one of a retracted result would stay else.
  const fields =
    interim === undefined
      ? { Result: result.value, DetectionLimitOperand: result.operator }
      : { InterimFields: [{ keyword: interim, value: result.value }] };
  const said = yield* act(settings, analysis, { ...fields, transition: 'submit' });
  return said;
}

/** One object at a time, the echo compared: what the site passes over it answers with 200 too. */
function* act(settings: Settings, { uid }: Found, body: Readonly<Record<string, unknown>>): Conversation<SendResult> {
  const headers = { 'Content-Type': 'application/json' };
  const { answer, read: got } = yield* askJson({
    method: 'POST',
    url: `${api(settings)}/update/${encodeURIComponent(uid)}`,
    body: JSON.stringify(body),
    headers,
  });
  if (got.kind !== 'json') return got;
  const items = valueAtPath(got.value, 'items');
  const [item, ...others]: readonly unknown[] = Array.isArray(items) ? items : [];
  if (others.length > 0 || textOfJson(valueAtPath(item, 'uid')) !== uid) return notUnderstood(answer, 'the-analysis');
  if ('Result' in body && textOfJson(valueAtPath(item, 'Result')) !== body.Result) return notUnderstood(answer, 'the-analysis');
  return { kind: 'done' };
}

function refused({ row }: ReportedResult, why: string): SendResult {
  return { kind: 'refused', reason: limsRefusal(row, why) };
}

function limsRefusal(row: string, why: string): LimsNote {
  const text = `${row}: ${why}`.slice(0, 57);
  return limsNote('lims/refused', { status: '200', answer: { text, characters: text.length } });
}

function expectedOf({ row, value, operator, unit }: ReportedResult, { readBack }: Settings): ReadResult {
  const hasUnit = 'analyses' in readBack && readBack.unit === 'Unit';
  // Limits are those of its own specification; the state is that of its own verification.
  return { row, occasion: null, value, operator, unit: hasUnit ? unit : null, limitLower: null, limitUpper: null, state: 'submitted' };
}

function* read(settings: Settings, dispatch: Dispatch): Conversation<ReadResultOf<ReadResult>> {
  const values: ReadResult[] = [];
  for (const result of dispatch.kind === 'reopened' ? [] : valuesOf(dispatch)) {
    const found = yield* find(settings, result);
    if (found.kind !== 'found') return found;
    for (const { state, result: value, operand, unit } of found.analyses.filter(
      (one) => SUBMITTED.includes(one.state) || OPEN.includes(one.state),
    ))
      values.push({
        ...expectedOf(result, settings),
        value,
        operator: operand,
        unit,
        state: SUBMITTED.includes(state) ? 'submitted' : state,
      });
  }
  return { kind: 'read', values };
}
