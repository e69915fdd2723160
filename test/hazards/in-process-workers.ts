import { vi } from 'vitest';

// Each run would start a thread of its own and load the whole program in it, which takes longer than the analysis. Hazards are about what is
// judged: the tasks run in this thread, with what goes in and comes out copied as between threads. The command with its threads stands in the tests of the built command.
vi.mock('piscina', () => ({
  Piscina: class {
    async run(task: unknown): Promise<unknown> {
      const { default: analyse } = await import('../../src/runtime/threads/analysis-worker.ts');
      return structuredClone(await analyse(structuredClone(task) as Parameters<typeof analyse>[0]));
    }
    async destroy(): Promise<void> {}
  },
}));
