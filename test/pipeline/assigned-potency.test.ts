import { describe, expect, it } from 'vitest';
import { intervalMethodText } from '../../src/outputs/words/interval-method.ts';
import { assignedLevelMismatch, standardOfAssays, withAssignedPotency } from '../../src/pipeline/assays/assigned-potency.ts';
import { parseReferenceStandards, type ReferenceStandard } from '../../src/pipeline/tables/reference-standards.ts';
import { combineAssays } from '../../src/potency/combination/combination.ts';

const HEAD = ['lot', 'kind', 'assigned_potency', 'unit', 'source', 'qualified_from', 'retest_date', 'expiry_date'];
const ROW = ['RS-07', 'in-house', '1.20', 'relative potency', 'QR-12', '2025-01-15', '2026-12-31', '2027-03-31'];

/** A register of one standard with further columns. */
function register(further: Readonly<Record<string, string>>): ReferenceStandard[] {
  const rows = [
    { line: 1, cells: [...HEAD, ...Object.keys(further)] },
    { line: 2, cells: [...ROW, ...Object.values(further)] },
  ];
  return parseReferenceStandards(rows, 'reference-standards.csv', '+08:00');
}
const standard = (further: Readonly<Record<string, string>>): ReferenceStandard | null => register(further)[0] ?? null;

/** R = 0.9 and its t limits from four assays, as the combination computes them. */
const combined = combineAssays(
  [0.82, 0.88, 0.93, 0.98].map((estimate, index) => ({ name: `A${index}`, relativePotency: { estimate } })),
  { planned: 4, level: 0.95 },
);
const R = combined.estimate ?? Number.NaN;
const [R_L, R_U] = [combined.lower ?? Number.NaN, combined.upper ?? Number.NaN];

describe('the assigned potency A of a reference standard', () => {
  const LIMITS = { assigned_lower: '1.10', assigned_upper: '1.32', assigned_level: '0.95' };

  it('enters once, after combination: ln L = ln(RA) − √((ln R − ln R_L)² + (ln A − ln A_L)²), the upper limit likewise', () => {
    const found = withAssignedPotency(combined, standard(LIMITS));
    expect(found.estimate).toBe(R * 1.2);
    const lower = Math.log(R * 1.2) - Math.sqrt((Math.log(R) - Math.log(R_L)) ** 2 + (Math.log(1.2) - Math.log(1.1)) ** 2);
    const upper = Math.log(R * 1.2) + Math.sqrt((Math.log(R_U) - Math.log(R)) ** 2 + (Math.log(1.32) - Math.log(1.2)) ** 2);
    expect(Math.log(found.lower ?? 0)).toBeCloseTo(lower, 12);
    expect(Math.log(found.upper ?? 0)).toBeCloseTo(upper, 12);
    expect(found).toMatchObject({ level: 0.95, sides: 'two', unit: 'relative potency' });
    expect(intervalMethodText(found.method, 'en')).toBe(
      'geometric mean, t interval between assays; with the assigned potency by MOVER on logarithms',
    );
  });

  it('widens both limits beyond those of R alone times A, which never stay unscaled', () => {
    const found = withAssignedPotency(combined, standard(LIMITS));
    expect(found.lower).toBeLessThan(R_L * 1.2);
    expect(found.upper).toBeGreaterThan(R_U * 1.2);
    // neither R's own lower limit, nor A applied twice
    for (const mistake of [R_L, R_L * 1.1, R_L * 1.2 * 1.2]) expect(Math.abs((found.lower ?? 0) - mistake)).toBeGreaterThan(0.01);
    expect(found.relative).toEqual({ estimate: R, lower: R_L, upper: R_U });
  });

  it.each([
    ['defined', { assignment: 'defined' }],
    ['not-stated', {}],
  ])('without uncertainty (%s) scales estimate and both limits by A, and no more', (assignment, further) => {
    const found = withAssignedPotency(combined, standard(further));
    expect([found.estimate, found.lower, found.upper]).toEqual([R * 1.2, R_L * 1.2, R_U * 1.2]);
    expect([intervalMethodText(found.method, 'en'), found.assigned?.assignment]).toEqual([
      'geometric mean, t interval between assays',
      assignment,
    ]);
  });

  it('without a registered standard is 1', () => {
    const found = withAssignedPotency(combined, null);
    expect([found.estimate, found.lower, found.assigned]).toEqual([R, R_L, null]);
  });

  it('of another level is refused by name: the value stands, its limits do not', () => {
    const found = withAssignedPotency(combined, standard({ ...LIMITS, assigned_level: '0.9' }));
    expect([found.estimate, found.lower, found.upper]).toEqual([R * 1.2, null, null]);
    expect(assignedLevelMismatch(found)).toEqual({ standard: 'RS-07', level: 0.95, found: 0.9 });
    expect(assignedLevelMismatch(withAssignedPotency(combined, standard(LIMITS)))).toBeNull();
  });

  describe('of slope-ratio assays, which combine as ratios', () => {
    const A = 1.2;
    const [A_L, A_U] = [1.1, 1.32];
    const ratios = (lower: number | null, upper: number | null) =>
      withAssignedPotency({ ...combined, scale: 'ratio', estimate: 0.9, lower, upper }, standard(LIMITS));

    // (R − L/A)² = (R − R_L)² + L² d², where d is the distance of 1/A to its upper limit 1/A_L where L is positive, to 1/A_U where it is not (Donner and Zou, 2012).
    it.each([
      [0.7, 1 / A_L],
      [0.01, 1 / A_L],
      [-0.2, 1 / A_U],
    ])('a lower limit R_L = %s solves its equation', (lower, inverse) => {
      const L = ratios(lower, 1.2).lower ?? Number.NaN;
      expect(Math.sign(L)).toBe(Math.sign(lower));
      expect((0.9 - L / A) ** 2).toBeCloseTo((0.9 - lower) ** 2 + L ** 2 * (inverse - 1 / A) ** 2, 12);
      expect(L).toBeLessThan(lower * (lower > 0 ? A : 1));
    });

    it('an upper limit solves its own, a limit of 0 stays 0, a missing one open', () => {
      const U = ratios(0.7, 1.2).upper ?? Number.NaN;
      expect((0.9 - U / A) ** 2).toBeCloseTo((1.2 - 0.9) ** 2 + U ** 2 * (1 / A - 1 / A_U) ** 2, 12);
      expect(U).toBeGreaterThan(1.2 * A);
      expect(ratios(0, 1.2).lower).toBeCloseTo(0, 12);
      expect(ratios(null, 1.2)).toMatchObject({ lower: null, upper: U, estimate: 0.9 * A });
      expect(ratios(0.7, null)).toMatchObject({ upper: null });
      expect(intervalMethodText(ratios(0.7, 1.2).method, 'en')).toMatch(/with the assigned potency by MOVER for a ratio$/);
    });
  });

  it('leaves a side without a limit of R open', () => {
    expect(withAssignedPotency({ ...combined, lower: null }, standard(LIMITS))).toMatchObject({ lower: null });
    expect(withAssignedPotency({ ...combined, estimate: null, lower: null, upper: null }, standard(LIMITS)).estimate).toBeNull();
  });

  it.each([
    [
      { assigned_lower: '1.1' },
      'Expected assigned_lower, assigned_upper, assigned_level together, found only assigned_lower. A limit without its level says nothing.',
    ],
    [{ ...LIMITS, assigned_lower: '1.21' }, 'Expected 0 < assigned_lower <= assigned_potency <= assigned_upper, found 1.21, 1.2, 1.32.'],
    [{ ...LIMITS, assigned_lower: '0' }, 'Expected 0 < assigned_lower <= assigned_potency <= assigned_upper, found 0, 1.2, 1.32.'],
    [{ ...LIMITS, assigned_level: '95' }, "Expected an assigned_level between 0.5 and 1, such as 0.95, found '95'."],
    [{ assignment: 'given' }, "Expected assignment to be defined, calibrated or empty, found 'given'."],
    [
      { ...LIMITS, assignment: 'defined' },
      'Expected no limits of an assigned potency that is defined: it has no uncertainty. Write calibrated where it was measured.',
    ],
    [
      { assignment: 'calibrated' },
      'Expected assigned_lower, assigned_upper and assigned_level of a calibrated potency, found none. Write defined where it is a definition.',
    ],
  ])('%j is refused at its line', (further, message) => {
    expect(() => register(further)).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ message, place: { file: 'reference-standards.csv', line: 2 } })] }),
    );
  });
});

describe('the standard of a value', () => {
  const known = register({ assignment: 'defined' });
  const assay = (name: string, reference: string) => ({ result: { name, reference: { name: reference } } });

  it.each([
    ['all on one', [assay('A', 'RS-07'), assay('B', 'RS-07')], ['A', 'B'], 'RS-07', []],
    ['one that did not enter stands on another', [assay('A', 'RS-99'), assay('B', 'RS-07')], ['B'], 'RS-07', []],
    ['the last did not enter', [assay('A', 'RS-07'), assay('B', 'RS-99')], ['A'], 'RS-07', []],
    ['two that entered differ', [assay('A', 'RS-07'), assay('B', 'RS-99')], ['A', 'B'], 'RS-07', ['RS-99']],
    ['the unregistered one entered first', [assay('A', 'RS-99'), assay('B', 'RS-07')], ['A', 'B'], null, ['RS-07']],
    ['none entered', [assay('A', 'RS-07')], [], 'RS-07', []],
    ['there is no assay', [], [], null, []],
  ])('where %s', (_, own, used, lot, others) => {
    const found = standardOfAssays(own, used, known);
    expect([found.standard?.lot ?? null, found.others]).toEqual([lot, others]);
  });

  it('is one for one value', () => {});
});
