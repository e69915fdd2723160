import { InputError, type Place } from '../errors.ts';
import type { CalibrationRow } from './calibration-record.ts';

/** One calibration: a new standard against one current standard. */
export interface Calibrated {
  readonly standard: string;
  readonly against: string;
  readonly ratios: readonly number[];
  /** Of its first row. */
  readonly place: Place;
}

/** The calibrations of one quantity in such an order that each stands on values known before it. Errors: potency/bad-data. */
export function calibrationOrder(rows: readonly CalibrationRow[], primaries: readonly string[]): readonly Calibrated[] {
  checkAssays(rows);
  const waiting = calibrationsOf(rows, primaries);
  const known = new Set(primaries);
  const ordered: Calibrated[] = [];
  while (waiting.length > 0) {
    const at = waiting.findIndex((one) => known.has(one.against));
    const [next] = waiting.splice(Math.max(at, 0), 1);
    if (next === undefined) break;
    if (at < 0) {
      const found = primaries.length === 0 ? 'none is named' : `only ${primaries.map((name) => `'${name}'`).join(', ')}`;
      const sentence = `Expected a chain from a standard of 'primaries' to '${next.against}', found none: ${found}. Name its assigned value in the options.`;
      throw new InputError('potency/bad-data', sentence, next.place);
    }
    known.add(next.standard);
    ordered.push(next);
  }
  return ordered;
}

function calibrationsOf(rows: readonly CalibrationRow[], primaries: readonly string[]): Calibrated[] {
  const names = [...new Set(rows.map((row) => row.standard))];
  return names.map((standard) => {
    const own = rows.filter((row) => row.standard === standard);
    const [first] = own;
    const other = own.find((row) => row.against !== first?.against);
    if (first === undefined || primaries.includes(standard))
      throw new InputError(
        'potency/bad-data',
        `Expected no calibration of '${standard}', whose value the options assign.`,
        first?.place ?? {},
      );
    if (other !== undefined) {
      const sentence = `Expected one current standard for '${standard}', '${first.against}', found '${other.against}' too. Study them apart.`;
      throw new InputError('potency/bad-data', sentence, other.place);
    }
    return { standard, against: first.against, ratios: own.map((row) => row.ratio), place: first.place };
  });
}

/** An assay gives one ratio of a standard: several are not independent. */
function checkAssays(rows: readonly CalibrationRow[]): void {
  const seen = new Set<string>();
  for (const { standard, assay, place } of rows) {
    const key = JSON.stringify([standard, assay]);
    if (seen.has(key))
      throw new InputError(
        'potency/bad-data',
        `Expected one ratio of '${standard}' an independent assay, found '${assay}' twice. Combine them first.`,
        place,
      );
    seen.add(key);
  }
}
