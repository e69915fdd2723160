import { type LongTable, splitLongTable } from './long-table.ts';

const REQUIRED = ['sample', 'dose', 'response'] as const;
const OPTIONAL = ['assay', 'plate', 'well', 'replicate', 'group', 'excluded', 'unit'] as const;
export type Column = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];
export const POTENCY_COLUMNS: readonly Column[] = [...REQUIRED, ...OPTIONAL];

/** How the long table of `cytolot potency` is to be read. */
export interface TableRequest {
  readonly file: string;
  /** Column of ours → heading of the table; absent ones go by their own name. */
  readonly headings: ReadonlyMap<string, string>;
  readonly reference: string;
}

/** The table with its columns; one that can only be the unit of the doses is one, so that a mixture of units does not pass. */
export async function splitTable(text: string, request: TableRequest): Promise<LongTable> {
  const table = await splitLongTable(text, { ...request, required: REQUIRED, optional: OPTIONAL });
  if (table.columns.has('unit')) return table;
  const at = table.header.cells.findIndex((name) => /^dose[ _-]?unit$/i.test(name.trim()));
  return at < 0 ? table : { ...table, columns: new Map([...table.columns, ['unit', at]]) };
}
