import { raisedInPlot } from '../exponents.ts';
import { type Markup, type MarkupPart, markup, nothing } from '../markup.ts';
import { plotColours } from './palette.ts';

/** Named in full as an attribute, with the CJK face last: PNG renderers ignore the `font` shorthand and then draw 供试品 as boxes. */
export const FONT_FAMILY = 'Segoe UI, Helvetica Neue, Arial, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif';

/** One picture: it stands alone as a file and inside the page. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Unique within the page. */
  readonly id: string;
  /** A sentence for those who do not see it. */
  readonly title: string;
  readonly content: MarkupPart;
}

/** The SVG element with size, title and font; presentation attributes only, so that a strict content policy does not touch it. */
export function picture({ width, height, id, title, content }: Picture): Markup {
  return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title" font-family="${FONT_FAMILY}" font-size="12" fill="${plotColours.ink}"><title id="${id}-title">${title}</title>${content}</svg>`;
}

/** A picture as a file of its own, on white ground. */
export function svgFile(svg: Markup): string {
  const ground = '<rect width="100%" height="100%" fill="#ffffff"/>';
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svg.markup.replace('</title>', `</title>${ground}`)}\n`;
}

export interface TextStyle {
  readonly size?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly fill?: string;
  readonly bold?: boolean;
  /** Width of a white halo. */
  readonly halo?: number;
  /** Quarter turn counter-clockwise about the point. */
  readonly turned?: boolean;
}

/** A line of text; powers of ten have raised digits. */
export function text(x: number, y: number, words: string, style: TextStyle = {}): Markup {
  const size = style.size ?? 12;
  const halo =
    style.halo === undefined
      ? nothing
      : markup` stroke="${plotColours.halo}" stroke-width="${style.halo}" stroke-linejoin="round" paint-order="stroke"`;
  const turn = style.turned === true ? markup` transform="rotate(-90 ${x} ${y})"` : nothing;
  const weight = style.bold === true ? markup` font-weight="700"` : nothing;
  return markup`<text x="${x}" y="${y}" font-size="${size}" text-anchor="${style.anchor ?? 'start'}" fill="${style.fill ?? plotColours.ink}"${weight}${halo}${turn}>${raisedInPlot(words, size)}</text>`;
}

export interface LineStyle {
  readonly stroke: string;
  readonly width?: number;
  readonly dash?: string;
}

export function line(from: readonly [number, number], to: readonly [number, number], style: LineStyle): Markup {
  return markup`<line x1="${from[0]}" y1="${from[1]}" x2="${to[0]}" y2="${to[1]}"${strokeOf(style)}/>`;
}

export function path(data: string, style: LineStyle): Markup {
  return markup`<path d="${data}" fill="none"${strokeOf(style)} stroke-linejoin="round"/>`;
}

function strokeOf({ stroke, width = 1, dash }: LineStyle): Markup {
  return markup` stroke="${stroke}" stroke-width="${width}"${dash === undefined ? nothing : markup` stroke-dasharray="${dash}"`}`;
}

/** Width of a text in pixels, near enough to place it: no font is measured without a DOM. */
export function textWidth(words: string, size: number): number {
  let ems = 0;
  for (const character of words) ems += emWidth(character);
  return ems * size;
}

function emWidth(character: string): number {
  if (character > '\u2e7f') return 1;
  if (/[fijlrt.,:;|'!·/() -]/.test(character)) return 0.3;
  if (/[A-Zmw%+=<>−]/.test(character)) return 0.72;
  return 0.55;
}
