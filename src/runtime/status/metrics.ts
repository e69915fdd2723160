import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { WatchStatus } from '../../watch/watch-status.ts';

/** What Prometheus reads: counts alone, without a name of a lot or a file. */
export interface Metrics {
  readonly contentType: string;
  readonly text: () => Promise<string>;
}

/** What a worker does now. */
export interface WorkStatus {
  /** Whether its queue can be reached. */
  readonly ready: boolean;
  readonly running: number;
  /** Since the process began. */
  readonly answered: number;
}

/** The numbers of a worker, as those of a watch. */
export function openWorkMetrics(status: () => WorkStatus): Metrics {
  return openRegistry<WorkStatus>(status, [
    gauge('cytolot_subjects', 'Subjects by what they are doing.', ({ running }) => ({ running })),
    single('cytolot_ready', '1 where the queue can be reached.', ({ ready }) => (ready ? 1 : 0)),
    single('cytolot_answered', 'Orders that were answered since the process began.', ({ answered }) => answered),
  ]);
}

/** The numbers of a watch at the moment when they are asked for, and those of the process (memory, open files, waiting of the event loop). */
export function openMetrics(status: () => WatchStatus): Metrics {
  return openRegistry<WatchStatus>(status, [
    gauge('cytolot_subjects', 'Subjects by what they are doing.', (now) => ({
      waiting: now.waiting,
      held: now.held,
      running: now.running,
      published: now.published,
    })),
    gauge('cytolot_files', 'Files of the drop folder by what became of them.', ({ files: { writing, taken, held } }) => ({
      writing,
      taken,
      held,
    })),
    single('cytolot_ready', '1 where files are taken and results are published.', (now) => (now.ready ? 1 : 0)),
    single('cytolot_outbox', 'Results that are still to be sent.', (now) => now.outbox),
    single('cytolot_scans', 'Looks at the drop folder since the process began.', (now) => now.scans),
  ]);
}

function openRegistry<Status>(status: () => Status, gauges: readonly Opening<Status>[]): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const open of gauges) open(status, registry);
  return { contentType: registry.contentType, text: () => registry.metrics() };
}

type Opening<Status> = (status: () => Status, registry: Registry) => Gauge;

function gauge<Status>(name: string, help: string, valuesOf: (now: Status) => Readonly<Record<string, number>>): Opening<Status> {
  return (status, registry) =>
    new Gauge({
      name,
      help,
      labelNames: ['state'],
      registers: [registry],
      collect() {
        for (const [state, value] of Object.entries(valuesOf(status()))) this.set({ state }, value);
      },
    });
}

function single<Status>(name: string, help: string, count: (now: Status) => number): Opening<Status> {
  return (status, registry) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(count(status()));
      },
    });
}
