import type { Title } from '../attributes/attribute-result.ts';
import type { ReleaseResult } from './release-result.ts';

/** An earlier outcome that an analysis reverses: the lot's proposed disposition, or the outcome of a row. */
export interface Reversal {
  /** Number of the analysis whose outcome no longer stands. */
  readonly analysis: number;
  /** Id of the row; `null` = the disposition. */
  readonly row: string | null;
  readonly title: Title | null;
  readonly from: string;
  readonly to: string;
}

/** In record.json, the report and the table of the run; not in result.json, which knows no other analysis. */
export const REVERSES_EARLIER = 'analysis/reverses-earlier';

/** A published analysis with its result; `null` where it was written by a version whose results cannot be read. */
export interface EarlierResult {
  readonly number: number;
  readonly result: ReleaseResult | null;
}

/**
 * What an analysis reverses: conforms against does not conform or no valid result, and meets against fails of a row, in either direction. Each is compared with
 * the last earlier analysis that decided it: one that was pending in between takes nothing back.
 */
export function reversalsOf(now: ReleaseResult, earlier: readonly EarlierResult[]): Reversal[] {
  const latestFirst = [...earlier].sort((a, b) => b.number - a.number);
  const of = (row: string | null, outcome: (result: ReleaseResult) => string | null): Reversal[] => {
    const to = outcome(now);
    const last = latestFirst.find(({ result }) => result !== null && isDecided(outcome(result)));
    const from = last?.result === undefined || last.result === null ? null : outcome(last.result);
    if (last === undefined || from === null || to === null || !reverses(from, to)) return [];
    const title = now.attributes.find((one) => one.criterion?.id === row)?.title ?? null;
    return [{ analysis: last.number, row, title, from, to }];
  };
  const rows = [...new Set(now.attributes.flatMap((row) => row.criterion?.id ?? []))];
  return [...of(null, (result) => result.disposition.proposed), ...rows.flatMap((id) => of(id, (result) => rowOutcome(result, id)))];
}

const OPPOSITES: Readonly<Record<string, readonly string[]>> = {
  conforms: ['does not conform', 'no valid result'],
  'does not conform': ['conforms'],
  'no valid result': ['conforms'],
  meets: ['fails'],
  fails: ['meets'],
};

/** Whether one outcome takes the other back. */
export function reverses(from: string, to: string): boolean {
  return OPPOSITES[from]?.includes(to) ?? false;
}

function isDecided(outcome: string | null): boolean {
  return outcome !== null && outcome in OPPOSITES;
}

/** The outcome of a row over its test occasions: the worst that decides; `null` where it has none of meets and fails. */
function rowOutcome(result: ReleaseResult, id: string): string | null {
  const found = result.attributes
    .filter((row) => row.criterion?.id === id && !row.notes.some((note) => note.code === 'specification/superseded'))
    .map((row) => row.outcome);
  if (found.includes('fails')) return 'fails';
  return found.length > 0 && found.every((outcome) => outcome === 'meets') ? 'meets' : null;
}

/** In one sentence: `Analysis 0001 proposed 'conforms', which no longer stands: now 'does not conform'.` */
export function reversalSentence(reversals: readonly Reversal[]): string {
  return reversals
    .map(({ analysis, row, from, to }) => {
      const number = String(analysis).padStart(4, '0');
      return row === null
        ? `Analysis ${number} proposed '${from}', which no longer stands: now '${to}'.`
        : `Row '${row}' was '${from}' in analysis ${number}, now '${to}'.`;
    })
    .join(' ');
}
