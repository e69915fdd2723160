import type { Excerpt } from '../../../excerpt.ts';
import { quoteText } from '../en/quote.ts';

/** A text of an input in quotes, on one line; one that was cut says how long it is. */
export function quote({ text, characters }: Excerpt): string {
  const quoted = quoteText(text);
  return characters === text.length ? quoted : `${quoted.slice(0, -1)}...'（共 ${characters} 个字符）`;
}

/** The parts of a list that is cut at its end. */
export function listed(parts: readonly string[], unlisted: number): string {
  return unlisted > 0 ? `${parts.join('、')}等（另有 ${unlisted} 处未列出）` : parts.join('、');
}

/** Names of which a message carries a few. */
export function some({ count, listed: few }: { readonly count: number; readonly listed: readonly string[] }, what: string): string {
  if (count <= few.length) return few.join('、');
  return `${few.slice(0, -1).join('、')} … ${few.at(-1) ?? ''}，共 ${count} ${what}`;
}

/** Names in quotes. */
export function quoteAll(names: readonly string[]): string {
  return names.map(quoteText).join('、');
}
