// Preloaded into a command (node --expose-gc --require count-costs.cjs): adds up what fsync and hashing take in all its threads, and, at SIGUSR2, collects garbage and writes
// a line with that, its memory and its open files to $CYTOLOT_COSTS.
const { appendFileSync, readdirSync } = require('node:fs');
const fs = require('node:fs');
const { Hash } = require('node:crypto');
const { getEnvironmentData, isMainThread, setEnvironmentData } = require('node:worker_threads');

const NAMES = ['syncs', 'syncMicroseconds', 'hashes', 'hashMicroseconds', 'hashBytes'];
const shared = isMainThread ? new SharedArrayBuffer(8 * NAMES.length) : getEnvironmentData('cytolot-costs');
if (isMainThread) setEnvironmentData('cytolot-costs', shared);
const sums = new BigInt64Array(shared);
const add = (name, value) => Atomics.add(sums, NAMES.indexOf(name), BigInt(Math.round(value)));
const addSync = (since) => {
  add('syncs', 1);
  add('syncMicroseconds', (performance.now() - since) * 1000);
};

const { fsyncSync } = fs;
fs.fsyncSync = (descriptor) => {
  const since = performance.now();
  fsyncSync(descriptor);
  addSync(since);
};
fs.promises.open('/dev/null').then(async (handle) => {
  const prototype = Object.getPrototypeOf(handle);
  const { sync } = prototype;
  prototype.sync = async function timed() {
    const since = performance.now();
    await sync.call(this);
    addSync(since);
  };
  await handle.close();
});
const { update } = Hash.prototype;
Hash.prototype.update = function timed(data, ...rest) {
  const since = performance.now();
  const updated = update.call(this, data, ...rest);
  add('hashes', 1);
  add('hashMicroseconds', (performance.now() - since) * 1000);
  add('hashBytes', data.length);
  return updated;
};

if (isMainThread)
  process.on('SIGUSR2', () => {
    globalThis.gc?.();
    globalThis.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    const costs = Object.fromEntries(NAMES.map((name, index) => [name, Number(sums[index])]));
    const line = { rss, heapUsed, external, openFiles: readdirSync('/proc/self/fd').length, ...costs };
    appendFileSync(process.env.CYTOLOT_COSTS, `${JSON.stringify(line)}\n`);
  });
