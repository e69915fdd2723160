/** Text that is already HTML or SVG. Plain strings are escaped wherever they are put into a template. */
export interface Markup {
  readonly markup: string;
}

export type MarkupPart = Markup | string | number | null | readonly MarkupPart[];

/**
 * A template of HTML or SVG: strings are escaped, numbers are coordinates (two decimals), lists are joined, `null` is nothing.
 * The same template serves both, since everything is written as XML would have it.
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  let text = strings[0] ?? '';
  for (let i = 0; i < parts.length; i++) text += render(parts[i] ?? null) + (strings[i + 1] ?? '');
  return { markup: text };
}

export const nothing: Markup = { markup: '' };

/** Joins parts with a separator between them. */
export function joined(parts: readonly MarkupPart[], separator: MarkupPart): Markup {
  return { markup: parts.map(render).join(render(separator)) };
}

function render(part: MarkupPart): string {
  if (part === null) return '';
  if (typeof part === 'string') return escapeText(part);
  if (typeof part === 'number') return coordinate(part);
  if ('markup' in part) return part.markup;
  return part.map(render).join('');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * Escapes a text for element content and quoted attributes of HTML and XML. Characters that XML forbids or nobody sees, and those that
 * turn the direction of writing (a name could show as another), become visible as `[U+202E]`.
 */
export function escapeText(text: string): string {
  return text.replace(UNSAFE, (found) => ENTITIES[found] ?? (BLANKS.includes(found) ? found : `[U+${codePoint(found)}]`));
}

const BLANKS = '\t\n\r';
const UNSAFE = /[&<>"'\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\ufffe\uffff]/gu;

function codePoint(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
}

/** A coordinate of a picture with two decimals at most; never a reported value. */
function coordinate(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`Expected a finite coordinate, found ${value}.`);
  return String(Math.round(value * 100) / 100);
}
