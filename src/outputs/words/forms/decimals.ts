/** Numbers as people read them, from exact decimals: no value passes through binary rounding on its way to the page. */

/** `digits` x 10^`exponent`, with the sign apart; zero has the digits `0`. */
export interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

/** The shortest decimal that stands for a number. */
export function decimalOf(value: number): Decimal {
  if (!Number.isFinite(value)) throw new RangeError(`Expected a finite number, found ${value}.`);
  return decimalOfText(String(value));
}

/** A decimal text (`-12.50`, `1.2e-7`) as digits and exponent; trailing zeros are kept. */
export function decimalOfText(text: string): Decimal {
  const [mantissa = '', power = '0'] = text.toLowerCase().split('e');
  const negative = mantissa.startsWith('-');
  const [whole = '', fraction = ''] = mantissa.replace(/^[-+]/, '').split('.');
  const digits = `${whole}${fraction}`.replace(/^0+(?=\d)/, '');
  return { negative: negative && /[1-9]/.test(digits), digits, exponent: Number(power) - fraction.length };
}

/** Moves the decimal point `places` to the right: a fraction becomes percent with 2. */
export function shifted(decimal: Decimal, places: number): Decimal {
  return { ...decimal, exponent: decimal.exponent + places };
}

/** Rounds half away from zero to so many decimals, keeping trailing zeros. */
export function roundedTo(decimal: Decimal, decimals: number): Decimal {
  const surplus = -decimals - decimal.exponent;
  if (surplus <= 0) {
    const zeros = '0'.repeat(-surplus);
    return { ...decimal, digits: decimal.digits === '0' ? '0' : decimal.digits + zeros, exponent: -decimals };
  }
  const unit = 10n ** BigInt(surplus);
  const scaled = (BigInt(decimal.digits) * 2n + unit) / (2n * unit);
  return { negative: decimal.negative && scaled !== 0n, digits: scaled.toString(), exponent: -decimals };
}

/** Rounds half away from zero to so many significant digits. */
export function roundedToSignificant(decimal: Decimal, significant: number): Decimal {
  if (/^0+$/.test(decimal.digits)) return { negative: false, digits: '0', exponent: 0 };
  const rounded = roundedTo(decimal, -(magnitude(decimal) - significant + 1));
  // 9.96 to two digits is 10, which has one digit too many
  return rounded.digits.length > significant ? roundedTo(decimal, -(magnitude(rounded) - significant + 1)) : rounded;
}

/** The power of ten of the first digit. */
export function magnitude(decimal: Decimal): number {
  return decimal.digits.length - 1 + decimal.exponent;
}

/** Plain digits with `−` and thousands by comma: `−12,345.60`. */
export function plain(decimal: Decimal): string {
  const digits = decimal.exponent > 0 ? decimal.digits + '0'.repeat(decimal.exponent) : decimal.digits.padStart(1 - decimal.exponent, '0');
  const point = decimal.exponent >= 0 ? digits.length : digits.length + decimal.exponent;
  const fraction = digits.slice(point);
  return `${decimal.negative ? '−' : ''}${grouped(digits.slice(0, point))}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Plain digits for machines: `-12345.60`. */
export function machinePlain(decimal: Decimal): string {
  return plain(decimal).replace('−', '-').replaceAll(',', '');
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A count with thousands by comma. */
export function formatCount(count: number): string {
  return plain(decimalOf(count));
}

/** `268,412 of 281,267`. */
export function formatShare(k: number, N: number): string {
  return `${formatCount(k)} of ${formatCount(N)}`;
}

/** Percent of k in N from the two integers, rounded half up once; `–` where N is 0. */
export function formatPercentOf(k: number, N: number, decimals: number): string {
  if (N === 0) return '–';
  const scale = 10n ** BigInt(decimals + 2);
  const scaled = (BigInt(k) * scale * 2n + BigInt(N)) / (BigInt(N) * 2n);
  return plain({ negative: false, digits: scaled.toString(), exponent: -decimals });
}

/** Percent as a gate's label has it: one decimal, below one percent two, `< 0.01` where that would hide events. */
export function formatGatePercent(k: number, N: number): string {
  if (k > 0 && k * 20000 < N) return '< 0.01';
  if (k === 0) return N === 0 ? '–' : '0';
  return formatPercentOf(k, N, k * 100 < N ? 2 : 1);
}

/** Percent as the population table has it: two decimals, below one percent three. */
export function formatTablePercent(k: number, N: number): string {
  return formatPercentOf(k, N, k * 100 < N ? 3 : 2);
}

/** A declared number (a limit, a margin) as it was declared, with at least so many decimals; what a quotient made long is cut to 4 digits. */
export function formatDeclared(value: number, decimals = 0): string {
  const exact = decimalOf(value);
  if (value !== 0 && (magnitude(exact) >= 9 || magnitude(exact) < -6)) return formatNumber(value, 4);
  const short = exact.digits.length > 6 ? withoutZeros(roundedToSignificant(exact, 4)) : exact;
  return plain(-short.exponent < decimals ? roundedTo(short, decimals) : short);
}

function withoutZeros({ negative, digits, exponent }: Decimal): Decimal {
  const zeros = Math.min(/0*$/.exec(digits)?.[0].length ?? 0, Math.max(0, -exponent));
  return { negative, digits: zeros === 0 ? digits : digits.slice(0, -zeros), exponent: exponent + zeros };
}

/** A level 0–1 as percent: `95 %`, `97.5 %`. */
export function formatLevel(level: number): string {
  return `${plain(shifted(decimalOf(level), 2))} %`;
}

export interface ShownInterval {
  readonly estimate: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Between limits of which one is negative, where a dash would read as a second sign. */
const FROM_TO = { en: ' to ', zh: ' 至 ' } as const;

/** Estimate and interval with the decimals that show the interval's width to two digits, to one where it begins with 4 or more: `0.85 (0.79–0.91)`, `−0.008 (−0.024 to 0.009)`. */
export function formatInterval({ estimate, lower, upper }: ShownInterval, language: keyof typeof FROM_TO): string {
  if (lower === null || upper === null || upper === lower) return formatNumber(estimate, 3);
  const width = decimalOf(Math.abs(upper - lower));
  const decimals = Math.max(0, (width.digits < '4' ? 1 : 0) - magnitude(width));
  const number = (value: number): string => plain(roundedTo(decimalOf(value), decimals));
  return `${number(estimate)} (${number(lower)}${lower < 0 || upper < 0 ? FROM_TO[language] : '–'}${number(upper)})`;
}

/** A fraction 0–1 as percent with the given decimals. */
export function formatFractionAsPercent(fraction: number, decimals: number): string {
  return plain(roundedTo(shifted(decimalOf(fraction), 2), decimals));
}

/** A number with so many significant digits; beyond 10^6 and below 10^-3 as `2.6 × 10^-5`. */
export function formatNumber(value: number, significant: number): string {
  const rounded = roundedToSignificant(decimalOf(value), significant);
  const power = magnitude(rounded);
  if (rounded.digits === '0' || (power >= -3 && power < 6)) return plain(rounded);
  return `${plain({ ...rounded, exponent: 1 - rounded.digits.length })} × 10^${power < 0 ? '−' : ''}${power < 0 ? -power : power}`;
}
