/** A number as a quotient of integers, so that rounding never meets a binary fraction. The denominator is positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** `half-up`: ties away from zero (USP General Notices 7.20). `half-even`: ties to the even digit (GB/T 8170-2008). */
export type RoundingRule = 'half-up' | 'half-even';

/** Besides the rules: towards +∞ (`up`) or −∞ (`down`), for the ends of what is known of a value. */
export type Rounding = RoundingRule | 'up' | 'down';

/** k / n of integers. */
export function rationalOfCounts(k: number, n: number): Rational {
  if (!(Number.isSafeInteger(k) && Number.isSafeInteger(n) && n > 0))
    throw new RangeError(`Expected integers with n > 0, found ${k} of ${n}.`);
  return { numerator: BigInt(k), denominator: BigInt(n) };
}

/** The number that the shortest decimal text of a double stands for: `0.1` is one tenth. */
export function rationalOfNumber(value: number): Rational {
  if (!Number.isFinite(value)) throw new RangeError(`Expected a finite number, found ${value}.`);
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (match === null) throw new RangeError(`Expected a decimal number, found ${value}.`);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  const power = Number(exponent) - fraction.length;
  return power >= 0 ? { numerator: digits * tenTo(power), denominator: 1n } : { numerator: digits, denominator: tenTo(-power) };
}

export function add(a: Rational, b: Rational): Rational {
  return { numerator: a.numerator * b.denominator + b.numerator * a.denominator, denominator: a.denominator * b.denominator };
}

export function negate(value: Rational): Rational {
  return { numerator: -value.numerator, denominator: value.denominator };
}

export function multiply(a: Rational, b: Rational): Rational {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator };
}

export function divide(a: Rational, b: Rational): Rational {
  if (b.numerator === 0n) throw new RangeError('Expected a divisor other than 0.');
  const sign = b.numerator < 0n ? -1n : 1n;
  return { numerator: a.numerator * b.denominator * sign, denominator: a.denominator * b.numerator * sign };
}

/** Negative, 0 or positive as a is below, equal to or above b. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The nearest double, for showing and plotting. */
export function toNumber(value: Rational): number {
  // 40 significant digits decide the nearest double of any value that a result holds.
  return Number(formatDecimal(roundToSignificant(value, 40, 'half-even')));
}

/** A decimal with so many digits after the point; trailing zeros count. */
export interface RoundedDecimal {
  readonly units: bigint;
  readonly digits: number;
}

/** Rounds to so many decimals; a tie goes where the rule says. */
export function roundToDecimals(value: Rational, digits: number, rule: Rounding): RoundedDecimal {
  const shift = tenTo(Math.abs(digits));
  const numerator = digits >= 0 ? value.numerator * shift : value.numerator;
  const denominator = digits >= 0 ? value.denominator : value.denominator * shift;
  const rounded = roundQuotient(numerator, denominator, rule);
  return digits >= 0 ? { units: rounded, digits } : { units: rounded * shift, digits: 0 };
}

/** Rounds to so many significant digits. Zero keeps `significant − 1` decimals. */
export function roundToSignificant(value: Rational, significant: number, rule: Rounding): RoundedDecimal {
  if (value.numerator === 0n) return { units: 0n, digits: significant - 1 };
  const digits = significant - 1 - magnitude(value);
  const rounded = roundToDecimals(value, digits, rule);
  // 9.96 to two digits is 10, which has one digit too many for its decimals.
  const moved = significant - 1 - magnitude(rationalOfDecimal(rounded));
  return moved === digits ? rounded : roundToDecimals(value, moved, rule);
}

export function rationalOfDecimal(value: RoundedDecimal): Rational {
  return { numerator: value.units, denominator: tenTo(value.digits) };
}

/** Plain digits with a point: `-0.50`. A zero has no sign. */
export function formatDecimal(value: RoundedDecimal): string {
  const negative = value.units < 0n;
  const text = (negative ? -value.units : value.units).toString().padStart(value.digits + 1, '0');
  const point = text.length - value.digits;
  return `${negative ? '-' : ''}${text.slice(0, point)}${value.digits === 0 ? '' : `.${text.slice(point)}`}`;
}

/** The number of decimals that the shortest decimal text of a double needs. */
export function decimalsOf(value: number): number {
  const { numerator, denominator } = rationalOfNumber(value);
  let digits = 0;
  while ((numerator * tenTo(digits)) % denominator !== 0n) digits += 1;
  return digits;
}

/** The power of ten of the first significant digit. */
function magnitude(value: Rational): number {
  const numerator = value.numerator < 0n ? -value.numerator : value.numerator;
  let power = numerator.toString().length - value.denominator.toString().length;
  const atLeast = (exponent: number): boolean =>
    exponent >= 0 ? numerator >= value.denominator * tenTo(exponent) : numerator * tenTo(-exponent) >= value.denominator;
  if (!atLeast(power)) power -= 1;
  return power;
}

function roundQuotient(numerator: bigint, denominator: bigint, rule: Rounding): bigint {
  const negative = numerator < 0n;
  const absolute = negative ? -numerator : numerator;
  const quotient = absolute / denominator;
  const remainder = absolute % denominator;
  const away = remainder !== 0n && roundsAway({ remainder, denominator, quotient, negative }, rule);
  const rounded = away ? quotient + 1n : quotient;
  return negative ? -rounded : rounded;
}

interface Division {
  readonly remainder: bigint;
  readonly denominator: bigint;
  readonly quotient: bigint;
  readonly negative: boolean;
}

/** Whether a quotient that is not whole goes away from zero. */
function roundsAway({ remainder, denominator, quotient, negative }: Division, rule: Rounding): boolean {
  if (rule === 'up' || rule === 'down') return (rule === 'up') !== negative;
  const twice = remainder * 2n;
  return twice > denominator || (twice === denominator && (rule === 'half-up' || quotient % 2n === 1n));
}

function tenTo(exponent: number): bigint {
  return BigInt(`1${'0'.repeat(exponent)}`);
}
