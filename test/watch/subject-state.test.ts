import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { subjectOf } from '../../src/pipeline/tables/subject-columns.ts';
import { quotedError } from '../../src/quoted-error.ts';
import type { SubjectNeed } from '../../src/watch/subject-needs.ts';
import {
  awaitedKey,
  decideSubject,
  judgedFiles,
  type SettledSubject,
  type SubjectHistory,
  type SubjectNow,
  subjectFingerprint,
  tablesKey,
} from '../../src/watch/subject-state.ts';
import { watchNote } from '../../src/watch/watch-notes.ts';
import type { FileError, IntakeState, WatchedFile, WatchedFiles } from '../../src/watch/watched-file.ts';

const subject = subjectOf('LOT-1', { purpose: null, condition: null, timePoint: null });
const rules = { timeoutMs: 1000, patience: { quietMs: 30, tries: 3, retryMs: 10, heldMs: 100 } };
const error: FileError = { code: 'io/failed', message: 'Reading failed: EIO.', place: { file: 'a' } };
const TABLES = ['samples.csv'];

/** `w`: being written; `1`, `2`: taken with these bytes; `r`: could not be taken once; `h`: held; `-`: not there. */
type Letter = 'w' | '1' | '2' | 'r' | 'h' | '-';
const STATES: Readonly<Record<Exclude<Letter, '-'>, IntakeState>> = {
  w: { kind: 'writing' },
  1: { kind: 'taken', sha256: 'one' },
  2: { kind: 'taken', sha256: 'two' },
  r: { kind: 'refused', tries: 1, nextTry: 0, error },
  h: { kind: 'refused', tries: 3, nextTry: 0, error },
};
const filesOf = (letters: Readonly<Record<string, Letter>>): WatchedFiles =>
  new Map(
    Object.entries(letters).flatMap(([path, letter]): [string, WatchedFile][] =>
      letter === '-' ? [] : [[path, { path, stamp: 's', bytes: 1, since: 0, intake: STATES[letter], before: null }]],
    ),
  );

const need = (awaited: SubjectNeed['awaited'] = []): SubjectNeed => ({
  subject,
  files: ['a', 'b'].map((path) => ({ path, source: 'samples.csv:2', from: 'list' })),
  awaited,
  rows: ['row'],
  names: ['LOT-1'],
  fits: true,
});
const fresh: SubjectHistory = { product: 'FT', subject, waitedMs: 0, settled: null, tries: { of: '', count: 0 } };
const nowOf = (list: Letter, a: Letter, b: Letter, more: Partial<SubjectNow> = {}): SubjectNow => ({
  need: need(),
  files: filesOf({ 'samples.csv': list, a, b }),
  tables: TABLES,
  tableRows: [],
  history: fresh,
  ...more,
});
const settledOf = (now: SubjectNow, outcome: SettledSubject['outcome'], awaited: readonly string[] = []): SubjectHistory => ({
  ...fresh,
  settled: {
    fingerprint: subjectFingerprint(now),
    tables: tablesKey(now.files, TABLES),
    outcome,
    files: judgedFiles(now),
    awaited,
    why: [quotedError(error)],
    published: null,
  },
});
const stateOf = (now: SubjectNow) => decideSubject(now, rules).state;

describe('a subject that was never analysed', () => {
  it.each<[Letter, Letter, Letter, string, readonly string[]]>([
    ['1', '1', '1', 'ready', []],
    ['1', '1', 'w', 'waiting', ['watch/being-written']],
    ['1', '1', 'r', 'waiting', ['watch/being-written']],
    ['1', '1', '-', 'waiting', ['watch/awaits-file']],
    ['1', '1', 'h', 'waiting', ['watch/file-held']],
    ['1', '-', '-', 'waiting', ['watch/awaits-file', 'watch/awaits-file']],
    ['w', '1', '1', 'waiting', ['watch/being-written']],
    ['-', '1', '1', 'waiting', ['watch/awaits-table']],
  ])('with its list %s and its files %s and %s is %s for %j', (list, a, b, state, codes) => {
    const found = decideSubject(nowOf(list, a, b), rules);
    expect([found.state, 'awaited' in found ? found.awaited.map(({ code }) => code) : null]).toEqual([state, codes]);
  });

  it('waits for what patterns may still bring', () => {
    const more = { need: need([watchNote('watch/awaits-sample', { tube: 'surface', stage: 'final' })]) };
    expect(stateOf(nowOf('1', '1', '1', more))).toBe('waiting');
  });

  it.each<[Letter, Letter, Letter, number, string]>([
    ['1', '1', '-', 999, 'waiting'],
    ['1', '1', '-', 1000, 'ready'],
    ['1', '1', 'w', 1000, 'ready'],
    ['1', '1', 'h', 1000, 'ready'],
    ['1', '-', '-', 1000, 'waiting'],
    ['w', '1', '-', 1000, 'waiting'],
    ['-', '1', '1', 1000, 'waiting'],
  ])('with its list %s and its files %s and %s, after %i of 1000 ms is %s', (list, a, b, waitedMs, state) => {
    expect(stateOf(nowOf(list, a, b, { history: { ...fresh, waitedMs } }))).toBe(state);
  });
});

describe('a subject that was published', () => {
  const before = nowOf('1', '1', '1');
  const history = settledOf(before, 'published');

  it.each<[string, SubjectNow, string]>([
    ['stands while nothing changes', nowOf('1', '1', '1', { history }), 'published'],
    ['stands when its list has other bytes and the same rows', nowOf('2', '1', '1', { history }), 'published'],
    ['is analysed again when a file has other bytes', nowOf('1', '1', '2', { history }), 'ready'],
    ['is not before that file is still', nowOf('1', '1', 'w', { history }), 'published'],
    ['is not before its list is still', nowOf('w', '1', '2', { history }), 'published'],
    ['stands when a file is cleared away', nowOf('1', '1', '-', { history }), 'published'],
    [
      'stands when all are cleared away, and a time-out passes',
      nowOf('-', '-', '-', { history: { ...history, waitedMs: 5000 } }),
      'published',
    ],
    ['is analysed again for a row of a table', nowOf('2', '1', '1', { history, tableRows: ['sterility'] }), 'ready'],
  ])('%s', (_, now, state) => {
    expect(stateOf(now)).toBe(state);
  });

  it('without a file is analysed again when that file arrives, and not while it is written', () => {
    const then = nowOf('1', '1', '-');
    const late = settledOf(then, 'published', [awaitedKey(watchNote('watch/awaits-file', { file: 'b', source: 'samples.csv:2' }))]);
    expect([
      stateOf(nowOf('1', '1', '-', { history: late })),
      stateOf(nowOf('1', '1', 'w', { history: late })),
      stateOf(nowOf('1', '1', '1', { history: late })),
    ]).toEqual(['published', 'published', 'ready']);
    // A result from elsewhere arrives, the file still has not.
    expect(stateOf(nowOf('2', '1', '-', { history: late, tableRows: ['sterility'] }))).toBe('ready');
  });
});

describe('a subject that is held', () => {
  const before = nowOf('1', '1', '1');

  it.each<[SettledSubject['outcome'], string, SubjectNow, string]>([
    ['reason-needed', 'nothing changes', nowOf('1', '1', '1'), 'held'],
    ['reason-needed', 'other rows of the list change', nowOf('2', '1', '1'), 'held'],
    ['reason-needed', 'a file changes', nowOf('1', '1', '2'), 'ready'],
    ['failed', 'nothing changes', nowOf('1', '1', '1'), 'held'],
    ['failed', 'any table changes, which may be what it failed for', nowOf('2', '1', '1'), 'ready'],
    ['failed', 'a file is being written', nowOf('1', '1', 'w'), 'waiting'],
  ])('(%s) when %s', (outcome, _, now, state) => {
    expect(stateOf({ ...now, history: settledOf(before, outcome) })).toBe(state);
  });
});

describe('over any folder', () => {
  const letters = fc.constantFrom<Letter>('w', '1', '2', 'r', 'h', '-');

  it('nothing is ready before the time-out unless all that it needs is taken', () => {
    fc.assert(
      fc.property(letters, letters, letters, fc.integer({ min: 0, max: 999 }), (list, a, b, waitedMs) => {
        const isWhole = [list, a, b].every((one) => one === '1' || one === '2');
        expect(stateOf(nowOf(list, a, b, { history: { ...fresh, waitedMs } })) === 'ready').toBe(isWhole);
      }),
    );
  });

  it('nothing is ready without its tables, however long it waits and whatever became of it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Letter>('w', 'r', 'h', '-'),
        fc.tuple(letters, letters, letters, letters, letters),
        fc.constantFrom<SettledSubject['outcome'] | null>('published', 'reason-needed', 'failed', null),
        (list, [a, b, ...then], outcome) => {
          const before = nowOf(then[0], then[1], then[2]);
          const history = outcome === null ? fresh : settledOf(before, outcome);
          expect(stateOf(nowOf(list, a, b, { history: { ...history, waitedMs: 5000 } }))).not.toBe('ready');
        },
      ),
    );
  });

  it('what was analysed is not analysed again while nothing of it changes', () => {
    fc.assert(
      fc.property(
        fc.tuple(letters, letters, letters),
        fc.constantFrom<SettledSubject['outcome']>('published', 'reason-needed', 'failed'),
        (three, outcome) => {
          const now = nowOf(...three);
          expect(stateOf({ ...now, history: { ...settledOf(now, outcome), waitedMs: 5000 } })).toBe(
            outcome === 'published' ? 'published' : 'held',
          );
        },
      ),
    );
  });
});
