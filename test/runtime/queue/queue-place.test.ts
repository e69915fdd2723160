import { describe, expect, it } from 'vitest';
import { queueOf } from '../../../src/cli/inputs/queue-options.ts';
import { isOlder } from '../../../src/runtime/queue/open-redis.ts';
import { parseQueueUrl, queueName } from '../../../src/runtime/queue/queue-place.ts';

describe('the address of a queue', () => {
  it.each([
    ['redis://queue.example', { host: 'queue.example', port: 6379, database: 0, user: null, transport: 'plain' }],
    ['redis://worker@queue.example:6380/3', { host: 'queue.example', port: 6380, database: 3, user: 'worker', transport: 'plain' }],
    ['rediss://queue.example/', { host: 'queue.example', port: 6379, database: 0, user: null, transport: 'tls' }],
    ['redis://[::1]:6379', { host: '::1', port: 6379, database: 0, user: null, transport: 'plain' }],
    ['redis://qc%40site@queue.example', { host: 'queue.example', port: 6379, database: 0, user: 'qc@site', transport: 'plain' }],
  ])('%s', (text, place) => {
    expect(parseQueueUrl(text)).toEqual(place);
  });

  it.each(['redis://worker:canary-7f@queue.example', 'rediss://:canary-7f@queue.example:6379/1'])(
    'a password in it is refused with what mends it, and not repeated',
    (text) => {
      expect(() => parseQueueUrl(text)).toThrow(
        'Expected no password in --queue, found one: every account of this machine can read it there. Change it, write it alone into a file that this account alone may read, and name the file after --queue-password-file.',
      );
    },
  );

  it.each([
    ['queue.example', "found 'queue.example'."],
    ['http://queue.example', "found 'http://queue.example'."],
    ['worker:canary-7f@queue.example', 'found another text.'],
    ['redis://queue.example/0?password=canary-7f', 'found one with further settings behind it, of which none is taken.'],
    ['redis://queue.example/first', "found '/first' for the number of its database."],
  ])('%s is refused', (text, found) => {
    expect(() => parseQueueUrl(text)).toThrow(
      `Expected the address of a queue such as redis://queue.example:6379, or rediss:// for TLS after --queue, ${found}`,
    );
    expect(() => parseQueueUrl(text)).not.toThrow('canary-7f');
  });

  it('an authority goes with TLS alone', () => {
    expect(() => queueOf({ queue: 'redis://queue.example', queueCa: 'ca.pem' })).toThrow(
      'Expected rediss:// in --queue, since --queue-ca was given, found redis://: say rediss://.',
    );
  });

  it('files for a queue go with a queue alone', () => {
    expect(queueOf({})).toBeNull();
    expect(() => queueOf({ queuePasswordFile: 'password' })).toThrow('Expected --queue with the address of a queue');
  });

  it('an address of numbers and colons stands in brackets', () => {
    expect([queueName({ host: '::1', port: 6379 }), queueName({ host: 'queue.example', port: 6380 })]).toEqual([
      '[::1]:6379',
      'queue.example:6380',
    ]);
  });

  it.each([
    ['6.2.0', false],
    ['6.1.9', true],
    ['7.0.15', false],
    ['10.0.0', false],
    ['6.2', false],
    ['5.0.14', true],
  ])('Redis %s is older than 6.2.0: %s', (version, older) => {
    expect(isOlder(version, '6.2.0')).toBe(older);
  });
});
