// A watch of the built command over a drop folder, as the trials of `watch` use it.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { command } from './small-lots.mjs';

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Makes the key of a store, once. */
export function keyIn(folder) {
  const key = join(folder, 'store.key');
  if (!existsSync(key) && spawnSync(process.execPath, [command, 'key', 'new', key]).status !== 0) throw new Error('no key');
  return key;
}

/** A sample list of some lots, put in the place of the one before by a rename. */
export function writeList(drop, lots, columns = 'file,kind,lot,assay_run,stage,tube') {
  const rows = lots.map((lot) => `${lot}.fcs,sample,${lot},RUN-1,final,surface`);
  writeFileSync(join(drop, '.samples.new'), [columns, ...rows, ''].join('\n'));
  renameSync(join(drop, '.samples.new'), join(drop, 'samples.csv'));
}

export const copyLots = (from, drop, lots) => {
  for (const lot of lots) copyFileSync(join(from, `${lot}.fcs`), join(drop, `${lot}.fcs`));
};

export const freshFolder = (path) => {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  return path;
};

/** Starts a watch, and comes back when it answers that it lives. */
export async function startWatch({ folder, drop, out, options, node = [], env = {} }) {
  const port = await freePort();
  const method = ['--pipeline', join(folder, 'method/pipeline.yaml'), '--out', out, '--log-key', keyIn(folder)];
  const words = [...node, command, 'watch', drop, ...method, '--min-free', '0', '--health-address', `127.0.0.1:${port}`, ...options];
  const child = spawn(process.execPath, words, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (part) => {
    said += part;
  });
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve(signal ?? code)));
  const ask = async (path) => {
    const since = performance.now();
    const reply = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(30_000) });
    return { status: reply.status, text: await reply.text(), milliseconds: Math.round(performance.now() - since) };
  };
  /** A number of /metrics. */
  const metric = async (name) => {
    const line = (await ask('/metrics')).text.split('\n').find((one) => one.startsWith(`${name} `));
    return Number(line?.split(' ').at(-1));
  };
  for (let lives = false; !lives; ) {
    if (child.exitCode !== null) throw new Error(`watch ended with ${child.exitCode}: ${said.slice(-600)}`);
    await pause(50);
    lives = await ask('/livez').then(
      ({ status }) => status === 200,
      () => false,
    );
  }
  /** Asks for the end, and gives how it ended and after how long. */
  const end = async () => {
    const since = performance.now();
    child.kill('SIGTERM');
    const code = await ended;
    return { code, milliseconds: Math.round(performance.now() - since) };
  };
  return { child, ask, metric, end, ended, said: () => said };
}

/** Lines of JSON in a file. */
export const jsonLines = (path) =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** How many orders of a watch with a queue stand in a folder of results. */
export function ordersIn(out) {
  const watches = join(out, 'watch');
  if (!existsSync(watches)) return 0;
  return readdirSync(watches).reduce((sum, name) => {
    const orders = join(watches, name, 'orders');
    return sum + (existsSync(orders) ? readdirSync(orders).length : 0);
  }, 0);
}
