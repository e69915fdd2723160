import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sha256OfText } from '../src/sha256.ts';
import {
  compareSubjects,
  lotFolderName,
  parseTimePoint,
  type Subject,
  subjectFolderName,
  subjectKey,
  subjectTitle,
} from '../src/subject.ts';

const subject = (purpose: Subject['purpose'], condition: string | null = null, timePoint: string | null = null): Subject => ({
  lot: 'L1',
  purpose,
  condition,
  timePoint,
});

describe('a time point', () => {
  it.each([
    ['6 months', '6 months'],
    ['1 month', '1 month'],
    ['1 months', '1 month'],
    ['2 week', '2 weeks'],
    ['0 days', '0 days'],
    ['0.5 hours', '0.5 hours'],
    ['1.5 years', '1.5 years'],
    ['30 minutes', '30 minutes'],
  ])('%s is written %s', (text, canonical) => {
    expect(parseTimePoint(text)?.text).toBe(canonical);
  });

  it.each([
    '6 mo',
    '6months',
    '6  months',
    '06 months',
    '6.0 months',
    '-1 days',
    '+1 days',
    '1e2 days',
    '6',
    'months',
    '6 Months',
    '',
    '6 months ',
  ])("'%s' is refused", (text) => {
    expect(parseTimePoint(text)).toBeNull();
  });
});

describe('the folder name of a subject', () => {
  it.each([
    [subject('release'), 'release'],
    [subject('in-process'), 'in-process'],
    [subject('stability', '25C/60RH', '6 months'), 'stability.25C%2F60RH.6%20months'],
    [subject('stability', '25C'), 'stability.25C'],
    [subject('stability', null, '6 months'), 'stability..6%20months'],
    [subject('stability', '6 months'), 'stability.6%20months'],
    [subject('in-use', 'v1.0', '0.5 hours'), 'in-use.v1%2E0.0%2E5%20hours'],
    [subject('stability', 'nul'), 'stability.%6Eul'],
    // 5 °C in UTF-8: 35 20 C2 B0 43.
    [subject('stability', '5 °C', '1 month'), 'stability.5%20%C2%B0C.1%20month'],
  ])('%o is %s', (one, name) => {
    expect(subjectFolderName(one)).toBe(name);
  });

  it('is the SHA-256 of the long name beyond 100 bytes', () => {
    // 'stability.' has 10 bytes.
    expect(subjectFolderName(subject('stability', 'c'.repeat(90)))).toBe(`stability.${'c'.repeat(90)}`);
    const long = `stability.${'c'.repeat(91)}`;
    expect(subjectFolderName(subject('stability', 'c'.repeat(91)))).toBe(createHash('sha256').update(long).digest('hex'));
  });
});

describe('the folder name of a lot', () => {
  it.each([
    ['DAP-2026_014', 'DAP-2026_014'],
    ['a/b', 'a%2Fb'],
    ['..', '%2E%2E'],
    ['批', '%E6%89%B9'],
    ['con', '%63on'],
    ['CON', '%43ON'],
    ['Nul', '%4Eul'],
    ['com1', '%63om1'],
    ['LPT9', '%4CPT9'],
    ['com¹', 'com%C2%B9'],
    ['con.txt', 'con%2Etxt'],
    ['conx', 'conx'],
    ['com10', 'com10'],
  ])('of %s is %s', (lot, name) => {
    expect(lotFolderName(lot)).toBe(name);
  });

  it('is a hash beyond 100 bytes and for nothing', () => {
    expect(lotFolderName('L'.repeat(100))).toBe('L'.repeat(100));
    expect(lotFolderName('L'.repeat(101))).toBe(createHash('sha256').update('L'.repeat(101)).digest('hex'));
    expect(lotFolderName('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
});

describe('subjects', () => {
  it('differ by each of their parts', () => {
    const all = [
      subject('release'),
      subject('stability'),
      subject('stability', '25C'),
      subject('stability', '25C', '6 months'),
      subject('stability', null, '6 months'),
      { ...subject('release'), lot: 'L2' },
    ];
    expect(new Set(all.map(subjectKey)).size).toBe(all.length);
    expect(new Set(all.map((one) => `${one.lot}/${subjectFolderName(one)}`)).size).toBe(all.length);
  });

  it('stand by lot, purpose, condition and time', () => {
    const inOrder = [
      subject('release'),
      subject('in-process'),
      subject('stability'),
      subject('stability', null, '2 weeks'),
      subject('stability', '25C', '0 days'),
      subject('stability', '25C', '6 months'),
      subject('stability', '25C', '12 months'),
      subject('stability', '25C', '2 years'),
      { ...subject('release'), lot: 'L2' },
    ];
    expect([...inOrder].reverse().sort(compareSubjects)).toEqual(inOrder);
  });

  it('are told by the lot alone where it is a release', () => {
    expect(subjectTitle(subject('release'))).toBe('L1');
    expect(subjectTitle(subject('stability', '25C/60RH', '6 months'))).toBe('L1, stability, 25C/60RH, 6 months');
    expect(subjectTitle(subject('characterisation'))).toBe('L1, characterisation');
  });
});

describe('SHA-256', () => {
  // FIPS 180-4 examples by node:crypto (OpenSSL); lengths around the block of 64 bytes and its padding of 9.
  it.each([0, 3, 55, 56, 63, 64, 65, 119, 120, 1000])('agrees with OpenSSL on %i bytes', (length) => {
    const text = 'abc批'.repeat(400).slice(0, length);
    expect(sha256OfText(text)).toBe(createHash('sha256').update(text).digest('hex'));
  });
});
