import type { AuditEntry } from '../../audit-log/audit-entry.ts';
import { InputError } from '../../errors.ts';
import type { MethodSteps } from '../../persons/method-approval.ts';
import { methodFilesOf } from '../../results/decided-facts.ts';
import type { ReleaseResult } from '../../results/release-result.ts';
import { type NoApproval, type RunNote, runNote } from '../../results/run-notes.ts';
import { nextIndex } from '../audit-log/log-folder.ts';
import { readEntries } from '../audit-log/read-entries.ts';
import type { Shelf } from '../disk/draft.ts';
import { approvalOfResult, methodStepsIn } from '../method-approval/read-method-steps.ts';
import type { MethodNotes } from '../store/publication.ts';

/** Actions of which the approvals of a log are made. */
const OF_APPROVALS: ReadonlySet<string> = new Set([
  'store-created',
  'store-adopted',
  'log-key-set',
  'log-key-rotated',
  'key-enrolled',
  'key-withdrawn',
  'method-approved',
  'method-withdrawn',
]);

/**
 * Notes of a result whose method no approval of the store is of, at a time (UTC). The note stands in the record and never in the result, which is the same in every store. The log is
 * read once, and from there on only what came in addition; one that cannot be read proves no approval.
 */
export function openMethodNotes(shelf: Shelf): (result: ReleaseResult, at: string) => MethodNotes {
  let [size, known]: [number, ReturnType<typeof methodStepsIn>] = [0, { steps: [], unproven: [], keys: [] }];
  const kept: AuditEntry[] = [];
  const look = () => {
    const now = nextIndex(shelf);
    if (now === size) return known;
    const more = [...readEntries(shelf, size)].filter(({ action }) => OF_APPROVALS.has(action));
    size = now;
    if (more.length === 0) return known;
    kept.push(...more);
    known = methodStepsIn(kept);
    return known;
  };
  return (result, at) => {
    const why = whyNone(() => look(), result, at);
    if (why === null) return { notes: [], warned: [] };
    const { method, specification } = result;
    const notes: readonly RunNote[] = [
      runNote('method/no-approval', {
        method: method.id,
        version: method.version,
        specification: specification.id,
        revision: specification.revision,
        why,
      }),
    ];
    // Where nobody may approve yet, nobody is told at every run that nobody has.
    const hasApprovers = known.keys.some(({ roles }) => roles.includes('approver'));
    return { notes, warned: hasApprovers ? notes : [] };
  };
}

function whyNone(look: () => Pick<MethodSteps, 'steps'>, result: ReleaseResult, at: string): NoApproval | null {
  try {
    const found = approvalOfResult(look(), { ...result, files: methodFilesOf(result.inputs) }, { at, index: null });
    return 'why' in found ? found.why : null;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return 'log-unreadable';
  }
}
