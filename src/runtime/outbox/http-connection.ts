import { createHmac } from 'node:crypto';
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { HttpRequest } from '../../lims/conversation.ts';
import { parseRetryAfter } from '../../lims/retry.ts';
import type { Credentials, Link } from '../../lims/target.ts';
import { codeOf, type Disk } from '../disk/disk.ts';
import type { Clock } from '../disk/surroundings.ts';
import type { Connection, Reply } from './connection.ts';
import { readSecret, readToken, withoutSecrets } from './secrets.ts';
import { tlsOptions } from './tls-options.ts';

interface Means {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly timeoutSeconds: number;
  readonly inFlight: number;
}

/** An answer of a LIMS is short; a longer one is not read to its end. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * Speaks HTTP by Node's own client, which follows no redirect: an answer that says to go elsewhere is an answer. Certificates are verified, with the site's own
 * authority where one is named. Throws what `readToken` and `tlsOptions` throw.
 */
export function openHttp({ credentials, tls }: Extract<Link, { readonly via: 'http' }>, means: Means): Connection {
  const identity = credentials === null ? null : identityOf(credentials, means.disk);
  const options = { keepAlive: true, maxSockets: means.inFlight };
  const agents = { 'http:': new HttpAgent(options), 'https:': new HttpsAgent({ ...options, ...tlsOptions(tls, means.disk) }) };
  return {
    ask: async (request) => {
      if (request.via !== 'http') throw new TypeError('not a request over HTTP');
      const signed = { ...request, headers: { ...request.headers, ...identity?.headers(request, means.clock) } };
      const reply = await exchange(signed, agents, means.timeoutSeconds);
      return reply.kind === 'none'
        ? reply
        : { ...reply, answer: { ...reply.answer, text: withoutSecrets(reply.answer.text, identity?.secrets ?? []) } };
    },
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

/** Who the sender is, in headers, with everything that must be shown nowhere. */
interface Identity {
  readonly secrets: readonly string[];
  readonly headers: (request: HttpRequest, clock: Clock) => Readonly<Record<string, string>>;
}

function identityOf(credentials: Credentials, disk: Disk): Identity {
  if ('passwordFile' in credentials) {
    const password = readSecret(disk, credentials.passwordFile);
    const encoded = Buffer.from(`${credentials.user}:${password}`).toString('base64');
    return { secrets: [password, encoded], headers: () => ({ Authorization: `Basic ${encoded}` }) };
  }
  if ('tokenFile' in credentials) {
    const token = readToken(disk, credentials.tokenFile);
    return { secrets: [token], headers: () => ({ Authorization: `Bearer ${token}` }) };
  }
  const secret = readSecret(disk, credentials.secretFile);
  return {
    secrets: [secret],
    headers: ({ method, url, body }, clock) => {
      const timestamp = String(Math.floor(clock.now().getTime() / 1000));
      const { pathname, search } = new URL(url);
      return {
        'X-Cytolot-Key': credentials.hmac,
        'X-Cytolot-Timestamp': timestamp,
        'X-Cytolot-Signature': hmacOf(secret, { method, path: `${pathname}${search}`, timestamp, body: body ?? '' }),
      };
    },
  };
}

/** HMAC-SHA-256 over method, path with query, timestamp in seconds and body, each but the last with a line end behind it; 64 hexadecimal digits. */
export function hmacOf(
  secret: string,
  { method, path, timestamp, body }: { readonly method: string; readonly path: string; readonly timestamp: string; readonly body: string },
): string {
  return createHmac('sha256', secret).update(`${method}\n${path}\n${timestamp}\n${body}`).digest('hex');
}

function exchange(
  { method, url, headers, body }: HttpRequest,
  agents: { readonly 'http:': HttpAgent; readonly 'https:': HttpsAgent },
  timeoutSeconds: number,
): Promise<Reply> {
  const whole = body === null ? null : Buffer.from(body, 'utf8');
  const length = whole === null ? {} : { 'Content-Length': String(whole.length) };
  const signal = AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000));
  const options = { method, headers: { Accept: 'application/json', ...headers, ...length }, signal };
  return new Promise((resolve) => {
    // A request is written when the connection stands, and not before: without one not a byte of it left.
    let stood = false;
    const none = (error: unknown) =>
      resolve({
        kind: 'none',
        detail: signal.aborted ? `none in ${timeoutSeconds} s` : detailOf(error),
        ...(stood ? {} : { arrived: 'never' }),
      });
    const isPlain = new URL(url).protocol === 'http:';
    const take = (response: IncomingMessage) => collect(response).then((text) => resolve(answered(response, text)), none);
    const sent = isPlain
      ? requestHttp(url, { ...options, agent: agents['http:'] }, take)
      : requestHttps(url, { ...options, agent: agents['https:'] }, take);
    sent.on('socket', (socket) => {
      if (socket.connecting) socket.once(isPlain ? 'connect' : 'secureConnect', () => (stood = true));
      else stood = true;
    });
    sent.on('error', none);
    sent.end(whole ?? undefined);
  });
}

const answered = ({ statusCode = 0, headers }: IncomingMessage, text: string): Reply => ({
  kind: 'answer',
  answer: { status: statusCode, text, retryAfterSeconds: parseRetryAfter(headers['retry-after'] ?? null) },
});

/** The whole body; fails where it is cut off. */
async function collect(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response) {
    if (!Buffer.isBuffer(part)) continue;
    size += part.length;
    if (size > MOST_BYTES) throw new Error(`more than ${MOST_BYTES} bytes`);
    parts.push(part);
  }
  if (!response.complete) throw new Error('cut off');
  return Buffer.concat(parts).toString('utf8');
}

/** What the system calls it: its sentences may hold addresses. */
function detailOf(error: unknown): string {
  return codeOf(error) ?? (error instanceof Error && error.message.length < 60 ? error.message : 'closed');
}
