/** The whole public API: pure functions over bytes and records that the caller brings. Each path of src/library holds a part of it. */
export * from './library/fcs.ts';
export * from './library/gates.ts';
export * from './library/pipeline.ts';
export * from './library/plates.ts';
export * from './library/potency.ts';
export { version } from './version.ts';
