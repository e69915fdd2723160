import type { Title } from '../attributes/attribute-result.ts';
import type { DispositionWord, ReleaseResult } from './release-result.ts';
import { type RunNote, runNote } from './run-notes.ts';

/** An earlier outcome that an analysis reverses: the lot's proposed disposition, or the outcome of a row. */
export interface Reversal {
  /** Number of the analysis whose outcome no longer stands. */
  readonly analysis: number;
  /** Id of the row; `null` = the disposition. */
  readonly row: string | null;
  readonly title: Title | null;
  readonly from: Decided;
  readonly to: Decided;
}

/** An outcome that another one can take back. */
export type Decided = 'conforms' | 'does not conform' | 'no valid result' | 'meets' | 'fails';

/** A published analysis with its result; `null` where it was written by a version whose results cannot be read. */
export interface EarlierResult {
  readonly number: number;
  /** Of its result; `null` = it states none. */
  readonly schemaVersion: number | null;
  readonly result: ReleaseResult | null;
}

/**
 * What an analysis reverses: conforms against does not conform or no valid result, and meets against fails of a row, in either direction. Each is compared with
 * the last earlier analysis that decided it: one that was pending in between takes nothing back.
 */
export function reversalsOf(now: ReleaseResult, earlier: readonly EarlierResult[]): Reversal[] {
  const latestFirst = [...earlier].sort((a, b) => b.number - a.number);
  const of = (row: string | null, outcome: (result: ReleaseResult) => Decided | null): Reversal[] => {
    const to = outcome(now);
    for (const { number, result } of latestFirst) {
      const from = result === null ? null : outcome(result);
      if (from === null) continue;
      if (to === null || !reverses(from, to)) return [];
      const title = now.attributes.find((one) => one.criterion?.id === row)?.title ?? null;
      return [{ analysis: number, row, title, from, to }];
    }
    return [];
  };
  const rows = [...new Set(now.attributes.flatMap((row) => row.criterion?.id ?? []))];
  return [
    ...of(null, (result) => decided(result.disposition.proposed)),
    ...rows.flatMap((id) => of(id, (result) => rowOutcome(result, id))),
  ];
}

const OPPOSITES: Readonly<Record<Decided, readonly Decided[]>> = {
  conforms: ['does not conform', 'no valid result'],
  'does not conform': ['conforms'],
  'no valid result': ['conforms'],
  meets: ['fails'],
  fails: ['meets'],
};

/** Whether one outcome takes the other back. */
export function reverses(from: Decided, to: Decided): boolean {
  return OPPOSITES[from].includes(to);
}

function decided(outcome: DispositionWord): Decided | null {
  return outcome === 'pending' || outcome === 'information' ? null : outcome;
}

/** The outcome of a row over its test occasions: the worst that decides; `null` where it has none of meets and fails. */
function rowOutcome(result: ReleaseResult, id: string): Decided | null {
  const found = result.attributes
    .filter((row) => row.criterion?.id === id && !row.notes.some((note) => note.code === 'specification/superseded'))
    .map((row) => row.outcome);
  if (found.includes('fails')) return 'fails';
  return found.length > 0 && found.every((outcome) => outcome === 'meets') ? 'meets' : null;
}

/** What an analysis takes back, and the earlier ones of which nobody knows: they have a result that this version does not read. */
export function reversalNotes(reversals: readonly Reversal[], earlier: readonly EarlierResult[]): RunNote[] {
  return [
    ...reversals.map(({ analysis, row, from, to }) => runNote('analysis/reverses-earlier', { analysis, row, before: from, now: to })),
    ...earlier
      .filter(({ result }) => result === null)
      .map(({ number, schemaVersion }) => runNote('analysis/not-compared', { analysis: number, schemaVersion })),
  ];
}
