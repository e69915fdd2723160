import { InputError } from '../../../errors.ts';
import { buildRead } from '../../build-read.ts';
import { parseExportDateTime } from '../../dates.ts';
import { headOf, textOf } from '../../file/head-of.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, type SheetRow } from '../../file/sheet.ts';
import { splitDelimited } from '../../file/split-delimited.ts';
import type { DecimalSign } from '../../numbers.ts';
import { definePlateFormat } from '../../plate-format.ts';
import type { Plate } from '../../plate-reading.ts';
import { decimalOfTable } from '../../table-decimal.ts';
import { statedDilution } from '../tables/counted-sample.ts';
import { checkViability } from '../tables/viability.ts';
import { findWellRows, type WellRows } from '../tables/well-rows.ts';

const RESULT =
  /^(?:Cell count|Viable cells|Total \(x10\^6\) cells\/mL|Viable \(x10\^6\) cells\/mL|Viability \(%\)|Average .*|Bubble count|Cluster count|Images? for analysis|Dilution)$/i;

/** Beckman Coulter Vi-CELL BLU, CSV: one line a sample. There is no plate: every sample is one of a single well, A1. */
export const viCellBlu = definePlateFormat({
  id: 'vi-cell-blu',
  title: 'Beckman Coulter Vi-CELL BLU, CSV (cell counts)',
  container: 'text',
  recognises: (source) =>
    !/\bVi-CELL XR\b/.test(headOf(source)) &&
    /^(?=.*\bSample ID\b)(?=.*\bViability \(%\))(?=.*\bAverage circularity\b|.*\bViable cells\b).*$/m.test(headOf(source)),
  marks: /^(?=.*\bViability \(%\))(?=.*\bAverage circularity\b).*$|\bVi-CELL\b/m,
  silent: /^(?:Vi-CELL|Export)/i,
  decode: async (source, notes) => {
    const sign = /Sample ID"?([,;\t])/.exec(textOf(source))?.[1];
    const sheet = notes.ledger.open(
      await splitDelimited(textOf(source), source.fileName, {
        delimiter: sign === ';' || sign === '\t' ? sign : ',',
        quotes: 'csv',
      }),
    );
    const table = findWellRows(sheet, ['Sample ID', 'Viability (%)'], { file: source.fileName, notes });
    if (table === null || table.rows.length === 0)
      throw new InputError('plate/no-results', 'Expected one line a sample below the heading, found none.', { file: source.fileName });
    const results = table.headings.flatMap((heading, column) => (RESULT.test(heading) ? [column] : []));
    const cells = table.rows.flatMap((row) => results.map((column) => cellText(row, column)));
    const decimal = decimalOfTable(cells, { file: source.fileName, line: (table.rows[0]?.line ?? 2) - 1, doubtful: 'refused' });
    return table.rows.map((row) => readSample(row, { table, decimal }, notes));
  },
});

function readSample(
  row: SheetRow,
  { table, decimal }: { readonly table: WellRows; readonly decimal: DecimalSign },
  notes: NoteList,
): Plate {
  const name = cellText(row, table.headings.indexOf('Sample ID'));
  const date = table.headings.findIndex((heading) => /date/i.test(heading));
  const reads = table.headings.flatMap((heading, column) => {
    if (!RESULT.test(heading)) return [];
    const unit = /^(?:Total|Viable) \(x10\^6\)/i.test(heading) ? '10^6 cells/mL' : (/\(([^()]+)\)$/.exec(heading)?.[1] ?? null);
    const wells = new Map([['A1', cellText(row, column)]]);
    return [
      buildRead({ label: heading, mode: 'count', wavelengthsNm: [], unit, calculated: false }, wells, {
        decimal: { proven: decimal },
        notes,
      }),
    ];
  });
  const at = (name: string): string =>
    cellText(
      row,
      table.headings.findIndex((heading) => heading.toLowerCase() === name),
    );
  const viability = checkViability(
    {
      sample: name,
      percent: at('viability (%)'),
      part: at('viable cells'),
      partIs: 'live',
      whole: at('cell count'),
      counted: 'exactly',
      decimal,
    },
    notes,
  );
  return {
    name,
    wellCount: 1,
    reads,
    readAt: date === -1 ? null : parseExportDateTime(cellText(row, date), notes),
    counted: { A1: { sample: name === '' ? null : name, dilution: statedDilution(at('dilution'), decimal), state: null, viability } },
  };
}
