import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { originOf } from '../../../src/audit-log/checkpoint.ts';
import { isWrong } from '../../../src/audit-log/verify-notes.ts';
import { approvalEvent } from '../../../src/persons/method-approval.ts';
import { appendEntry } from '../../../src/runtime/audit-log/append-entry.ts';
import { readBeginning } from '../../../src/runtime/audit-log/begin-log.ts';
import { readEntries } from '../../../src/runtime/audit-log/read-entries.ts';
import { useStoreKey } from '../../../src/runtime/audit-log/store-key.ts';
import { verifyStore } from '../../../src/runtime/audit-log/verify-store.ts';
import { type Disk, nodeDisk } from '../../../src/runtime/disk/disk.ts';
import { nodeSurroundings } from '../../../src/runtime/disk/surroundings.ts';
import { settleActs } from '../../../src/runtime/persons/due-acts.ts';
import { readActs } from '../../../src/runtime/persons/read-acts.ts';
import { takeStep } from '../../../src/runtime/persons/take-step.ts';
import type { Store } from '../../../src/runtime/store/publication.ts';
import { sha256OfText } from '../../../src/sha256.ts';
import { enrolmentOf, newPair, personNamed, type TestPerson } from '../audit-log/signed-store.ts';
import { openSmallStore, publishSmall, smallAnalysis } from '../small-store.ts';
import { type Act, watchDisk } from '../watched-disk.ts';

const FOLDER = 'lots/L1/release/0001';
const documentOf = (id: string, text: string) => ({ id, version: '1', sha256: sha256OfText(text), text });
const MADE_BY = {
  method: documentOf('M', 'method\n'),
  specification: documentOf('S', 'specification\n'),
  attributes: [],
  disposition: { proposed: 'conforms', counts: { pending: 0 } },
};

/** The method of the result, approved for all time by a person. */
function approvalBy(store: Store, { file, pair }: TestPerson) {
  const unsigned = {
    schemaVersion: 1,
    store: originOf(readBeginning(store).storeId),
    method: MADE_BY.method,
    specifications: [MADE_BY.specification],
    files: [],
    from: '2020-01-01T00:00:00.000Z',
    retrospective: 'used before the store had approvals',
    supersedes: null,
    differences: null,
    name: file.name,
    keyId: file.keyId,
    reason: 'validated',
    timeUtc: store.clock.now().toISOString(),
    zone: 'UTC',
  } as const;
  return approvalEvent(unsigned, pair.sign);
}

/** A store with one result and one person, as that process sees it that will end, and as the next one does. */
async function newStore(disk: Disk): Promise<{ readonly store: Store; readonly next: Store; readonly person: TestPerson }> {
  const root = mkdtempSync(join(tmpdir(), 'cytolot-broken-off-'));
  const next = openSmallStore(root);
  await publishSmall(next, smallAnalysis(undefined, JSON.stringify(MADE_BY)));
  const signing = await useStoreKey(next, newPair());
  const person = personNamed('Rui Reviewer');
  await appendEntry(next, enrolmentOf(next, person, signing));
  await appendEntry(next, approvalBy(next, person));
  const own = nodeSurroundings();
  // A process of this number that started at another time: proven to be gone.
  const processes = { ...own.processes, self: { ...own.processes.self, processStart: '1' } };
  return { store: openSmallStore(root, { ...own, disk, processes }), next, person };
}

const review = (store: Store, { file, pair }: TestPerson) =>
  takeStep(store, { folder: FOLDER, meaning: 'reviewed', reason: 'complete', key: { ...pair, keyId: file.keyId } });

const WRITING: readonly Act[] = ['makeFolder', 'writeNew', 'writeSoon', 'rename', 'remove', 'removeEmpty', 'syncFolder'];

/** The disk of a process that ends at one act: that one and all behind it do not happen. */
function endingAt(last: number): { readonly disk: Disk; readonly count: () => number } {
  let count = 0;
  const { disk } = watchDisk((act) => {
    if (!WRITING.includes(act)) return null;
    count += 1;
    return count > last ? 'EIO: the process has ended' : null;
  });
  return { disk, count: () => count };
}

const wrongIn = (store: Store): readonly string[] =>
  verifyStore(store, { known: [], key: null, witnesses: [] })
    .notes.filter(isWrong)
    .map(({ code, place }) => `${code} ${place}`);

function signatureFiles({ root }: Store): readonly string[] {
  const folders = nodeDisk.kindOf(join(root, 'signatures')) === 'folder' ? readdirSync(join(root, 'signatures')) : [];
  return folders.flatMap((name) => readdirSync(join(root, 'signatures', name)).filter((file) => file.endsWith('.json')));
}

function stateOf(store: Store) {
  const subject = readActs(store).subjects.get('lots/L1/release');
  return { state: subject?.state, signed: subject?.signatures.length, files: signatureFiles(store).length };
}

describe('a step whose process ends', () => {
  it('at any act of the disk is done or not done when the next command comes, and never half', async () => {
    const whole = endingAt(Number.POSITIVE_INFINITY);
    const first = await newStore(whole.disk);
    await review(first.store, first.person);
    const all = whole.count();
    expect(all).toBeGreaterThan(15);
    const ends = { done: 0, not: 0, finished: 0 };
    for (let last = 0; last < all; last += 1) {
      const { store, next, person } = await newStore(endingAt(last).disk);
      await review(store, person).catch(() => null);
      expect(wrongIn(next), `after ${last} acts`).toEqual([]);
      const before = signatureFiles(next).length;
      await settleActs(next);
      const { state, signed = 0, files } = stateOf(next);
      expect([`after ${last} acts`, signed, files]).toEqual([`after ${last} acts`, state === 'reviewed' ? 1 : 0, signed]);
      expect(wrongIn(next)).toEqual([]);
      if (state === 'reviewed') ends[before === 1 ? 'done' : 'finished'] += 1;
      else {
        ends.not += 1;
        expect(await review(next, person)).toMatchObject({ to: 'reviewed', path: expect.stringMatching(/0001\.json$/) });
      }
      rmSync(next.root, { recursive: true });
    }
    for (const many of Object.values(ends)) expect(many).toBeGreaterThan(0);
  }, 240_000);

  it('leaves a signature that was taken away for verify to find: the next command does not heal it', async () => {
    const { next, person } = await newStore(nodeDisk);
    const { path } = await review(next, person);
    rmSync(join(next.root, path));
    await settleActs(next);
    expect(wrongIn(next)).toEqual([`verify/missing ${path}`]);
  });

  it.each([
    ['does not conform', ['superseded', 'reopened'], 're-opened'],
    ['conforms', ['superseded'], 'analysed'],
  ] as const)('a later analysis that %s makes the entries that follow from it', async (disposition, actions, state) => {
    const { next, person } = await newStore(nodeDisk);
    const key = { ...person.pair, keyId: person.file.keyId };
    for (const meaning of ['reviewed', 'approved', 'released'] as const)
      await takeStep(next, { folder: FOLDER, meaning, reason: 'complete', key });
    const later = smallAnalysis(undefined, JSON.stringify({ ...MADE_BY, disposition: { ...MADE_BY.disposition, proposed: disposition } }));
    await publishSmall(next, { ...later, publication: { ...later.publication, disposition } });
    expect(readActs(next).subjects.get('lots/L1/release')?.state).toBe(state);
    const entries = [...readEntries(next)];
    expect(entries.slice(-actions.length).map(({ action }) => action)).toEqual(actions);
    await settleActs(next);
    expect([...readEntries(next)]).toHaveLength(entries.length);
    expect(wrongIn(next)).toEqual([]);
  });
});
