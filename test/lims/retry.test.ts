import { describe, expect, it } from 'vitest';
import { parseRetryAfter, statusMeaning, waitSeconds } from '../../src/lims/retry.ts';

describe('a wait', () => {
  const wait = { firstSeconds: 1, longestSeconds: 300, random: 0, retryAfterSeconds: 0, settleSeconds: 0 };

  it.each([
    // Half of it is certain, half drawn; doubled each time: 1, 2, 4 … 256, then the longest.
    { attempts: 1, random: 0, seconds: 0.5 },
    { attempts: 1, random: 1, seconds: 1 },
    { attempts: 2, random: 1, seconds: 2 },
    { attempts: 9, random: 1, seconds: 256 },
    { attempts: 10, random: 1, seconds: 300 },
    { attempts: 1000, random: 0, seconds: 150 },
  ])('after attempt $attempts is $seconds s where $random is drawn', ({ attempts, random, seconds }) => {
    expect(waitSeconds({ ...wait, attempts, random })).toBe(seconds);
  });

  it('is never shorter than what the target asks for, up to an hour, nor than what settles an attempt', () => {
    expect(waitSeconds({ ...wait, attempts: 1, retryAfterSeconds: 20 })).toBe(20);
    expect(waitSeconds({ ...wait, attempts: 1, retryAfterSeconds: 999_999 })).toBe(3600);
    expect(waitSeconds({ ...wait, attempts: 1, settleSeconds: 65 })).toBe(65);
  });

  it.each([
    ['120', 120],
    [' 1 ', 1],
    [null, 0],
    ['Fri, 31 Dec 2027 23:59:59 GMT', 0],
    ['-5', 0],
  ])('that is asked for as %s is %s s', (text, seconds) => {
    expect(parseRetryAfter(text)).toBe(seconds);
  });
});

it('a status is refused for ever from 400 on, but for 408, 409, 425 and 429; before 200, from 300 and from 500 on it is not now', () => {
  const refused = Array.from({ length: 500 }, (_, i) => i + 100).filter((status) => statusMeaning(status) === 'refused');
  const fourHundreds = Array.from({ length: 100 }, (_, i) => i + 400);
  expect(refused).toEqual(fourHundreds.filter((status) => ![408, 409, 425, 429].includes(status)));
  expect([199, 200, 299, 300, 302, 399, 500, 503].map(statusMeaning)).toEqual([
    'not now',
    'answered',
    'answered',
    'not now',
    'not now',
    'not now',
    'not now',
    'not now',
  ]);
});
