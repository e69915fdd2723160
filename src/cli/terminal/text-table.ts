import { printableLine } from '../../printable.ts';

/** Columns side by side for a terminal, with a line below the heading. A Chinese character takes two places. */
export function textTable(head: readonly string[], cells: readonly (readonly string[])[]): string {
  const rows = cells.map((row) => row.map(printableLine));
  const widths = head.map((title, column) => Math.max(width(title), ...rows.map((row) => width(row[column] ?? ''))));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell)))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((size) => '-'.repeat(size)).join('  '), ...rows.map(line), ''].join('\n');
}

function width(text: string): number {
  let size = 0;
  for (const character of text)
    size += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/.test(character) ? 2 : 1;
  return size;
}
