import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { OutboxRecord } from '../../src/lims/outbox-record.ts';
import { readEntries } from '../../src/runtime/audit-log/read-entries.ts';
import { nodeSurroundings } from '../../src/runtime/disk/surroundings.ts';
import { readOutbox } from '../../src/runtime/outbox/outbox-folder.ts';
import { openWaits } from '../../src/runtime/outbox/waits.ts';
import { captureCommand } from '../cli/captured-command.ts';
import { type Arrived, bookingLims, type GivenAnswer, readBackBlock, type StandIn, startStandIn } from './lims-stand-in.ts';
import { newStore, type SentStore } from './sent-store.ts';

const open: { readonly standIns: StandIn[]; readonly folders: string[] } = { standIns: [], folders: [] };

afterEach(async () => {
  for (const standIn of open.standIns.splice(0)) await standIn.end();
  for (const folder of open.folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function storeOf(): SentStore {
  const store = newStore();
  open.folders.push(store.out);
  return store;
}

async function standInOf(answer: (request: Arrived) => GivenAnswer | Promise<GivenAnswer>): Promise<StandIn> {
  const standIn = await startStandIn(answer);
  open.standIns.push(standIn);
  return standIn;
}

function push(store: SentStore, targets: string, ...options: readonly string[]) {
  const path = join(store.out, 'targets.yaml');
  writeFileSync(path, targets);
  return captureCommand(['push', store.out, '--targets', path, '--wait', '0.3', ...options]);
}

const approvedBlock = (url: string) => readBackBlock(url).replace('    send: analysed\n', '');

const keylessBlock = (url: string, { id = 'lims', more = '' } = {}) => `targets:
  - id: ${id}
    type: http-json
${more}    url: ${url}/results
    timeoutSeconds: 0.4
    retry: { firstSeconds: 0.05, longestSeconds: 0.1 }
    keys: { unknown: { settleSeconds: 0.5, look: { url: '${url}/results?key={key}', count: count } } }
    readBack: { none: the stand-in counts keys and holds no values }
`;

const shortOf = (records: readonly OutboxRecord[]) =>
  [...records]
    .sort((a, b) => a.revision - b.revision)
    .map(({ kind, revision, state, mayHaveArrived, reason }) => [kind, revision, state, mayHaveArrived, reason?.code ?? null]);

const posted = ({ arrived }: StandIn) => arrived.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body));

/** A target that is told how to answer, one way after the other; the last one stays. */
function answering(...ways: readonly ((request: Arrived) => GivenAnswer)[]) {
  let count = 0;
  return (request: Arrived): GivenAnswer => {
    const way = request.method === 'POST' ? ways[Math.min(count, ways.length - 1)] : ways.at(-1);
    if (request.method === 'POST') count += 1;
    return way?.(request) ?? { status: 500, body: '' };
  };
}

const unavailable = (): GivenAnswer => ({ status: 503, body: '' });
const refused = (): GivenAnswer => ({ status: 422, body: '{"error":"unknown lot"}' });

describe('a result that waits while its lot is opened again', () => {
  it('is never sent where nothing of it can have arrived', async () => {
    const store = storeOf();
    const folder = await store.publish('LOT-1');
    await store.approve(folder);
    const closed = await standInOf(unavailable);
    await closed.end();
    expect((await push(store, approvedBlock(closed.url))).exitCode).toBe(75);
    expect(shortOf(readOutbox(store.shelf, 'lims'))).toEqual([['result', 1, 'waiting', false, 'lims/no-answer']]);
    await store.reopen(folder);
    const lims = await standInOf(bookingLims().answer);
    const { exitCode, stderr } = await push(store, approvedBlock(lims.url));
    expect([exitCode, lims.arrived]).toEqual([0, []]);
    expect(stderr).toContain(
      'It no longer stands, since the lot is open again or its approval was taken back: it was not sent. [lims/overtaken]',
    );
    expect(shortOf(readOutbox(store.shelf, 'lims'))).toEqual([['result', 1, 'parked', false, 'lims/overtaken']]);
  });

  it('is followed by the re-opening where it may have arrived, without being sent again', async () => {
    const store = storeOf();
    const folder = await store.publish('LOT-1');
    await store.approve(folder);
    const down = await standInOf(unavailable);
    expect((await push(store, approvedBlock(down.url))).exitCode).toBe(75);
    await store.reopen(folder);
    const booking = bookingLims();
    const lims = await standInOf(booking.answer);
    expect((await push(store, approvedBlock(lims.url))).exitCode).toBe(0);
    const [first] = posted(down);
    expect(posted(lims)).toMatchObject([
      { kind: 'reopened', state: 'reopened', revision: 2, replaces: first.key, approval: 'not approved' },
    ]);
    expect(shortOf(readOutbox(store.shelf, 'lims'))).toEqual([
      ['result', 1, 'parked', true, 'lims/overtaken'],
      ['reopened', 2, 'sent', true, null],
    ]);
  });

  it('is not sent again by a push that is under way when the lot is opened', async () => {
    const store = storeOf();
    const folder = await store.publish('LOT-1');
    await store.approve(folder);
    const booking = bookingLims();
    let reopening: Promise<void> | null = null;
    const lims = await standInOf(async (request) => {
      if (request.method === 'GET' || reopening !== null) return booking.answer(request);
      reopening = store.reopen(folder);
      await reopening;
      return unavailable();
    });
    expect((await push(store, approvedBlock(lims.url), '--wait', '5')).exitCode).toBe(0);
    expect(posted(lims).map(({ kind, revision }) => [kind, revision])).toEqual([
      ['result', 1],
      ['reopened', 2],
    ]);
  });

  it('holds no value, operator, unit, limit or decision any more when it is said to be open, and is read back as such', async () => {
    const store = storeOf();
    const folder = await store.publish('LOT-1');
    await store.approve(folder);
    const booking = bookingLims();
    const lims = await standInOf(booking.answer);
    expect((await push(store, approvedBlock(lims.url))).exitCode).toBe(0);
    await store.reopen(folder);
    expect((await push(store, approvedBlock(lims.url))).exitCode).toBe(0);
    const [first, second] = [...booking.booked.values()];
    expect(second?.results).toHaveLength(first?.results.length ?? 0);
    for (const one of second?.results ?? [])
      expect(one).toMatchObject({
        value: '',
        operator: '',
        unit: '',
        limitLower: '',
        limitUpper: '',
        state: 'REOPENED',
        outcome: 'reopened',
        k: '',
      });
  });

  it('is a mismatch where the target shows a value of it as one that stands', async () => {
    const store = storeOf();
    const folder = await store.publish('LOT-1');
    await store.approve(folder);
    const lims = await standInOf(bookingLims().answer);
    await push(store, approvedBlock(lims.url));
    await store.reopen(folder);
    const careless = await standInOf(bookingLims((one) => ({ ...one, value: '95.4', state: 'PASS' })).answer);
    const { exitCode, stderr } = await push(store, approvedBlock(careless.url));
    expect(exitCode).toBe(76);
    expect(stderr).toContain("was sent as 'REOPENED / WITHDRAWN' and is read as 'PASS'");
  });
});

describe('what was refused', () => {
  const other = (result: Parameters<NonNullable<Parameters<SentStore['publish']>[1]>>[0]) => ({
    ...result,
    method: { ...result.method, version: '99' },
  });

  it.each([
    { what: 'at once, surely is not there: the next is a first result', ways: [refused], sent: { revision: 1, replaces: false } },
    {
      what: 'after an attempt that may have arrived, may be there: the next stands in its place',
      ways: [unavailable, refused],
      sent: { revision: 2, replaces: true },
    },
  ])('$what', async ({ ways, sent }) => {
    const store = storeOf();
    await store.publish('LOT-1');
    const strict = await standInOf(answering(...ways));
    expect((await push(store, readBackBlock(strict.url))).exitCode).toBe(65);
    await store.publish('LOT-1', other);
    const lims = await standInOf(bookingLims().answer);
    await push(store, readBackBlock(lims.url));
    const [first] = posted(strict);
    expect(posted(lims)).toMatchObject([{ revision: sent.revision, replaces: sent.replaces ? first.key : null, kind: 'result' }]);
  });

  it('says so from before the first byte on, also where the process ends then', async () => {
    const store = storeOf();
    await store.publish('LOT-1');
    const seen: unknown[] = [];
    const lims = await standInOf(() => {
      seen.push(...readOutbox(store.shelf, 'lims').map(({ mayHaveArrived }) => mayHaveArrived));
      seen.push(...[...readEntries(store.shelf)].filter(({ action }) => action === 'sending').map(({ new: said }) => said));
      return refused();
    });
    await push(store, readBackBlock(lims.url));
    const [record] = readOutbox(store.shelf, 'lims');
    expect(seen).toMatchObject([true, { key: record?.key, target: 'lims', revision: 1, kind: 'result' }]);
    expect(record?.mayHaveArrived).toBe(false);
  });
});

describe('a target that knows no keys', () => {
  const looking = (count: number) => (request: Arrived) =>
    request.method === 'GET' ? { status: 200, body: JSON.stringify({ count }) } : { status: 500, body: '' };

  it.each([
    {
      count: 0,
      what: 'is not sent again where it did not',
      records: [['result', 1, 'parked', false, 'lims/overtaken']],
      kinds: ['result'],
    },
    {
      count: 1,
      what: 'is followed by the re-opening where it did',
      records: [
        ['result', 1, 'sent', true, null],
        ['reopened', 2, 'sent', true, null],
      ],
      kinds: ['result', 'reopened'],
    },
  ])('is looked at before what may have arrived is taken back: it $what', async ({ count, records, kinds }) => {
    const store = storeOf();
    const folder = await store.publish('LOT-1');
    await store.approve(folder);
    const lims = await standInOf(looking(count));
    expect((await push(store, keylessBlock(lims.url), '--wait', '0')).exitCode).toBe(75);
    await store.reopen(folder);
    await push(store, keylessBlock(lims.url), '--wait', '5');
    expect(posted(lims).map(({ kind }) => kind)).toEqual(kinds);
    expect(shortOf(readOutbox(store.shelf, 'lims'))).toEqual(records);
  });

  it('is looked at, not sent to, where the outbox was lost after an attempt without an answer', async () => {
    const store = storeOf();
    await store.publish('LOT-1');
    const lims = await standInOf(looking(1));
    const block = keylessBlock(lims.url, { more: '    send: analysed\n' });
    await push(store, block, '--wait', '0');
    rmSync(join(store.out, 'outbox'), { recursive: true });
    expect((await push(store, block, '--wait', '0')).exitCode).toBe(0);
    expect(lims.arrived.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  it('is not sent to under another id before somebody says which it is', async () => {
    const store = storeOf();
    await store.publish('LOT-1');
    const lims = await standInOf(looking(1));
    const more = '    send: analysed\n';
    await push(store, keylessBlock(lims.url, { more }), '--wait', '2');
    const { exitCode, stderr } = await push(store, keylessBlock(lims.url, { id: 'new-name', more }));
    expect([exitCode, posted(lims).length]).toEqual([65, 1]);
    expect(stderr).toContain("write 'formerly: lims' into its block");
    expect((await push(store, keylessBlock(lims.url, { id: 'new-name', more: `${more}    formerly: lims\n` }))).exitCode).toBe(0);
    expect(posted(lims)).toHaveLength(1);
    expect(readOutbox(store.shelf, 'lims')).toMatchObject([{ state: 'sent' }]);
  });
});

it('is sent by nobody any more whose place another process has taken, since it stood still', async () => {
  const store = storeOf();
  await store.publish('LOT-1');
  const lims = await standInOf(() => {
    // As another process does, which takes it to be gone.
    rmSync(join(store.out, 'outbox', 'lims', '.0000.partial'), { recursive: true, force: true });
    return unavailable();
  });
  const { exitCode, stderr } = await push(store, readBackBlock(lims.url), '--wait', '5');
  expect([exitCode, posted(lims).length]).toEqual([75, 1]);
  expect(stderr).toContain("Expected to be the only one that sends to 'lims', found that another process has taken the place");
  expect(shortOf(readOutbox(store.shelf, 'lims'))).toEqual([['result', 1, 'waiting', true, null]]);
});

it('waits, with exit 75, where an analysis is being published at that moment', async () => {
  const store = storeOf();
  const folder = join(store.out, await store.publish('LOT-1'));
  const draft = join(folder, '..', '.0001.partial');
  renameSync(folder, draft);
  const lims = await standInOf(bookingLims().answer);
  const { exitCode, stderr } = await push(store, readBackBlock(lims.url));
  expect([exitCode, lims.arrived]).toEqual([75, []]);
  expect(stderr).toContain('the analysis 0001, which is being published at this moment');
  renameSync(draft, folder);
  expect((await push(store, readBackBlock(lims.url))).exitCode).toBe(0);
});

describe('one bad folder', () => {
  const spoilers: readonly { readonly what: string; readonly spoil: (store: SentStore, folder: string) => void; readonly said: string }[] =
    [
      {
        what: 'a result of other bytes',
        spoil: ({ out }, folder) => writeFileSync(join(out, folder, 'result.json'), '{}'),
        said: 'other bytes of result.json',
      },
      {
        what: 'a result that is no file',
        spoil: ({ out }, folder) => {
          rmSync(join(out, folder, 'result.json'));
          mkdirSync(join(out, folder, 'result.json'));
        },
        said: 'lots/LOT-1/release/0001',
      },
      {
        what: 'an analysis on the disk that the log does not list',
        spoil: ({ out }, folder) => mkdirSync(join(out, folder, '..', '0002')),
        said: 'an analysis 0002 that no entry lists',
      },
      {
        what: 'an analysis that the log lists and that is gone',
        spoil: ({ out }, folder) => rmSync(join(out, folder), { recursive: true }),
        said: 'no analysis 0001',
      },
    ];

  it.each(spoilers)('with $what is held by name, and the others are sent', async ({ spoil, said }) => {
    const store = storeOf();
    const folder = await store.publish('LOT-1');
    await store.publish('LOT-2');
    spoil(store, folder);
    const booking = bookingLims();
    const lims = await standInOf(booking.answer);
    const { exitCode, stderr } = await push(store, readBackBlock(lims.url));
    expect(exitCode).toBe(76);
    expect(stderr).toContain(said);
    expect(
      readOutbox(store.shelf, 'lims')
        .filter(({ state }) => state === 'sent')
        .map(({ folder: of }) => of),
    ).toEqual(['lots/LOT-2/release/0001']);
  });

  it('with an entry of the outbox that cannot be read holds its subject, and the others are sent', async () => {
    const store = storeOf();
    await store.publish('LOT-1');
    const down = await standInOf(unavailable);
    await push(store, readBackBlock(down.url));
    await store.publish('LOT-2');
    const [record] = readOutbox(store.shelf, 'lims');
    const file = join(store.out, 'outbox', 'lims', `${record?.key}.json`);
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 40));
    const booking = bookingLims();
    const lims = await standInOf(booking.answer);
    const { exitCode, stderr } = await push(store, readBackBlock(lims.url));
    expect([exitCode, booking.booked.size]).toEqual([76, 1]);
    expect(stderr).toContain(`${record?.key}.json: Expected an entry of the outbox of 'lims', found other bytes: its subject is held.`);
    // Without the file the log says that it may have arrived: it goes on under the same key.
    rmSync(file);
    expect((await push(store, readBackBlock(lims.url))).exitCode).toBe(0);
    expect(booking.booked.has(record?.key ?? '')).toBe(true);
  });
});

describe('a wait', () => {
  const record = { key: 'a', step: 'look', mayHaveArrived: true, nextAt: '2026-11-30T12:00:05.000Z' } as OutboxRecord;
  const clockOf = () => {
    const time = { wall: Date.parse('2026-11-30T12:00:00.000Z'), elapsed: 0 };
    const clock = { ...nodeSurroundings().clock, now: () => new Date(time.wall), elapsed: () => time.elapsed };
    return { time, clock };
  };

  it.each([
    { what: 'a step forward', step: 3_600_000 },
    { what: 'a step back', step: -3_600_000 },
  ])('is not shortened by $what of the clock that people set', ({ step }) => {
    const { time, clock } = clockOf();
    const waits = openWaits(clock, { settleSeconds: 65, longestSeconds: 3600 });
    waits.begin('a', 65);
    time.wall += step;
    time.elapsed = 64_999;
    expect(waits.left(record)).toBe(1);
    time.elapsed = 65_000;
    expect(waits.left(record)).toBe(0);
  });

  it('that another process began is begun anew where it was for an attempt to settle', () => {
    const { time, clock } = clockOf();
    // The other clock was ahead: its end lies in the past.
    time.wall += 7_200_000;
    const waits = openWaits(clock, { settleSeconds: 65, longestSeconds: 3600 });
    expect(waits.left(record)).toBe(65_000);
    expect(waits.left({ ...record, key: 'b', step: 'send' })).toBe(0);
  });
});
