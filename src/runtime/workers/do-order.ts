import { join } from 'node:path';
import { InputError } from '../../errors.ts';
import type { SharedLearning } from '../../pipeline/gating/gating-record.ts';
import { quotedError } from '../../quoted-error.ts';
import { type KeptInputs, parseKeptInputs } from '../../results/kept-inputs.ts';
import { subjectKey, subjectTitle } from '../../subject.ts';
import { MOST_TRIES } from '../../watch/subject-tries.ts';
import type { OrderAnswer, OrderHint, WorkOrder } from '../../watch/work-order.ts';
import { isOfTheDisk, messageOf } from '../disk/disk.ts';
import type { Shelf } from '../disk/draft.ts';
import { sha256Of } from '../disk/files.ts';
import { watchBeats } from '../disk/heartbeat.ts';
import { intakeFolder, intakePath } from '../intake/intake-path.ts';
import type { Warning } from '../job/warning.ts';
import { type OrderFolder, openOrderFolder } from '../queue/order-folder.ts';
import { methodDisk, STORED_METHOD } from '../replay/stored-disk.ts';
import { type Engine, openEngine } from '../run/engine.ts';
import type { Threads } from '../threads/threads.ts';
import { analyseSubjects } from '../watch/analyse-subjects.ts';
import { watchFolderOf } from '../watch/watch-files.ts';
import { openTurns } from './turns.ts';

/** `answered`: the store has its answer. `none`: there is no such order. `later`: the store cannot be read or written now. `ended`: the worker was asked to end. */
export type DoneOrder = 'answered' | 'none' | 'later' | 'ended';

export interface OrderTools {
  readonly shelf: Shelf;
  readonly threads: Threads;
  readonly log: string | null;
  readonly isEnding: () => boolean;
  readonly shared: SharedLearning;
  readonly say: (level: 'info' | 'warning' | 'error', warning: Warning) => void;
}

/** Engines are kept by listing: each with the method and the plan of its folder. */
const MOST_LISTINGS = 4;

interface Listing {
  readonly inputs: KeptInputs;
  readonly engine: Engine;
}

/** Gives what works on one order. It throws nothing that an input, a disk or a queue can bring about. */
export function openOrders(tools: OrderTools): (id: string, hint: OrderHint) => Promise<DoneOrder> {
  const { shelf, isEnding, say } = tools;
  const still = watchBeats(shelf.clock);
  const turns = openTurns();
  const listings = new Map<string, Listing>();
  const listingOf = (sha256: string): Listing => {
    const known = listings.get(sha256) ?? openListing(tools, sha256);
    listings.delete(sha256);
    listings.set(sha256, known);
    for (const [oldest] of listings) if (listings.size > MOST_LISTINGS) listings.delete(oldest);
    return known;
  };
  /** `null`: it came to no end. */
  const work = async (id: string, order: WorkOrder, orders: OrderFolder): Promise<OrderAnswer | null> => {
    const { inputs, engine } = listingOf(order.inputs);
    const { method, secondReader } = inputs;
    const outcome = await analyseSubjects(engine, {
      folder: intakeFolder(shelf.root),
      pipeline: join(STORED_METHOD, method.pipeline),
      out: shelf.root,
      subjects: [order.subject],
      taken: { files: inputs.files, notes: [] },
      language: order.language,
      notComputed: order.notComputed,
      secondReader: secondReader === 'asked' ? 'asked' : null,
      log: tools.log,
      inputs: order.inputs,
    });
    if (outcome.kind === 'stopped') {
      say('error', { ...outcome.error, subject: subjectTitle(order.subject) });
      orders.writeLater(id, outcome.error, shelf.host.name);
      return null;
    }
    for (const warning of outcome.warnings) say('warning', warning);
    const found = outcome.bySubject.get(subjectKey(order.subject));
    // What failed since the worker was asked to end is no try.
    if (found === undefined || (found.kind === 'failed' && isEnding())) return null;
    return { schemaVersion: 1, order: id, subject: order.subject, outcome: found, tries: 1, host: shelf.host.name };
  };
  const doOrder = async (id: string, order: WorkOrder, orders: OrderFolder): Promise<DoneOrder> => {
    if (isEnding()) return 'ended';
    // While this one waited for its turn another worker may have done it.
    if (orders.answer(id) !== null) return 'answered';
    const endTry = orders.beginTry(id);
    try {
      const answer = await work(id, order, orders);
      if (answer === null) return isEnding() ? 'ended' : 'later';
      orders.writeAnswer(id, answer);
      return 'answered';
    } finally {
      endTry();
    }
  };
  return async (id, { watch }) => {
    const orders = openOrderFolder(shelf, join(watchFolderOf(shelf.root), watch), still);
    try {
      if (orders.answer(id) !== null) return 'answered';
      const order = orders.read(id);
      if (order === null) {
        if (!orders.has(id)) return 'none';
        throw new InputError(
          'io/failed',
          `Expected the order ${id} as this version knows it, found other bytes: run watch and workers of one version.`,
        );
      }
      const { ended, open } = orders.tries(id);
      if (ended >= MOST_TRIES) {
        orders.writeAnswer(id, endedInEveryTry(id, order, { tries: ended, host: shelf.host.name }));
        return 'answered';
      }
      // As many as there may be have begun: whether one of them goes on is soon seen.
      if (ended + open >= MOST_TRIES) return 'later';
      return await (ended + open === 0 ? turns.beside : turns.alone)(() => doOrder(id, order, orders));
    } catch (error) {
      if (!isOfTheDisk(error) && !(error instanceof InputError)) throw error;
      const why = quotedError(error instanceof InputError ? error : new InputError('io/failed', messageOf(error)));
      say('error', why);
      orders.writeLater(id, why, shelf.host.name);
      return isEnding() ? 'ended' : 'later';
    }
  };
}

/** Throws `io/failed` where the intake does not hold it, as on a share that does not show it yet. */
function openListing({ shelf, threads, shared }: OrderTools, sha256: string): Listing {
  const path = intakePath(intakeFolder(shelf.root), sha256);
  const text = shelf.disk.readText(path);
  const inputs = sha256Of(text) === sha256 ? parseKeptInputs(text) : null;
  if (inputs === null)
    throw new InputError('io/failed', `Expected the listing of SHA-256 ${sha256} in the intake, found another text.`, { file: path });
  const files = new Map(inputs.method.files.map((file) => [file.path, intakePath(intakeFolder(shelf.root), file.sha256)]));
  return { inputs, engine: openEngine({ surroundings: { ...shelf, disk: methodDisk(shelf.disk, files) }, threads, shared }) };
}

function endedInEveryTry(
  id: string,
  { subject }: WorkOrder,
  { tries, host }: { readonly tries: number; readonly host: string },
): OrderAnswer {
  const sentence = `Expected that the analysis of ${subjectTitle(subject)} comes to an end, found ${tries} times that the worker was ended in it, or was not seen again. Give workers more memory if that was short.`;
  return {
    schemaVersion: 1,
    order: id,
    subject,
    outcome: { kind: 'failed', error: quotedError({ code: 'internal/fault', message: sentence, place: {} }) },
    tries: MOST_TRIES,
    host,
  };
}
