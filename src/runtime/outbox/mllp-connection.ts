import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Link } from '../../lims/target.ts';
import { codeOf, type Disk } from '../disk/disk.ts';
import type { Connection, Reply } from './connection.ts';
import { tlsOptions } from './http-connection.ts';

/** Minimal Lower Layer Protocol (HL7 v2, Transport Specification: MLLP, Release 1): a message between 0x0B and 0x1C 0x0D. */
const [START, END, CARRIAGE_RETURN] = [0x0b, 0x1c, 0x0d];

const MOST_BYTES = 4 * 1024 * 1024;

/** Speaks MLLP, a connection for each message: an answer that comes late is never taken for that of another message. */
export function openMllp(
  { host, port, tls }: Extract<Link, { readonly via: 'mllp' }>,
  { disk, timeoutSeconds }: { readonly disk: Disk; readonly timeoutSeconds: number },
): Connection {
  const secured = tls === null ? null : { host, port, servername: host, ...tlsOptions(tls, disk) };
  return {
    ask: (request) => {
      if (request.via !== 'mllp') throw new TypeError('not a message over MLLP');
      const socket = secured === null ? connectPlain({ host, port }) : connectTls(secured);
      return exchange(socket, framed(request.message), timeoutSeconds);
    },
    close: () => {},
  };
}

export function framed(message: string): Uint8Array {
  return Buffer.concat([Uint8Array.of(START), Buffer.from(message, 'utf8'), Uint8Array.of(END, CARRIAGE_RETURN)]);
}

/** The message in a whole frame; `null` where the bytes are none yet. */
export function unframed(bytes: Uint8Array): string | null {
  if (bytes[0] !== START || bytes.length < 3 || bytes.at(-2) !== END || bytes.at(-1) !== CARRIAGE_RETURN) return null;
  return Buffer.from(bytes.subarray(1, -2)).toString('utf8');
}

function exchange(socket: Socket, bytes: Uint8Array, timeoutSeconds: number): Promise<Reply> {
  return new Promise((resolve) => {
    let received = new Uint8Array();
    const end = (reply: Reply) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reply);
    };
    const timer = setTimeout(() => end({ kind: 'none', detail: `none in ${timeoutSeconds} s` }), timeoutSeconds * 1000);
    socket.on('data', (part: Buffer) => {
      received = Buffer.concat([received, part]);
      const text = unframed(received);
      if (text !== null) end({ kind: 'answer', answer: { status: 200, text, retryAfterSeconds: 0 } });
      else if (received.length > MOST_BYTES) end({ kind: 'none', detail: `more than ${MOST_BYTES} bytes` });
    });
    socket.on('error', (error) => end({ kind: 'none', detail: codeOf(error) ?? 'closed' }));
    socket.on('close', () => end({ kind: 'none', detail: 'closed' }));
    socket.write(bytes);
  });
}
