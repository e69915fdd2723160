import { expect, it } from 'vitest';
import { standingAnalyses } from '../../src/runtime/outbox/standing-analyses.ts';
import { FOLDER, MemoryLog, person, RESULT } from '../persons/log-in-memory.ts';

const SUBJECT = 'lots/LOT-1/release';
const LATER = 'lots/LOT-1/release/0002';
const approver = person('Bo Li');

function log(act: (log: MemoryLog) => void): MemoryLog {
  const made = new MemoryLog();
  made.enrol(approver, ['approver'], 'store');
  const reviewer = person('Anna Wu');
  made.enrol(reviewer, ['reviewer'], approver);
  made.publish();
  made.act(reviewer, 'reviewed', { from: 'analysed' });
  act(made);
  return made;
}

const approve = (made: MemoryLog) => made.act(approver, 'approved', { from: 'reviewed' });

it.each([
  { what: 'that was reviewed alone', act: () => {}, stands: null },
  { what: 'that was approved', act: approve, stands: FOLDER },
  {
    what: 'that was approved and is open again',
    act: (made: MemoryLog) => {
      approve(made);
      made.act(approver, 're-opened', { from: 'approved' });
    },
    stands: null,
  },
  {
    what: 'of which a later one was published',
    act: (made: MemoryLog) => {
      approve(made);
      made.publish(LATER, { resultSha256: 'cd'.repeat(32) });
    },
    stands: null,
  },
])('an analysis $what: a target of approved results has $stands of its subject', ({ act, stands }) => {
  const made = log(act);
  const folders = made.entries.filter(({ action }) => action === 'published').map(({ object }) => object);
  const results = { subjects: new Map([[SUBJECT, folders]]), resultSha256: () => RESULT, assertAsListed: () => {} };
  const standing = (gets: 'approved' | 'analysed') => standingAnalyses({ gets }, results, made.acts()).of(SUBJECT)?.folder ?? null;
  expect(standing('approved')).toBe(stands);
  expect(standing('analysed')).toBe(folders.at(-1));
});
