import type { Reason } from '../reason.ts';
import type { AssayResult, SuitabilityCheck } from './potency-result.ts';

/** Reasons of the assay run for every article, or for a preparation alone. */
export function failRun(result: AssayResult, reasons: readonly Reason[]): AssayResult {
  if (reasons.length === 0) return result;
  const tests = result.tests.map((test) => ({
    ...test,
    reasons: [...reasons, ...test.reasons],
    outcomes: { ...test.outcomes, systemSuitability: 'fails' as const, result: 'not-reportable' as const },
  }));
  const { preparation } = result;
  if (preparation === undefined) return { ...result, tests };
  return { ...result, tests, preparation: { ...preparation, reasons: [...reasons, ...preparation.reasons], outcome: 'not-reportable' } };
}

/** Notes of the assay run for every article, or for a preparation alone. */
export function noteRun(result: AssayResult, notes: readonly Reason[]): AssayResult {
  if (notes.length === 0) return result;
  const noted = <Noted extends { readonly notes?: readonly Reason[] }>(one: Noted): Noted => ({
    ...one,
    notes: [...(one.notes ?? []), ...notes],
  });
  const { preparation } = result;
  return { ...result, tests: result.tests.map(noted), ...(preparation === undefined ? {} : { preparation: noted(preparation) }) };
}

/** A check that fails, or that could not be made although it has a limit. */
export function isUnmet(line: SuitabilityCheck): boolean {
  return line.outcome === 'fails' || line.outcome === 'not-estimable';
}
