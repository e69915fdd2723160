import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  disturbedFile,
  dueFiles,
  type FileError,
  isHeld,
  lastTaken,
  observeFiles,
  type Patience,
  refusedFile,
  takenFile,
  type WatchedFiles,
} from '../../src/watch/watched-file.ts';

const patience: Patience = { quietMs: 30, tries: 3, retryMs: 10, heldMs: 1000 };
const error: FileError = { code: 'io/failed', message: 'Reading failed: EIO.', place: { file: 'a' } };
const file = (path: string, stamp: string) => ({ path, stamp, bytes: 1 });
const none: WatchedFiles = new Map();
const pathsDue = (files: WatchedFiles, now: number) => dueFiles(files, now, patience).map(({ path }) => path);

describe('a file of a drop folder', () => {
  it.each([
    [29, []],
    [30, ['a']],
    [31, ['a']],
  ])('that was first seen %i ms ago and has been still since is due: %j', (now, due) => {
    expect(pathsDue(observeFiles(none, [file('a', 's1')], 0).files, now)).toEqual(due);
  });

  it('begins anew when its state changes, whatever changed of it', () => {
    const first = observeFiles(none, [file('a', 's1')], 0).files;
    const second = observeFiles(first, [file('a', 's2')], 29).files;
    expect([pathsDue(second, 58), pathsDue(second, 59)]).toEqual([[], ['a']]);
  });

  it('that goes and comes back in the same state begins anew: it was not seen meanwhile', () => {
    const first = observeFiles(none, [file('a', 's1')], 0).files;
    const gone = observeFiles(first, [], 20);
    expect(gone.vanished.map(({ path }) => path)).toEqual(['a']);
    expect(pathsDue(observeFiles(gone.files, [file('a', 's1')], 25).files, 54)).toEqual([]);
  });

  it('that is taken is due no more, until its state changes; what was taken before is remembered', () => {
    const [seen] = observeFiles(none, [file('a', 's1')], 0).files.values();
    if (seen === undefined) throw new Error('it was seen');
    const files = new Map([['a', takenFile(seen, 'h1')]]);
    expect(pathsDue(files, 1000)).toEqual([]);
    const changed = observeFiles(files, [file('a', 's2')], 1000).files;
    const now = changed.get('a');
    expect(now && [now.intake.kind, lastTaken(now)]).toEqual(['writing', 'h1']);
    expect([pathsDue(changed, 1029), pathsDue(changed, 1030)]).toEqual([[], ['a']]);
  });

  it('that changed while it was copied waits for the whole quiet time again', () => {
    const [seen] = observeFiles(none, [file('a', 's1')], 0).files.values();
    if (seen === undefined) throw new Error('it was seen');
    const files = new Map([['a', disturbedFile(seen, 40)]]);
    expect([pathsDue(files, 69), pathsDue(files, 70)]).toEqual([[], ['a']]);
  });

  it.each([
    ['several', 1, false, 10],
    ['several', 2, false, 10],
    ['several', 3, true, 1000],
    ['several', 4, true, 1000],
    ['one', 1, true, 1000],
  ] as const)('of which %s tries are made is, after %i of them, held: %s', (tries, times, held, wait) => {
    let [watched] = observeFiles(none, [file('a', 's1')], 0).files.values();
    for (let time = 0; time < times && watched !== undefined; time++) watched = refusedFile(watched, error, { now: 100, patience, tries });
    if (watched === undefined) throw new Error('it was seen');
    expect(isHeld(watched, patience)).toBe(held);
    const files = new Map([['a', watched]]);
    expect([pathsDue(files, 100 + wait - 1), pathsDue(files, 100 + wait)]).toEqual([[], ['a']]);
  });

  it('is never due within the quiet time after any change of it, over any history', () => {
    const steps = fc.array(fc.record({ after: fc.integer({ min: 1, max: 40 }), stamp: fc.constantFrom('s1', 's2', null) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(steps, (history) => {
        let files = none;
        let now = 0;
        let changedAt = 0;
        let state: string | null = null;
        for (const { after, stamp } of history) {
          now += after;
          if (stamp !== state) changedAt = now;
          state = stamp;
          files = observeFiles(files, stamp === null ? [] : [file('a', stamp)], now).files;
          const due = dueFiles(files, now, patience).length > 0;
          expect(due).toBe(stamp !== null && now - changedAt >= patience.quietMs);
        }
      }),
    );
  });
});
