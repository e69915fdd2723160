import { describe, expect, it } from 'vitest';
import type { Reason, ReasonCode } from '../../src/reason.ts';
import { counted, resultOf } from './specification-fixtures.ts';

const because = (code: ReasonCode): Reason => ({ code, scope: 'attribute', fields: {} });
const few = because('attribute/too-few-events');
const missing = because('control/missing');

/** 20 of 100 where at most 5 % are allowed: the one-sided 95 % lower limit is 13.7 %, which proves that it fails. */
const proved = (reasons: readonly Reason[]) => judge(20, reasons);
/** 6 of 100: the lower limit is 2.6 %, which proves nothing. */
const unproved = (reasons: readonly Reason[]) => judge(6, reasons);

function judge(k: number, reasons: readonly Reason[]) {
  const oneSided = { lower: k === 20 ? 0.137 : 0.026, upper: null };
  const decisive = { level: 0.95, oneSided, zeroCountUpper: null, recoveryLower: null };
  const { outcome, reasons: left, notes } = resultOf({ criterion: { atMost: 5 } }, counted(k, 100, { reasons, decisive }));
  return { outcome, reasons: left.map(({ code }) => code), notes: notes.map(({ code }) => code) };
}

describe('a value that fails for certain', () => {
  it.each([
    // None of the two: 20 % is above 5 %, and nothing speaks against saying so.
    ['neither too few events nor a missing control: 20 % is above 5 %', [], 'fails', [], []],
    ['too few events alone: the failure is proved', [few], 'fails', [], ['specification/certain-failure']],
    ['a control that is missing: nothing is proved', [missing], 'no valid result', ['control/missing'], ['investigate']],
    [
      'too few events and a missing control: the events prove it, the control does not',
      [few, missing],
      'no valid result',
      ['attribute/too-few-events', 'control/missing'],
      ['investigate'],
    ],
    ['the same in the other order', [missing, few], 'no valid result', ['control/missing', 'attribute/too-few-events'], ['investigate']],
    ['too few events twice', [few, { ...few, fields: { file: 'another tube' } }], 'fails', [], ['specification/certain-failure']],
  ] as const)('%s', (_, reasons, outcome, left, notes) => {
    expect(proved(reasons)).toEqual({ outcome, reasons: left, notes });
  });

  it('is not said of one whose limit lies within the criterion', () => {
    expect(unproved([])).toEqual({ outcome: 'fails', reasons: [], notes: [] });
    expect(unproved([few])).toMatchObject({ outcome: 'no valid result', reasons: ['attribute/too-few-events'] });
  });
});
