// `node bench/queue.mjs [LOTS]`: subjects a second of a single process and of one, two and three workers on this machine, and what the queue itself costs for each order. Needs
// redis-server. The bytes of every result are those of the single process, or it ends with 1 before it says a figure.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { command, expectPublished, publishedIn, runWords, writeSmallLots } from '../scripts/faults/small-lots.mjs';
import { copyLots, freshFolder, keyIn, ordersIn, pause, writeList } from '../scripts/faults/watched.mjs';

const lotCount = Number(process.argv[2] ?? 24);
const ORDERS = 2000;
const ENTRIES = 200;

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const folder = mkdtempSync(join(tmpdir(), 'cytolot-bench-queue-'));
const port = await freePort();
const url = `redis://127.0.0.1:${port}`;
const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'];
const redis = spawn('redis-server', settings, { stdio: 'ignore', cwd: folder });
const started = (words) => {
  const child = spawn(process.execPath, [command, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (part) => {
    said += part;
  });
  return { child, said: () => said, ended: new Promise((resolve) => child.on('close', resolve)) };
};

/** Seconds from when the workers stand ready until the last result is there. */
async function secondsOf(workers, lots, expected) {
  const [drop, out] = [freshFolder(join(folder, 'drop')), join(folder, 'out')];
  rmSync(out, { recursive: true, force: true });
  copyLots(join(folder, 'export'), drop, lots);
  writeList(drop, lots);
  const method = ['--pipeline', join(folder, 'method/pipeline.yaml'), '--out', out, '--log-key', keyIn(folder)];
  const watch = started(['watch', drop, ...method, '--scan', '2', '--quiet', '1', '--min-free', '0', '--queue', url]);
  while (ordersIn(out) < lots.length) await pause(200);
  const since = performance.now();
  const all = Array.from({ length: workers }, () => started(['work', '--out', out, '--queue', url, '--jobs', '1', '--at-once', '2']));
  while (publishedCount(out) < lots.length) await pause(100);
  const seconds = (performance.now() - since) / 1000;
  while (ordersIn(out) > 0) await pause(200);
  for (const { child } of [watch, ...all]) child.kill('SIGTERM');
  await Promise.all([watch, ...all].map(({ ended }) => ended));
  expectPublished(out, expected);
  return seconds;
}

function publishedCount(out) {
  const lots = join(out, 'lots');
  return existsSync(lots) ? readdirSync(lots).filter((lot) => existsSync(join(lots, lot, 'release/0001'))).length : 0;
}

/** Milliseconds of an order that nobody works on: put in, taken, and told done. */
async function costOfOrder() {
  const connection = () => new Redis({ host: '127.0.0.1', port, maxRetriesPerRequest: null });
  const [one, two] = [connection(), connection()];
  const queue = new Queue('bench', { connection: one, prefix: 'cytolot' });
  const since = performance.now();
  const data = { schemaVersion: 1, watch: '0123456789abcdef', inputs: 'a'.repeat(64) };
  const jobs = Array.from({ length: ORDERS }, (_, index) => ({
    name: 'subject',
    data,
    opts: { jobId: `order-${index}`, removeOnComplete: true, removeOnFail: true, attempts: 1 },
  }));
  await queue.addBulk(jobs);
  let done = 0;
  const worker = new Worker('bench', async () => void done++, { connection: two, prefix: 'cytolot', concurrency: 2 });
  while (done < ORDERS) await pause(10);
  const milliseconds = (performance.now() - since) / ORDERS;
  await worker.close();
  if ((await queue.getJobCountByTypes('wait', 'active', 'failed')) !== 0) throw new Error('expected an empty queue');
  await queue.close();
  one.disconnect();
  two.disconnect();
  return milliseconds;
}

/** Milliseconds of an entry of the log, durable when it comes back: entries are numbered, so that nobody's begins before the one before is there. */
async function costOfEntry() {
  const { appendEntry } = await import('../dist/runtime/audit-log/append-entry.js');
  const { openShelf } = await import('../dist/runtime/disk/draft.js');
  const { nodeSurroundings } = await import('../dist/runtime/disk/surroundings.js');
  const shelf = openShelf(join(folder, 'log-alone'), nodeSurroundings());
  const event = { action: 'held', object: 'lots/a/release', objectSha256: null, old: null, new: null, reason: 'bench' };
  const since = performance.now();
  let last = 0;
  for (let count = 0; count < ENTRIES; count++) last = (await appendEntry(shelf, event)).index;
  if (last !== ENTRIES) throw new Error(`expected ${ENTRIES} entries behind the first, found ${last}`);
  return (performance.now() - since) / ENTRIES;
}

try {
  const lots = await writeSmallLots(folder, lotCount);
  const since = performance.now();
  const whole = join(folder, 'whole');
  if (spawnSync(process.execPath, runWords(folder, whole, '--jobs', '1')).status !== 0) throw new Error('the single process failed');
  const single = (performance.now() - since) / 1000;
  const expected = publishedIn(whole);
  if (expected.size !== lotCount) throw new Error(`expected ${lotCount} results, found ${expected.size}`);
  const rows = [['run --jobs 1', single]];
  for (const workers of [1, 2, 3]) rows.push([`${workers} worker${workers === 1 ? '' : 's'}`, await secondsOf(workers, lots, expected)]);
  const cost = await costOfOrder();
  const entry = await costOfEntry();
  console.log(
    `${lotCount} small lots, ${availableParallelism()} processors, load ${loadavg()[0].toFixed(1)}; the start of the processes counts`,
  );
  for (const [name, seconds] of rows) console.log(`${name}: ${seconds.toFixed(1)} s, ${(lotCount / seconds).toFixed(2)} subjects a second`);
  console.log(`the queue itself: ${cost.toFixed(2)} ms an order (${ORDERS} empty ones)`);
  console.log(`the log: ${entry.toFixed(2)} ms an entry (${ENTRIES}, one process)`);
} finally {
  redis.kill();
  rmSync(folder, { recursive: true, force: true });
}
