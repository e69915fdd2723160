import type { Title } from '../../attributes/attribute-result.ts';
import type { ReleaseResult } from '../../results/release-result.ts';
import { besideWords, countWords, limitCountWords } from '../record-words.ts';

type Counts = ReleaseResult['disposition']['counts'];

/** One number beside the disposition. */
export interface HeadCount {
  readonly number: number;
  readonly title: Title;
  /** `loud` decides the lot against it; `quiet` is a number of rows that do not decide. */
  readonly form: 'loud' | 'plain' | 'quiet';
}

const OUTCOMES = ['fails', 'noValidResult', 'pending', 'meets'] as const;

/**
 * The numbers beside the disposition: release rows by outcome, information, then supportive and parallel rows and crossed limits where there are any.
 * A zero is left out above a row of the same outcome in another role, and no "0 fails" stands beside a limit that fails the lot.
 */
export function headCounts(counts: Counts): HeadCount[] {
  const others = (outcome: (typeof OUTCOMES)[number]): number => counts.supportive[outcome] + counts.parallel[outcome];
  const hidden = (outcome: (typeof OUTCOMES)[number]): boolean =>
    counts[outcome] === 0 && (others(outcome) > 0 || (outcome === 'fails' && counts.limits.discard > 0));
  const release = OUTCOMES.filter((outcome) => !hidden(outcome)).map(
    (outcome): HeadCount => ({
      number: counts[outcome],
      title: countWords[outcome],
      form: outcome === 'fails' && counts.fails > 0 ? 'loud' : 'plain',
    }),
  );
  const beside = (['supportive', 'parallel'] as const).flatMap((role) =>
    OUTCOMES.map((outcome): HeadCount => ({ number: counts[role][outcome], title: besideWords[role][outcome], form: 'quiet' })),
  );
  const limits = (['discard', 'action'] as const).map(
    (kind): HeadCount => ({ number: counts.limits[kind], title: limitCountWords[kind], form: kind === 'discard' ? 'loud' : 'plain' }),
  );
  const information: HeadCount = { number: counts.information, title: countWords.information, form: 'plain' };
  return [...release, information, ...[...limits, ...beside].filter(({ number }) => number > 0)];
}
