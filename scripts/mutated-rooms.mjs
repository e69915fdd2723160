/** Rooms in which decisions are made: what is mutated, and the tests near it that must notice. */
export const MUTATED_ROOMS = {
  specification: { mutate: ['src/specification/**/*.ts'], tests: ['test/specification/**/*.test.ts'] },
  attributes: { mutate: ['src/attributes/**/*.ts'], tests: ['test/attributes/**/*.test.ts'] },
  pipeline: { mutate: ['src/pipeline/**/*.ts'], tests: ['test/pipeline/**/*.test.ts', 'test/pipelines/**/*.test.ts'] },
  store: {
    mutate: ['src/runtime/store/**/*.ts', 'src/runtime/disk/{disk,draft,owner,output-file}.ts'],
    tests: ['test/runtime/{store,disk,owner,analysis-number,publish-lot,run-table,interrupted-runs}.test.ts'],
  },
};
