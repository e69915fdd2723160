import { DELIMITERS } from '../../plates/file/split-delimited.ts';
import { type LongTable, splitLongTable } from './long-table.ts';
import type { DoseReading } from './table-doses.ts';

const COLUMNS = [
  'sample',
  'dose',
  'dilution',
  'response',
  'total',
  'responders',
  'assay',
  'plate',
  'well',
  'replicate',
  'group',
  'excluded',
  'unit',
  'block',
  'row',
  'column',
  'subject',
  'period',
  'predilution',
] as const;
export type Column = (typeof COLUMNS)[number];
export const POTENCY_COLUMNS: readonly Column[] = COLUMNS;

/** How the long table of `cytolot potency` is to be read. */
export interface AssayTableRequest {
  readonly file: string;
  /** Column of ours → heading of the table; absent ones go by their own name. */
  readonly headings: ReadonlyMap<string, string>;
  readonly reference: string;
  /** Samples that are controls of the plate, not test articles. */
  readonly controls?: readonly string[];
  /** What a row measures: one response, or responders among a total. */
  readonly measures?: 'response' | 'counts';
  /** What the dose column holds; `kind` absent = by its heading. */
  readonly doses?: Partial<DoseReading>;
  /** What stands between the whole and the decimals of a number; absent = a point. */
  readonly decimal?: DecimalMark;
}

/** Between the whole and the decimals of a number. */
export type DecimalMark = 'point' | 'comma';

/** A long table with how its doses are to be read. */
export interface PotencyColumns extends LongTable {
  readonly doses: DoseReading;
}

/** The table with its columns; one that can only be the unit of the doses is one, so that a mixture of units does not pass. */
export async function splitTable(text: string, request: AssayTableRequest): Promise<PotencyColumns> {
  const measured: readonly Column[] = request.measures === 'counts' ? ['total', 'responders'] : ['response'];
  const dose = doseColumn(text, request);
  const required: readonly Column[] = ['sample', dose, ...measured];
  const optional = COLUMNS.filter((name) => !required.includes(name) && name !== 'dose' && name !== 'dilution');
  const table = await splitLongTable(text, { ...request, required, optional });
  const kind = request.doses?.kind ?? (dose === 'dilution' ? 'dilution' : 'concentration');
  const columns = new Map([...table.columns, ['dose', table.columns.get(dose) ?? -1] as const]);
  const at = table.header.cells.findIndex((name) => /^dose[ _-]?unit$/i.test(name.trim()));
  if (!columns.has('unit') && at >= 0) columns.set('unit', at);
  return { ...table, columns, doses: { kind, scale: request.doses?.scale ?? 'linear' } };
}

/** A table has doses or dilutions; where it has both headings, `--doses` or `--columns` says which. */
function doseColumn(text: string, { headings, doses }: AssayTableRequest): 'dose' | 'dilution' {
  const end = text.indexOf('\n');
  const firstLine = text.slice(0, end < 0 ? text.length : end);
  const has = (name: 'dose' | 'dilution'): boolean =>
    DELIMITERS.some((one) =>
      firstLine
        .split(one)
        .map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
        .includes(headings.get(name) ?? name),
    );
  if (headings.has('dose') !== headings.has('dilution')) return headings.has('dose') ? 'dose' : 'dilution';
  if (has('dose') !== has('dilution')) return has('dose') ? 'dose' : 'dilution';
  return doses?.kind === 'dilution' && has('dilution') ? 'dilution' : 'dose';
}
