import { InputError } from '../../../errors.ts';
import { parseExportDateTime } from '../../dates.ts';
import { headOf, textOf } from '../../file/head-of.ts';
import { cellText } from '../../file/sheet.ts';
import { splitDelimited } from '../../file/split-delimited.ts';
import { definePlateFormat } from '../../plate-format.ts';
import { sizeOfPlate } from '../../plate-size.ts';
import { columnOf, findWellRows, readColumn, rowsByText } from '../tables/well-rows.ts';

/** Luminex INTELLIFLEX, CSV: one line a well, columns `REGION: REPORTER STATISTIC`. */
export const luminexIntelliflex = definePlateFormat({
  id: 'luminex-intelliflex',
  title: 'Luminex INTELLIFLEX, CSV',
  container: 'text',
  recognises: (source) => /^(?=.*\bINSTRUMENT TYPE[,;\t])(?=.*\bWELL LOCATION\b).*$/m.test(headOf(source)),
  marks: /\bINTELLIFLEX\b|\bR\d+: RP\d+ |^(?=.*\bINSTRUMENT TYPE\b)(?=.*\bWELL LOCATION\b).*$/m,
  silent: /^(?:-- ?CRC|CRC|--DOCUMENT SIGNATURE--|Instrument Serial Number:|Data Signature:|[0-9A-F]{32,}$)/,
  decode: async (source, notes) => {
    const sign = /INSTRUMENT TYPE"?([,;\t])/.exec(textOf(source))?.[1];
    const sheet = notes.ledger.open(
      await splitDelimited(textOf(source), source.fileName, {
        delimiter: sign === ';' || sign === '\t' ? sign : ',',
        quotes: 'csv',
      }),
    );
    const context = { file: source.fileName, notes };
    const table = findWellRows(sheet, ['WELL LOCATION', 'PLATE NAME'], context);
    if (table === null || table.rows.length === 0)
      throw new InputError('plate/no-results', 'Expected lines with wells below the heading, found none.', { file: source.fileName });
    const [wellColumn, startColumn] = [columnOf(table, 'WELL LOCATION'), columnOf(table, 'PLATE START')];
    return [...rowsByText(table, columnOf(table, 'PLATE NAME'))].map(([name, rows]) => {
      const reads = table.headings.flatMap((heading, valueColumn) => {
        const read = headingOf(heading);
        return read === null ? [] : [readColumn(rows, { heading: read, valueColumn, wellColumn }, context)];
      });
      const readAt = parseExportDateTime(cellText(rows[0], startColumn), notes);
      return {
        name,
        wellCount: sizeOfPlate(reads, { plate: name, named: null, shape: { rows: 8, columns: 12 }, ...context }),
        reads,
        readAt,
      };
    });
  },
});

function headingOf(heading: string) {
  const statistic = /^R\d+: RP\d+ (.+)$/.exec(heading)?.[1];
  if (statistic === undefined || /^(?:ANALYTE NAME|REGION)$/.test(statistic)) return null;
  if (statistic === 'COUNT') return { label: heading, mode: 'count', wavelengthsNm: [], unit: 'beads', calculated: false };
  return {
    label: heading,
    mode: 'fluorescence',
    wavelengthsNm: [],
    unit: 'MFI',
    calculated: !/^(?:MEDIAN|MEAN|TRIMMED MEAN|PEAK)$/.test(statistic),
  };
}
