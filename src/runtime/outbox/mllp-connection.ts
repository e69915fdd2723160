import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { MllpRequest } from '../../lims/conversation.ts';
import type { Link } from '../../lims/target.ts';
import { codeOf, type Disk } from '../disk/disk.ts';
import type { Connection, Reply } from './connection.ts';
import { tlsOptions } from './tls-options.ts';

/** Minimal Lower Layer Protocol (HL7 v2, Transport Specification: MLLP, Release 1): a message between 0x0B and 0x1C 0x0D. */
const [START, END, CARRIAGE_RETURN] = [0x0b, 0x1c, 0x0d];

const FRAME_END = Uint8Array.of(END, CARRIAGE_RETURN);

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
      return exchange(socket, request, { timeoutSeconds, secured: secured === null ? 'plain' : 'secured' });
    },
    close: () => {},
  };
}

export function framed(message: string): Uint8Array {
  return Buffer.concat([Uint8Array.of(START), Buffer.from(message, 'utf8'), Uint8Array.of(END, CARRIAGE_RETURN)]);
}

/** The messages in the whole frames among some bytes, and the bytes behind them, which may be the beginning of another. What stands between frames is nothing. */
export function unframed(bytes: Uint8Array): { readonly messages: readonly string[]; readonly rest: Uint8Array } {
  const messages: string[] = [];
  let rest = Buffer.from(bytes);
  for (let end = rest.indexOf(FRAME_END); end >= 0; end = rest.indexOf(FRAME_END)) {
    // A frame that was begun anew was broken off before.
    const start = rest.subarray(0, end).lastIndexOf(START);
    if (start >= 0) messages.push(rest.toString('utf8', start + 1, end));
    rest = rest.subarray(end + FRAME_END.length);
  }
  return { messages, rest };
}

/** Ends with the last message that is an answer to ours. Where none is, what was said last stands for what was understood. */
function exchange(
  socket: Socket,
  { message, isAnswer }: MllpRequest,
  { timeoutSeconds, secured }: { readonly timeoutSeconds: number; readonly secured: 'plain' | 'secured' },
): Promise<Reply> {
  return new Promise((resolve) => {
    let rest: Uint8Array = new Uint8Array();
    let size = 0;
    let other: string | null = null;
    const answered = (text: string): Reply => ({ kind: 'answer', answer: { status: 200, text, retryAfterSeconds: 0 } });
    const end = (reply: Reply) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reply);
    };
    let stood = false;
    const endWithout = (detail: string) =>
      end(other === null ? { kind: 'none', detail, ...(stood ? {} : { arrived: 'never' }) } : answered(other));
    const timer = setTimeout(() => endWithout(`none in ${timeoutSeconds} s`), timeoutSeconds * 1000);
    socket.once(secured === 'secured' ? 'secureConnect' : 'connect', () => {
      stood = true;
      socket.write(framed(message));
    });
    socket.on('data', (part: Buffer) => {
      size += part.length;
      const taken = unframed(Buffer.concat([rest, part]));
      rest = taken.rest;
      other = taken.messages.at(-1) ?? other;
      const ours = taken.messages.findLast((text) => isAnswer(text));
      if (ours !== undefined) end(answered(ours));
      else if (size > MOST_BYTES) endWithout(`more than ${MOST_BYTES} bytes`);
    });
    socket.on('error', (error) => endWithout(codeOf(error) ?? 'closed'));
    socket.on('close', () => endWithout('closed'));
  });
}
