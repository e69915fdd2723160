import * as z from 'zod';
import { excerpt } from '../../excerpt.ts';
import type { Conversation, SendResult, TargetAnswer } from '../conversation.ts';
import type { Dispatch } from '../dispatch.ts';
import { decodeHl7 } from '../hl7.ts';
import { hl7Settings } from '../hl7-settings.ts';
import { notUnderstood } from '../http-answers.ts';
import { limsNote } from '../lims-notes.ts';
import { controlIdOf, oruMessage } from '../oru-message.ts';
import { compareSending } from '../read-back.ts';
import { defineTarget, notReadBack, PACE, tlsSchema } from '../target.ts';

/** HL7 v2.5.1 over MLLP: a repeat has the same control id (MSH-10), by which a receiver that follows the standard knows it. */
export const hl7Mllp = defineTarget({
  id: 'hl7-mllp',
  settings: {
    host: z
      .string()
      .min(1)
      .regex(/^[A-Za-z0-9.:-]+$/),
    port: z.int().min(1).max(65_535),
    tls: tlsSchema.optional(),
    ...PACE,
    ...hl7Settings,
    keys: z.strictObject({
      known: z.literal('MSH-10').describe('A message with a control id that was taken before is acknowledged and not booked again.'),
    }),
    readBack: notReadBack,
  },
  check: {
    holds: ({ host, tls }) => tls !== undefined || ['localhost', '127.0.0.1', '::1'].includes(host),
    message: 'Expected tls, since MLLP without it is for this host alone (localhost, 127.0.0.1, ::1)',
  },
  open: ({ host, port, tls = null, timeoutSeconds, inFlight, retry, names }) => ({
    link: { via: 'mllp', host, port, tls },
    timeoutSeconds,
    inFlight,
    retry,
    settleSeconds: null,
    prepare: (dispatch) => {
      const message = oruMessage(dispatch, names);
      return typeof message === 'string' ? { kind: 'message', text: message } : { kind: 'refused', reason: message };
    },
    send,
    look: null,
    readBack: null,
    compare: compareSending,
    notCompared: [],
  }),
});

/** Done only on AA or CA with our control id; AE, AR, CE and CR of it are refused. An answer to another message says nothing. */
function* send({ key }: Dispatch, message: string): Conversation<SendResult> {
  const controlId = controlIdOf(key);
  const answer = yield { via: 'mllp', message, isAnswer: (text) => acknowledged(text, controlId) !== null };
  return acknowledgement(answer, controlId);
}

function acknowledgement(answer: TargetAnswer, controlId: string): SendResult {
  const code = acknowledged(answer.text, controlId);
  if (code === 'AA' || code === 'CA') return { kind: 'done' };
  if (code !== null && ['AE', 'AR', 'CE', 'CR'].includes(code))
    return { kind: 'refused', reason: limsNote('lims/refused', { status: code, answer: excerpt(answer.text.replaceAll('\r', ' ')) }) };
  return notUnderstood(answer, 'acknowledgement');
}

/** MSA-1 of an acknowledgement of our message; `null` of anything else. */
function acknowledged(text: string, controlId: string): string | null {
  const [header, ...others] = decodeHl7(text) ?? [];
  const said = others.find(({ name }) => name === 'MSA');
  return header?.text(9) === 'ACK' && said?.text(2) === controlId ? said.text(1) : null;
}
