import { describe, expect, it } from 'vitest';
import type { LotPlan } from '../../src/pipeline/binding/plan-record.ts';
import { makeBinding } from '../../src/pipeline/binding.ts';
import { earliestKnown, subjectDate } from '../../src/pipeline/lot/subject-date.ts';

const [FIRST, SECOND, THIRD] = ['2026-03-02T09:00:00+08:00', '2026-03-02T10:00:00+08:00', '2026-03-05T00:10:00+08:00'];

describe('the acquisition of a lot', () => {
  it.each([
    ['none', [], null],
    ['all stated: the earliest, wherever it stands', [THIRD, FIRST, SECOND], FIRST],
    ['some stated: the earliest of these', [null, THIRD, SECOND], SECOND],
    ['none stated', [null, null], null],
  ])('%s', (_, dates, expected) => {
    expect(earliestKnown(dates)).toBe(expected);
  });
});

describe('the day that chooses a revision', () => {
  const occasion = { kind: 'initial', number: 1, reason: null, reference: null, replaces: null } as const;
  const file = (manufacturedAt: string | null, protocolDate: string | null) =>
    makeBinding({ file: 'a.fcs', kind: 'sample', source: 'samples.csv:2', manufacturedAt, protocolDate });
  const planOf = (samples: readonly ReturnType<typeof file>[], plates: readonly ReturnType<typeof file>[] = []): LotPlan => ({
    subject: { lot: 'L', purpose: 'release', condition: null, timePoint: null },
    lot: 'L',
    samples: samples.map((binding) => ({
      occasion,
      replaces: null,
      tube: 't',
      stage: 'final',
      binding,
      held: [],
      controls: [],
    })),
    missing: [],
    assays: [{ assay: 'a', occasion, plates: plates.map((binding) => ({ binding, slot: 's', held: [], replaces: null })) }],
    held: [],
  });
  const times = { acquired: [THIRD, null, SECOND], tested: ['2026-03-01'] };

  it.each([
    ['the first acquisition', times, ['2026-03-02']],
    [
      'the first test elsewhere where nothing was acquired',
      { acquired: [null], tested: ['2026-03-09', '2026-03-08', null] },
      ['2026-03-08'],
    ],
    ['none where nothing is stated', { acquired: [], tested: [null] }, []],
  ])('is %s', (_, stated, days) => {
    expect(subjectDate({ specificationDate: 'first-acquisition' }, planOf([]), stated)).toEqual({ rule: 'first-acquisition', days });
  });

  it('is that of manufacture, each once, of the samples where there are any, else of the plates', () => {
    const samples = [file('2026-02-10', '2026-01-01'), file('2026-02-10', null), file(null, null)];
    const plates = [file('2026-01-15', '2026-01-02')];
    const days = (rule: 'manufacture' | 'study-protocol', plan: LotPlan) => subjectDate({ specificationDate: rule }, plan, times).days;
    expect(days('manufacture', planOf(samples, plates))).toEqual(['2026-02-10']);
    expect(days('study-protocol', planOf(samples, plates))).toEqual(['2026-01-01']);
    expect(days('manufacture', planOf([], plates))).toEqual(['2026-01-15']);
    expect(days('manufacture', planOf([...samples, file('2026-02-11', null)]))).toEqual(['2026-02-10', '2026-02-11']);
  });
});
