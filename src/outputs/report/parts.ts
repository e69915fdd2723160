import type { Title } from '../../attributes/attribute-result.ts';
import type { Speech } from '../language.ts';
import { type Markup, markup } from '../markup.ts';
import type { OutputInput } from '../output.ts';

/** What every section of the page is made from. */
export interface ReportContext extends OutputInput {
  readonly speech: Speech;
}

/** A section of the page with its heading; `id` is where the links go. */
export function section(id: string, heading: Markup, content: Markup): Markup {
  return markup`<section id="${id}" aria-labelledby="${id}-heading"><h2 id="${id}-heading">${heading}</h2>${content}</section>\n`;
}

/** A table that scrolls sideways inside itself where the page is narrow; the caption is for screen readers. */
export function table(content: { readonly name: string; readonly caption: string; readonly head: Markup; readonly body: Markup }): Markup {
  return markup`<div class="scroll" tabindex="0" role="group" aria-label="${content.caption}"><table class="${content.name}"><caption class="hidden">${content.caption}</caption><thead><tr>${content.head}</tr></thead>${content.body}</table></div>`;
}

/** Head cells, each `[words, is it a column of numbers]`. */
export function headCells(speech: Speech, columns: readonly (readonly [Title, 'text' | 'number'])[]): Markup {
  const cells = columns.map(
    ([title, kind]) => markup`<th scope="col"${kind === 'number' ? markup` class="number"` : ''}>${speech.word(title)}</th>`,
  );
  return markup`${cells}`;
}

/** `2026-11-18T09:40:00+08:00` as `2026-11-18 09:40 +08:00`; a text of another form stays as it is. */
export function formatInstant(instant: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/.exec(instant);
  if (match === null) return instant;
  const offset = match[3] === 'Z' ? ' +00:00' : match[3] === undefined ? '' : ` ${match[3]}`;
  return `${match[1]} ${match[2]}${offset}`;
}

/** A SHA-256 in groups of eight. */
export function formatHash(sha256: string): string {
  return sha256.match(/.{1,8}/g)?.join(' ') ?? sha256;
}
