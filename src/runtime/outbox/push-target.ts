import type { InputError } from '../../errors.ts';
import type { OutboxRecord } from '../../lims/outbox-record.ts';
import type { ConfiguredTarget } from '../../lims/targets/targets-file.ts';
import { subjectOfFolder } from '../../persons/published-result.ts';
import { readEntries } from '../audit-log/read-entries.ts';
import type { Shelf } from '../disk/draft.ts';
import { actsIn } from '../persons/read-acts.ts';
import type { Connection } from './connection.ts';
import { dispatchOf } from './dispatch-of.ts';
import { type EntryBook, openEntryBook } from './entry-book.ts';
import { type ListedResults, listResults } from './listed-results.ts';
import { becomeOnlySender } from './only-sender.ts';
import { openConnection } from './open-connection.ts';
import { readOutbox } from './outbox-folder.ts';
import { sendEntry } from './send-entry.ts';
import { withLog } from './sent-log.ts';
import { standingAnalyses } from './standing-analyses.ts';

export interface PushOptions {
  /** How long entries that wait are waited for, in seconds. */
  readonly waitSeconds: number;
  readonly again: 'nothing' | 'parked and differing';
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  /** Told of each entry that is settled or waits for another try. */
  readonly announce: (record: OutboxRecord) => void;
  /** Writes an entry that is settled into the log. */
  readonly append: (record: OutboxRecord) => Promise<void>;
}

export interface PushedTarget {
  readonly target: string;
  readonly records: readonly OutboxRecord[];
  readonly refused: readonly InputError[];
}

/** Sends to one target what it should have and has not. Gives its entries as they stand then. Errors: as `becomeOnlySender`, `openConnection`, `listResults`. */
export async function pushTarget(shelf: Shelf, target: ConfiguredTarget, options: PushOptions): Promise<PushedTarget> {
  const end = await becomeOnlySender(shelf, target.id);
  try {
    const connection = openConnection(target, shelf);
    try {
      return await pushAll(shelf, { target, connection, options });
    } finally {
      connection.close();
    }
  } finally {
    end();
  }
}

interface Pushing {
  readonly target: ConfiguredTarget;
  readonly connection: Connection;
  readonly options: PushOptions;
}

async function pushAll(shelf: Shelf, pushing: Pushing): Promise<PushedTarget> {
  const { target, options } = pushing;
  const log = [...readEntries(shelf)];
  const results = listResults(shelf, log);
  const book = openEntryBook(shelf, target.id, withLog(readOutbox(shelf, target.id), target.id, log));
  const { subjects, refused } = standingAnalyses(target, results, actsIn(log));
  for (const [subject, standing] of subjects) book.plan(subject, standing, options.again);
  await settle(shelf, {
    book,
    options,
    inFlight: target.inFlight,
    send: async (record) => {
      const ended = await sendOne(shelf, { ...pushing, record, results, book });
      const subject = subjectOfFolder(record.folder);
      const standing = subjects.get(subject);
      // What waited behind this one.
      if (ended.state !== 'waiting' && standing !== undefined) book.plan(subject, standing, 'nothing');
    },
  });
  return { target: target.id, records: book.all(), refused };
}

interface Settling {
  readonly book: EntryBook;
  readonly options: PushOptions;
  readonly inFlight: number;
  readonly send: (record: OutboxRecord) => Promise<void>;
}

/** Sends what is due, so many at once, until nothing waits or the time is over; every entry that was never sent is tried once. A failure of ours ends it when all that was begun has ended. */
async function settle({ clock }: Shelf, { book, options, inFlight, send }: Settling): Promise<void> {
  const until = clock.elapsed() + options.waitSeconds * 1000;
  const active = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  const isDue = ({ key, nextAt, attempts }: OutboxRecord, over: 'over' | 'not over') =>
    !active.has(key) && (over === 'not over' || attempts === 0) && (nextAt === null || Date.parse(nextAt) <= clock.now().getTime());
  for (;;) {
    const over = clock.elapsed() >= until ? 'over' : 'not over';
    const waiting = book.waiting();
    const due = failures.length > 0 ? [] : waiting.filter((record) => isDue(record, over)).slice(0, inFlight - active.size);
    for (const record of due) {
      const work = send(record)
        .catch((error: unknown) => failures.push(error))
        .then(() => void active.delete(record.key));
      active.set(record.key, work);
    }
    if (active.size === 0 && (waiting.length === 0 || over === 'over' || failures.length > 0)) break;
    const pause = clock.pause(
      pauseUntilDue(
        waiting.filter(({ key }) => !active.has(key)),
        clock.now().getTime(),
      ),
    );
    await (active.size >= inFlight ? Promise.race(active.values()) : Promise.race([...active.values(), pause]));
  }
  if (failures.length > 0) throw failures[0];
}

const LONGEST_PAUSE = 500;

function pauseUntilDue(waiting: readonly OutboxRecord[], now: number): number {
  const next = waiting.reduce((least, { nextAt }) => Math.min(least, nextAt === null ? now : Date.parse(nextAt)), now + LONGEST_PAUSE);
  return Math.max(5, next - now);
}

interface SendingOne extends Pushing {
  readonly record: OutboxRecord;
  readonly results: ListedResults;
  readonly book: EntryBook;
}

async function sendOne(shelf: Shelf, { record, results, book, target, connection, options }: SendingOne): Promise<OutboxRecord> {
  const ended = await sendEntry(record, {
    target,
    dispatch: dispatchOf(record, {
      result: results.read(record.folder),
      publishedAt: results.publishedAt(record.folder),
      approval: target.gets === 'approved' ? 'approved' : 'not approved',
    }),
    connection,
    clock: shelf.clock,
    random: options.random,
    keep: async (now) => {
      // The log first: where it says so, the entry is settled whatever its file says.
      if (now.state === 'sent' || now.state === 'mismatch') await options.append(now);
      book.put(now);
    },
  });
  options.announce(ended);
  return ended;
}
