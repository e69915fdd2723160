import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  formatAnswer,
  formatOrder,
  isOrderId,
  type OrderAnswer,
  parseAnswer,
  parseHint,
  parseOrder,
  type WorkOrder,
} from '../../src/watch/work-order.ts';

const ORDER: WorkOrder = {
  schemaVersion: 1,
  inputs: 'a'.repeat(64),
  subject: { lot: 'DAP-014', purpose: 'release', condition: null, timePoint: null },
  language: 'both',
  notComputed: 'fails',
  failed: 0,
};

const ID = 'd'.repeat(64);

describe('orders', () => {
  it('the id of an order is the SHA-256 of its bytes', () => {
    const { id, text } = formatOrder(ORDER);
    expect(id).toBe(createHash('sha256').update(text).digest('hex'));
    expect(parseOrder(text, id)).toEqual(ORDER);
  });

  it('the order of keys in memory changes no byte', () => {
    const turned: WorkOrder = {
      failed: 0,
      notComputed: 'fails',
      language: 'both',
      subject: ORDER.subject,
      inputs: ORDER.inputs,
      schemaVersion: 1,
    };
    expect(formatOrder(turned)).toEqual(formatOrder(ORDER));
  });

  it('another try is another order', () => {
    expect(formatOrder({ ...ORDER, failed: 1 }).id).not.toBe(formatOrder(ORDER).id);
  });

  it('bytes that are not those of the id are no order', () => {
    const { id, text } = formatOrder(ORDER);
    expect(parseOrder(text.replace('DAP-014', 'DAP-015'), id)).toBeNull();
    expect(parseOrder(text, 'b'.repeat(64))).toBeNull();
  });

  it.each([
    ['no hash', { schemaVersion: 1, watch: '0123456789abcdef', inputs: 'x' }],
    ['a path for a watch', { schemaVersion: 1, watch: '../../../../etc', inputs: 'a'.repeat(64) }],
    ['a later version', { schemaVersion: 2, watch: '0123456789abcdef', inputs: 'a'.repeat(64) }],
    ['more than is known', { schemaVersion: 1, watch: '0123456789abcdef', inputs: 'a'.repeat(64), pipeline: '/etc/passwd' }],
    ['nothing', null],
  ])('a hint with %s is none of ours', (_, hint) => {
    expect(parseHint(hint)).toBeNull();
  });

  it('a hint holds a watch and a hash', () => {
    const hint = { schemaVersion: 1, watch: '0123456789abcdef', inputs: 'a'.repeat(64) };
    expect(parseHint(hint)).toEqual(hint);
  });

  it('an id is 64 hexadecimal digits', () => {
    expect([isOrderId('a'.repeat(64)), isOrderId('a'.repeat(63)), isOrderId(`../${'a'.repeat(61)}`)]).toEqual([true, false, false]);
  });

  it.each<OrderAnswer['outcome']>([
    { kind: 'published', published: { analysis: 1, folder: 'lots/L/release/0001', disposition: 'conforms', resultSha256: 'c'.repeat(64) } },
    { kind: 'reason-needed', why: { code: 'watch/reason-needed', fields: { after: 1 } } },
    { kind: 'failed', error: { code: 'internal/fault', fields: { message: 'It ended.' } } },
  ])('an answer of kind $kind is read as it was written', (outcome) => {
    const answer: OrderAnswer = { schemaVersion: 1, order: ID, subject: ORDER.subject, outcome, tries: 1, host: 'host-a' };
    expect(parseAnswer(formatAnswer(answer), ID)).toEqual(answer);
    expect(parseAnswer(formatAnswer(answer), 'e'.repeat(64))).toBeNull();
  });

  it.each(['../..', 'lots/../../0001', 'lots/./L/0001', 'lots/L/release/1', '/etc', 'lots/L/release/0001/..'])(
    'an answer whose result lies in %j is none',
    (folder) => {
      const published = { analysis: 1, folder, disposition: 'conforms', resultSha256: 'c'.repeat(64) };
      const outcome = { kind: 'published', published } as const;
      expect(
        parseAnswer(formatAnswer({ schemaVersion: 1, order: ID, subject: ORDER.subject, outcome, tries: 1, host: 'a' }), ID),
      ).toBeNull();
    },
  );

  it.each(['', '{', '{"schemaVersion":1}'])('%j is no answer: the order is worked on again', (text) => {
    expect(parseAnswer(text, ID)).toBeNull();
  });
});
