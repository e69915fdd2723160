import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';

/** A request as it arrived. */
export interface Arrived {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface GivenAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface StandIn {
  readonly url: string;
  readonly arrived: readonly Arrived[];
  readonly end: () => Promise<void>;
}

/** A system on this host that answers as it is told. */
export async function startStandIn(
  answer: (request: Arrived) => GivenAnswer | Promise<GivenAnswer>,
  tls: ServerOptions | null = null,
): Promise<StandIn> {
  const arrived: Arrived[] = [];
  const take: Parameters<typeof createServer>[1] = (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, url, headers, body: Buffer.concat(parts).toString('utf8') };
      arrived.push(one);
      void Promise.resolve(answer(one)).then((given) => {
        response.writeHead(given.status, { 'Content-Type': 'application/json', ...given.headers });
        response.end(given.body);
      });
    });
  };
  const server: Server = tls === null ? createServer(take) : createSecureServer(tls, take);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `${tls === null ? 'http' : 'https'}://${tls === null ? '127.0.0.1' : 'localhost'}:${address.port}`,
    arrived,
    end: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What a message of ours says of itself. */
export interface TakenMessage {
  readonly key: string;
  readonly kind: string;
  readonly revision: number;
  readonly replaces: string | null;
  readonly approval: string;
  readonly results: readonly Readonly<Record<string, unknown>>[];
}

/** Books what is sent by its key, and gives it back when it is asked. `spoil` = what it makes of a result before it is read back. */
export function bookingLims(spoil: (result: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>> = (result) => result) {
  const booked = new Map<string, TakenMessage>();
  return {
    booked,
    answer: ({ method, url, body }: Arrived): GivenAnswer => {
      if (method === 'GET') {
        const found = booked.get(new URL(url, 'http://stand-in').searchParams.get('key') ?? '');
        return { status: 200, body: JSON.stringify({ results: found?.results.map(spoil) ?? [] }) };
      }
      const message: TakenMessage = JSON.parse(body);
      booked.set(message.key, message);
      return { status: 201, body: JSON.stringify({ id: message.key, status: 'stored' }) };
    },
  };
}

/** The block of a target of ours that is read back in full. */
export const readBackBlock = (url: string, more = ''): string => `targets:
  - id: lims
    type: http-json
    send: analysed
    url: ${url}/results
    keys: { known: Idempotency-Key }
    retry: { firstSeconds: 0.05, longestSeconds: 0.2 }
    readBack:
      url: ${url}/results?key={key}
      results: results
      fields: { row: row, occasion: occasion, value: value, operator: operator, unit: unit, limitLower: limitLower, limitUpper: limitUpper, state: state }
${more}`;
