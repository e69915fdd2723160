import { InputError } from '../../../errors.ts';
import { buildRead } from '../../build-read.ts';
import { parseExportDateTime } from '../../dates.ts';
import { headOf, textOf } from '../../file/head-of.ts';
import { cellText, type SheetRow } from '../../file/sheet.ts';
import { splitDelimited } from '../../file/split-delimited.ts';
import type { NoteList } from '../../notes.ts';
import { parseNumber } from '../../numbers.ts';
import type { PlateFormat } from '../../plate-format.ts';
import type { Plate } from '../../plate-reading.ts';
import { findWellRows, type WellRows } from '../well-rows.ts';

const RESULT =
  /^(?:Cell count|Viable cells|Total \(x10\^6\) cells\/mL|Viable \(x10\^6\) cells\/mL|Viability \(%\)|Average .*|Bubble count|Cluster count|Images? for analysis|Dilution)$/i;

/** Beckman Coulter Vi-CELL BLU, CSV: one line a sample. There is no plate: every sample is one of a single well, A1. */
export const viCellBlu: PlateFormat = {
  name: 'vi-cell-blu',
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
    return table.rows.map((row) => readSample(row, table, notes));
  },
};

function readSample(row: SheetRow, table: WellRows, notes: NoteList): Plate {
  const name = cellText(row, table.headings.indexOf('Sample ID'));
  const date = table.headings.findIndex((heading) => /date/i.test(heading));
  const reads = table.headings.flatMap((heading, column) => {
    if (!RESULT.test(heading)) return [];
    const unit = /^(?:Total|Viable) \(x10\^6\)/i.test(heading) ? '10^6 cells/mL' : (/\(([^()]+)\)$/.exec(heading)?.[1] ?? null);
    const wells = new Map([['A1', cellText(row, column)]]);
    return [buildRead({ label: heading, mode: 'count', wavelengthsNm: [], unit, calculated: false }, wells, { decimal: 'detect', notes })];
  });
  compareViability(row, table, notes);
  return { name, wellCount: 1, reads, readAt: date === -1 ? null : parseExportDateTime(cellText(row, date), notes) };
}

/** Viability must be that of the counts; without counts it stands on nothing that can be checked. */
function compareViability(row: SheetRow, table: WellRows, notes: NoteList): void {
  const at = (name: string): string =>
    cellText(
      row,
      table.headings.findIndex((heading) => heading.toLowerCase() === name),
    );
  const [count, viable, viability] = [at('cell count'), at('viable cells'), at('viability (%)')].map((text) => parseNumber(text, '.'));
  const sample = at('sample id');
  if (viability === null || viability === undefined) return;
  if (count === null || viable === null || count === undefined || viable === undefined) {
    const counts = { counted: at('cell count'), viable: at('viable cells') };
    notes.add('plate/instrument-warning', { about: 'viability-without-counts', sample, viabilityPercent: viability, ...counts });
    return;
  }
  const value = (100 * viable) / count;
  const decimals = at('viability (%)').split('.')[1]?.length ?? 0;
  const half = 0.5 / Number(`1e${Math.max(decimals, 1)}`);
  if (!(Math.abs(value - viability) <= half * 1.01))
    notes.add('plate/statistic-contradicts', {
      statistic: 'viability-of-counts',
      sample,
      printed: String(viability),
      part: viable,
      whole: count,
    });
}
