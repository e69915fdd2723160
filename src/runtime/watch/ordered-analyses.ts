import { join } from 'node:path';
import type { Message } from '../../message.ts';
import { type ReadySubject, readySubjects } from '../../watch/subject-attempts.ts';
import { attemptOf, MOST_TRIES, triesOf } from '../../watch/subject-tries.ts';
import { watchNote } from '../../watch/watch-notes.ts';
import type { OrderAnswer, WorkOrder } from '../../watch/work-order.ts';
import { openLease } from '../disk/lease.ts';
import type { TakenFolder } from '../folder/taken-folder.ts';
import { intakeFolder } from '../intake/intake-path.ts';
import { type OrderFolder, openOrderFolder } from '../queue/order-folder.ts';
import type { OrderQueue } from '../queue/order-queue.ts';
import { openListedPublications } from '../run/listed-publications.ts';
import { logReceived } from '../run/received-log.ts';
import type { StoreOverview } from '../run/store-overview.ts';
import { keepInputs } from '../taking/keep-inputs.ts';
import { judgedFolder } from './analyse-subjects.ts';
import type { Analyses, AnalysisTools } from './analyses.ts';
import { type AnsweredOrder, openProving } from './prove-answer.ts';
import { changedMethods, settleSubject, whyNothingKept } from './settle-subject.ts';
import { openStalledOrders } from './stalled-orders.ts';
import { littleSpace } from './take-due.ts';
import type { WatchedProduct } from './watched-products.ts';

export interface OrderingTools extends Omit<AnalysisTools, 'engine'> {
  readonly queue: OrderQueue;
  readonly overview: StoreOverview;
  /** The folder of this watch in the store. */
  readonly folder: string;
  /** Its name below `OUT/watch`. */
  readonly watch: string;
}

/** An order that has no answer yet. */
interface OpenOrder extends AnsweredOrder {
  readonly wanted: WorkOrder;
  readonly one: ReadySubject;
}

/** However quiet the queue is, what it should hold is put into it again after this time: what it has it keeps, what it lost it has then. */
const AGAIN_MILLISECONDS = 20_000;

/** Orders nobody waits for any more, of a watch that was started again, go after this time. */
const LEFT_MILLISECONDS = 60 * 60 * 1000;

/**
 * Analyses by workers on other machines: what is ready is ordered, and its answer looked for in the store at each scan. The queue is a hint; an order stands until the store
 * has its answer.
 */
export function openOrderedAnalyses(tools: OrderingTools): Analyses {
  const { job, shelf, products, memory, save, sign, queue, overview, watch } = tools;
  const { clock, disk } = shelf;
  const orders = openOrderFolder(shelf, tools.folder);
  const proving = openProving({ orders, publications: openListedPublications(shelf), clock, warn: (warning) => warn(tools, [warning]) });
  const lease = openLease(shelf, join(tools.folder, 'lease'));
  const stalled = openStalledOrders(orders, clock);
  const openOrders = new Map<string, OpenOrder>();
  const leftSince = new Map<string, number>();
  let queuedAt = Number.NEGATIVE_INFINITY;
  const answersNow = (): readonly (readonly [OpenOrder, OrderAnswer])[] =>
    [...openOrders.values()].flatMap((order) => {
      const answer = orders.answer(order.id);
      const proven = answer === null ? null : proving(order, answer);
      return proven === null ? [] : [[order, proven] as const];
    });
  /** What was answered is settled, listed and signed; its order goes. Gives the keys of its subjects: what was decided of them was so before. */
  const collect = async (): Promise<ReadonlySet<string>> => {
    const startedAt = clock.now();
    const answered = answersNow();
    for (const [{ one }, { outcome, tries }] of answered) {
      const count = triesOf(one.now) + tries;
      const begun = { ...one.now.history, tries: { of: attemptOf(one.now), count } };
      await settleSubject(tools, one, { begun, outcome });
      openOrders.delete(one.key);
    }
    if (answered.length > 0) stalled.answered();
    memory.running = new Set(openOrders.keys());
    const settled = new Set(answered.map(([{ one }]) => one.key));
    if (answered.length === 0) return settled;
    save();
    const lots = answered.flatMap(([{ one }, { outcome }]) =>
      outcome.kind === 'published' ? [{ ...one.subject, ...outcome.published, folder: join(shelf.root, outcome.published.folder) }] : [],
    );
    if (lots.length > 0) warn(tools, await overview.list(lots, startedAt));
    await sign();
    for (const [{ id }] of answered) orders.remove(id);
    return settled;
  };
  /** One listing for all subjects of a product that are ready in this state of the folder. */
  const order = async (product: WatchedProduct, subjects: readonly ReadySubject[], taken: TakenFolder): Promise<void> => {
    const { pipeline, method } = product;
    const kept = { pipeline, specification: null, ...(job.secondReader === null ? {} : { secondReader: job.secondReader }) };
    const inputs = keepInputs(shelf, kept, { folder: taken, method: method.sources });
    await logReceived(shelf, [{ name: 'inputs.json', sha256: inputs }]);
    for (const one of subjects) {
      const failed = triesOf(one.now);
      const wanted: WorkOrder = {
        schemaVersion: 1,
        inputs,
        subject: one.subject,
        language: job.language,
        notComputed: failed + 1 >= MOST_TRIES ? 'held' : 'fails',
        failed,
      };
      openOrders.set(one.key, { id: orders.write(wanted), inputs, subject: one.subject, wanted, one });
    }
  };
  const begin = async (): Promise<void> => {
    // Two would take each other's orders for those that nobody waits for any more.
    if (!lease.take()) {
      memory.diskTroubles.set('ordering', watchNote('watch/other-watch', { folder: job.folder }));
      return;
    }
    const settled = await collect();
    memory.changedMethods = await changedMethods(disk, products);
    const ready = readySubjects(memory.decided).filter(
      ({ key, product }) => !openOrders.has(key) && !settled.has(key) && !memory.changedMethods.has(product),
    );
    const little = littleSpace({ disk, leastFree: job.leastFree, intake: { folder: intakeFolder(shelf.root) } }, 0);
    if (little === null) {
      const taken = judgedFolder(memory.files, memory.left, tools.patience);
      for (const product of products) {
        const subjects = ready.filter((one) => one.product === product.product);
        if (subjects.length > 0) await order(product, subjects, taken);
      }
      memory.diskTroubles.delete('publishing');
    } else memory.diskTroubles.set('publishing', little);
    memory.running = new Set(openOrders.keys());
    await put(ready.length > 0);
    warn(tools, await overview.keep(openOrders.size));
    removeLeft(orders, { open: openOrders, leftSince, now: clock.elapsed() });
  };
  const say = (what: 'answering', trouble: Message | null): void => {
    if (trouble === null) memory.diskTroubles.delete(what);
    else memory.diskTroubles.set(what, trouble);
  };
  /** What came up is put into the queue, and now and then all that is open; a queue that is away is noticed at each scan. */
  const put = async (some: boolean): Promise<void> => {
    const isDue = some || queue.wasAway() || clock.elapsed() - queuedAt >= AGAIN_MILLISECONDS;
    // What the folder has lost, as one that was restored or cleaned, or holds otherwise than it was written.
    if (isDue) for (const { id, wanted } of openOrders.values()) if (orders.read(id) === null) orders.write(wanted);
    if (isDue) say('answering', stalled.look([...openOrders.values()].map(({ id }) => id)));
    const queued = [...openOrders.values()].map(({ id, inputs }) => ({ id, hint: { schemaVersion: 1 as const, watch, inputs } }));
    const trouble = await queue.add(isDue ? queued : []);
    if (trouble !== null) {
      memory.diskTroubles.set('ordering', trouble);
      queuedAt = Number.NEGATIVE_INFINITY;
      return;
    }
    memory.diskTroubles.delete('ordering');
    if (isDue) queuedAt = clock.elapsed();
  };
  return {
    begin: async () => {
      if (memory.isEnding) return;
      try {
        await begin();
      } catch (error) {
        memory.diskTroubles.set('publishing', watchNote('watch/disk-refuses', { error: whyNothingKept(error) }));
      }
    },
    settled: async () => undefined,
    close: lease.give,
  };
}

function warn({ say }: Pick<OrderingTools, 'say'>, warnings: readonly Parameters<OrderingTools['say']>[0]['warning'][]): void {
  for (const warning of warnings) say({ level: 'warning', warning });
}

function removeLeft(
  orders: OrderFolder,
  {
    open,
    leftSince,
    now,
  }: { readonly open: ReadonlyMap<string, OpenOrder>; readonly leftSince: Map<string, number>; readonly now: number },
): void {
  const wanted = new Set([...open.values()].map(({ id }) => id));
  const left = orders.all().filter((id) => !wanted.has(id));
  for (const id of leftSince.keys()) if (!left.includes(id)) leftSince.delete(id);
  for (const id of left) {
    const since = leftSince.get(id) ?? now;
    leftSince.set(id, since);
    if (now - since >= LEFT_MILLISECONDS) orders.remove(id);
  }
}
