import { vi } from 'vitest';

// Each run would start a thread of its own and load the whole program in it, which takes longer than the analysis. Hazards are about what is
// judged: the tasks run in this thread, with what goes in and comes out copied as between threads. The command with its threads stands in the tests of the built command.
vi.mock('../../src/runtime/threads/threads.ts', async (original) => {
  const { threadsHere } = await import('../runtime/threads-here.ts');
  return { ...(await original<typeof import('../../src/runtime/threads/threads.ts')>()), openThreads: () => threadsHere() };
});
