import type { Sentences } from '../../../message.ts';
import type { RUN_NOTES } from '../../../results/run-notes.ts';

const number = (analysis: number): string => String(analysis).padStart(4, '0');
const NOTHING_LOST = 'Nothing of it had been published.';

/** What is noted of an analysis among others, and of the folder of results, in English. */
export const RUN_NOTE_SENTENCES = {
  'analysis/unchanged': ({ analysis }) => `Unchanged since analysis ${number(analysis)}, which stands; no new one was made.`,
  'analysis/reverses-earlier': ({ analysis, row, before, now }) =>
    row === null
      ? `Analysis ${number(analysis)} proposed '${before}', which no longer stands: now '${now}'.`
      : `Row '${row}' was '${before}' in analysis ${number(analysis)}, now '${now}'.`,
  'analysis/not-compared': ({ analysis, schemaVersion }) =>
    `Analysis ${number(analysis)} was not compared: its result ${schemaVersion === null ? 'cannot be read by this version' : `is of schema version ${schemaVersion}, which this version does not read`}. Whether its outcome still stands must be looked up in its report.`,
  'method/no-approval': ({ method, version, specification, revision, why }) => {
    const of = `method ${method} ${version} with specification ${specification} ${revision}`;
    const found = {
      never: 'the log has none of this method and specification',
      'not-yet': 'the one that there is counts from a later time on',
      'another-version': 'the one that counts is of another version',
      'another-file': 'a file beside the definition, such as a spillover matrix, is not the one that was approved',
      withdrawn: 'it was withdrawn',
      'log-unreadable': "the log cannot be read ('cytolot verify' says where)",
    }[why];
    return `Expected an approval of ${of} that counts now, found that ${found}. The result can neither be approved nor released: 'cytolot method approve', and where it was made before, with --retrospective.`;
  },
  'run/already-published': ({ analysis }) =>
    `Another run has published the same job as analysis ${number(analysis)}, which stands; nothing was published twice.`,
  'store/publication-finished': ({ owner }) =>
    `${owner ?? 'A run that ended early'} had computed this analysis and taken the key of its job: it was whole, and is published now.`,
  'store/network-file-system': ({ name }) =>
    `The folder of results lies on a network file system (${name}). A job is published once even where the system repeats a call; that what was published survives a power cut of the server is for the server to keep.`,
  'store/partial-cleared': ({ owner, hours }) => `This unfinished result ${leftBy(owner, hours)}: it was cleared. ${NOTHING_LOST}`,
  'store/partial-left': ({ why, owner, hours, error }) => {
    if (why === 'owner-out-of-sight')
      return `${owner ?? 'An unknown process'} writes this or left it; whether it still runs cannot be seen from here, so it stays. Remove the folder when no such run goes on.`;
    if (why === 'too-young')
      return `This unfinished result names no owner, as older versions leave it; it was changed ${hours ?? 0} h ago and stays until that is 24 h. Remove the folder when no run of an older version goes on.`;
    if (why === 'not-finished')
      return `This result has the key of its job and could not be published: ${error ?? ''} It stays as it is; the next run tries again.`;
    return `This unfinished result ${leftBy(owner, hours)}, and could not be cleared: ${error ?? ''}. ${NOTHING_LOST}`;
  },
  'store/analysis-gap': ({ analysis, gap, claimedBy }) =>
    `Analysis ${number(analysis)} follows the number ${number(gap)}, which ${claimedBy ?? 'a run that ended early'} claimed and did not publish.`,
  'store/run-mended': ({ owner, subjects }) =>
    `A run of ${owner ?? 'an unknown process'} ended early: the ${subjects} subjects that it had published are listed now.`,
  'store/overview-not-written': ({ what, error }) => {
    if (what === 'row-of-other-columns')
      return 'Its results.csv was written by another version, with other columns, and is not in the table of this run.';
    if (what === 'ended-run') return `The run that ended early cannot be listed (${error ?? ''}).`;
    return `${what === 'table' ? 'The table of this run' : 'index.html'} could not be written (${error ?? ''}). The results themselves are published.`;
  },
} as const satisfies Sentences<typeof RUN_NOTES>;

function leftBy(owner: string | null, hours: number | null): string {
  return owner === null ? `names no owner and was changed ${hours ?? 0} h ago` : `was left by ${owner}, which runs no more`;
}
