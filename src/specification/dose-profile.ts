import * as z from 'zod';
import { divide, multiply, type Rational, rationalOfNumber } from '../numerics/exact/exact-decimal.ts';
import type { LimitDefinition, RangeEnd } from './criterion.ts';
import { unitFactor } from './units.ts';

const title = z.strictObject({ en: z.string().min(1).describe('English.'), zh: z.string().min(1).describe('Chinese.') });
const words = z.union([z.string().min(1), title]);

/** Schema of `product.dose`: what a patient gets, from which limits are derived. */
export const doseSchema = z
  .strictObject({
    viableCellsPerMaximumDose: z.number().gt(0).describe('Viable cells in the maximum dose that a patient gets.'),
    viableCellsPerKg: z
      .number()
      .gt(0)
      .optional()
      .describe(
        'Where the dose goes by body mass: viable cells per kg; the maximum dose is then that of the heaviest patient. Absent = one dose for every patient.',
      ),
    volumeMlPerMaximumDose: z
      .number()
      .gt(0)
      .optional()
      .describe('Volume of the maximum dose in mL; limits of concentrations are derived with it.'),
    patientMassKg: z
      .strictObject({
        from: z.number().gt(0).describe('The lightest patient, in kg.'),
        to: z.number().gt(0).describe('The heaviest patient, in kg.'),
      })
      .refine(({ from, to }) => from <= to, { path: ['to'], error: 'expected a mass not below the lightest patient' })
      .optional()
      .describe('Body mass of the patients. Limits per kg: of impurities for the lightest patient, of minimum doses for the heaviest.'),
    route: words.optional().describe('Route of administration, as text or in both languages; printed in the report.'),
    indication: words.optional().describe('Indication, as text or in both languages; printed in the report.'),
    basis: z.string().min(1).optional().describe('Where the maximum dose comes from.'),
  })
  .superRefine((dose, context) => {
    if (dose.viableCellsPerKg === undefined) return;
    if (dose.patientMassKg === undefined) {
      context.addIssue({ code: 'custom', message: 'expected patientMassKg, since the dose goes by body mass', path: ['patientMassKg'] });
      return;
    }
    const heaviest = multiply(rationalOfNumber(dose.viableCellsPerKg), rationalOfNumber(dose.patientMassKg.to));
    const most = rationalOfNumber(dose.viableCellsPerMaximumDose);
    if (heaviest.numerator * most.denominator !== most.numerator * heaviest.denominator) {
      const message = `expected viableCellsPerKg x the heaviest patient (${dose.viableCellsPerKg} x ${dose.patientMassKg.to}), found ${dose.viableCellsPerMaximumDose}`;
      context.addIssue({ code: 'custom', message, path: ['viableCellsPerMaximumDose'] });
    }
  });

export type DoseProfile = z.output<typeof doseSchema>;

/** The patient by whom a limit per kg is judged. */
export interface JudgingPatient {
  readonly kg: number;
  readonly which: 'lightest' | 'heaviest';
}

/**
 * An impurity of one dose for all weighs most on the lightest patient, a minimum is least met in the heaviest. Where the dose goes by body mass, every patient gets the same
 * per kg: the maximum dose is the heaviest patient's, and so is what it may hold.
 */
export function judgingPatient(end: Pick<RangeEnd, 'side'>, { patientMassKg, viableCellsPerKg }: DoseProfile): JudgingPatient | null {
  if (patientMassKg === undefined) return null;
  return end.side === 'upper' && viableCellsPerKg === undefined
    ? { kg: patientMassKg.from, which: 'lightest' }
    : { kg: patientMassKg.to, which: 'heaviest' };
}

/**
 * A limit that is derived from the dose, exactly, in the unit of its row; `null` where the profile or the unit does not give it. Amounts of `perDose` and `perKg` are in the unit of the
 * row before `/mL`, `/dose`, ` per dose` or `/kg`; in a row of fractions they are cells. `recovery` (0–1) lowers what is allowed of cells that a method does not find.
 */
export function derivedLimit(
  end: RangeEnd,
  unit: string,
  { dose, recovery }: { readonly dose: DoseProfile; readonly recovery: number },
): Rational | null {
  const { limit } = end;
  if (typeof limit === 'number') return rationalOfNumber(limit);
  if ('cellsPerMaximumDose' in limit) return asFraction(rationalOfNumber(limit.cellsPerMaximumDose), unit, { dose, recovery });
  if ('perKg' in limit && unit.endsWith('/kg')) return rationalOfNumber(limit.perKg);
  const amount = 'perDose' in limit ? rationalOfNumber(limit.perDose) : amountOfKg(end, limit.perKg, dose);
  if (amount === null) return null;
  if (isPerDose(unit)) return amount;
  if (unit.endsWith('/mL'))
    return dose.volumeMlPerMaximumDose === undefined ? null : divide(amount, rationalOfNumber(dose.volumeMlPerMaximumDose));
  return asFraction(amount, unit, { dose, recovery });
}

function amountOfKg(end: RangeEnd, perKg: number, dose: DoseProfile): Rational | null {
  const patient = judgingPatient(end, dose);
  return patient === null ? null : multiply(rationalOfNumber(perKg), rationalOfNumber(patient.kg));
}

function asFraction(
  cells: Rational,
  unit: string,
  { dose, recovery }: { readonly dose: DoseProfile; readonly recovery: number },
): Rational | null {
  const factor = unitFactor('fraction', unit);
  if (factor === null) return null;
  const allowed = divide(cells, rationalOfNumber(dose.viableCellsPerMaximumDose));
  return multiply(multiply(allowed, rationalOfNumber(recovery)), factor);
}

/** Whether an amount is given in the unit of its row already: per kg in a row per kg, per dose in one per dose. */
export function isStatedInUnit(limit: LimitDefinition, unit: string): boolean {
  if (typeof limit === 'number') return true;
  return 'perKg' in limit ? unit.endsWith('/kg') : 'perDose' in limit && isPerDose(unit);
}

function isPerDose(unit: string): boolean {
  return unit.endsWith('/dose') || unit.endsWith(' per dose');
}

/** The unit of an amount: that of the row without what it is per; cells in a row of fractions. */
export function amountUnit(unit: string): string {
  return unitFactor('fraction', unit) === null ? unit.replace(/(\/mL|\/dose| per dose|\/kg)$/, '') : 'cells';
}

/** Why a limit cannot be derived, as a mistake of the specification; `null` where it can. */
export function doseMistake(end: RangeEnd, unit: string, dose: DoseProfile): string | null {
  if (typeof end.limit === 'number' || 'cellsPerMaximumDose' in end.limit || derivedLimit(end, unit, { dose, recovery: 1 }) !== null)
    return null;
  if ('perKg' in end.limit && dose.patientMassKg === undefined)
    return 'expected product.dose.patientMassKg, from which a limit per kg is derived';
  if (unit.endsWith('/mL')) return `expected product.dose.volumeMlPerMaximumDose, from which a limit in '${unit}' is derived`;
  return `expected a unit per dose, per mL, per kg (with perKg) or of a fraction for a limit derived from the dose, found '${unit}'`;
}
