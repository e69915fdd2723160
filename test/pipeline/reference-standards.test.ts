import { describe, expect, it } from 'vitest';
import { checkReferenceStandard, parseReferenceStandards } from '../../src/pipeline/tables/reference-standards.ts';

const register = parseReferenceStandards(
  [
    { line: 1, cells: ['lot', 'kind', 'assigned_potency', 'unit', 'source', 'qualified_from', 'retest_date', 'expiry_date'] },
    { line: 2, cells: ['RS-07', 'in-house', '1.00', 'relative potency', 'QR-12', '2025-01-15', '2026-12-31', '2027-03-31'] },
  ],
  'reference-standards.csv',
  '+08:00',
);

describe('reference standards', () => {
  it.each([
    ['RS-07', '2026-11-18T10:00:00+08:00', null],
    ['RS-07', '2026-12-31', null],
    ['RS-07', '2027-01-01', 'reference/retest-due'],
    ['RS-07', '2027-03-31', 'reference/retest-due'],
    ['RS-07', '2027-04-01', 'reference/expired'],
    ['RS-07', '2025-01-14', 'reference/not-yet-qualified'],
    ['RS-07', null, 'reference/no-assay-date'],
    ['RS-08', '2026-11-18', 'reference/unregistered'],
  ])('%s on %s gives %s', (lot, date, code) => {
    expect(checkReferenceStandard(register, lot, date, null)?.code ?? null).toBe(code);
  });

  it('refuses another kind than the assay asks for', () => {
    expect(checkReferenceStandard(register, 'RS-07', '2026-11-18', 'international')).toEqual({
      code: 'reference/wrong-kind',
      scope: 'assay-run',
      fields: { standard: 'RS-07', kind: 'international', found: 'in-house' },
    });
  });
});
