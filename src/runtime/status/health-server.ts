import { createServer, type Server, type ServerResponse } from 'node:http';
import { InputError } from '../../errors.ts';
import type { WatchStatus } from '../../watch/watch-status.ts';
import { messageOf } from '../disk/disk.ts';
import type { Metrics } from './metrics.ts';

/** Where the server listens. */
export interface HealthAddress {
  readonly host: string;
  readonly port: number;
}

export interface HealthSources {
  readonly status: () => Pick<WatchStatus, 'ready'>;
  readonly metrics: Metrics;
}

export interface HealthServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

const PLAIN = 'text/plain; charset=utf-8';

/**
 * Answers GET `/livez`, `/readyz` and `/metrics`, and nothing else, with bodies that are the same whatever is watched: no name of a lot or a file leaves by it. It has
 * no sign-in: it is for the machine itself, or for a network of its own. Throws `usage/bad-argument` where it cannot listen.
 */
export async function openHealthServer({ host, port }: HealthAddress, sources: HealthSources): Promise<HealthServer> {
  const server = createServer({ requestTimeout: 5000, headersTimeout: 5000, maxHeaderSize: 8192 }, (request, response) => {
    void answer({ method: request.method ?? '', path: (request.url ?? '').split('?', 1)[0] ?? '' }, response, sources);
    request.resume();
  });
  server.maxConnections = 32;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new InputError(
          'usage/bad-argument',
          `Expected an address to listen at after --health-address, found '${host}:${port}': ${messageOf(error)}.`,
        ),
      ),
    );
    server.listen(port, host, resolve);
  });
  return { port: portOf(server), close: () => closed(server) };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function answer(
  request: { readonly method: string; readonly path: string },
  response: ServerResponse,
  { status, metrics }: HealthSources,
): Promise<void> {
  const send = (code: number, body: string, headers: Readonly<Record<string, string>> = {}) => {
    response.writeHead(code, { 'content-type': PLAIN, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...headers });
    response.end(body);
  };
  if (!PATHS.includes(request.path)) return send(404, 'not found\n');
  if (request.method !== 'GET') return send(405, 'method not allowed\n', { allow: 'GET' });
  switch (request.path) {
    case '/livez':
      return send(200, 'ok\n');
    case '/readyz':
      return status().ready ? send(200, 'ready\n') : send(503, 'not ready\n');
    default:
      return send(200, await metrics.text(), { 'content-type': metrics.contentType });
  }
}

const PATHS: readonly string[] = ['/livez', '/readyz', '/metrics'];
