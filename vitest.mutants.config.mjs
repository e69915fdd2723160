// What Stryker runs for each mutant: the tests near one room, in one thread that keeps its modules.
import { defineConfig } from 'vitest/config';
import { MUTATED_ROOMS } from './scripts/mutated-rooms.mjs';

export default defineConfig({
  test: {
    include: MUTATED_ROOMS[process.env.CYTOLOT_ROOM ?? 'specification'].tests,
    isolate: false,
    pool: 'threads',
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
