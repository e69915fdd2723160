import { InputError } from '../errors.ts';

/** Signs that may stand between thousands, by the names that definitions give them. */
const SIGNS = { none: '', comma: ',', point: '.', space: ' \u00a0\u2009\u202f', apostrophe: "'\u2019" } as const;

export type ThousandsSign = keyof typeof SIGNS;

/** The decimal sign must be declared, and be another one, where the thousands have a comma or a point: `1.234` cannot say which of both it has. Errors: definition/bad-value. */
export function refuseOneSign(
  options: { readonly thousands: ThousandsSign; readonly decimal: 'detect' | 'point' | 'comma' },
  file: string,
): void {
  const { thousands, decimal } = options;
  if (thousands !== 'comma' && thousands !== 'point') return;
  const other = thousands === 'comma' ? 'point' : 'comma';
  if (decimal !== other)
    throw new InputError('definition/bad-value', `Expected \`decimal: ${other}\` beside \`thousands: ${thousands}\`, found '${decimal}'.`, {
      file,
    });
}

/**
 * A number without its declared signs between thousands; any other text as it is. A sign that does not part groups of three digits shows that another one is
 * meant. Errors: plate/bad-export.
 */
export function withoutDeclaredThousands(text: string, thousands: ThousandsSign, well: string): string {
  const signs = SIGNS[thousands];
  if (!Array.from(text).some((sign) => signs.includes(sign)) || !isOfDigits(text, signs)) return text;
  const ends = thousands === 'comma' ? '.eE' : thousands === 'point' ? ',eE' : '.,eE';
  const end = Array.from(text).findIndex((sign) => ends.includes(sign));
  const [whole, rest] = end === -1 ? [text, ''] : [text.slice(0, end), text.slice(end)];
  const groups = Array.from(whole, (sign) => (signs.includes(sign) ? ' ' : sign)).join('');
  if (/^[-+]?\d{1,3}(?: \d{3})+$/.test(groups)) return `${groups.replaceAll(' ', '')}${rest}`;
  throw new InputError(
    'plate/bad-export',
    `Expected groups of three digits between the signs of thousands (thousands: ${thousands}), found '${text}'. Declare the signs that the export has.`,
    { well },
  );
}

/** Digits, decimal sign, exponent and signs of thousands, nothing else: a marker with a comma in it is no number. */
function isOfDigits(text: string, signs: string): boolean {
  return /^[-+]?[\d.,eE+-]+$/.test(Array.from(text, (sign) => (signs.includes(sign) ? '' : sign)).join('')) && /\d/.test(text);
}
