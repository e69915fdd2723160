// The trials of several machines: workers on hosts of their own that are killed, cut off and stopped, and a queue that forgets.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressOf, obstacleToHosts, openHosts } from './hosts.mjs';
import { command, expectPublished, publishedIn, runWords, writeSmallLots } from './small-lots.mjs';
import { copyLots, freshFolder, keyIn, ordersIn, pause, writeList } from './watched.mjs';

/** Seconds after which an order of a worker that is not heard of goes to another, and for which a host is cut off or stopped. */
const LOCK = 5;
const AWAY = 16;
const LOTS = 12;
/** A number that a host claimed which is not seen again is waited for this long (docs/decisions/096), and more. */
const MOST_SECONDS = 600;

const FAULTS = {
  kill: async ({ workers }) => {
    workers[0].child.kill('SIGKILL');
    await workers[0].ended;
  },
  cut: async ({ hosts }) => {
    hosts.cut(1);
    await pause(AWAY * 1000);
    hosts.join(1);
  },
  stop: async ({ workers }) => {
    workers[0].child.kill('SIGSTOP');
    await pause(AWAY * 1000);
    workers[0].child.kill('SIGCONT');
  },
  flush: async ({ ask }) => ask('FLUSHALL'),
  restart: async ({ restartRedis }) => restartRedis(),
};

async function until(holds, seconds, what) {
  for (const since = performance.now(); !(await holds()); await pause(250))
    if (performance.now() - since > seconds * 1000) throw new Error(`expected ${what} within ${seconds} s`);
}

function started(child) {
  let said = '';
  child.stderr.on('data', (part) => {
    said += part;
  });
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve(signal ?? code)));
  return { child, ended, said: () => said };
}

/** A Redis on host 0 that keeps nothing on the disk: what it forgets is gone. Its user may do what docs/scale.md says, and no more. */
async function startRedis(hosts, folder) {
  const file = join(folder, 'redis.conf');
  const acl = 'user cytolot on >lent-out ~cytolot:* +@all -@dangerous +info +client';
  const lines = [
    `bind ${addressOf(0)} 127.0.0.1`,
    'port 6379',
    'protected-mode no',
    'save ""',
    'appendonly no',
    'maxmemory-policy noeviction',
    acl,
  ];
  writeFileSync(file, lines.join('\n'));
  const redis = started(hosts.start(0, ['redis-server', file]));
  const ask = (...words) => spawnSync('redis-cli', ['-h', addressOf(0), ...words], { encoding: 'utf8', timeout: 5000 }).stdout.trim();
  await until(() => ask('PING') === 'PONG', 20, 'a Redis');
  return { redis, ask };
}

async function onceWith(name, { folder, lots, expected }) {
  const [drop, out] = [freshFolder(join(folder, 'drop')), join(folder, 'out')];
  rmSync(out, { recursive: true, force: true });
  const password = join(folder, 'queue.password');
  writeFileSync(password, 'lent-out\n', { mode: 0o600 });
  const queue = ['--queue', `redis://cytolot@${addressOf(0)}`, '--queue-password-file', password];
  const hosts = openHosts(4);
  const children = [];
  const keep = (one) => {
    children.push(one);
    return one;
  };
  try {
    let { redis, ask } = await startRedis(hosts, folder);
    keep(redis);
    const [first, later] = [lots.slice(0, 8), lots.slice(8)];
    copyLots(join(folder, 'export'), drop, first);
    // The list is whole from the start: its hash stands in every result.
    writeList(drop, lots);
    const method = ['--pipeline', join(folder, 'method/pipeline.yaml'), '--out', out, '--log-key', keyIn(folder)];
    const words = [command, 'watch', drop, ...method, '--scan', '1', '--quiet', '1', '--min-free', '0', ...queue];
    const watch = keep(started(spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'pipe'] })));
    await until(() => ordersIn(out) > 0 || watch.child.exitCode !== null, 120, 'orders');
    const work = [process.execPath, command, 'work', '--out', out, '--jobs', '1', '--at-once', '2', '--lock', String(LOCK), ...queue];
    const workers = [1, 2, 3].map((host) => keep(started(hosts.start(host, work))));
    await until(() => publishedIn(out).size > 0, MOST_SECONDS, `a first result: ${workers.map(({ said }) => said()).join('')}`);
    const restartRedis = async () => {
      redis.child.kill('SIGKILL');
      await redis.ended;
      await pause(3000);
      ({ redis, ask } = await startRedis(hosts, folder));
      keep(redis);
    };
    const since = performance.now();
    // Meanwhile the watch receives.
    const faults = name === 'all' ? Object.values(FAULTS) : [FAULTS[name]];
    const under = (async () => {
      for (const fault of faults) await fault({ workers, hosts, ask, restartRedis });
    })();
    await pause(1000);
    copyLots(join(folder, 'export'), drop, later);
    await under;
    await until(() => publishedIn(out).size === lots.length && ordersIn(out) === 0, MOST_SECONDS, `${lots.length} results`);
    const seconds = Math.round((performance.now() - since) / 1000);
    for (const { child } of [watch, ...workers]) child.kill('SIGTERM');
    const codes = await Promise.all([watch, ...workers].map(({ ended }) => ended));
    const killed = ['kill', 'all'].includes(name) ? 'SIGKILL' : 0;
    if (JSON.stringify(codes) !== JSON.stringify([0, killed, 0, 0])) throw new Error(`ended with ${codes}: ${watch.said().slice(-600)}`);
    // Where a host is killed or away with a number that it claimed, the result has the next one.
    expectPublished(out, expected, 'whatever its number is');
    const verified = spawnSync(process.execPath, [command, 'verify', out], { encoding: 'utf8' });
    if (verified.status !== 0) throw new Error(`verify: ${verified.stdout.slice(-600)}`);
    return { [`${name}: seconds until all was published`]: seconds };
  } finally {
    for (const { child } of children) if (child.exitCode === null) child.kill('SIGKILL');
    await Promise.all(children.map(({ ended }) => ended));
    hosts.end();
  }
}

const NAMES = [...Object.keys(FAULTS), 'all'];

export const HOST_TRIALS = {
  hosts: {
    what: `a watch, Redis and three workers on hosts of their own (network namespaces; needs root): a worker is killed, its link cut and its host stopped for ${AWAY} s (lock ${LOCK} s), the queue emptied, Redis restarted without its file, then all of these; each subject published once, with the bytes of a single process`,
    times: NAMES.length,
    obstacle: () => obstacleToHosts('redis-server', 'redis-cli'),
    prepare: async (folder) => {
      mkdirSync(folder, { recursive: true });
      const lots = await writeSmallLots(folder, LOTS);
      const whole = join(folder, 'whole');
      if (!existsSync(whole)) {
        const ended = spawnSync(process.execPath, runWords(folder, whole, '--jobs', '1'), { encoding: 'utf8' });
        if (ended.status !== 0) throw new Error(`exit ${ended.status}: ${ended.stderr.slice(-600)}`);
      }
      return { folder, lots, expected: publishedIn(whole) };
    },
    once: (ground, _random, index) => onceWith(NAMES[index % NAMES.length], ground),
  },
};
