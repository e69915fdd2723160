import type { Title } from '../../attributes/attribute-result.ts';
import { raised } from '../exponents.ts';
import type { Speech } from '../language.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import { formatNumber } from '../words/forms/decimals.ts';
import { headCells, table } from './parts.ts';

/** A cell, or one that spans rows; `null` stands below one that does. */
export type Cell = Markup | string | null | { readonly content: Markup | string; readonly rows: number };

export interface PlainTable {
  readonly caption: Title;
  readonly columns: readonly (readonly [Title, 'text' | 'number'])[];
  readonly rows: readonly (readonly Cell[])[];
  /** What a reader needs beside the numbers. */
  readonly note?: Markup;
}

/** Rows of text and numbers under their headings; nothing where there are none. */
export function plainTable({ caption, columns, rows, note }: PlainTable, speech: Speech): Markup {
  if (rows.length === 0) return nothing;
  const body = rows.map((cells) => markup`<tr>${cells.map((cell, i) => cellOf(cell, i, columns[i]?.[1] === 'number'))}</tr>\n`);
  const content = table({
    name: 'figures',
    caption: speech.short(caption),
    head: headCells(speech, columns),
    body: markup`<tbody>${body}</tbody>`,
  });
  const below = note === undefined ? nothing : markup`<p class="note">${note}</p>`;
  return markup`<h3>${speech.plainWord(caption)}</h3>${content}${below}`;
}

function cellOf(cell: Cell, column: number, isNumber: boolean): Markup {
  if (cell === null) return nothing;
  const spans = typeof cell === 'object' && 'rows' in cell;
  const content = spans ? cell.content : cell;
  const span = spans && cell.rows > 1 ? markup` rowspan="${String(cell.rows)}"` : nothing;
  if (column === 0) return markup`<th scope="row"${span}>${content}</th>`;
  return markup`<td${isNumber ? markup` class="number"` : nothing}${span}>${content}</td>`;
}

/** A number with so many digits that count, or a dash. */
export function figure(value: number | null | undefined, digits: number): Markup | string {
  return value === null || value === undefined || !Number.isFinite(value) ? '–' : raised(formatNumber(value, digits));
}
