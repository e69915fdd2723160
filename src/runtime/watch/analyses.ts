import { subjectKey } from '../../subject.ts';
import { begunHistory, nextSubjects, type ReadySubject } from '../../watch/subject-attempts.ts';
import { MOST_TRIES, triesOf } from '../../watch/subject-tries.ts';
import { watchNote } from '../../watch/watch-notes.ts';
import type { Patience } from '../../watch/watched-file.ts';
import type { Shelf } from '../disk/draft.ts';
import { intakeFolder } from '../intake/intake-path.ts';
import type { Engine } from '../run/engine.ts';
import { analyseSubjects, type GroupOutcome, judgedFolder } from './analyse-subjects.ts';
import type { SaidByWatch } from './say-changes.ts';
import { changedMethods, settleSubject, whyNothingKept } from './settle-subject.ts';
import { littleSpace } from './take-due.ts';
import type { WatchJob } from './watch-job.ts';
import type { WatchMemory } from './watch-memory.ts';
import type { WatchedProduct } from './watched-products.ts';

export interface Analyses {
  /** Begins to analyse what is ready, where nothing is analysed yet. */
  readonly begin: () => Promise<void>;
  /** Waits until nothing is analysed. */
  readonly settled: () => Promise<void>;
  /** Gives back what only one process may have. */
  readonly close: () => void;
}

export interface AnalysisTools {
  readonly job: WatchJob;
  readonly shelf: Shelf;
  readonly engine: Engine;
  readonly products: readonly WatchedProduct[];
  readonly memory: WatchMemory;
  readonly patience: Patience;
  /** Remembers the histories. Throws what the disk says. */
  readonly save: () => void;
  /** Signs the log as it is. */
  readonly sign: () => Promise<unknown>;
  readonly say: (said: SaidByWatch) => void;
  readonly wake: () => void;
}

export function openAnalyses(tools: AnalysisTools): Analyses {
  const { job, shelf, engine, products, memory, patience, save, sign, say, wake } = tools;
  let underWay: Promise<void> | null = null;
  /** Written down before an analysis begins: whatever it ends with, the next process knows that it was tried. */
  const prepare = (subjects: readonly ReadySubject[]): void => {
    for (const { key, now } of subjects) memory.histories.set(key, begunHistory(now));
    save();
  };
  const finish = async (subjects: readonly ReadySubject[], outcome: GroupOutcome): Promise<void> => {
    memory.running = new Set();
    if (outcome.kind === 'stopped') memory.diskTroubles.set('publishing', watchNote('watch/disk-refuses', { error: outcome.error }));
    else memory.diskTroubles.delete('publishing');
    const warnings = outcome.kind === 'done' ? outcome.warnings : [];
    for (const warning of warnings) say({ level: 'warning', warning });
    for (const one of subjects) {
      const found = outcome.kind === 'done' ? outcome.bySubject.get(subjectKey(one.subject)) : undefined;
      const begun = memory.histories.get(one.key) ?? begunHistory(one.now);
      // What failed since the watch or the disk ends it is no try.
      if (found === undefined || (memory.isEnding && found.kind === 'failed'))
        memory.histories.set(one.key, { ...begun, tries: one.now.history.tries });
      else await settleSubject(tools, one, { begun, outcome: found });
    }
    save();
    if (outcome.kind === 'done') await sign();
  };
  /** Whether all went well, so that what is ready besides may follow at once; what did not is tried again at the next scan. */
  const analyse = async (product: WatchedProduct, subjects: readonly ReadySubject[]): Promise<boolean> => {
    const isLast = subjects.some(({ now }) => triesOf(now) + 1 >= MOST_TRIES);
    try {
      prepare(subjects);
      const group = {
        folder: job.folder,
        pipeline: product.pipeline,
        out: job.out,
        subjects: subjects.map(({ subject }) => subject),
        taken: judgedFolder(memory.files, memory.left, patience),
        language: job.language,
        notComputed: isLast ? 'held' : 'fails',
        secondReader: job.secondReader,
        log: job.log,
      } as const;
      const outcome = await analyseSubjects(engine, group);
      await finish(subjects, outcome);
      return outcome.kind === 'done' && [...outcome.bySubject.values()].every(({ kind }) => kind !== 'failed');
    } catch (error) {
      memory.running = new Set();
      for (const { key, now } of subjects)
        memory.histories.set(key, { ...(memory.histories.get(key) ?? now.history), tries: now.history.tries });
      memory.diskTroubles.set('publishing', watchNote('watch/disk-refuses', { error: whyNothingKept(error) }));
      return false;
    }
  };
  return {
    begin: async () => {
      if (underWay !== null || memory.isEnding) return;
      if (nextSubjects(memory.decided).length === 0) {
        memory.diskTroubles.delete('publishing');
        return;
      }
      memory.changedMethods = await changedMethods(shelf.disk, products);
      const subjects = nextSubjects(memory.decided.filter((one) => !memory.changedMethods.has(one.product ?? '')));
      const product = products.find((one) => one.product === subjects[0]?.product);
      if (product === undefined) return;
      const little = littleSpace({ disk: shelf.disk, leastFree: job.leastFree, intake: { folder: intakeFolder(shelf.root) } }, 0);
      if (little !== null) {
        memory.diskTroubles.set('publishing', little);
        return;
      }
      memory.running = new Set(subjects.map(({ key }) => key));
      underWay = analyse(product, subjects).then((isWell) => {
        underWay = null;
        if (isWell) wake();
      });
    },
    settled: async () => {
      while (underWay !== null) await underWay;
    },
    close: () => undefined,
  };
}
