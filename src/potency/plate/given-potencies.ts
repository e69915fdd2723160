import { InputError } from '../../errors.ts';
import { decodeText } from '../../plates/file/decode-text.ts';
import type { SheetRow } from '../../plates/file/sheet.ts';
import { DELIMITERS } from '../../plates/file/split-delimited.ts';
import { createNotes } from '../../plates/notes.ts';
import { parseNumber } from '../../plates/numbers.ts';
import type { DecimalMark } from './assay-table-columns.ts';
import { checkFieldCount, splitLongTable } from './long-table.ts';

/** A relative potency with its interval, as a table gives it. */
export interface GivenPotency {
  readonly assay: string;
  readonly sample: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  /** Degrees of freedom behind the interval. */
  readonly df: number;
}

const NUMBERS = ['potency', 'lower', 'upper', 'df'] as const;

/** Whether a table holds potencies with their limits in place of wells: by its headings. */
export function holdsPotencies(bytes: Uint8Array, file: string): boolean {
  const [first = ''] = decodeText(bytes.subarray(0, 4096), file, { notes: createNotes() }).split(/\r?\n/, 1);
  return DELIMITERS.some((one) => {
    const cells = first.split(one).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    return NUMBERS.every((name) => cells.includes(name)) && !cells.includes('response');
  });
}

/** Potencies of assays that were computed elsewhere, a row each. Errors: potency/bad-data, usage/bad-argument. */
export async function readGivenPotencies(
  bytes: Uint8Array,
  { file, decimal }: { readonly file: string; readonly decimal: DecimalMark },
): Promise<readonly GivenPotency[]> {
  const text = decodeText(bytes, file, { notes: createNotes() });
  const { header, body, columns } = await splitLongTable(text, {
    file,
    headings: new Map(),
    required: NUMBERS,
    optional: ['assay', 'sample'],
  });
  const rows = body.map((row, i): GivenPotency => {
    checkFieldCount(row, header, file);
    const cell = (name: string): string => row.cells[columns.get(name) ?? -1]?.trim() ?? '';
    const number = (name: (typeof NUMBERS)[number]): number => numberOf(cell(name), { name, decimal, file, row });
    const given = { estimate: number('potency'), lower: number('lower'), upper: number('upper'), df: number('df') };
    if (!(given.lower < given.estimate && given.estimate < given.upper && given.df >= 1)) {
      const found = `${given.estimate} (${given.lower} to ${given.upper}) on ${given.df}`;
      throw new InputError(
        'potency/bad-data',
        `Expected a potency between its limits and at least one degree of freedom, found ${found}.`,
        {
          file,
          line: row.line,
        },
      );
    }
    return {
      assay: cell('assay') === '' ? String(i + 1) : cell('assay'),
      sample: cell('sample') === '' ? 'test article' : cell('sample'),
      ...given,
    };
  });
  if (rows.length > 0) return rows;
  throw new InputError('potency/bad-data', 'Expected rows of potencies under the headings, found none.', { file, line: header.line });
}

function numberOf(
  text: string,
  { name, decimal, file, row }: { readonly name: string; readonly decimal: DecimalMark; readonly file: string; readonly row: SheetRow },
): number {
  const value = parseNumber(text, decimal === 'comma' ? ',' : '.');
  if (value !== null && value > 0 && value < Number.POSITIVE_INFINITY) return value;
  throw new InputError('potency/bad-data', `Expected a positive number in the column '${name}', found '${text}'.`, {
    file,
    line: row.line,
  });
}
