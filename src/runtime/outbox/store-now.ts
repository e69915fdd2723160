import type { AuditEntry } from '../../audit-log/audit-entry.ts';
import type { ConfiguredTarget } from '../../lims/targets/targets-file.ts';
import { readEntries } from '../audit-log/read-entries.ts';
import type { Shelf } from '../disk/draft.ts';
import { actsIn } from '../persons/read-acts.ts';
import { type ListedResults, listResults } from './listed-results.ts';
import { type StandingResults, standingAnalyses } from './standing-analyses.ts';

/** A store by its log, which grows while results are sent. */
export interface StoreNow {
  readonly log: () => readonly AuditEntry[];
  readonly results: () => ListedResults;
  /** By the acts and analyses up to now: the log is read on each time. */
  readonly standing: () => StandingResults;
}

export function openStoreNow(shelf: Shelf, target: Pick<ConfiguredTarget, 'gets'>): StoreNow {
  const log = [...readEntries(shelf)];
  const derive = () => {
    const results = listResults(shelf, log);
    return { results, standing: standingAnalyses(target, results, actsIn(log)) };
  };
  let derived = derive();
  return {
    log: () => log,
    results: () => derived.results,
    standing: () => {
      const more = [...readEntries(shelf, log.length)];
      log.push(...more);
      // What was sent changes nothing of what stands.
      if (more.some(({ action }) => action !== 'sent' && action !== 'sending')) derived = derive();
      return derived.standing;
    },
  };
}
