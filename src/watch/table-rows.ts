import { compareCodeUnits } from '../order.ts';
import type { RawRow } from '../pipeline/tables/table.ts';
import { spellingKey } from '../spelling.ts';

/** A table of the drop folder, beside the sample list. */
export interface WatchedTable {
  readonly name: string;
  readonly rows: readonly RawRow[];
}

/**
 * Tells the rows of tables that may mean a subject, as text without their lines, sorted: those with a cell that is one of its names, or spells one in another way, since
 * such a row holds it. Other rows of a table that grows change nothing of the subject. The tables are looked through once.
 */
export function openTableRows(tables: readonly WatchedTable[]): (names: readonly string[]) => readonly string[] {
  const byKey = new Map<string, string[]>();
  for (const { name, rows } of tables) {
    const [heading, ...body] = rows;
    for (const { cells } of body) {
      const text = JSON.stringify([name, heading?.cells ?? [], cells]);
      for (const key of new Set(cells.map((cell) => spellingKey(cell.trim())).filter((one) => one !== ''))) {
        const known = byKey.get(key);
        if (known === undefined) byKey.set(key, [text]);
        else known.push(text);
      }
    }
  }
  return (names) => [...new Set([...new Set(names.map(spellingKey))].flatMap((key) => byKey.get(key) ?? []))].sort(compareCodeUnits);
}

/** An export of a cell counter, whose samples are named by lots and more. */
export interface CounterText {
  readonly name: string;
  readonly sha256: string;
  /** `null` = it is no text, so that it may mean anybody. */
  readonly text: string | null;
}

/** Tells the exports of counters that may mean a lot: those in whose text it stands, in any spelling. A lot whose name begins another one's is meant with it. */
export function openCounterTexts(counters: readonly CounterText[]): (lot: string) => readonly string[] {
  const keyed = counters.map(({ name, sha256, text }) => ({
    row: JSON.stringify([name, sha256]),
    key: text === null ? null : spellingKey(text),
  }));
  return (lot) => keyed.filter(({ key }) => key === null || key.includes(spellingKey(lot))).map(({ row }) => row);
}
