// Mutation testing of the rooms in which decisions are made: `npm run test:mutants -- specification attributes pipeline store`, one after the other.
import { MUTATED_ROOMS } from './scripts/mutated-rooms.mjs';

const name = process.env.CYTOLOT_ROOM ?? 'specification';

export default {
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutants.config.mjs', related: false },
  mutate: MUTATED_ROOMS[name].mutate,
  coverageAnalysis: 'perTest',
  concurrency: 1,
  // A table that is made once, when its module is loaded (a schema, a register), would need all tests for each of its mutants. The named mutations hold some.
  ignoreStatic: true,
  // Sentences are words: the tests of messages compare them in both languages, and no decision reads one.
  mutator: { excludedMutations: ['StringLiteral'] },
  disableTypeChecks: false,
  // TypeScript 7 has no interface by which Stryker could rewrite it; nothing here is compiled by it.
  tsconfigFile: 'none.json',
  // A loaded machine is no endless loop.
  timeoutMS: 30_000,
  ignorePatterns: ['/bench', '/reports', '/out', '/demo-out'],
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { logTests: false, reportTests: false },
  jsonReporter: { fileName: `reports/mutants-${name}.json` },
  thresholds: { high: 95, low: 90, break: 90 },
};
