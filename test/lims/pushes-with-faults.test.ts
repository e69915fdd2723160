import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readEntries } from '../../src/runtime/audit-log/read-entries.ts';
import { readOutbox } from '../../src/runtime/outbox/outbox-folder.ts';
import { describeShared } from '../shared-data.ts';
import { startFaultyLims } from './faulty-lims.ts';
import { newStore, type SentStore } from './sent-store.ts';

const command = fileURLToPath(new URL('../../dist/cytolot.cjs', import.meta.url));
const PUSHES = 500;

/** 500 results in one store, which is filled once: what differs is the target. */
async function filledStore(): Promise<SentStore> {
  const store = newStore();
  for (let lot = 1; lot <= PUSHES; lot++) await store.publish(`LOT-${lot}`);
  return store;
}

/** Pushes again and again, each time killed after a while, then until nothing waits. Gives the exit code of the last one. */
async function pushKilled(store: SentStore, targets: string, killsAfter: readonly number[]): Promise<number | null> {
  for (const milliseconds of [...killsAfter, null]) {
    const words = [command, 'push', store.out, '--targets', targets, '--wait', '240', '--json'];
    const child = spawn(process.execPath, words, { stdio: 'ignore' });
    const ended = once(child, 'close');
    const timer = milliseconds === null ? undefined : setTimeout(() => child.kill('SIGKILL'), milliseconds);
    const [code]: (number | null)[] = await ended;
    clearTimeout(timer);
    if (milliseconds === null) return code ?? null;
  }
  return null;
}

/** Of a generator that gives the same numbers every time (Marsaglia's xorshift). */
function killsOf(count: number, seed: number): readonly number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return 700 + (Math.abs(state) % 2500);
  });
}

const COMMON = `    send: analysed
    timeoutSeconds: 1
    retry: { firstSeconds: 0.1, longestSeconds: 1 }
    readBack: { none: the stand-in counts keys and holds no values }`;

describeShared('500 pushes to a LIMS that fails in half of all requests, the sender killed at random', () => {
  it.each([
    { keys: 'known', options: [], text: 'keys: { known: Idempotency-Key }' },
    {
      keys: 'unknown',
      options: ['--no-idempotency'],
      // Its slowest answer takes 3 s.
      text: "keys: { unknown: { settleSeconds: 3.5, look: { url: 'URL/results?key={key}', count: count } } }",
    },
  ])(
    'books every one once where keys are $keys',
    async ({ options, text, keys }) => {
      const store = await filledStore();
      const lims = await startFaultyLims(['--rate', '0.5', '--seed', '7', ...options]);
      try {
        const targets = join(store.out, 'targets.yaml');
        const block = `targets:\n  - id: lims\n    type: http-json\n    url: URL/results\n${COMMON}\n    ${text}\n`;
        writeFileSync(targets, block.replaceAll('URL', lims.url));
        const code = await pushKilled(store, targets, killsOf(5, 2026));
        const { keys: booked, conflicts, requests } = await lims.effects();
        const records = readOutbox(store.shelf, 'lims');
        expect(code).toBe(0);
        expect(records).toHaveLength(PUSHES);
        expect(new Set(records.map(({ state }) => state))).toEqual(new Set(['sent']));
        // Every key of the outbox, each once, and no other.
        expect(booked).toEqual(Object.fromEntries(records.map(({ key }) => [key, 1])));
        expect(conflicts).toBe(0);
        // Faults there were: otherwise nothing was shown.
        if (keys === 'known') expect(requests).toBeGreaterThan(PUSHES + 100);
        const logged = new Set(
          [...readEntries(store.shelf)].flatMap((entry) => (entry.action === 'sent' ? [JSON.stringify(entry.new)] : [])),
        );
        expect(logged.size).toBeGreaterThanOrEqual(PUSHES);
      } finally {
        await lims.end();
        rmSync(store.out, { recursive: true, force: true });
      }
    },
    600_000,
  );
});
