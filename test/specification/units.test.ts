import { describe, expect, it } from 'vitest';
import { divide, rationalOfNumber } from '../../src/numerics/exact/exact-decimal.ts';
import { unitFactor } from '../../src/specification/units.ts';

/** One of the first unit is so many of the second: the definition of a per cent, a million, a day. */
const PAIRS = [
  ['fraction', '%', 100],
  ['fraction', 'per million', 1_000_000],
  ['fraction', 'per 100,000', 100_000],
  ['%', 'per million', 10_000],
  ['relative potency', '% of reference', 100],
  ['10^6 cells', 'cells', 1_000_000],
  ['10^6 cells/mL', 'cells/mL', 1_000_000],
  ['10^6 cells per dose', 'cells per dose', 1_000_000],
  ['10^6 cells per vial', 'cells per vial', 1_000_000],
  ['days', 'hours', 24],
] as const;

/** A ratio in whole numbers without a common divisor, so that equal ratios are equal. */
function ratio({ numerator, denominator }: { readonly numerator: bigint; readonly denominator: bigint }): readonly [bigint, bigint] {
  const divisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : divisor(b, a % b));
  const common = divisor(numerator, denominator);
  return [numerator / common, denominator / common];
}

describe('the factor between units', () => {
  it.each(PAIRS)('one %s is %s times %d, exactly, and back', (from, to, factor) => {
    const [there, back] = [unitFactor(from, to), unitFactor(to, from)];
    if (there === null || back === null) throw new Error('units of one kind have a factor');
    expect(ratio(there)).toEqual([BigInt(factor), 1n]);
    expect(ratio(back)).toEqual(ratio(divide(rationalOfNumber(1), rationalOfNumber(factor))));
  });

  it('of a unit to itself is 1, whether it is known or not', () => {
    for (const unit of ['%', 'EU/mL', '']) expect(ratio(unitFactor(unit, unit) ?? { numerator: 0n, denominator: 1n })).toEqual([1n, 1n]);
  });

  it.each([
    ['fraction', 'relative potency'],
    ['%', '% of reference'],
    ['cells', 'cells/mL'],
    ['cells per dose', 'cells per vial'],
    ['EU/mL', 'EU/dose'],
    ['hours', 'cells'],
    ['constructor', '%'],
    ['%', 'toString'],
    ['__proto__', 'constructor'],
  ])('%s and %s are not of one kind', (from, to) => {
    expect(unitFactor(from, to)).toBeNull();
  });
});
