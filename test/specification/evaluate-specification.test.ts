import { describe, expect, it } from 'vitest';
import { criterionTitle } from '../../src/outputs/words/titles.ts';
import { evaluateSpecification } from '../../src/specification/evaluate-specification.ts';
import { common, onlyEstimate, tube } from '../attributes/attribute-fixtures.ts';
import { said } from '../said.ts';
import { counted, estimate, lot, parsed, resultOf, row } from './specification-fixtures.ts';

const codes = (result: { reasons: readonly { code: string }[] }): string[] => result.reasons.map((one) => one.code);
const notes = (result: { notes: readonly { code: string }[] }): string[] => result.notes.map((one) => one.code);

describe('rounding decides where the specification says so', () => {
  // [k, N, rule, decideOn, reported, outcome] against >= 90.0 %
  it.each([
    [1799, 2000, 'half-up', 'rounded', '90.0', 'meets'], // 89.95 %, tie, 9 is odd
    [1799, 2000, 'half-even', 'rounded', '90.0', 'meets'],
    [1799, 2000, 'half-up', 'unrounded', '90.0', 'fails'],
    [17989, 20000, 'half-up', 'rounded', '89.9', 'fails'], // 89.945 %
    [9005, 10000, 'half-even', 'rounded', '90.0', 'meets'], // 90.05 %, tie to even
    [9005, 10000, 'half-up', 'rounded', '90.1', 'meets'],
    [9, 10, 'half-up', 'unrounded', '90.0', 'meets'], // 0.9 exactly, which no double is
  ] as const)('%i of %i, %s, %s: %s %%, %s', (k, N, rounding, decideOn, value, outcome) => {
    const result = resultOf({ rounding, decideOn }, counted(k, N));
    expect([result.reportable?.value, result.outcome]).toEqual([value, outcome]);
    expect(result.reportable).toMatchObject({ operator: '', unit: '%', digits: 1, rule: rounding });
  });

  it('decides otherwise by the rule of rounding: 0.125 against at most 0.12', () => {
    const parts = { criterion: { atMost: 0.12 }, unit: '', digits: 2 };
    const value = estimate({ estimate: 0.125, unit: '' });
    expect(resultOf({ ...parts, rounding: 'half-even' }, value).outcome).toBe('meets');
    expect(resultOf({ ...parts, rounding: 'half-up' }, value).outcome).toBe('fails');
  });

  it('converts units before rounding: 1.2345e6 cells/mL is 1.23 or, at the tie 1.235e6, 1.24 million', () => {
    const parts = { criterion: { atLeast: 1 }, unit: '10^6 cells/mL', digits: 2 };
    expect(resultOf(parts, estimate({ estimate: 1_234_500, unit: 'cells/mL' })).reportable?.value).toBe('1.23');
    expect(resultOf(parts, estimate({ estimate: 1_235_000, unit: 'cells/mL' })).reportable?.value).toBe('1.24');
  });

  it('notes a value whose outcome rounding changes', () => {
    const result = resultOf({}, counted(1799, 2000));
    expect(said(result.notes)).toEqual([
      {
        code: 'specification/rounding-decides',
        message: 'The value before rounding fails, the rounded one meets; this row decides on the rounded value.',
      },
    ]);
  });
});

describe('criteria', () => {
  it.each([
    [{ lessThan: 5 }, 4.99, 'meets'],
    [{ lessThan: 5 }, 5, 'fails'],
    [{ atMost: 5 }, 5, 'meets'],
    [{ atMost: 5 }, 5.01, 'fails'],
    [{ moreThan: 5 }, 5, 'fails'],
    [{ moreThan: 5 }, 5.01, 'meets'],
    [{ atLeast: 5 }, 5, 'meets'],
    [{ atLeast: 5 }, 4.99, 'fails'],
    [{ between: { atLeast: 0.7, atMost: 1.43 } }, 0.7, 'meets'],
    [{ between: { atLeast: 0.7, atMost: 1.43 } }, 1.43, 'meets'],
    [{ between: { moreThan: 0.7, atMost: 1.43 } }, 0.7, 'fails'],
    [{ between: { atLeast: 0.7, lessThan: 1.43 } }, 1.43, 'fails'],
  ])('%j of %f %s', (criterion, value, outcome) => {
    expect(resultOf({ criterion, unit: '', digits: 2 }, estimate({ estimate: value, unit: '' })).outcome).toBe(outcome);
  });

  it.each([
    [{ atLeast: 90 }, 'estimate', '≥ 90.0 %', '≥ 90.0 %'],
    [{ lessThan: 0.1 }, 'upper-limit', 'upper limit < 0.1 %', '上限 < 0.1 %'],
    [{ moreThan: 80 }, 'lower-limit', 'lower limit > 80.0 %', '下限 > 80.0 %'],
    [{ between: { atLeast: 70, atMost: 143 } }, 'estimate', '70.0 to 143.0 %', '70.0～143.0 %'],
    [{ between: { moreThan: 70, atMost: 143 } }, 'estimate', '> 70.0 % and ≤ 143.0 %', '> 70.0 % 且 ≤ 143.0 %'],
    [{ atMost: 10_000 }, 'estimate', '≤ 10,000.0 %', '≤ 10,000.0 %'],
    [{ notDetected: true }, 'estimate', 'not detected', '不得检出'],
    [{ equals: { en: 'no growth', zh: '无菌生长' } }, 'estimate', 'no growth', '无菌生长'],
  ])('%j on %s is printed in both languages', (criterion, on, en, zh) => {
    const { criterion: printed } = resultOf({ criterion, on }, estimate());
    expect(printed && criterionTitle(printed)).toEqual({ en, zh });
  });

  it('judges a confidence limit where the row says so', () => {
    const interval = { lower: 0.79, upper: 0.95, level: 0.95, sides: 'two' as const, method: 'student-t' as const };
    const value = estimate({ estimate: 0.87, interval, unit: 'relative potency' });
    const parts = { criterion: { atLeast: 0.8 }, unit: 'relative potency', digits: 2 };
    expect(resultOf({ ...parts, on: 'lower-limit' }, value).outcome).toBe('fails');
    expect(resultOf({ ...parts, on: 'estimate' }, value).outcome).toBe('meets');
  });

  it('has no valid result for a limit that the value does not have', () => {
    const result = resultOf({ on: 'upper-limit' }, counted(95, 100));
    expect([result.outcome, codes(result)]).toEqual(['no valid result', ['specification/no-interval']]);
  });

  it('has no valid result in a unit that cannot be converted', () => {
    expect(codes(resultOf({ unit: 'EU/mL' }, counted(95, 100)))).toEqual(['specification/unit-mismatch']);
  });

  it.each([
    ['No  growth', 'meets'],
    ['无菌生长', 'meets'],
    ['negative', 'meets'],
    ['growth', 'fails'],
  ])('words %s: %s', (text, outcome) => {
    const criterion = { equals: { en: 'no growth', zh: '无菌生长', accepted: ['Negative'] } };
    expect(resultOf({ criterion, unit: '', decideOn: undefined, digits: undefined }, estimate({ text, unit: '' })).outcome).toBe(outcome);
  });

  it.each([
    ['<', 0.05, { lessThan: 0.25 }, 'meets'],
    ['<', 0.25, { lessThan: 0.25 }, 'meets'],
    ['<', 0.5, { lessThan: 0.25 }, 'no valid result'],
    ['>', 0.5, { lessThan: 0.25 }, 'fails'],
    ['<', 0.5, { atLeast: 0.5 }, 'fails'],
    ['>', 0.5, { atLeast: 0.5 }, 'meets'],
    ['<', 0.3, { between: { atLeast: 0.2, atMost: 0.4 } }, 'no valid result'],
  ] as const)('a result from elsewhere of %s %f against %j: %s', (operator, value, criterion, outcome) => {
    const result = resultOf({ criterion, unit: 'EU/mL', digits: 2 }, estimate({ estimate: value, operator, unit: 'EU/mL' }));
    expect(result.outcome).toBe(outcome);
    expect(result.reportable?.operator).toBe(operator);
  });
});

describe('not detected', () => {
  const detection = { limitOfBlank: 3, limitOfDetection: 1e-5 };
  const interval = (upper: number) => ({ lower: null, upper, level: 0.95, sides: 'upper', method: 'clopper-pearson' }) as const;
  const parts = { criterion: { notDetected: true }, decideOn: undefined, digits: undefined };

  it.each([
    [3, 7.75e-6, 'meets'],
    [4, 9e-6, 'fails'],
    [0, 2e-5, 'no valid result'],
  ])('%i events with the upper limit %f: %s', (k, upper, outcome) => {
    expect(resultOf(parts, counted(k, 1_000_000, { detection, interval: interval(upper) })).outcome).toBe(outcome);
  });

  it('needs both limits of the method', () => {
    expect(codes(resultOf(parts, counted(0, 1000, { interval: interval(0.003) })))).toEqual(['specification/no-detection-limits']);
  });

  it.each([
    ['not detected', 'meets'],
    ['未检出', 'meets'],
    ['Detected', 'fails'],
    ['maybe', 'no valid result'],
  ])('a laboratory that writes %s: %s', (text, outcome) => {
    expect(resultOf(parts, estimate({ text })).outcome).toBe(outcome);
  });
});

describe('rare events against 0.1 %', () => {
  const rare = { ...common, type: 'residual-pluripotent', panel: 'P', population: 'OCT4+', of: 'viable' };
  const parts = { criterion: { lessThan: 0.1 }, on: 'upper-limit', decideOn: 'unrounded', digits: 4 };
  const judge = (k: number, N: number, extra: Record<string, unknown> = {}, tubes: readonly ReturnType<typeof tube>[] = []) =>
    resultOf(
      parts,
      onlyEstimate({ ...rare, minimumEvents: 2995, ...extra }, { tubes: [tube({ viable: N, 'viable/OCT4+': k }), ...tubes] }),
    );

  it('2,995 events with none positive meet: they exclude 0.1 % at 95 %', () => {
    expect(judge(0, 2995).outcome).toBe('meets');
  });

  it('2,994 events with none positive have no valid result', () => {
    const result = judge(0, 2994);
    expect([result.outcome, codes(result)]).toEqual(['no valid result', ['attribute/too-few-events']]);
    expect(notes(result)).toContain('investigate');
  });

  it('too few events for the criterion are found even where the method asks for fewer', () => {
    const result = judge(0, 2000, { minimumEvents: 100 });
    expect([result.outcome, codes(result)]).toEqual(['no valid result', ['specification/too-few-events']]);
  });

  it('10 of 2,000 fails although there are too few events: its lower limit already exceeds the criterion', () => {
    const result = judge(10, 2000);
    expect([result.outcome, result.reasons]).toEqual(['fails', []]);
    expect(notes(result)).toEqual(['specification/certain-failure']);
  });

  it('130 against 60 per 1e5 fails uncorrected', () => {
    const control = { name: 'FMO', minimumEvents: 1000, maximumPositiveFraction: 0.01 };
    const blank = tube({ viable: 100_000, 'viable/OCT4+': 60 }, { role: 'control', control: 'FMO', file: 'fmo.fcs' });
    expect(judge(130, 100_000, { control }, [blank]).outcome).toBe('fails');
  });

  it('a failed control leaves no valid result, to be investigated where the value lay outside', () => {
    const control = { name: 'FMO', minimumEvents: 1000, maximumPositiveFraction: 0.0001 };
    const blank = tube({ viable: 100_000, 'viable/OCT4+': 60 }, { role: 'control', control: 'FMO', file: 'fmo.fcs' });
    const outside = judge(130, 100_000, { control }, [blank]);
    expect([outside.outcome, notes(outside)]).toEqual(['no valid result', ['investigate']]);
    const inside = judge(50, 100_000, { control }, [blank]);
    expect([inside.outcome, notes(inside)]).toEqual(['no valid result', []]);
  });

  it('never reports an upper limit of 0', () => {
    const result = resultOf(
      { ...parts, digits: 2 },
      onlyEstimate({ ...rare, minimumEvents: 2995 }, { tubes: [tube({ viable: 1e6, 'viable/OCT4+': 0 })] }),
    );
    expect(result.reportable).toMatchObject({ operator: '<', value: '0.01', unit: '%' });
  });

  it('7 of 268,412 is reported as 0.0049 % with two significant digits', () => {
    const result = resultOf(
      { ...parts, digits: undefined, significantDigits: 2 },
      onlyEstimate({ ...rare, minimumEvents: 2995 }, { tubes: [tube({ viable: 268_412, 'viable/OCT4+': 7 })] }),
    );
    expect(result.reportable?.value).toBe('0.0049');
    expect(result.eventsNeeded).toBe(2995);
  });
});

describe('limits from the dose', () => {
  const product = { id: 'P', title: { en: 'P', zh: '产品' }, dose: { viableCellsPerMaximumDose: 1e8 } };
  const parts = {
    criterion: { atMost: { cellsPerMaximumDose: 300 } },
    on: 'upper-limit',
    decideOn: 'unrounded',
    unit: '%',
    significantDigits: 2,
    digits: undefined,
  };
  const rare = (upper: number, recovery?: number) =>
    counted(0, 2_000_000, {
      interval: { lower: null, upper, level: 0.95, sides: 'upper', method: 'clopper-pearson' },
      ...(recovery === undefined ? {} : { decisive: { level: 0.95, oneSided: null, zeroCountUpper: null, recoveryLower: recovery } }),
    });

  it('are allowed cells / viable cells: 300 of 1e8 is 3e-6', () => {
    expect(resultOf(parts, rare(3e-6), { product }).outcome).toBe('meets');
    expect(resultOf(parts, rare(3.01e-6), { product }).outcome).toBe('fails');
    const { criterion } = resultOf(parts, rare(3e-6), { product });
    expect(criterion && criterionTitle(criterion)).toEqual({
      en: 'upper limit ≤ 300 cells per maximum dose (about 0.000300 %)',
      zh: '上限 ≤ 300 个细胞/最大剂量（约 0.000300 %）',
    });
  });

  it('are stricter by the lower limit of the recovery', () => {
    expect(resultOf(parts, rare(2.9e-6, 0.8), { product }).outcome).toBe('fails');
    expect(resultOf(parts, rare(2.4e-6, 0.8), { product }).outcome).toBe('meets');
  });
});

describe('validity', () => {
  it('a value with a reason is shown and not judged', () => {
    const reasons = [{ code: 'control/missing' as const, scope: 'assay-run' as const, fields: {} }];
    const result = resultOf({}, counted(95, 100, { reasons }));
    expect([result.outcome, result.reportable?.value, notes(result)]).toEqual(['no valid result', '95.0', []]);
  });

  it('a test article that caused it is investigated', () => {
    const reasons = [{ code: 'potency/not-parallel' as const, scope: 'test-article' as const, fields: {} }];
    expect(notes(resultOf({}, counted(95, 100, { reasons })))).toEqual(['investigate']);
  });

  it('a draft method gives information', () => {
    const result = resultOf({}, counted(95, 100, { method: { id: null, text: 'flow', version: '1', status: 'draft' } }));
    expect([result.outcome, notes(result)]).toEqual(['information', ['method/not-validated']]);
  });

  it('a result that is not there yet is pending', () => {
    expect(resultOf({}, estimate({ status: 'pending' })).outcome).toBe('pending');
  });

  it('data from before the effective date have no valid result', () => {
    const result = resultOf({}, counted(95, 100, { acquiredAt: '2025-12-31T23:59:00+08:00' }));
    expect(said(result.reasons)).toEqual([
      {
        code: 'specification/not-yet-effective',
        scope: 'attribute',
        message: 'Acquired on 2025-12-31, before the specification came into force on 2026-01-01.',
      },
    ]);
    expect(resultOf({}, counted(95, 100, { acquiredAt: '2026-01-01T00:00:00+08:00' })).outcome).toBe('meets');
  });

  it('data without a date have no valid result', () => {
    const [result] = evaluateSpecification(parsed([row()]), [counted(95, 100)], { ...lot, acquiredAt: null });
    expect([result?.outcome, result?.reasons.map((one) => one.code)]).toEqual(['no valid result', ['specification/no-acquisition-date']]);
  });

  it('a file without a date is not dated by the other files of the lot', () => {
    expect(codes(resultOf({}, counted(95, 100, { acquiredAt: null })))).toEqual(['specification/no-acquisition-date']);
  });

  it('a value of another stage does not serve', () => {
    expect(codes(resultOf({ stage: 'before-sorting' }, counted(95, 100)))).toEqual(['specification/stage-mismatch']);
  });
});

describe('rows and values that have no partner', () => {
  it('a row without a value has no valid result, or is pending with a due date', () => {
    const rows = [row(), row({ id: 'R2', attribute: 'sterility', due: '2026-03-16' })];
    const [missing, due] = evaluateSpecification(parsed(rows), [], lot);
    expect([missing?.outcome, missing?.reasons[0]?.code]).toEqual(['no valid result', 'specification/no-estimate']);
    expect([due?.outcome, due?.criterion?.due, due?.reasons]).toEqual(['pending', '2026-03-16', []]);
  });

  it('a value without a row is information', () => {
    const [, other] = evaluateSpecification(parsed([row()]), [counted(95, 100), counted(1, 100, { attribute: 'b' })], lot);
    expect([other?.outcome, other?.role, other?.section, other?.criterion]).toEqual([
      'information',
      'information',
      'not-in-specification',
      null,
    ]);
  });

  it('rows stand in the order of the specification', () => {
    const rows = [row({ id: 'R2', attribute: 'b' }), row()];
    expect(
      evaluateSpecification(parsed(rows), [counted(1, 2), counted(1, 2, { attribute: 'b' })], lot).map((one) => one.attribute),
    ).toEqual(['b', 'a']);
  });
});

describe('alert, action and discard limits', () => {
  it('are judged on the same value and change no outcome', () => {
    const result = resultOf({ alert: { atLeast: 96 }, action: { atLeast: 92 }, discard: { atLeast: 50 } }, counted(95, 100));
    expect(result.outcome).toBe('meets');
    expect(result.limits.map(({ kind, criterion, crossed }) => ({ kind, text: criterionTitle(criterion).en, crossed }))).toEqual([
      { kind: 'alert', text: '≥ 96.0 %', crossed: true },
      { kind: 'action', text: '≥ 92.0 %', crossed: false },
      { kind: 'discard', text: '≥ 50.0 %', crossed: false },
    ]);
  });
});
