import { compare } from '../numerics/exact/exact-decimal.ts';
import type { Conversation, NotDone } from './conversation.ts';
import { askJson, notUnderstood, textOfJson, valueAtPath } from './http-answers.ts';
import { exactDecimalOf } from './read-back.ts';

/** The one analysis that a value goes into: of a sample, of a service. */
export interface SenaitePlace {
  readonly row: string;
  readonly sample: string;
  readonly keyword: string;
  /** Of a service with a calculation: the interim field that takes the value; `null` = the result itself. */
  readonly interim: string | null;
  readonly portalType: string;
}

/** An analysis as the site shows it. */
export interface SenaiteAnalysis {
  readonly uid: string;
  readonly state: string;
  /** Of the result, or of the interim field. */
  readonly value: string;
  readonly operand: string;
  readonly unit: string;
  /** All of them: an update puts its list in the place of the whole. */
  readonly interims: readonly unknown[];
}

/** A value as it stands in an analysis, or is to stand there. */
export interface SenaiteValue {
  readonly value: string;
  readonly operator: string;
}

/** States in which a result may be written, and in which it was submitted. */
const OPEN: readonly string[] = ['registered', 'unassigned', 'assigned'];
const SUBMITTED: readonly string[] = ['to_be_verified', 'verified', 'published'];

export const isOpen = ({ state }: SenaiteAnalysis): boolean => OPEN.includes(state);
export const isSubmitted = ({ state }: SenaiteAnalysis): boolean => SUBMITTED.includes(state);

export const isSamePlace = (a: SenaitePlace, b: SenaitePlace): boolean =>
  a.sample === b.sample && a.keyword === b.keyword && a.portalType === b.portalType && a.interim === b.interim;

/** Whether an analysis holds a value, as an exact decimal with its operand. */
export function holds({ value, operand }: SenaiteAnalysis, sent: SenaiteValue): boolean {
  if (operand !== sent.operator) return false;
  const [a, b] = [exactDecimalOf(value), exactDecimalOf(sent.value)];
  return a === null || b === null ? value === sent.value : compare(a, b) === 0;
}

const apiOf = (url: string) => `${url.replace(/\/$/, '')}/@@API/senaite/v1`;

type Found = { readonly kind: 'found'; readonly analyses: readonly SenaiteAnalysis[] };

/** Searches the analyses of a place by catalogue, sample and keyword. */
export function* findAnalyses(url: string, place: SenaitePlace): Conversation<NotDone | Found> {
  const query = new URLSearchParams({
    catalog: 'senaite_catalog_analysis',
    portal_type: place.portalType,
    getRequestID: place.sample,
    getKeyword: place.keyword,
    complete: 'true',
  });
  const { answer, read } = yield* askJson({ method: 'GET', url: `${apiOf(url)}/search?${query.toString()}`, body: null, headers: {} });
  if (read.kind !== 'json') return read;
  const items = valueAtPath(read.value, 'items');
  if (!Array.isArray(items)) return notUnderstood(answer, 'list-of-results');
  if (!isWhole(read.value, items) || !items.every((item: unknown) => isOf(item, place))) return notUnderstood(answer, 'analyses-asked-for');
  const analyses = items.map((item: unknown) => analysisOf(item, place.interim));
  const whole = analyses.filter((one) => one !== null);
  return whole.length === analyses.length ? { kind: 'found', analyses: whole } : notUnderstood(answer, 'rows');
}

/** Whether there is no further page, and no more was found than is shown. */
function isWhole(page: unknown, { length }: readonly unknown[]): boolean {
  const [next, count] = [valueAtPath(page, 'next') ?? null, valueAtPath(page, 'count') ?? length];
  return (next === null || next === '') && count === length;
}

/** A catalogue passes over an index that it does not have, and finds the analyses of every sample then. */
function isOf(item: unknown, { sample, keyword }: SenaitePlace): boolean {
  return valueAtPath(item, 'getRequestID') === sample && valueAtPath(item, 'getKeyword') === keyword;
}

function analysisOf(item: unknown, interim: string | null): SenaiteAnalysis | null {
  const text = (path: string) => textOfJson(valueAtPath(item, path)) ?? '';
  const [uid, state] = [text('uid'), text('review_state')];
  if (uid === '' || state === '') return null;
  const listed = valueAtPath(item, 'InterimFields');
  const interims: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const field = interims.find((one) => valueAtPath(one, 'keyword') === interim);
  return {
    uid,
    state,
    value: interim === null ? text('Result') : (textOfJson(valueAtPath(field, 'value')) ?? ''),
    operand: text('DetectionLimitOperand'),
    unit: text('Unit'),
    interims,
  };
}

export type SenaiteUpdate =
  | { readonly kind: 'submit' | 'clear'; readonly place: SenaitePlace; readonly sent: SenaiteValue }
  | { readonly kind: 'retract'; readonly place: SenaitePlace };

type Updated = { readonly kind: 'updated'; readonly analysis: SenaiteAnalysis };

/**
 * Writes one analysis, fields first and the transition then; gives the echo. What the site passes over it answers with 200 too: an echo of another analysis, or of one that is not in the state
 * that was asked for, says nothing.
 */
export function* updateAnalysis(url: string, analysis: SenaiteAnalysis, update: SenaiteUpdate): Conversation<NotDone | Updated> {
  const { answer, read } = yield* askJson({
    method: 'POST',
    url: `${apiOf(url)}/update/${encodeURIComponent(analysis.uid)}`,
    body: JSON.stringify(bodyOf(analysis, update)),
    headers: { 'Content-Type': 'application/json' },
  });
  if (read.kind !== 'json') return read;
  const items = valueAtPath(read.value, 'items');
  const [item, ...others]: readonly unknown[] = Array.isArray(items) ? items : [];
  const echo = item === undefined || others.length > 0 ? null : analysisOf(item, update.place.interim);
  const isDone = echo?.uid === analysis.uid && REACHED[update.kind](echo);
  return isDone ? { kind: 'updated', analysis: echo } : notUnderstood(answer, 'the-analysis');
}

const REACHED: Readonly<Record<SenaiteUpdate['kind'], (echo: SenaiteAnalysis) => boolean>> = {
  submit: isSubmitted,
  clear: isOpen,
  retract: ({ state }) => state === 'retracted',
};

/** Numbers go as text, digit by digit. The operand is always said, also where there is none: that of a retracted result would stay else. */
function bodyOf({ interims }: SenaiteAnalysis, update: SenaiteUpdate): Readonly<Record<string, unknown>> {
  if (update.kind === 'retract') return { transition: 'retract' };
  const { place, sent } = update;
  const operand = { DetectionLimitOperand: sent.operator };
  const fields =
    place.interim === null
      ? { Result: sent.value, ...operand }
      : { InterimFields: interimsWith(interims, place.interim, sent.value), ...operand };
  return update.kind === 'submit' ? { ...fields, transition: 'submit' } : fields;
}

function interimsWith(interims: readonly unknown[], keyword: string, value: string): readonly unknown[] {
  const isIt = (one: unknown) => valueAtPath(one, 'keyword') === keyword;
  if (!interims.some(isIt)) return [...interims, { keyword, value }];
  return interims.map((one) => (typeof one === 'object' && isIt(one) ? { ...one, value } : one));
}
