import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeFcs } from '../../src/fcs/encoding/encode-fcs.ts';
import { compileGating } from '../../src/population/gating/gating.ts';
import type { GatingRequest } from '../../src/population/gating-request.ts';
import { nodeDisk } from '../../src/runtime/disk/disk.ts';
import { gateWhole, openGatingTools } from '../../src/runtime/threads/gate-file.ts';
import { gateOnThreads } from '../../src/runtime/threads/gate-threads.ts';
import type { GateFileTask } from '../../src/runtime/threads/task.ts';
import { threadsHere } from './threads-here.ts';

/** More than two parts of 262,144 events. */
const EVENTS = 600_000;
let folder: string;
let path: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cytolot-parts-'));
  path = join(folder, 'large.fcs');
  // Event i has the values i and i % 1000.
  const events = Array.from({ length: EVENTS }, (_, i) => [i, i % 1000]).flat();
  writeFileSync(path, encodeFcs({ parameters: [{ name: 'A' }, { name: 'B' }], keywords: [], events }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const request: GatingRequest = {
  gates: [
    { name: 'High', type: 'range', parent: null, x: { parameter: 'A' }, min: 100_000 },
    { name: 'Rare', type: 'range', parent: 'High', x: { parameter: 'B' }, max: 1 },
  ],
  transforms: {},
  markers: {},
  compensation: { from: 'none' },
  thresholds: {},
  quantiles: [{ id: 'median', population: 'High', parameter: 'B', probabilities: [0.5], moments: true }],
  histograms: [],
  points: [],
};

describe('a file that is gated in parts on threads', () => {
  it('gives what the whole gives on one thread, in tasks that are ranges of events', async () => {
    const task: GateFileTask = { file: { path, stamp: null }, dataSet: 1, request, path: 'fast' };
    const { dataSet, result } = gateWhole(task, openGatingTools(nodeDisk));
    const threads = threadsHere();
    const parts = await gateOnThreads(task, { gating: compileGating(request, dataSet), dataSet, threads });
    // 500,000 events from 100,000 on; in each thousand of them one has B below 1.
    expect(parts.populations.map(({ count }) => count)).toEqual([500_000, 500]);
    expect(parts).toEqual(result);
    expect(threads.asked.map((asked) => (asked.kind === 'gate-part' ? [asked.fromEvent, asked.toEvent] : asked.kind))).toEqual([
      [0, 262_144],
      [262_144, 524_288],
      [524_288, EVENTS],
    ]);
  });
});
