import { InputError } from '../../errors.ts';
import type { SentAnalysis } from '../../lims/plan-entries.ts';
import type { ConfiguredTarget } from '../../lims/targets/targets-file.ts';
import type { Acts } from '../../persons/acts.ts';
import type { ListedResults } from './listed-results.ts';

/** What a target should have of each subject. */
export interface StandingResults {
  /** Subject → the analysis that stands; `null` = none does. */
  readonly subjects: ReadonlyMap<string, SentAnalysis | null>;
  /** Of subjects that are not as the log lists them: nothing of these is sent. */
  readonly refused: readonly InputError[];
}

/** The latest analysis of each subject, or, of a target that gets what is approved, that one where a person approved it and nobody took it back. */
export function standingAnalyses(
  { gets }: Pick<ConfiguredTarget, 'gets'>,
  results: Pick<ListedResults, 'subjects' | 'resultSha256'>,
  acts: Acts,
): StandingResults {
  const subjects = new Map<string, SentAnalysis | null>();
  const refused: InputError[] = [];
  const approved = gets === 'analysed' ? null : approvedFolders(acts);
  for (const [subject, folders] of results.subjects) {
    const folder = folders.at(-1);
    try {
      const stands = folder !== undefined && (approved === null || approved.has(folder));
      subjects.set(subject, stands ? { folder, resultSha256: results.resultSha256(folder) } : null);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refused.push(error);
    }
  }
  return { subjects, refused };
}

/** Analyses that are approved or released now, by the signatures in the log. */
function approvedFolders({ subjects }: Acts): ReadonlySet<string> {
  const standing = [...subjects.values()].filter(({ state }) => state === 'approved' || state === 'released');
  return new Set(standing.map(({ latest }) => latest.folder));
}
