import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { appendEntry } from '../../../src/runtime/audit-log/append-entry.ts';
import { readEntries } from '../../../src/runtime/audit-log/read-entries.ts';
import { useStoreKey } from '../../../src/runtime/audit-log/store-key.ts';
import { namesInFolder } from '../../../src/runtime/disk/draft.ts';
import { nodeSurroundings } from '../../../src/runtime/disk/surroundings.ts';
import { settleActs } from '../../../src/runtime/persons/due-acts.ts';
import { takeStep } from '../../../src/runtime/persons/take-step.ts';
import type { Store } from '../../../src/runtime/store/publication.ts';
import { sha256OfText } from '../../../src/sha256.ts';
import { enrolmentOf, newPair, personNamed, resultText, type TestPerson } from '../audit-log/signed-store.ts';
import { openSmallStore, publishSmall, smallAnalysis } from '../small-store.ts';
import { watchDisk } from '../watched-disk.ts';

const FOLDER = 'lots/L1/release/0001';
const TEXT = resultText('L1');

let store: Store;
let person: TestPerson;

async function newStore(disposition: 'conforms' | 'does not conform' = 'conforms'): Promise<void> {
  store = openSmallStore(mkdtempSync(join(tmpdir(), 'cytolot-take-step-')));
  const analysis = smallAnalysis(undefined, TEXT);
  await publishSmall(store, { ...analysis, publication: { ...analysis.publication, disposition } });
  person = personNamed('Rui Reviewer');
  await appendEntry(store, enrolmentOf(store, person, await useStoreKey(store, newPair())));
}

beforeEach(async () => newStore());

const review = (shelf: Store = store) =>
  takeStep(shelf, { folder: FOLDER, meaning: 'reviewed', reason: 'complete', key: { ...person.pair, keyId: person.file.keyId } });

/** Nothing is signed, nothing is in the log, and no draft is left. */
async function refused(shelf: Store = store): Promise<unknown> {
  const before = [...readEntries(store)].length;
  const error: unknown = await review(shelf).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect([...readEntries(store)]).toHaveLength(before);
  const folders = namesInFolder(store.disk, join(store.root, 'signatures'));
  expect(folders.flatMap((name) => namesInFolder(store.disk, join(store.root, 'signatures', name)))).toEqual([]);
  return error;
}

describe('a step whose file gets no name', () => {
  it('stands, and says so; the next act gives the file its name', async () => {
    const { disk } = watchDisk((act, path) =>
      act === 'rename' && path.endsWith('signature.json') ? 'ENOSPC: no space left on device' : null,
    );
    const taken = await review({ ...store, disk });
    expect(taken).toMatchObject({ to: 'reviewed', unfinished: expect.stringContaining('ENOSPC') });
    expect(store.disk.kindOf(join(store.root, taken.path))).toBe('nothing');
    await settleActs(store);
    expect(store.disk.kindOf(join(store.root, taken.path))).toBe('file');
  });
});

describe('a step is signed over what was published, and over nothing else', () => {
  it('names the store, the result and the manifest', async () => {
    const entries = [...readEntries(store)];
    const manifestSha256 = entries.find(({ action }) => action === 'published')?.objectSha256;
    const { record } = await review();
    expect(record).toMatchObject({
      resultSha256: sha256OfText(TEXT),
      manifestSha256,
      store: expect.stringMatching(/^cytolot\/[0-9a-f-]{36}$/),
    });
  });

  it.each([
    [
      'a plot that was changed',
      'plots/a.svg',
      (path: string) => writeFileSync(path, '<svg>conforms</svg>'),
      sha256OfText('<svg>conforms</svg>'),
    ],
    ['a plot that is gone', 'plots/a.svg', (path: string) => rmSync(path), 'none'],
    ['another manifest', 'manifest.sha256', (path: string) => writeFileSync(path, ''), sha256OfText('')],
  ] as const)('not with %s: 76, with the file by name', async (_title, name, change, found) => {
    change(join(store.root, FOLDER, name));
    expect(await refused()).toMatchObject({
      code: 'audit-log/damaged',
      place: { file: `${FOLDER}/${name}` },
      message: expect.stringMatching(
        new RegExp(
          `^Expected the file that was published with the result \\(SHA-256 [0-9a-f]{64}\\), found ${found}: nothing was signed\\.`,
        ),
      ),
    });
  });

  it('not where the entry of its publication says another disposition than the result', async () => {
    await newStore('does not conform');
    expect(await refused()).toMatchObject({
      code: 'audit-log/damaged',
      message: expect.stringContaining(
        "Expected the disposition that the result proposes ('conforms') in the entry of its publication, found 'does not conform'",
      ),
    });
  });

  it.each([
    ['ten minutes after it was signed', 10 * 60_000, null],
    ['later', 10 * 60_000 + 1, 'io/failed'],
    ['before it was signed, by a clock that was set', -1, 'io/failed'],
  ] as const)('with an entry %s', async (_title, milliseconds, code) => {
    const own = nodeSurroundings().clock;
    const times = [0, 0, milliseconds];
    const signed = Date.parse('2026-12-01T08:00:00.000Z');
    // Its first look at the clock is for the signature, the next for the owner of the draft, all others are for the entry.
    const clock = { ...own, now: () => new Date(signed + (times.length > 1 ? (times.shift() ?? 0) : milliseconds)) };
    const shelf = { ...store, clock };
    if (code === null) expect(await review(shelf)).toMatchObject({ to: 'reviewed' });
    else expect(await refused(shelf)).toMatchObject({ code });
  });
});
