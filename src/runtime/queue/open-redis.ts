import type { Redis } from 'ioredis';
import { InputError } from '../../errors.ts';
import { codeOf, type Disk, messageOf } from '../disk/disk.ts';
import { withoutSecrets } from '../outbox/secrets.ts';
import { tlsOptions } from '../outbox/tls-options.ts';
import { queuePassword } from './queue-password.ts';
import { type QueueSettings, queueName } from './queue-place.ts';

/** Between two attempts to connect again, without end. */
export const RECONNECT_SECONDS = 2;

/** The oldest Redis that BullMQ recommends: `LMOVE` and the stalled-job scripts need it. */
const OLDEST = '6.2.0';

const CONNECT_MILLISECONDS = 10_000;
const PROBE_MILLISECONDS = 30_000;

/** `answering`: commands of which an answer is missed soon; `waiting`: those of a worker, which blocks for jobs up to 10 s at a time. */
export type ConnectionKind = 'answering' | 'waiting';

export interface OpenRedis {
  readonly redis: Redis;
  /** What an error of it says, without the password: a server may answer with what it was told. */
  readonly said: (error: unknown) => string;
}

const COMMAND_MILLISECONDS = { answering: 5000, waiting: 20_000 } as const;

/**
 * Connects, and looks whether the server can carry a queue. From then on a lost connection is made again, every 2 s, without end. Throws `queue/unreachable`,
 * `queue/not-permitted`, `queue/not-fit`, and what the files of password and certificates are refused with.
 */
export async function openRedis(settings: QueueSettings, disk: Disk, kind: ConnectionKind): Promise<OpenRedis> {
  const { place, caFile } = settings;
  const password = queuePassword(settings, disk);
  const tls = place.transport === 'tls' ? tlsOptions(caFile === null ? null : { caFile }, disk) : null;
  const { Redis } = await import('ioredis');
  let isChecked = false;
  let lost: Error | null = null;
  const redis = new Redis({
    host: place.host,
    port: place.port,
    db: place.database,
    ...(place.user === null ? {} : { username: place.user }),
    ...(password === null ? {} : { password }),
    ...(tls === null ? {} : { tls: { ...tls, servername: place.host } }),
    maxRetriesPerRequest: kind === 'waiting' ? null : 0,
    enableOfflineQueue: kind === 'waiting',
    connectTimeout: CONNECT_MILLISECONDS,
    commandTimeout: COMMAND_MILLISECONDS[kind],
    keepAlive: PROBE_MILLISECONDS,
    retryStrategy: () => (isChecked ? RECONNECT_SECONDS * 1000 : null),
  });
  redis.on('error', (error) => {
    lost = error;
  });
  try {
    await connected(redis);
    await refuseUnfit(redis, queueName(place));
    isChecked = true;
    return { redis, said: (error) => withoutSecrets(messageOf(error), password === null ? [] : [password]) };
  } catch (error) {
    redis.disconnect();
    throw error instanceof InputError ? error : connectionError(lost ?? error, { settings, secrets: password === null ? [] : [password] });
  }
}

/** A connection that BullMQ doubles must have begun by itself: one that waits to be told gives up for good where the first attempt fails. */
function connected(redis: Redis): Promise<void> {
  return new Promise((resolve, reject) => {
    redis.on('ready', resolve);
    redis.on('end', () => reject(new Error('the connection ended')));
  });
}

/** What a server answers to one that it does not let in. */
const NOT_LET_IN = /\b(NOAUTH|WRONGPASS|NOPERM|ACL failure|invalid password|invalid username-password|AUTH <password> called without)/i;

function connectionError(
  error: unknown,
  { settings: { place, passwordFile }, secrets }: { readonly settings: QueueSettings; readonly secrets: readonly string[] },
): InputError {
  const name = queueName(place);
  const found = withoutSecrets(messageOf(error), secrets).replace(/[.\s]+$/, '');
  if (NOT_LET_IN.test(found)) {
    const how =
      passwordFile === null
        ? 'Give its password after --queue-password-file, and its user in --queue (redis://USER@HOST).'
        : 'Check the user in --queue and the file after --queue-password-file.';
    return new InputError('queue/not-permitted', `Expected that the queue at ${name} lets us in, found: ${found}. ${how}`);
  }
  if (isOfTls(error))
    return new InputError(
      'queue/not-permitted',
      `Expected that the queue at ${name} proves by its certificate who it is, found: ${found}. Name the certificate of the site's authority after --queue-ca, and the host as the certificate does.`,
    );
  const over = place.transport === 'plain' ? ' Where it speaks TLS alone, say rediss://.' : ' Where it speaks no TLS, say redis://.';
  return new InputError(
    'queue/unreachable',
    `Expected a queue at ${name}, found: ${found}. Start it, or mend the way to it or the address after --queue.${over}`,
  );
}

function isOfTls(error: unknown): boolean {
  return /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_)/.test(codeOf(error) ?? '');
}

async function refuseUnfit(redis: Redis, name: string): Promise<void> {
  await redis.ping();
  // All that a queue does is scripts over keys of ours.
  await redis.eval("return redis.call('EXISTS', KEYS[1])", 1, 'cytolot:probe');
  const info = await redis.info('server');
  const version = /^redis_version:(\S+)/m.exec(info)?.[1] ?? null;
  if (version === null || isOlder(version, OLDEST))
    throw new InputError(
      'queue/not-fit',
      `Expected Redis ${OLDEST} or newer at ${name}, found ${version ?? 'a server that does not say its version'}.`,
    );
  const policy = await evictionPolicy(redis);
  if (policy !== null && policy !== 'noeviction')
    throw new InputError(
      'queue/not-fit',
      `Expected 'maxmemory-policy noeviction' at ${name}, found '${policy}': orders would be thrown away unseen where memory is short. Set it in redis.conf.`,
    );
  const role = /^role:(\S+)/m.exec(await redis.info('replication'))?.[1];
  if (role === 'slave')
    throw new InputError(
      'queue/not-fit',
      `Expected a Redis that takes orders at ${name}, found a replica. Give the address of the primary.`,
    );
}

/** By `INFO memory`, which a user without `CONFIG` may ask too; `null` where the server says it nowhere. */
async function evictionPolicy(redis: Redis): Promise<string | null> {
  const said = /^maxmemory_policy:(\S+)/m.exec(await redis.info('memory'))?.[1];
  if (said !== undefined) return said;
  try {
    return (await redis.config('GET', 'maxmemory-policy'))[1] ?? null;
  } catch {
    return null;
  }
}

/** `7.0.15` against `6.2.0`, number by number. */
export function isOlder(version: string, oldest: string): boolean {
  const numbers = (text: string): readonly number[] => text.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const [found, needed] = [numbers(version), numbers(oldest)];
  for (let index = 0; index < needed.length; index++) {
    const difference = (found[index] ?? 0) - (needed[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
