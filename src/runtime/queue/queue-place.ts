import { InputError } from '../../errors.ts';

/** Where a queue is: plain data, without the password. */
export interface QueuePlace {
  readonly host: string;
  readonly port: number;
  readonly database: number;
  /** `null` = the user `default` of the server. */
  readonly user: string | null;
  readonly transport: 'plain' | 'tls';
}

/** A queue, and the files by which it is reached. */
export interface QueueSettings {
  readonly place: QueuePlace;
  /** `null` = the server asks for no password. */
  readonly passwordFile: string | null;
  /** Certificates of a site's own authority; `null` = those that Node trusts. */
  readonly caFile: string | null;
}

const PORT = 6379;
const EXAMPLE = 'redis://queue.example:6379, or rediss:// for TLS';

/**
 * `redis://USER@HOST:PORT/DATABASE`, or `rediss://` for TLS. What is refused is not quoted where it may hold a password: it stood in the list of processes already. Throws
 * `usage/bad-argument`.
 */
export function parseQueueUrl(text: string): QueuePlace {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && url.password !== '') throw passwordInUrl();
  if (url === null || !['redis:', 'rediss:'].includes(url.protocol) || url.hostname === '') {
    // A text that is no URL may hold a password all the same.
    if (text.includes('@')) throw refused('another text');
    throw refused(`'${text}'`);
  }
  if (url.search !== '' || url.hash !== '') throw refused('one with further settings behind it, of which none is taken');
  const [, digits] = /^\/?(\d*)$/.exec(url.pathname) ?? [];
  if (digits === undefined || Number(digits) > 65_535) throw refused(`'${url.pathname}' for the number of its database`);
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? PORT : Number(url.port),
    database: Number(digits),
    user: url.username === '' ? null : decodeURIComponent(url.username),
    transport: url.protocol === 'rediss:' ? 'tls' : 'plain',
  };
}

/** How a queue is named in sentences: `queue.example:6379`. */
export function queueName({ host, port }: Pick<QueuePlace, 'host' | 'port'>): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Settings from the options of a command. Throws `usage/bad-argument`. */
export function queueSettings(
  url: string,
  { passwordFile, caFile }: { readonly passwordFile?: string | undefined; readonly caFile?: string | undefined },
): QueueSettings {
  const place = parseQueueUrl(url);
  if (caFile !== undefined && place.transport === 'plain')
    throw new InputError('usage/bad-argument', 'Expected rediss:// in --queue, since --queue-ca was given, found redis://: say rediss://.');
  return { place, passwordFile: passwordFile ?? null, caFile: caFile ?? null };
}

function refused(found: string): InputError {
  return new InputError('usage/bad-argument', `Expected the address of a queue such as ${EXAMPLE} after --queue, found ${found}.`);
}

function passwordInUrl(): InputError {
  return new InputError(
    'usage/bad-argument',
    'Expected no password in --queue, found one: every account of this machine can read it there. Change it, write it alone into a file that this account alone may read, and name the file after --queue-password-file.',
  );
}
