import { expect, it } from 'vitest';
import { compileGating, gateSource } from '../../src/population/gating/gating.ts';
import { randomFile, randomGates, randomNumbers, randomRequest } from './random-files.ts';

/** More trees by `GATE_RUNS=2000`. */
const RUNS = Number(process.env.GATE_RUNS ?? 60);
const FILES = 3;

it('the fast path chooses the same events as the exact path, of several files of all kinds gated by one tree', {
  timeout: 60_000 + RUNS * 500,
}, () => {
  let inside = 0;
  let asked = 0;
  for (let run = 0; run < RUNS; run++) {
    const random = randomNumbers(20260301 + run * 7919);
    const gates = randomGates(random);
    // Every tenth run fills blocks that are larger than what a kernel takes at a time.
    const size = run % 10 === 0 ? { eventCount: 6001, blockEvents: 5000 } : { eventCount: 150, blockEvents: 64 };
    for (let number = 0; number < FILES; number++) {
      const request = randomRequest(random, gates);
      const { dataSet, source } = randomFile(random, size);
      const [fast, exact] = (['fast', 'exact'] as const).map((path) => gateSource(compileGating(request, dataSet, { path }), source));
      expect(fast, `run ${run}, file ${number}`).toEqual(exact);
      for (const { count } of exact?.populations ?? []) {
        inside += count / size.eventCount;
        asked += 1;
      }
    }
  }
  // Something was compared: neither all in nor all out.
  expect(inside / asked).toBeGreaterThan(0.05);
  expect(inside / asked).toBeLessThan(0.95);
});
