import { InputError } from '../../errors.ts';
import { exp, pow } from '../../numerics/elementary.ts';
import { parseNumber } from '../../plates/numbers.ts';
import { isDecimalComma } from './long-table.ts';

/** What the dose column of a long table holds. */
export interface DoseReading {
  /** Amounts or concentrations, or dilutions: `50` and `1:50` both are the dose 1/50. */
  readonly kind: 'concentration' | 'dilution';
  /** Whether the numbers are doses (dilution factors) or their logarithms. */
  readonly scale: 'linear' | 'log10' | 'log2' | 'ln';
  /** What stands before the decimals; absent = a point. */
  readonly decimal?: 'point' | 'comma';
}

/** The dose of a field, from 0 up. Errors: potency/bad-data. */
export function parseDose(
  text: string,
  { kind, scale, decimal }: DoseReading,
  place: { readonly file: string; readonly line: number },
): number {
  const ratio = kind === 'dilution' && scale === 'linear' ? /^1\s*[:/]\s*(.+)$/.exec(text) : null;
  const number = parseNumber(ratio === null ? text : (ratio[1] ?? ''), decimal === 'comma' ? ',' : '.');
  const value = number === null ? null : fromScale(number, scale);
  const dose = value === null ? null : kind === 'dilution' ? dilutedTo(value) : value;
  if (dose !== null && dose >= 0 && dose < Number.POSITIVE_INFINITY && (scale === 'linear' || dose > 0)) return dose;
  throw new InputError('potency/bad-data', `Expected ${EXPECTED[kind](scale)}, found '${text}'. ${hintOf(text, kind, scale)}`, place);
}

function fromScale(value: number, scale: DoseReading['scale']): number {
  if (scale === 'linear') return value;
  return scale === 'ln' ? exp(value) : pow(scale === 'log2' ? 2 : 10, value);
}

/** A factor below 1 would be a concentration that somebody took for a dilution. */
function dilutedTo(factor: number): number | null {
  return factor >= 1 ? 1 / factor : null;
}

const EXPECTED: Readonly<Record<DoseReading['kind'], (scale: DoseReading['scale']) => string>> = {
  concentration: (scale) => (scale === 'linear' ? 'a dose from 0 up with a decimal point' : `the ${scale} of a dose`),
  dilution: (scale) => (scale === 'linear' ? 'a dilution such as 50 or 1:50, from 1 up' : `the ${scale} of a dilution factor, from 0 up`),
};

function hintOf(text: string, kind: DoseReading['kind'], scale: DoseReading['scale']): string {
  if (isDecimalComma(text)) return 'Write decimals with a point, or say --decimal comma.';
  if (kind === 'concentration' && scale === 'linear' && /^[-−]\d/.test(text.trim()))
    return 'A dose below 0 may be a logarithm: say so by --dose-scale log10 (or log2, ln).';
  if (scale === 'linear') return HINT[kind];
  return 'A zero dose has no logarithm: write linear doses in a table that has one.';
}

const HINT: Readonly<Record<DoseReading['kind'], string>> = {
  concentration: 'Write a 1:n dilution as the dose 1/n, or take --doses dilution.',
  dilution: 'Write concentrations, and zero doses, in a dose column.',
};
