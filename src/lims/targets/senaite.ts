import * as z from 'zod';
import type { Conversation, LookResult, NotDone, ReadResultOf, SendResult } from '../conversation.ts';
import type { Dispatch } from '../dispatch.ts';
import { limsMessage } from '../lims-message.ts';
import { limsNote } from '../lims-notes.ts';
import { compareReadBack, type ReadDifference, type ReadResult } from '../read-back.ts';
import { reportedResult } from '../reported-result.ts';
import {
  findAnalyses,
  holds,
  isOpen,
  isSamePlace,
  isSubmitted,
  type SenaiteAnalysis,
  type SenaitePlace,
  type SenaiteValue,
  updateAnalysis,
} from '../senaite-site.ts';
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
 * sample and keyword, and written alone; one that holds the value already is not written again, one that holds an earlier one of ours is retracted, one that holds what somebody else entered is let
 * alone.
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
      look: (dispatch) => look(settings, dispatch),
      readBack: 'none' in readBack ? null : (dispatch) => read(settings, dispatch),
      compare: (dispatch, found) => compareWith(settings, dispatch, found),
      // Limits are those of its own specification; the state is that of its own verification.
      notCompared: [...('analyses' in readBack && readBack.unit === 'Unit' ? [] : ['unit']), 'limitLower', 'limitUpper', 'outcome'],
    };
  },
});

/** A value with its place. */
interface Placed {
  readonly place: SenaitePlace;
  readonly sent: SenaiteValue;
  readonly unit: string;
}

/** What a sending does: values that are to stand, values that are to stand no longer, and all that were sent before. */
interface Task {
  readonly values: readonly Placed[];
  readonly takenBack: readonly Placed[];
  readonly earlier: readonly Placed[];
}

function taskOf(settings: Settings, { kind, rows, earlier }: Pick<Dispatch, 'kind' | 'rows' | 'earlier'>): Task {
  const placed = (of: Dispatch['rows']) => of.flatMap((row) => placedOf(settings, row) ?? []);
  const [values, before] = [kind === 'reopened' ? [] : placed(rows), placed(earlier)];
  const takenBack = before.filter((one, i) => {
    const isFirst = before.findIndex(({ place }) => isSamePlace(place, one.place)) === i;
    return isFirst && !values.some(({ place }) => isSamePlace(place, one.place));
  });
  return { values, takenBack, earlier: before };
}

/** `null` = it has no value, or no place. */
function placedOf({ services }: Settings, row: Dispatch['rows'][number]): Placed | null {
  const { row: id, samples, operator, value, unit } = reportedResult(row);
  const service = Object.hasOwn(services, id) ? services[id] : undefined;
  const [sample, ...others] = samples;
  if (value === '' || service === undefined || sample === undefined || others.length > 0) return null;
  const { keyword, interim = null, portalType } = service;
  return { place: { row: id, sample, keyword, interim, portalType }, sent: { value, operator }, unit };
}

function prepare(settings: Settings, dispatch: Dispatch): Prepared {
  const { services } = settings;
  const places: SenaitePlace[] = [];
  for (const { row, samples, operator, value } of dispatch.rows.map(reportedResult).filter((one) => one.value !== '')) {
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
    const place = { row, sample, keyword: service.keyword, interim: service.interim ?? null, portalType: service.portalType };
    if (places.some((other) => isSamePlace(other, place))) return refused('row', service.keyword, 'twice');
    places.push(place);
  }
  return unreachable(settings, dispatch) ?? { kind: 'message', text: limsMessage(dispatch) };
}

/** A value that was sent before, and whose place the settings no longer name: it would stand for ever. */
function unreachable({ services }: Settings, { earlier }: Dispatch): Prepared | null {
  const lost = earlier
    .map(reportedResult)
    .find(({ row, value, samples }) => value !== '' && samples.length === 1 && !Object.hasOwn(services, row));
  if (lost === undefined) return null;
  const { row } = lost;
  return { kind: 'refused', reason: limsNote('lims/not-representable', { row, field: 'row', value: row, loss: 'no-column' }) };
}

/** One thing to do to one analysis. */
type Deed =
  | { readonly kind: 'write'; readonly analysis: SenaiteAnalysis; readonly placed: Placed }
  | { readonly kind: 'replace'; readonly analysis: SenaiteAnalysis; readonly placed: Placed }
  | { readonly kind: 'take back'; readonly analysis: SenaiteAnalysis; readonly placed: Placed };

/** Everything is looked at before anything is written, so that what somebody else entered stops all of it; then one object at a time. */
function* send(settings: Settings, dispatch: Dispatch): Conversation<SendResult> {
  const task = taskOf(settings, dispatch);
  const deeds = yield* deedsOf(settings, task);
  if (deeds.kind !== 'deeds') return deeds;
  const differences: ReadDifference[] = [];
  for (const [i, deed] of deeds.deeds.entries()) {
    const done = yield* act(settings, deed);
    if (done.kind === 'refused' || done.kind === 'not now') return i > 0 ? begun(done) : done;
    if (done.kind === 'differs') differences.push(...done.differences);
  }
  return differences.length === 0 ? { kind: 'done' } : { kind: 'differs', differences };
}

function* deedsOf(
  { url }: Settings,
  { values, takenBack, earlier }: Task,
): Conversation<NotDone | { readonly kind: 'deeds'; readonly deeds: readonly Deed[] }> {
  const deeds: Deed[] = [];
  for (const placed of takenBack) {
    const found = yield* findAnalyses(url, placed.place);
    if (found.kind !== 'found') return found;
    for (const analysis of found.analyses) {
      const left = leftIn(analysis, placed.place, earlier);
      if (left === 'another') return notOurs(placed.place, analysis);
      if (left === 'ours') deeds.push({ kind: 'take back', analysis, placed });
    }
  }
  for (const placed of values) {
    const found = yield* findAnalyses(url, placed.place);
    if (found.kind !== 'found') return found;
    const deed = writingOf(placed, found.analyses, earlier);
    if (deed !== null && deed.kind === 'refused') return deed;
    if (deed !== null) deeds.push(deed);
  }
  return { kind: 'deeds', deeds };
}

/** What is to be done so that a value stands; `null` = it does. */
function writingOf(
  placed: Placed,
  analyses: readonly SenaiteAnalysis[],
  earlier: readonly Placed[],
): Deed | Extract<NotDone, { readonly kind: 'refused' }> | null {
  const current = analyses.filter((one) => isOpen(one) || isSubmitted(one));
  const [analysis, ...others] = current;
  if (analysis === undefined || others.length > 0) return noOnePlace(placed.place, current.length);
  const isIt = holds(analysis, placed.sent);
  if (isSubmitted(analysis)) {
    if (isIt) return null;
    return isOurs(analysis, placed.place, earlier) ? { kind: 'replace', analysis, placed } : notOurs(placed.place, analysis);
  }
  // Interim fields hold values by default.
  const isFree = analysis.value === '' || placed.place.interim !== null || isIt || isOurs(analysis, placed.place, earlier);
  return isFree ? { kind: 'write', analysis, placed } : notOurs(placed.place, analysis);
}

/**
 * What an analysis still holds of a value that is to be taken back. An operand without a value is that of a retracted one, which its successor took over; any other value of an open analysis may be
 * ours as the site changed it, or stand behind an operand of ours.
 */
function leftIn(analysis: SenaiteAnalysis, place: SenaitePlace, earlier: readonly Placed[]): 'nothing' | 'ours' | 'another' {
  if (!isOpen(analysis) && !isSubmitted(analysis)) return 'nothing';
  if (isOurs(analysis, place, earlier)) return 'ours';
  if (isSubmitted(analysis)) return 'another';
  if (analysis.value === '') return analysis.operand === '' ? 'nothing' : 'ours';
  // Interim fields hold values by default.
  return place.interim === null ? 'another' : 'nothing';
}

/** Whether something is left to take back. What somebody else submitted since stands in its own right; an open analysis must be empty. */
function isLeft(analysis: SenaiteAnalysis, place: SenaitePlace, earlier: readonly Placed[]): boolean {
  const left = leftIn(analysis, place, earlier);
  return left === 'ours' || (left === 'another' && isOpen(analysis));
}

function isOurs(analysis: SenaiteAnalysis, place: SenaitePlace, earlier: readonly Placed[]): boolean {
  return earlier.some((one) => isSamePlace(one.place, place) && holds(analysis, one.sent));
}

function notOurs({ row, sample }: SenaitePlace, { operand, value }: SenaiteAnalysis): Extract<NotDone, { readonly kind: 'refused' }> {
  return { kind: 'refused', reason: limsNote('lims/not-ours', { row, sample, found: `${operand}${value}` }) };
}

function noOnePlace({ row, sample }: SenaitePlace, count: number): Extract<NotDone, { readonly kind: 'refused' }> {
  return { kind: 'refused', reason: limsNote('lims/no-one-place', { row, sample, count }) };
}

const NOTHING: SenaiteValue = { value: '', operator: '' };

function* act({ url }: Settings, { kind, analysis, placed }: Deed): Conversation<SendResult> {
  const { place, sent } = placed;
  let open = analysis;
  if (kind !== 'write' && isSubmitted(analysis)) {
    const retracted = yield* updateAnalysis(url, analysis, { kind: 'retract', place });
    if (retracted.kind !== 'updated') return retracted;
    // The site makes a new analysis of it (a retest), which takes over the operand of the one that was retracted.
    const again = yield* findAnalyses(url, place);
    if (again.kind !== 'found') return begun(again);
    const successors = again.analyses.filter(isOpen);
    const [fresh] = successors;
    if (fresh === undefined || successors.length > 1) return { ...noOnePlace(place, successors.length), arrived: 'partly' };
    open = fresh;
  }
  const isRetracted = open !== analysis;
  const isTakenBack = kind === 'take back';
  const said = yield* updateAnalysis(url, open, { kind: isTakenBack ? 'clear' : 'submit', place, sent: isTakenBack ? NOTHING : sent });
  if (said.kind !== 'updated') return isRetracted ? begun(said) : said;
  const differences = compareReadBack([readOf(place, isTakenBack ? NOTHING : sent)], [readOf(place, shownBy(said.analysis))]);
  return differences.length === 0 ? { kind: 'done' } : { kind: 'differs', differences };
}

/** A refusal behind something that was done already: a retraction, another analysis. */
function begun(said: NotDone): NotDone {
  return said.kind === 'refused' ? { ...said, arrived: 'partly' } : said;
}

const shownBy = ({ value, operand }: SenaiteAnalysis): SenaiteValue => ({ value, operator: operand });

function readOf({ row, sample }: SenaitePlace, { value, operator }: SenaiteValue): ReadResult {
  return { row, samples: sample, occasion: null, value, operator, unit: null, limitLower: null, limitUpper: null, state: null };
}

/**
 * Whether what was to stand stands, and what was to be taken back is: all of it, some, or none. `absent` is a proof, and so only where nothing at all stands in any place: a value that was written and
 * not submitted is one that somebody may submit. A correction that began has taken something away, so that it is never as if nothing had come.
 */
function* look(settings: Settings, dispatch: Dispatch): Conversation<LookResult> {
  const { values, takenBack, earlier } = taskOf(settings, dispatch);
  let done = 0;
  let isTouched = dispatch.replaces !== null;
  for (const { place, sent } of values) {
    const found = yield* findAnalyses(settings.url, place);
    if (found.kind !== 'found') return found;
    if (found.analyses.some((one) => isSubmitted(one) && holds(one, sent))) done += 1;
    isTouched ||= found.analyses.some((one) => holdsAnything(one));
  }
  for (const { place } of takenBack) {
    const found = yield* findAnalyses(settings.url, place);
    if (found.kind !== 'found') return found;
    if (!found.analyses.some((one) => isLeft(one, place, earlier))) done += 1;
  }
  if (done === values.length + takenBack.length) return { kind: 'there' };
  return { kind: done === 0 && !isTouched ? 'absent' : 'partly' };
}

const holdsAnything = (one: SenaiteAnalysis): boolean => (isOpen(one) || isSubmitted(one)) && (one.value !== '' || one.operand !== '');

/** What stands of a value that was to be taken back. */
const STANDS = 'stands';

function compareWith(settings: Settings, dispatch: Dispatch, found: readonly ReadResult[]): readonly ReadDifference[] {
  const { readBack } = settings;
  const hasUnit = 'analyses' in readBack && readBack.unit === 'Unit';
  const expected = taskOf(settings, dispatch).values.map(
    ({ place, sent, unit }): ReadResult => ({ ...readOf(place, sent), unit: hasUnit ? unit : null, state: 'submitted' }),
  );
  const standing = found.filter(({ state }) => state === STANDS);
  return [
    ...compareReadBack(
      expected,
      found.filter(({ state }) => state !== STANDS),
    ),
    ...standing.map(({ row, operator, value }) => ({ row, field: 'value', expected: '', found: `${operator}${value}` }) as const),
  ];
}

function* read(settings: Settings, dispatch: Dispatch): Conversation<ReadResultOf<ReadResult>> {
  const { values, takenBack, earlier } = taskOf(settings, dispatch);
  const shown: ReadResult[] = [];
  for (const { place } of values) {
    const found = yield* findAnalyses(settings.url, place);
    if (found.kind !== 'found') return found;
    for (const one of found.analyses.filter((analysis) => isSubmitted(analysis) || isOpen(analysis)))
      shown.push({ ...readOf(place, shownBy(one)), unit: one.unit, state: isSubmitted(one) ? 'submitted' : one.state });
  }
  for (const { place } of takenBack) {
    const found = yield* findAnalyses(settings.url, place);
    if (found.kind !== 'found') return found;
    for (const one of found.analyses.filter((analysis) => isLeft(analysis, place, earlier)))
      shown.push({ ...readOf(place, shownBy(one)), state: STANDS });
  }
  return { kind: 'read', values: shown };
}
