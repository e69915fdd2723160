import type { Excerpt } from '../../../excerpt.ts';

/** A text of an input in quotes, on one line; one that was cut says how long it is. */
export function quote({ text, characters }: Excerpt): string {
  return characters === text.length ? quoteText(text) : `'${oneLine(text)}...' (${characters} characters)`;
}

/** A short text in quotes, on one line. */
export function quoteText(text: string): string {
  return `'${oneLine(text)}'`;
}

function oneLine(text: string): string {
  return text.replace(/[\n\r\t]/g, (character) => `\\x0${character.charCodeAt(0).toString(16)}`);
}

/** The parts of a list that is cut at its end: `a, b and 3 more`. */
export function listed(parts: readonly string[], unlisted: number): string {
  return unlisted > 0 ? `${parts.join(', ')} and ${unlisted} more` : parts.join(', ');
}

/** Names of which a message carries a few: `A1, A2 … H12, 96 wells` where there are more. */
export function some({ count, listed }: { readonly count: number; readonly listed: readonly string[] }, what: string): string {
  if (count <= listed.length) return listed.join(', ');
  return `${listed.slice(0, -1).join(', ')} … ${listed.at(-1) ?? ''}, ${count} ${what}`;
}

/** Names in quotes: `'a', 'b'`. */
export function quoteAll(names: readonly string[]): string {
  return names.map(quoteText).join(', ');
}
