import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe } from 'vitest';

const hasRedis = spawnSync('redis-server', ['--version']).error === undefined;

/** A group of tests over a Redis of its own on the loopback: skipped by name where there is no redis-server. */
export function describeRedis(title: string, tests: () => void): void {
  // `npm test` needs Node and npm alone: a queue is an addition that a site may do without, and `.ci/run` installs the server where it may.
  describe.skipIf(!hasRedis)(hasRedis ? title : `${title} (skipped: needs the program redis-server)`, tests);
}

/** A Redis that keeps nothing on the disk, with settings of its own. */
export interface Redis {
  readonly port: number;
  readonly url: string;
  readonly ask: (...words: readonly string[]) => string;
  readonly end: () => Promise<void>;
}

export async function startRedis(folder: string, settings: readonly string[] = [], port?: number): Promise<Redis> {
  const own = port ?? (await freePort());
  const file = join(folder, `redis-${own}.conf`);
  const all = [`port ${own}`, 'bind 127.0.0.1', 'save ""', 'appendonly no', `dir ${folder}`, 'maxmemory-policy noeviction', ...settings];
  writeFileSync(file, all.join('\n'));
  const child = spawn('redis-server', [file], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const ask = (...words: readonly string[]) => spawnSync('redis-cli', ['-p', String(own), ...words], { encoding: 'utf8' }).stdout.trim();
  while (!/PONG|NOAUTH/.test(ask('PING'))) await lives(child);
  const end = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  return { port: own, url: `redis://127.0.0.1:${own}`, ask, end };
}

async function lives(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`);
  await new Promise((resolve) => setTimeout(resolve, 50));
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
