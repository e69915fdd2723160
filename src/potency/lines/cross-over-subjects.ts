import { ln } from '../../numerics/elementary.ts';
import type { DesignFault } from './design-fault.ts';
import type { LineObservation } from './parallel-line.ts';

/** One of the two responses of a subject. */
export interface CrossOverResponse {
  readonly name: string;
  readonly dose: number;
  /** −1 … 1 from the lowest to the highest dose of the preparation. */
  readonly code: number;
  /** −1 in the first of the two periods that are met, 1 in the other; `null` where the periods are not known. */
  readonly period: 1 | -1 | null;
  readonly response: number;
}

/** A subject with its response to the reference standard and that to the test article. */
export interface CrossOverSubject {
  readonly reference: CrossOverResponse;
  readonly test: CrossOverResponse;
}

/** Doses whose logarithms are this evenly spaced are: 1, 3.16, 10 is. */
const EVEN = 2e-3;

/** The subjects of a whole cross-over. */
export function subjectsOf(observations: readonly LineObservation[], reference: string): readonly CrossOverSubject[] {
  const doses = dosesBySample(observations);
  const first = observations[0]?.period;
  const of = (one: LineObservation): CrossOverResponse => {
    const own = doses.get(one.sample) ?? [];
    const code = own.length < 2 ? 0 : (2 * own.indexOf(one.dose)) / (own.length - 1) - 1;
    const period = one.period === undefined ? null : one.period === first ? -1 : 1;
    return { name: one.sample, dose: one.dose, code, period, response: one.response };
  };
  return [...bySubject(observations).values()].flatMap((pair) => {
    const [standard, article] = [pair.find((one) => one.sample === reference), pair.find((one) => one.sample !== reference)];
    return standard === undefined || article === undefined ? [] : [{ reference: of(standard), test: of(article) }];
  });
}

/** What is wrong with a cross-over of so many doses; `null` where all of its sequences are met equally often. */
export function reasonOfCrossOver(
  observations: readonly LineObservation[],
  { reference, doses }: { readonly reference: string; readonly doses: 2 | 3 },
): DesignFault | null {
  const without = observations.filter((one) => one.subject === undefined).length;
  if (without > 0) return { fault: 'no-subject', count: without };
  const undated = observations.filter((one) => one.period === undefined).length;
  if (undated > 0 && undated < observations.length) return { fault: 'no-period', count: undated };
  const uneven = [...dosesBySample(observations).values()].find((own) => own.length !== doses);
  if (uneven !== undefined) return { fault: 'cross-over-doses', treatments: doses, count: uneven.length };
  if (!areEven([...dosesBySample(observations).values()])) return { fault: 'cross-over-spacing' };
  const [unlike] = [...bySubject(observations)].filter(([, pair]) => !isPair(pair, reference));
  if (unlike !== undefined) return { fault: 'cross-over-pair', name: unlike[0], count: unlike[1].length };
  const periods = new Set(observations.map((one) => one.period)).size;
  if (undated === 0 && periods !== 2) return { fault: 'cross-over-periods', count: periods };
  const subjects = subjectsOf(observations, reference);
  const opposite = subjects.findIndex(
    ({ reference: one, test }) => one.code !== -test.code || (one.period !== null && one.period === test.period),
  );
  if (opposite >= 0) return { fault: 'cross-over-opposite', name: [...bySubject(observations).keys()][opposite] ?? '' };
  return unevenSequences(subjects, undated === 0 ? 2 * doses : doses);
}

/** Every sequence of doses and periods as often as the others. */
function unevenSequences(subjects: readonly CrossOverSubject[], sequences: number): DesignFault | null {
  const counts = new Map<string, number>();
  for (const { reference } of subjects) {
    const key = `${reference.code} ${reference.period ?? ''}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const found = [...counts.values()];
  if (found.length === sequences && new Set(found).size === 1) return null;
  return { fault: 'cross-over-sequences', treatments: sequences, count: found.length, usual: Math.max(...found), rows: Math.min(...found) };
}

/** Whether blocks hold one response of either of two preparations, as the subjects of a cross-over do. */
export function looksLikeCrossOver(observations: readonly LineObservation[], reference: string): boolean {
  const blocks = new Map<string, LineObservation[]>();
  for (const one of observations) if (one.block !== undefined) blocks.set(one.block, [...(blocks.get(one.block) ?? []), one]);
  return blocks.size > 1 && [...blocks.values()].every((pair) => isPair(pair, reference));
}

function isPair(pair: readonly LineObservation[], reference: string): boolean {
  return pair.length === 2 && pair.filter((one) => one.sample === reference).length === 1;
}

function bySubject(observations: readonly LineObservation[]): ReadonlyMap<string, readonly LineObservation[]> {
  const subjects = new Map<string, LineObservation[]>();
  for (const one of observations) {
    const own = subjects.get(one.subject ?? '');
    if (own === undefined) subjects.set(one.subject ?? '', [one]);
    else own.push(one);
  }
  return subjects;
}

/** The doses of each sample, ascending. */
function dosesBySample(observations: readonly LineObservation[]): ReadonlyMap<string, readonly number[]> {
  const names = [...new Set(observations.map((one) => one.sample))];
  return new Map(
    names.map((name) => [
      name,
      [...new Set(observations.filter((one) => one.sample === name).map((one) => one.dose))].sort((a, b) => a - b),
    ]),
  );
}

/** One step between neighbouring doses, in every preparation. */
function areEven(doses: readonly (readonly number[])[]): boolean {
  const steps = doses.flatMap((own) => own.slice(1).map((dose, i) => ln(dose / own[i]!)));
  return Math.max(...steps) - Math.min(...steps) <= EVEN * Math.max(...steps);
}
