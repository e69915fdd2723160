import * as z from 'zod';

/** Schema of `agreesWith`: the other member of an orthogonal pair, and how far the two may lie apart. */
export const agreementSchema = z
  .strictObject({
    attribute: z.string().min(1).optional().describe('Id of the attribute that measures the same by another principle.'),
    component: z.string().min(1).optional().describe('Part of that attribute, where it has parts.'),
    row: z.string().min(1).optional().describe('Id of the row that measures the same, in place of attribute.'),
    difference: z.number().gt(0).optional().describe('Largest |a - b| that agrees, in the unit of this row; the margin itself agrees.'),
    ratio: z.number().gt(1).optional().describe('Largest ratio of the two that agrees, |ln(a/b)| <= ln ratio; the margin itself agrees.'),
  })
  .refine((pair) => (pair.attribute === undefined) !== (pair.row === undefined), { error: 'expected exactly one of attribute, row' })
  .refine((pair) => (pair.difference === undefined) !== (pair.ratio === undefined), {
    error: 'expected exactly one of difference, ratio',
  })
  .refine((pair) => pair.component === undefined || pair.attribute !== undefined, { error: 'expected attribute beside component' });

export type Agreement = z.output<typeof agreementSchema>;

/** A row as far as pairs know it. */
export interface PairedRow {
  readonly id: string;
  readonly attribute: string;
  readonly component: string | null;
  readonly stage: string;
  readonly agreesWith?: Agreement | undefined;
}

/** What is wrong with the pairs that rows of one specification name, a sentence each with the row's index. */
export function pairMistakes(rows: readonly PairedRow[]): { readonly index: number; readonly text: string }[] {
  return rows.flatMap((row, index) => {
    const pair = row.agreesWith;
    // Both keys at once are refused by the schema already.
    if (pair === undefined || (pair.row !== undefined && pair.attribute !== undefined)) return [];
    const text = pair.row === undefined ? selfText(row, pair) : rowText(row, pair.row, rows);
    return text === null ? [] : [{ index, text }];
  });
}

function selfText(row: PairedRow, pair: Agreement): string | null {
  const itself = pair.attribute === row.attribute && (pair.component ?? null) === row.component;
  return itself ? `expected another attribute than the row's own, found '${row.attribute}': a value always agrees with itself` : null;
}

function rowText(row: PairedRow, id: string, rows: readonly PairedRow[]): string | null {
  const partner = rows.find((other) => other.id === id);
  if (partner === undefined)
    return `expected the id of a row of this specification, found '${id}'; there are ${rows.map((one) => one.id).join(', ')}`;
  if (partner.attribute === row.attribute && partner.component === row.component)
    return `expected a row of another attribute, found '${id}', which has the attribute '${row.attribute}' too`;
  if (partner.stage !== row.stage)
    return `expected a row of the stage '${row.stage}', found '${id}' of the stage '${partner.stage}': a pair measures one stage`;
  return null;
}
