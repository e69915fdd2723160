import type { ExportSource } from './export-source.ts';

/** A space at which no line breaks: some software writes it between a key and its value. */
const NO_BREAK = '\u00a0';

/** The first 8,000 characters of a text export without quotes, for recognising it; empty for a workbook. */
export function headOf(source: ExportSource): string {
  return source.kind === 'text' ? source.text.slice(0, 8000).replaceAll('"', '').replaceAll(NO_BREAK, ' ') : '';
}

/** The text of a text export; formats that are registered for text are given no other. */
export function textOf(source: ExportSource): string {
  return source.kind === 'text' ? source.text.replaceAll(NO_BREAK, ' ') : '';
}

/** The delimiter between the column numbers 1 and 2 of the first matrix, else the one of comma, semicolon and tab that the first line has most. */
export function matrixDelimiter(text: string): ',' | ';' | '\t' {
  const between = /(?:^|[,;\t])"?0?1"?([,;\t])"?0?2"?\1"?0?3/m.exec(text)?.[1];
  if (between === ',' || between === ';' || between === '\t') return between;
  const first = text.split('\n', 1)[0] ?? '';
  const counts = ([',', ';', '\t'] as const).map((sign) => ({ sign, count: first.split(sign).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).sign;
}

/** Lines of a sheet in which an export's marks are looked for. */
const HEAD_ROWS = 80;

/** The lines of an export as text, without quotes: a text's first 200,000 characters, the first rows of every sheet with tabs between their cells. */
export function linesOf(source: ExportSource): string {
  if (source.kind === 'text') return source.text.slice(0, 200_000).replaceAll('"', '').replaceAll(NO_BREAK, ' ');
  return source.sheets.flatMap(({ rows }) => rows.slice(0, HEAD_ROWS).map((row) => row.cells.join('\t').trim())).join('\n');
}
