/** Cells of one line, by column. */
export type Cells = Readonly<Record<string, string>>;

/** A CSV table in memory: lines are found by some of their cells, and changed, added or taken away. */
export class CsvTable {
  readonly columns: string[];
  readonly rows: Map<string, string>[];

  constructor(text: string) {
    const [head = [], ...lines] = splitCsv(text);
    this.columns = head;
    this.rows = lines.map((cells) => new Map(head.map((column, at) => [column, cells[at] ?? ''])));
  }

  /** The only line with these cells. */
  row(cells: Cells): Map<string, string> {
    const found = this.all(cells);
    const [first] = found;
    if (first === undefined || found.length > 1) throw new Error(`${found.length} lines with ${JSON.stringify(cells)}`);
    return first;
  }

  all(cells: Cells): Map<string, string>[] {
    return this.rows.filter((row) => Object.entries(cells).every(([column, value]) => (row.get(column) ?? '') === value));
  }

  /** Changes cells of every line that has those of `where`, at least one; a column that is not there yet is made. */
  set(where: Cells, cells: Cells): void {
    const found = this.all(where);
    if (found.length === 0) throw new Error(`no line with ${JSON.stringify(where)}`);
    this.#widen(cells);
    for (const row of found) for (const [column, value] of Object.entries(cells)) row.set(column, value);
  }

  /** The same of every line, where there is one. */
  setAll(cells: Cells): void {
    if (this.rows.length > 0) this.set({}, cells);
  }

  add(cells: Cells): void {
    this.#widen(cells);
    this.rows.push(new Map(Object.entries(cells)));
  }

  /** Another line like the only one with `where`, but for `cells`. */
  addLike(where: Cells, cells: Cells): void {
    this.add({ ...Object.fromEntries(this.row(where)), ...cells });
  }

  remove(where: Cells): void {
    this.rows.splice(this.rows.indexOf(this.row(where)), 1);
  }

  text(): string {
    const line = (cells: readonly string[]) => `${cells.map(quoted).join(',')}\n`;
    return line(this.columns) + this.rows.map((row) => line(this.columns.map((column) => row.get(column) ?? ''))).join('');
  }

  #widen(cells: Cells): void {
    for (const column of Object.keys(cells)) if (!this.columns.includes(column)) this.columns.push(column);
  }
}

function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** The shipped tables have no line ends within cells. */
function splitCsv(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, inside, plain]) => inside?.replaceAll('""', '"') ?? plain ?? ''),
    );
}
