import { type Markup, markup, nothing } from './markup.ts';

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const POWER = /10(?:\^([-−]?\d+)|([⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))/g;

/** A text in which powers of ten (`10^6`, `10⁻⁵`) have raised digits: `<sup>` on a page. */
export function raised(text: string): Markup {
  return raisedBy(text, (power) => markup`<sup>${power}</sup>`);
}

/** The same in a picture, where raised digits are smaller text a little higher; what follows returns to the line. */
export function raisedInPlot(text: string, size: number): Markup {
  const rise = size * 0.36;
  return raisedBy(text, (power) => markup`<tspan dy="${-rise}" font-size="${size * 0.74}">${power}</tspan>`, rise);
}

function raisedBy(given: string, raise: (power: string) => Markup, fall = 0): Markup {
  // a number before a unit such as `10^6 cells` is multiplied by it
  const text = given.replace(/(\d) (?=10[\^⁰¹²³⁴⁵⁶⁷⁸⁹⁻])/g, '$1 × ');
  let out = nothing;
  let end = 0;
  let falls = false;
  const put = (plain: string): void => {
    if (plain === '') return;
    out = falls && fall > 0 ? markup`${out}<tspan dy="${fall}">${plain}</tspan>` : markup`${out}${plain}`;
    falls = false;
  };
  for (const match of text.matchAll(POWER)) {
    put(text.slice(end, match.index + 2));
    out = markup`${out}${raise(powerDigits(match[1] ?? match[2] ?? ''))}`;
    falls = true;
    end = match.index + match[0].length;
  }
  put(text.slice(end));
  return out;
}

function powerDigits(power: string): string {
  return power.replace(/[-⁻⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (sign) => (SUPERSCRIPTS.includes(sign) ? String(SUPERSCRIPTS.indexOf(sign)) : '−'));
}
