import { InputError } from '../../errors.ts';
import type { OutboxRecord } from '../../lims/outbox-record.ts';
import type { SendAgain } from '../../lims/plan-entries.ts';
import type { ConfiguredTarget } from '../../lims/targets/targets-file.ts';
import { subjectOfFolder } from '../../persons/published-result.ts';
import type { Shelf } from '../disk/draft.ts';
import type { Connection } from './connection.ts';
import { dispatchOf } from './dispatch-of.ts';
import { type EntryBook, openEntryBook } from './entry-book.ts';
import { type Held, openHeld } from './held-subjects.ts';
import { becomeOnlySender, type OnlySender } from './only-sender.ts';
import { openConnection } from './open-connection.ts';
import { findOutbox } from './outbox-folder.ts';
import { sendEntry } from './send-entry.ts';
import { loggedSendings, withLog } from './sent-log.ts';
import { settleAll } from './settle-all.ts';
import { openStoreNow, type StoreNow } from './store-now.ts';
import { openWaits, type Waits } from './waits.ts';

export interface PushOptions {
  /** How long entries that wait are waited for, in seconds. */
  readonly waitSeconds: number;
  readonly again: SendAgain;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  /** Told of each entry that is settled or waits for another try. */
  readonly announce: (record: OutboxRecord) => void;
  /** Writes into the log that an entry may arrive from now on, or that it is settled. */
  readonly append: (record: OutboxRecord) => Promise<void>;
}

export interface PushedTarget {
  readonly target: string;
  readonly records: readonly OutboxRecord[];
  /** Of each subject of which nothing is sent, and of each entry that cannot be read. */
  readonly refused: readonly InputError[];
}

/** Sends to one target what it should have and has not. Gives its entries as they stand then. Errors: as `becomeOnlySender`, `openConnection`, `readEntries`. */
export async function pushTarget(shelf: Shelf, target: ConfiguredTarget, options: PushOptions): Promise<PushedTarget> {
  const sender = await becomeOnlySender(shelf, target.storedAs);
  try {
    const connection = openConnection(target, shelf);
    try {
      return await pushAll(shelf, { target, connection, options, sender });
    } finally {
      connection.close();
    }
  } finally {
    sender();
  }
}

interface Opened {
  readonly target: ConfiguredTarget;
  readonly connection: Connection;
  readonly options: PushOptions;
  readonly sender: OnlySender;
}

/** All that one target is sent to with. */
interface Pushing extends Opened {
  readonly store: StoreNow;
  readonly book: EntryBook;
  readonly waits: Waits;
  readonly held: Held;
  /** Keys of which the log says that they may have arrived. */
  readonly begun: Set<string>;
}

async function pushAll(shelf: Shelf, opened: Opened): Promise<PushedTarget> {
  const { target, options } = opened;
  const store = openStoreNow(shelf, target);
  const keys = target.settleSeconds === null ? 'known' : 'unknown';
  const logged = loggedSendings(store.log(), target.storedAs, keys);
  const { records, broken } = findOutbox(shelf, target.storedAs);
  const all = withLog(records, logged);
  const held = openHeld(broken, all);
  const book = openEntryBook(shelf, { target: target.storedAs, keys, records: all.filter(({ key }) => !broken.has(key)), broken });
  const settleSeconds = target.timeoutSeconds + (target.settleSeconds ?? 0);
  const waits = openWaits(shelf.clock, { settleSeconds, longestSeconds: Math.max(3600, target.retry.longestSeconds) });
  const pushing: Pushing = { ...opened, store, book, waits, held, begun: new Set(logged.begun.keys()) };
  const subjects = new Set([...store.results().subjects.keys(), ...book.all().map(({ folder }) => subjectOfFolder(folder))]);
  for (const subject of subjects) planOf(pushing, subject, options.again);
  await settleAll(shelf.clock, {
    waiting: () => book.waiting().filter(({ folder }) => !held.has(subjectOfFolder(folder))),
    waits,
    waitSeconds: options.waitSeconds,
    inFlight: target.inFlight,
    send: async (record) => {
      const subject = subjectOfFolder(record.folder);
      const ended = await holding(pushing, subject, () => sendOne(pushing, record));
      // What waited behind this one.
      if (ended !== null && ended.state !== 'waiting') planOf(pushing, subject, 'nothing');
    },
  });
  return { target: target.id, records: book.all(), refused: held.errors() };
}

/** Does something of a subject; `null` where the subject is not as it should be: it is held by name, and the others are sent. */
async function holding<Value>({ held }: Pushing, subject: string, act: () => Promise<Value> | Value): Promise<Value | null> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof InputError) || !OF_A_SUBJECT.has(error.code)) throw error;
    held.add(subject, error);
    return null;
  }
}

/** What is wrong with one subject, not with the store or the way to the target. */
const OF_A_SUBJECT: ReadonlySet<string> = new Set(['audit-log/damaged', 'io/failed', 'io/changed']);

function planOf({ store, book, held, options }: Pushing, subject: string, again: SendAgain): void {
  if (held.has(subject)) return;
  try {
    for (const rested of book.plan(subject, store.standing().of(subject), again)) options.announce(rested);
  } catch (error) {
    if (!(error instanceof InputError) || !OF_A_SUBJECT.has(error.code)) throw error;
    held.add(subject, error);
  }
}

async function sendOne(pushing: Pushing, record: OutboxRecord): Promise<OutboxRecord> {
  const { target, connection, options, store, book, waits, begun, sender } = pushing;
  const results = store.results();
  const assertOnlySender = () => {
    if (!sender.isStill()) throw lostPlace(target.id);
  };
  const ended = await sendEntry(record, {
    target,
    dispatch: dispatchOf(record, {
      result: results.read(record.folder),
      earlier: earlierOf(record, book).map((folder) => results.read(folder)),
      publishedAt: results.publishedAt(record.folder),
      approval: target.gets === 'approved' ? 'approved' : 'not asked',
    }),
    connection,
    waits,
    random: options.random,
    assertOnlySender,
    current: (now) => {
      const subject = subjectOfFolder(now.folder);
      for (const rested of book.plan(subject, store.standing().of(subject), 'nothing')) options.announce(rested);
      return book.get(now.key) ?? now;
    },
    keep: async (now) => {
      assertOnlySender();
      // The log first: where it says so, the entry may have arrived, or is settled, whatever its file says.
      const isSettled = now.state === 'sent' || now.state === 'mismatch';
      const begins = now.mayHaveArrived && !begun.has(now.key);
      if (isSettled || begins) await options.append(now);
      if (begins) begun.add(now.key);
      book.put(now);
    },
  });
  if (ended.reason?.code !== 'lims/overtaken') options.announce(ended);
  return ended;
}

/** The analyses that were sent, or may have been, before an entry: by the keys that each names, so that they are the same at every attempt. */
function earlierOf({ replaces, folder }: OutboxRecord, book: EntryBook): readonly string[] {
  const folders = new Set<string>();
  for (let key = replaces; key !== null; ) {
    const record = book.get(key);
    if (record !== undefined && record.folder !== folder) folders.add(record.folder);
    key = record?.replaces ?? null;
  }
  return [...folders];
}

function lostPlace(target: string): InputError {
  return new InputError(
    'usage/in-use',
    `Expected to be the only one that sends to '${target}', found that another process has taken the place, since this one stood still: it goes on there.`,
  );
}
