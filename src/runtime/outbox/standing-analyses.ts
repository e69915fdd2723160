import type { SentAnalysis } from '../../lims/plan-entries.ts';
import type { ConfiguredTarget } from '../../lims/targets/targets-file.ts';
import type { Acts } from '../../persons/acts.ts';
import type { ListedResults } from './listed-results.ts';

/** What a target should have of each subject. */
export interface StandingResults {
  /** The analysis that stands of a subject; `null` = none does. Throws where the subject is not as the log lists it: nothing of it is sent. */
  readonly of: (subject: string) => SentAnalysis | null;
}

/** The latest analysis of each subject, or, of a target that gets what is approved, that one where a person approved it and nobody took it back. */
export function standingAnalyses(
  { gets }: Pick<ConfiguredTarget, 'gets'>,
  results: Pick<ListedResults, 'subjects' | 'resultSha256' | 'assertAsListed'>,
  acts: Acts,
): StandingResults {
  const approved = gets === 'analysed' ? null : approvedFolders(acts);
  return {
    of: (subject) => {
      results.assertAsListed(subject);
      const folder = results.subjects.get(subject)?.at(-1);
      const stands = folder !== undefined && (approved === null || approved.has(folder));
      return stands ? { folder, resultSha256: results.resultSha256(folder) } : null;
    },
  };
}

/** Analyses that are approved or released now, by the signatures in the log. */
function approvedFolders({ subjects }: Acts): ReadonlySet<string> {
  const standing = [...subjects.values()].filter(({ state }) => state === 'approved' || state === 'released');
  return new Set(standing.map(({ latest }) => latest.folder));
}
