import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { newKeyPem } from '../../src/runtime/audit-log/ed25519.ts';
import { published } from '../runtime/watched-folder.ts';
import { acquisition, makeNewUserFolder } from './new-user-folder.ts';
import { describeRedis, freePort, type Redis, startRedis } from './redis-here.ts';

const command = fileURLToPath(new URL('../../dist/cytolot.cjs', import.meta.url));
const LOTS = ['LOT-A', 'LOT-B', 'LOT-C', 'LOT-D'];

const roots: string[] = [];
const running = new Set<ChildProcess>();
const servers: Redis[] = [];
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
  for (const server of servers.splice(0)) await server.end();
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

/** A drop folder that holds all files of four lots with the control of their assay run, and what a single process makes of them. */
function makeFolder() {
  const { root, pipeline } = makeNewUserFolder();
  roots.push(root);
  const drop = join(root, 'drop');
  mkdirSync(drop);
  const rows = LOTS.map((lot) => `${lot}.fcs,sample,${lot},RUN-1,final,surface,`);
  const list = ['file,kind,lot,assay_run,stage,tube,control', ...rows, 'c.fcs,control,,RUN-1,,surface,fmo-cd3', ''];
  writeFileSync(join(drop, 'samples.csv'), list.join('\n'));
  writeFileSync(join(drop, 'c.fcs'), acquisition('RUN-1', 0));
  for (const [index, lot] of LOTS.entries()) writeFileSync(join(drop, `${lot}.fcs`), acquisition(lot, 700 + index));
  writeFileSync(join(root, 'store.key'), newKeyPem(), { mode: 0o600 });
  return { root, pipeline, drop, out: join(root, 'out') };
}
type Folder = ReturnType<typeof makeFolder>;

function singleProcess({ drop, pipeline, root }: Folder): ReadonlyMap<string, string> {
  const out = join(root, 'single');
  const ended = spawnSync(process.execPath, [command, 'run', drop, '--pipeline', pipeline, '--out', out, '--quiet', '--jobs', '1']);
  expect(ended.status).toBe(0);
  return published(out);
}

function start(...words: readonly string[]) {
  const child = spawn(process.execPath, [command, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  running.add(child);
  let said = '';
  child.stderr.on('data', (part: Buffer) => {
    said += part.toString('utf8');
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve(signal ?? code);
    });
  });
  return { child, said: () => said, ended };
}

const startWatch = ({ drop, pipeline, out, root }: Folder, url: string) => {
  const options = ['--scan', '0.5', '--quiet', '0.5', '--min-free', '0', '--jobs', '1', '--language', 'en', '--queue', url];
  return start('watch', drop, '--pipeline', pipeline, '--out', out, '--log-key', join(root, 'store.key'), ...options);
};
const startWorker = ({ out }: Folder, url: string) => start('work', '--out', out, '--queue', url, '--jobs', '1', '--lock', '5');

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
async function until(is: () => boolean): Promise<void> {
  while (!is()) await pause(100);
}

function ordersOf({ out }: Folder): readonly string[] {
  const watches = join(out, 'watch');
  if (!existsSync(watches)) return [];
  return readdirSync(watches).flatMap((name) => {
    const orders = join(watches, name, 'orders');
    return existsSync(orders) ? readdirSync(orders) : [];
  });
}

async function redisOf(folder: Pick<Folder, 'root'>, settings: readonly string[] = [], port?: number): Promise<Redis> {
  const redis = await startRedis(folder.root, settings, port);
  servers.push(redis);
  return redis;
}

describeRedis('several machines: watch --queue and work', () => {
  it('every subject is published once with the bytes of a single process, though a worker is killed and the queue forgets everything', {
    timeout: 300_000,
  }, async () => {
    const folder = makeFolder();
    const expected = singleProcess(folder);
    const redis = await redisOf(folder);
    const watch = startWatch(folder, redis.url);
    await until(() => ordersOf(folder).length === LOTS.length || !running.has(watch.child));
    // Before any worker is there the queue loses what it was told.
    redis.ask('FLUSHALL');
    const killed = startWorker(folder, redis.url);
    await until(() => published(folder.out).size > 0 || !running.has(killed.child));
    killed.child.kill('SIGKILL');
    const worker = startWorker(folder, redis.url);
    await until(() => ordersOf(folder).length === 0 || !running.has(worker.child) || !running.has(watch.child));
    for (const { child } of [watch, worker]) child.kill('SIGTERM');
    expect([await watch.ended, await worker.ended], `${watch.said()}\n${worker.said()}`).toEqual([0, 0]);
    expect(new Map(published(folder.out))).toEqual(new Map(expected));
    const verified = spawnSync(process.execPath, [command, 'verify', folder.out], { encoding: 'utf8' });
    expect(verified.status, verified.stdout).toBe(0);
    expect(existsSync(join(folder.out, 'index.html'))).toBe(true);
  });

  it('a queue that is away makes the watch not ready, and what is ready is ordered when it is back, empty', {
    timeout: 300_000,
  }, async () => {
    const folder = makeFolder();
    const redis = await redisOf(folder);
    const watch = startWatch(folder, redis.url);
    await until(() => ordersOf(folder).length === LOTS.length || !running.has(watch.child));
    const worker = startWorker(folder, redis.url);
    await until(() => worker.said().includes('Working on the orders'));
    await redis.end();
    await until(() => watch.said().includes('[watch/queue-away]') && worker.said().includes('[watch/queue-away]'));
    const health = spawnSync(process.execPath, [command, 'status', folder.out, '--health'], { encoding: 'utf8' });
    expect(health.status).toBe(69);
    expect(health.stderr + health.stdout).toContain('files are taken all the same, and it is tried again every 2 s.');
    await redisOf(folder, [], redis.port);
    await until(() => ordersOf(folder).length === 0 || !running.has(watch.child) || !running.has(worker.child));
    for (const { child } of [watch, worker]) child.kill('SIGTERM');
    expect([await watch.ended, await worker.ended], `${watch.said()}\n${worker.said()}`).toEqual([0, 0]);
    expect([...published(folder.out).keys()]).toEqual(LOTS.map((lot) => `${lot}/release/0001`));
  });

  it('a queue that cannot be used is told at the start, each with a sentence and a code', { timeout: 120_000 }, async () => {
    const folder = makeFolder();
    singleProcess({ ...folder, root: folder.root });
    const out = join(folder.root, 'single');
    const work = (...words: readonly string[]) => {
      const { status, stderr } = spawnSync(process.execPath, [command, 'work', '--out', out, ...words], { encoding: 'utf8' });
      return { status, stderr };
    };
    const port = await freePort();
    expect(work('--queue', `redis://127.0.0.1:${port}`)).toEqual({
      status: 69,
      stderr: `error: Expected a queue at 127.0.0.1:${port}, found: connect ECONNREFUSED 127.0.0.1:${port}. Start it, or mend the way to it or the address after --queue. Where it speaks TLS alone, say rediss://. [queue/unreachable]\n`,
    });
    const evicting = await redisOf(folder, ['maxmemory-policy allkeys-lru']);
    expect(work('--queue', evicting.url)).toEqual({
      status: 78,
      stderr: `error: Expected 'maxmemory-policy noeviction' at 127.0.0.1:${evicting.port}, found 'allkeys-lru': orders would be thrown away unseen where memory is short. Set it in redis.conf. [queue/not-fit]\n`,
    });
    // It lets in and answers PING and INFO, and refuses all that a queue does.
    const unfit = await redisOf(folder, ['maxmemory-policy noeviction', 'user default on nopass ~* &* +@all -@scripting']);
    const refusing = work('--queue', unfit.url);
    expect(refusing.status).toBe(77);
    expect(refusing.stderr).toContain('NOPERM');
    const closed = await redisOf(folder, ['maxmemory-policy noeviction', 'requirepass canary-7f']);
    const without = work('--queue', closed.url);
    expect(without.status).toBe(77);
    expect(without.stderr).toContain(
      'Give its password after --queue-password-file, and its user in --queue (redis://USER@HOST). [queue/not-permitted]',
    );
    const wrong = join(folder.root, 'wrong');
    writeFileSync(wrong, 'another-8e\n', { mode: 0o600 });
    const refused = work('--queue', closed.url, '--queue-password-file', wrong);
    expect(refused.status).toBe(77);
    expect(refused.stderr).toContain('Check the user in --queue and the file after --queue-password-file. [queue/not-permitted]');
    expect(refused.stderr).not.toContain('another-8e');
    const shared = join(folder.root, 'shared');
    writeFileSync(shared, 'canary-7f\n', { mode: 0o644 });
    expect(work('--queue', closed.url, '--queue-password-file', shared).stderr).toContain('[usage/secret-not-kept]');
    // A store that is not there, as a disk that is not mounted.
    const nowhere = spawnSync(process.execPath, [command, 'work', '--out', join(folder.root, 'nowhere'), '--queue', closed.url], {
      encoding: 'utf8',
    });
    expect([nowhere.status, nowhere.stderr]).toEqual([66, expect.stringContaining('Expected a store with a log, found none.')]);
  });

  it('with the password in a file it works, and the password is in no list of processes, file or line', { timeout: 120_000 }, async () => {
    const folder = makeFolder();
    const redis = await redisOf(folder, ['requirepass canary-7f']);
    const password = join(folder.root, 'password');
    writeFileSync(password, 'canary-7f\n', { mode: 0o600 });
    const options = [
      '--scan',
      '0.5',
      '--quiet',
      '0.5',
      '--min-free',
      '0',
      '--jobs',
      '1',
      '--queue',
      redis.url,
      '--queue-password-file',
      password,
    ];
    const watch = start(
      'watch',
      folder.drop,
      '--pipeline',
      folder.pipeline,
      '--out',
      folder.out,
      '--log-key',
      join(folder.root, 'store.key'),
      ...options,
    );
    await until(() => ordersOf(folder).length === LOTS.length || !running.has(watch.child));
    expect(ordersOf(folder)).toHaveLength(LOTS.length);
    const processes = spawnSync('ps', ['axww', '-o', 'args'], { encoding: 'utf8' }).stdout;
    expect(processes.split('\n').filter((line) => line.includes('canary-7f') && line.includes('cytolot'))).toEqual([]);
    const found = spawnSync('grep', ['-rl', 'canary-7f', folder.out], { encoding: 'utf8' });
    expect(found.stdout).toBe('');
    const keys = spawnSync('redis-cli', ['-p', String(redis.port), '--scan'], {
      encoding: 'utf8',
      env: { ...process.env, REDISCLI_AUTH: 'canary-7f' },
    });
    const ids = keys.stdout
      .trim()
      .split('\n')
      .map((key) => key.split(':').at(-1));
    expect(ordersOf(folder).every((id) => ids.includes(id))).toBe(true);
    // Nothing of a lot reaches the queue.
    const [id = ''] = ordersOf(folder);
    const key =
      keys.stdout
        .trim()
        .split('\n')
        .find((one) => one.endsWith(id)) ?? '';
    const data = spawnSync('redis-cli', ['-p', String(redis.port), 'HGETALL', key], {
      encoding: 'utf8',
      env: { ...process.env, REDISCLI_AUTH: 'canary-7f' },
    });
    expect(data.stdout).toContain('"inputs":"');
    expect(data.stdout).not.toContain('LOT-');
    watch.child.kill('SIGTERM');
    expect(await watch.ended, watch.said()).toBe(0);
    expect(watch.said()).not.toContain('canary-7f');
  });
});
