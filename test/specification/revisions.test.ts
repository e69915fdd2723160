import { describe, expect, it } from 'vitest';
import { dayAfter, dayBefore } from '../../src/calendar.ts';
import { type SubjectDate, servingRevision } from '../../src/specification/revisions.ts';
import { said } from '../said.ts';

const revision = (name: string, effectiveFrom: string, effectiveTo?: string) => ({ name, effectiveFrom, effectiveTo });
const THREE = [
  revision('3', '2026-01-01', '2026-06-30'),
  revision('4', '2026-07-01', '2026-07-01'),
  revision('5', '2026-07-02', '2026-12-31'),
] as const;
const OPEN = [revision('1', '2026-01-01')] as const;
const acquired = (...days: readonly string[]): SubjectDate => ({ rule: 'first-acquisition', days });

describe('one revision serves a subject', () => {
  it.each([
    ['the first day of the first', '2026-01-01', '3'],
    ['its last day, included', '2026-06-30', '3'],
    ['a revision of one day', '2026-07-01', '4'],
    ['the first day of the next', '2026-07-02', '5'],
    ['the last day of the last', '2026-12-31', '5'],
  ])('by its day: %s', (_, day, name) => {
    expect(servingRevision([...THREE], acquired(day))).toEqual({
      revision: THREE.find((one) => one.name === name),
      rule: 'first-acquisition',
      day,
      reason: null,
    });
  });

  it('goes on without a last day', () => {
    expect(servingRevision([...OPEN], acquired('2099-01-01')).reason).toBeNull();
  });

  it.each([
    [
      acquired('2025-12-31'),
      '3',
      'specification/not-yet-effective',
      'The date of first acquisition is 2025-12-31, before the specification came into force on 2026-01-01.',
    ],
    [
      acquired('2027-01-01'),
      '5',
      'specification/no-longer-effective',
      'The date of first acquisition is 2027-01-01, after the last valid day of the specification, 2026-12-31.',
    ],
    [
      acquired(),
      '5',
      'specification/no-acquisition-date',
      'Expected the date of first acquisition, by which the revision of the specification is chosen, found none. Give acquired_at in the sample list.',
    ],
    [
      { rule: 'manufacture', days: [] } as const,
      '5',
      'specification/no-date',
      'Expected the date of manufacture, by which the revision of the specification is chosen, found none. Give manufactured_at in the sample list.',
    ],
    [
      { rule: 'study-protocol', days: ['2026-02-01', '2026-08-01'] } as const,
      '5',
      'specification/several-dates',
      'Expected one date of the study protocol, by which the revision of the specification is chosen, found 2026-02-01, 2026-08-01. Correct protocol_date in the sample list.',
    ],
  ])('or none judges, with a reason: %o', (date, shown, code, message) => {
    const found = servingRevision([...THREE], date);

    expect(found.revision.name).toBe(shown);
    expect(found.reason && said([found.reason])[0]).toEqual({ code, scope: 'attribute', message });
  });

  it('knows the neighbours of a day over months, years and leap days', () => {
    expect([dayAfter('2026-12-31'), dayAfter('2028-02-28'), dayBefore('2028-03-01'), dayBefore('2026-03-01')]).toEqual([
      '2027-01-01',
      '2028-02-29',
      '2028-02-29',
      '2026-02-28',
    ]);
  });
});
