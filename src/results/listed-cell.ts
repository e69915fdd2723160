const SEPARATOR = ';';

/** Several names in one cell of a table, `;` between them; a `;` or `\` of a name itself has a `\` before it, so that one name is never taken for two. */
export function listedCell(names: readonly string[]): string {
  return names.map((name) => name.replaceAll(/[\\;]/g, '\\$&')).join(SEPARATOR);
}

/** The names of such a cell; `''` = none. */
export function namesOfCell(cell: string): readonly string[] {
  if (cell === '') return [];
  return (cell.match(/(?:^|;)(?:\\[\s\S]|[^\\;])*/g) ?? []).map((part) => part.replace(/^;/, '').replaceAll(/\\([\s\S])/g, '$1'));
}
