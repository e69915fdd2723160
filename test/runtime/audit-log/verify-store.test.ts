import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseVerifierKey } from '../../../src/audit-log/verifier-key.ts';
import { isWrong, type VerifyNote } from '../../../src/audit-log/verify-notes.ts';
import { appendEntry } from '../../../src/runtime/audit-log/append-entry.ts';
import { sha256 } from '../../../src/runtime/audit-log/ed25519.ts';
import { rotateStoreKey, useStoreKey } from '../../../src/runtime/audit-log/store-key.ts';
import { type Verification, type VerifyRequest, verifyStore } from '../../../src/runtime/audit-log/verify-store.ts';
import { writeCheckpoint } from '../../../src/runtime/audit-log/write-checkpoint.ts';
import type { Shelf } from '../../../src/runtime/disk/draft.ts';
import { shelfHere } from './log-here.ts';
import {
  hash,
  INPUT,
  log,
  newPair,
  publish,
  put,
  putKey,
  putResult,
  resultText,
  type SignedStore,
  signedStore,
  textAt,
} from './signed-store.ts';

const NOTHING: VerifyRequest = { known: [], key: null, witnesses: [] };

let made: SignedStore;
beforeAll(async () => {
  made = await signedStore();
});

/** A copy of the store that may be damaged. */
function copy(): Shelf {
  const root = mkdtempSync(join(tmpdir(), 'cytolot-verify-'));
  cpSync(made.shelf.root, root, { recursive: true });
  return { ...made.shelf, root };
}

const wrongIn = ({ notes }: Verification): readonly string[] => notes.filter(isWrong).map(({ code, place }) => `${code} ${place}`.trim());
const openIn = ({ notes }: Verification): readonly string[] =>
  notes.filter((note: VerifyNote) => !isWrong(note)).map(({ code, place }) => `${code} ${place}`.trim());
const entry = (index: number): string => `log/entries/000/000/00${index}/entry.json`;
const move = ({ root }: Shelf, from: string, to: string): void => renameSync(join(root, from), join(root, to));
const remove = ({ root }: Shelf, path: string): void => rmSync(join(root, path), { recursive: true });
const change = (shelf: Shelf, path: string, from: string, to: string): void => put(shelf, path, textAt(shelf, path).replace(from, to));
const intake = `intake/sha256/${hash(INPUT).slice(0, 2)}/${hash(INPUT)}`;
const signature = `signatures/${hash(resultText('B'))}/0001.json`;
const jobOf = (name: string): string => `jobs/${hash(`job ${name}`)}/key.json`;

/** Rewrites the manifest of lot B for a changed result, as whoever knows the layout would. */
function forgeResult(shelf: Shelf): void {
  put(shelf, 'lots/B/release/0001/result.json', resultText('b'));
  change(shelf, 'lots/B/release/0001/manifest.sha256', hash(resultText('B')), hash(resultText('b')));
}

describe('a store as it was written', () => {
  it('is intact: every file hashed, every checkpoint compared', () => {
    const result = verifyStore(made.shelf, NOTHING);
    expect(wrongIn(result)).toEqual([]);
    // Three results of three files and a manifest each; a signature; a file of the intake.
    expect(result).toMatchObject({ outcome: 'intact', entries: 8, signedEntries: 8, results: 3, files: 14, known: 0 });
  });

  it('says that nothing outside was compared, and that its own key proves nothing', () => {
    expect(openIn(verifyStore(made.shelf, NOTHING))).toEqual(['verify/key-from-store', 'verify/no-outside-checkpoint']);
  });

  it('says neither with a checkpoint that was kept and the key of the site', () => {
    const known = [{ name: 'kept.txt', text: made.kept }];
    expect(verifyStore(made.shelf, { known, key: made.signing.key, witnesses: [] }).notes).toEqual([]);
  });

  it('says where its last entries are not signed', async () => {
    const shelf = copy();
    await publish(shelf, 'D');
    const result = verifyStore(shelf, { ...NOTHING, key: made.signing.key });
    expect(result.notes.find(({ code }) => code === 'verify/not-covered')?.fields).toEqual({ from: 8, to: 8 });
  });

  it('says that it is unsigned where no key was ever given', async () => {
    const shelf = shelfHere();
    await publish(shelf, 'A');
    const result = verifyStore(shelf, NOTHING);
    expect(result).toMatchObject({ outcome: 'intact', signedEntries: null, keys: [] });
    expect(openIn(result)).toEqual(['verify/unsigned', 'verify/no-outside-checkpoint']);
  });

  it('is intact with drafts, runs and an index, which are no part of the record', () => {
    const shelf = copy();
    put(shelf, 'lots/A/release/.0002.partial/c/content/result.json', '{}');
    put(shelf, 'log/.claim-12ab.partial/c/owner.json', '{}');
    put(shelf, 'runs/2026/results.csv', '');
    put(shelf, 'index.html', '');
    expect(wrongIn(verifyStore(shelf, NOTHING))).toEqual([]);
  });

  it('is intact while a publication is under way, at each of its steps', async () => {
    const shelf = copy();
    const draft = 'lots/D/release/.0001.partial/00000000-0000-4000-8000-000000000001/content';
    const publication = putResult(shelf, 'D', { at: draft });
    expect(openIn(verifyStore(shelf, NOTHING))).not.toContain(`verify/unfinished ${jobOf('D')}`);
    const key = putKey(shelf, publication);
    expect(openIn(verifyStore(shelf, NOTHING))).toContain(`verify/unfinished ${jobOf('D')}`);
    await log(shelf, publication, key);
    const logged = verifyStore(shelf, NOTHING);
    expect(openIn(logged)).toContain('verify/unfinished lots/D/release/0001');
    expect(wrongIn(logged)).toEqual([]);
    // A finisher may write the entry once more.
    await log(shelf, publication, key);
    move(shelf, draft, 'lots/D/release/0001');
    expect(wrongIn(verifyStore(shelf, NOTHING))).toEqual([]);
  });

  it('is intact where files were lost behind the key and computed again: the second entry counts', async () => {
    const shelf = copy();
    const lost = putResult(shelf, 'D');
    const key = putKey(shelf, lost);
    await log(shelf, lost, key);
    put(shelf, 'lots/D/release/0001/result.json', '{"lot":"D again"}');
    const manifest = lost.manifest.replace(lost.resultSha256, hash('{"lot":"D again"}'));
    put(shelf, 'lots/D/release/0001/manifest.sha256', manifest);
    expect(wrongIn(verifyStore(shelf, NOTHING))).toEqual(['verify/changed lots/D/release/0001/manifest.sha256']);
    await log(shelf, { ...lost, manifest, resultSha256: hash('{"lot":"D again"}') }, key);
    expect(wrongIn(verifyStore(shelf, NOTHING))).toEqual([]);
  });

  it('is intact after its older results were adopted, and finds what is put beside them', async () => {
    const shelf = shelfHere();
    putResult(shelf, 'OLD');
    await publish(shelf, 'NEW');
    expect(verifyStore(shelf, NOTHING)).toMatchObject({ outcome: 'intact', results: 2 });
    change(shelf, 'lots/OLD/release/0001/result.json', 'OLD', 'old');
    putResult(shelf, 'OLDER');
    expect(wrongIn(verifyStore(shelf, NOTHING))).toEqual([
      'verify/changed lots/OLD/release/0001/result.json',
      'verify/unlisted lots/OLDER/release/0001',
    ]);
  });
});

describe('tampering is found, and where', () => {
  const CASES: readonly (readonly [string, (shelf: Shelf) => void, readonly string[]])[] = [
    [
      'a result is changed',
      (shelf) => change(shelf, 'lots/B/release/0001/result.json', 'B', 'b'),
      ['verify/changed lots/B/release/0001/result.json'],
    ],
    [
      'a plot is changed',
      (shelf) => put(shelf, 'lots/A/release/0001/plots/dose.svg', ''),
      ['verify/changed lots/A/release/0001/plots/dose.svg'],
    ],
    ['a result is changed with its manifest', forgeResult, ['verify/changed lots/B/release/0001/manifest.sha256']],
    [
      'two results are swapped',
      (shelf) => {
        move(shelf, 'lots/A/release/0001', 'lots/A/release/0009');
        move(shelf, 'lots/B/release/0001', 'lots/A/release/0001');
        move(shelf, 'lots/A/release/0009', 'lots/B/release/0001');
      },
      ['verify/changed lots/A/release/0001/manifest.sha256', 'verify/changed lots/B/release/0001/manifest.sha256'],
    ],
    ['a result is dropped', (shelf) => remove(shelf, 'lots/B'), ['verify/missing lots/B/release/0001']],
    [
      'a file of a result is dropped',
      (shelf) => remove(shelf, 'lots/A/release/0001/plots/dose.svg'),
      ['verify/missing lots/A/release/0001/plots/dose.svg', 'verify/unlisted lots/A/release/0001/plots'],
    ],
    ['a result is put there', (shelf) => void putResult(shelf, 'X'), ['verify/unlisted lots/X/release/0001']],
    [
      'a later analysis is put there',
      (shelf) => put(shelf, 'lots/A/release/0002/result.json', '{}'),
      ['verify/unlisted lots/A/release/0002'],
    ],
    [
      'a file is put into a result',
      (shelf) => put(shelf, 'lots/A/release/0001/plots/more.svg', ''),
      ['verify/unlisted lots/A/release/0001/plots/more.svg'],
    ],
    ['a file is put among lots', (shelf) => put(shelf, 'lots/A/note.txt', ''), ['verify/unlisted lots/A/note.txt']],
    [
      'a file becomes a link to the same bytes',
      (shelf) => {
        move(shelf, 'lots/A/release/0001/result.json', 'runs.json');
        symlinkSync(join(shelf.root, 'runs.json'), join(shelf.root, 'lots/A/release/0001/result.json'));
      },
      ['verify/missing lots/A/release/0001/result.json', 'verify/unlisted lots/A/release/0001/result.json'],
    ],
    ['the key of a job is changed', (shelf) => change(shelf, jobOf('A'), '0000-4000', '0000-4001'), [`verify/changed ${jobOf('A')}`]],
    ['the key of a job leads elsewhere', (shelf) => change(shelf, jobOf('A'), 'lots/A', 'lots/B'), [`verify/job-differs ${jobOf('A')}`]],
    ['the key of a job is dropped', (shelf) => remove(shelf, jobOf('A').replace('/key.json', '')), [`verify/missing ${jobOf('A')}`]],
    ['a file is put beside a key', (shelf) => put(shelf, `${jobOf('A')}.old`, ''), [`verify/unlisted ${jobOf('A')}.old`]],
    ['an input is replaced', (shelf) => put(shelf, intake, 'other bytes'), [`verify/changed ${intake}`]],
    ['an input is dropped', (shelf) => remove(shelf, intake), [`verify/missing ${intake}`]],
    [
      'a file under no hash is put into the intake',
      (shelf) => put(shelf, 'intake/sha256/ab/export.fcs', ''),
      ['verify/unlisted intake/sha256/ab/export.fcs'],
    ],
    ['a signature is changed', (shelf) => change(shelf, signature, 'reviewed', 'approved'), [`verify/changed ${signature}`]],
    ['a signature is dropped', (shelf) => remove(shelf, signature), [`verify/missing ${signature}`]],
    [
      'a signature is put there',
      (shelf) => put(shelf, signature.replace('0001', '0002'), '{}'),
      [`verify/unlisted ${signature.replace('0001', '0002')}`],
    ],
    [
      'an entry is changed, in its form',
      (shelf) => change(shelf, entry(6), 'complete', 'COMPLETE'),
      ['verify/root-differs log/checkpoints/8.txt', `verify/signature-wrong ${signature}`],
    ],
    [
      'an entry is no longer one',
      (shelf) => put(shelf, entry(6), '{}'),
      ['verify/root-differs log/checkpoints/8.txt', `verify/entry-changed ${entry(6)}`, `verify/unlisted ${signature}`],
    ],
    [
      'an entry is dropped',
      (shelf) => remove(shelf, entry(6).replace('/entry.json', '')),
      ['verify/root-differs log/checkpoints/8.txt', `verify/entry-missing ${entry(6)}`, `verify/unlisted ${signature}`],
    ],
    [
      'two entries are swapped',
      (shelf) => {
        move(shelf, entry(4), 'aside');
        move(shelf, entry(6), entry(4));
        move(shelf, 'aside', entry(6));
      },
      [
        'verify/root-differs log/checkpoints/8.txt',
        `verify/entry-changed ${entry(4)}`,
        `verify/entry-changed ${entry(6)}`,
        `verify/unlisted ${signature}`,
      ],
    ],
    ['an entry is put behind the last', (shelf) => put(shelf, entry(8), textAt(shelf, entry(7))), [`verify/entry-changed ${entry(8)}`]],
    [
      'a file is put among the entries',
      (shelf) => put(shelf, 'log/entries/000/000/004/more.txt', ''),
      ['verify/unlisted log/entries/000/000/004/more.txt'],
    ],
    ['a file is put into the log', (shelf) => put(shelf, 'log/more.txt', ''), ['verify/unlisted log/more.txt']],
    [
      'a checkpoint is changed',
      (shelf) => change(shelf, 'log/checkpoints/8.txt', '\n8\n', '\n7\n'),
      ['verify/checkpoint-unreadable log/checkpoints/8.txt'],
    ],
    [
      'the signature of a checkpoint is changed',
      (shelf) => put(shelf, 'log/checkpoints/8.txt', flipped(textAt(shelf, 'log/checkpoints/8.txt'))),
      ['verify/checkpoint-not-signed log/checkpoints/8.txt'],
    ],
    [
      'the end of the log is cut, with what it lists',
      (shelf) => {
        remove(shelf, entry(7).replace('/entry.json', ''));
        remove(shelf, 'lots/C');
        remove(shelf, jobOf('C').replace('/key.json', ''));
      },
      ['verify/cut log/checkpoints/8.txt'],
    ],
    [
      'the log is gone',
      (shelf) => remove(shelf, 'log'),
      [
        `verify/unlisted ${signature}`,
        'verify/no-log log/entries',
        'verify/unlisted lots/A/release/0001',
        'verify/unlisted lots/B/release/0001',
        'verify/unlisted lots/C/release/0001',
      ],
    ],
  ];

  it.each(CASES)('where %s', (_, tamper, expected) => {
    const shelf = copy();
    tamper(shelf);
    const result = verifyStore(shelf, NOTHING);
    expect(result.outcome).toBe('wrong');
    expect([...wrongIn(result)].sort()).toEqual([...expected].sort());
  });

  it('between the checkpoints that it lies between', () => {
    const shelf = copy();
    change(shelf, entry(6), 'complete', 'COMPLETE');
    const [note] = verifyStore(shelf, NOTHING).notes;
    expect(note).toMatchObject({ code: 'verify/root-differs', fields: { from: 4, to: 7 } });
  });
});

/** The last character of the signature before its padding stands for bits of its last byte. */
function flipped(note: string): string {
  return note.replace(/.{3}(?===\n$|=\n$|\n$)/, (end) => (end.startsWith('A') ? `B${end.slice(1)}` : `A${end.slice(1)}`));
}

describe('a log that was cut, forked or rolled back by whoever holds the disk and the key', () => {
  const known = () => ({ ...NOTHING, known: [{ name: 'kept.txt', text: textAt(made.shelf, 'log/checkpoints/8.txt') }] });

  /** Takes away the last entries, what they list, and the checkpoints over them. */
  function rollBack(shelf: Shelf): void {
    for (const index of [4, 5, 6, 7]) remove(shelf, entry(index).replace('/entry.json', ''));
    for (const path of ['lots/C', jobOf('C').replace('/key.json', ''), 'intake', 'signatures', 'log/checkpoints/8.txt'])
      remove(shelf, path);
  }

  it('is intact by itself, and says that nothing outside was compared', () => {
    const shelf = copy();
    rollBack(shelf);
    const result = verifyStore(shelf, { ...NOTHING, key: made.signing.key });
    expect(result.outcome).toBe('intact');
    expect(openIn(result)).toEqual(['verify/no-outside-checkpoint']);
  });

  it('is found cut by a checkpoint that was kept', () => {
    const shelf = copy();
    rollBack(shelf);
    expect(wrongIn(verifyStore(shelf, known()))).toEqual(['verify/known-cut kept.txt']);
  });

  it('is found forked by a checkpoint that was kept, however long it is', async () => {
    const shelf = copy();
    rollBack(shelf);
    for (const name of ['E', 'F', 'G', 'H']) await publish(shelf, name);
    await writeCheckpoint(shelf, made.signing);
    expect(wrongIn(verifyStore(shelf, NOTHING))).toEqual([]);
    expect(wrongIn(verifyStore(shelf, known()))).toEqual(['verify/known-differs kept.txt']);
    // The one over the entries before the fork is of both.
    expect(wrongIn(verifyStore(shelf, { ...NOTHING, known: [{ name: 'kept.txt', text: made.kept }] }))).toEqual([]);
  });

  it('is found by the key of the site where the whole log was made anew with another', async () => {
    const shelf = shelfHere();
    await useStoreKey(shelf, newPair());
    await publish(shelf, 'A');
    expect(wrongIn(verifyStore(shelf, { ...NOTHING, key: made.signing.key }))).toEqual(['verify/other-key']);
  });

  it('is found by the kept checkpoint of the store that it stands in for', async () => {
    const shelf = shelfHere();
    await publish(shelf, 'A');
    expect(wrongIn(verifyStore(shelf, known()))).toEqual(['verify/known-of-other-store kept.txt']);
  });

  it('a kept checkpoint that was itself changed is told from a log that was', () => {
    const text = flipped(textAt(made.shelf, 'log/checkpoints/8.txt'));
    expect(wrongIn(verifyStore(made.shelf, { ...NOTHING, known: [{ name: 'kept.txt', text }] }))).toEqual([
      'verify/known-not-signed kept.txt',
    ]);
    expect(wrongIn(verifyStore(made.shelf, { ...NOTHING, known: [{ name: 'kept.txt', text: 'no' }] }))).toEqual([
      'verify/known-unreadable kept.txt',
    ]);
  });
});

describe('a store whose key was changed', () => {
  it('is intact by either key, each checkpoint by the one in force', async () => {
    const shelf = copy();
    const next = newPair();
    await rotateStoreKey(shelf, { old: made.pair, new: next }, 'yearly');
    const signing = await useStoreKey(shelf, next);
    await writeCheckpoint(shelf, signing);
    for (const { key } of [made.signing, signing]) expect(verifyStore(shelf, { ...NOTHING, key }).outcome).toBe('intact');
  });

  it('is wrong where the old key signs on', async () => {
    const shelf = copy();
    await rotateStoreKey(shelf, { old: made.pair, new: newPair() }, 'yearly');
    await writeCheckpoint(shelf, made.signing);
    expect(wrongIn(verifyStore(shelf, NOTHING))).toEqual(['verify/checkpoint-not-signed log/checkpoints/9.txt']);
  });

  it('is wrong where an entry names a key that the old one did not sign', async () => {
    const [shelf, other] = [copy(), shelfHere()];
    const pairs = { old: newPair(), new: newPair() };
    await useStoreKey(other, pairs.old);
    await rotateStoreKey(other, pairs, 'mine');
    const forged: unknown = JSON.parse(textAt(other, entry(2)));
    if (typeof forged !== 'object' || forged === null) throw new Error('no entry');
    const { new: now } = Object.fromEntries(Object.entries(forged));
    await appendEntry(shelf, { action: 'log-key-rotated', object: 'log/key', objectSha256: null, old: null, new: now, reason: null });
    expect(wrongIn(verifyStore(shelf, NOTHING))).toEqual([`verify/key-not-proven ${entry(8)}`]);
  });

  it('has keys that read back', () => {
    const [text = ''] = verifyStore(made.shelf, NOTHING).keys;
    expect(parseVerifierKey(text, sha256)).toEqual(made.signing.key);
  });
});

describe('a store without a log', () => {
  const found = (shelf: ReturnType<typeof shelfHere>) => {
    const { outcome, notes } = verifyStore(shelf, NOTHING);
    return [outcome, ...notes.flatMap(({ code }) => (/log$|begun$/.test(code) ? [code] : []))];
  };

  it('has lost it where it is an empty folder, as a disk that is not mounted looks', () => {
    expect(found(shelfHere())).toEqual(['wrong', 'verify/no-log']);
  });

  it('was not begun where a run was stopped before its first result', () => {
    const shelf = shelfHere();
    mkdirSync(join(shelf.root, 'lots/LOT-1/release/.0001.partial/claim/content'), { recursive: true });
    expect(found(shelf)).toEqual(['intact', 'verify/not-begun']);
  });

  it.each(['lots/LOT-1/release/0001', 'log/checkpoints/7.txt', 'signatures/abc'])('has lost it where %s is there', (path) => {
    const shelf = shelfHere();
    mkdirSync(join(shelf.root, path), { recursive: true });
    expect(found(shelf)).toEqual(['wrong', 'verify/no-log']);
  });
});
