import { describe, expect, it } from 'vitest';
import { countUnits, type PlannedUnit, plannedFor, plannedNumberSchema } from '../../src/attributes/planned-units.ts';

/** `1`, `2:invalid`, `3:awaited`, `4>2` as units. */
function units(texts: readonly string[]): PlannedUnit[] {
  return texts.map((text) => {
    const [names = '', state = 'valid'] = text.split(':');
    const [name = '', replaces = null] = names.split('>');
    return { name, replaces, state: state === 'invalid' || state === 'awaited' ? state : 'valid' };
  });
}

describe('units of three planned', () => {
  it.each([
    ['none', [], { counted: [], replaced: [], surplus: [], missing: 3 }],
    ['two', ['1', '2'], { counted: ['1', '2'], replaced: [], surplus: [], missing: 1 }],
    ['exactly three', ['1', '2', '3'], { counted: ['1', '2', '3'], replaced: [], surplus: [], missing: 0 }],
    [
      'an invalid one is one of the three',
      ['1', '2:invalid', '3'],
      { counted: ['1', '2:invalid', '3'], replaced: [], surplus: [], missing: 0 },
    ],
    ['one more', ['1', '2', '3', '4'], { counted: ['1', '2', '3'], replaced: [], surplus: ['4'], missing: 0 }],
    [
      'one more beside an invalid one that nobody names',
      ['1', '2:invalid', '3', '4'],
      { counted: ['1', '2', '3'], replaced: [], surplus: ['4'], missing: 0 },
    ],
    [
      'a repeat of the invalid one: the valid rest stays',
      ['1', '2:invalid', '3', '4>2'],
      { counted: ['1', '3', '4'], replaced: ['2'], surplus: [], missing: 0 },
    ],
    [
      'a repeat that stands before it',
      ['4>2', '1', '2:invalid', '3'],
      { counted: ['4', '1', '3'], replaced: ['2'], surplus: [], missing: 0 },
    ],
    ['a repeat of a valid one', ['1', '2', '3', '4>2'], { counted: ['1', '2', '3'], replaced: [], surplus: ['4'], missing: 0 }],
    [
      'a repeat of the valid one beside an invalid one',
      ['1', '2:invalid', '3', '4>3'],
      { counted: ['1', '2', '3'], replaced: [], surplus: ['4'], missing: 0 },
    ],
    [
      'two repeats of one',
      ['1', '2:invalid', '3', '4>2', '5>2'],
      { counted: ['1', '3', '4'], replaced: ['2'], surplus: ['5'], missing: 0 },
    ],
    [
      'a repeat of an invalid repeat',
      ['1', '2:invalid', '3', '4>2:invalid', '5>4'],
      { counted: ['1', '3', '5'], replaced: ['2', '4'], surplus: [], missing: 0 },
    ],
    [
      'a repeat of a valid repeat',
      ['1', '2:invalid', '3', '4>2', '5>4'],
      { counted: ['1', '3', '4'], replaced: ['2'], surplus: ['5'], missing: 0 },
    ],
    [
      'all repeated',
      ['1:invalid', '2:invalid', '3:invalid', '4>1', '5>2', '6>3'],
      { counted: ['4', '5', '6'], replaced: ['1', '2', '3'], surplus: [], missing: 0 },
    ],
    [
      'a repeat of what has not arrived waits with it',
      ['1', '2', '3:awaited', '4>3'],
      { counted: ['1', '2', '3'], replaced: [], surplus: [], missing: 0 },
    ],
    ['a repeat of what is not there', ['1', '2', '3', '4>9'], { counted: ['1', '2', '3'], replaced: [], surplus: ['4'], missing: 0 }],
    ['a repeat of itself', ['1', '2', '3', '4>4:invalid'], { counted: ['1', '2', '3'], replaced: [], surplus: ['4'], missing: 0 }],
    [
      'two that name each other',
      ['1', '2', '3', '4>5:invalid', '5>4:invalid'],
      { counted: ['1', '2', '3'], replaced: [], surplus: ['4', '5'], missing: 0 },
    ],
  ] as const)('%s', (_name, texts, expected) => {
    const counted = expected.counted.map((text) => text.split(':')[0]);
    expect(countUnits(units(texts), 3)).toEqual({ ...expected, counted });
  });
});

describe('a planned number', () => {
  it('is one for all purposes, or one for each that is named', () => {
    expect(plannedFor(plannedNumberSchema.parse(3), 'stability')).toBe(3);
    const planned = plannedNumberSchema.parse({ release: 3, stability: 1 });
    expect([plannedFor(planned, 'release'), plannedFor(planned, 'stability'), plannedFor(planned, 'in-use')]).toEqual([3, 1, null]);
  });

  it.each([0, 1.5, {}, { release: 0 }, { Release: 1 }])('%j is none', (value) => {
    expect(plannedNumberSchema.safeParse(value).success).toBe(false);
  });
});
