import { InputError } from '../../../errors.ts';
import type { ExportSource } from '../../file/export-source.ts';
import type { Sheet } from '../../file/sheet.ts';
import { DELIMITERS, type Delimiter, splitDelimited } from '../../file/split-delimited.ts';
import type { DecimalSign } from '../../numbers.ts';

const DELIMITER_NAMES = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;

/** What the declared formats' options say about fields and sheets. */
export interface FieldsRequest {
  readonly delimiter: 'detect' | keyof typeof DELIMITER_NAMES;
  readonly sheet?: string | undefined;
}

export function decimalOption(decimal: 'detect' | 'point' | 'comma'): DecimalSign | 'detect' {
  if (decimal === 'detect') return 'detect';
  return decimal === 'comma' ? ',' : '.';
}

/**
 * The sheets in which to look: those of a workbook, or a text file split by the declared delimiter, else by the only delimiter with which
 * `holdsTable` finds something. Errors: plate/bad-export, plate/unknown-format.
 */
export async function sheetsOf(
  source: ExportSource,
  request: FieldsRequest,
  holdsTable: (sheet: Sheet) => boolean,
): Promise<readonly Sheet[]> {
  if (source.kind === 'workbook')
    return request.sheet === undefined ? source.sheets : [sheetNamed(source.sheets, request.sheet, source.fileName)];
  const split = (delimiter: Delimiter): Promise<Sheet> => splitDelimited(source.text, source.fileName, { delimiter, quotes: 'csv' });
  if (request.delimiter !== 'detect') return [await split(DELIMITER_NAMES[request.delimiter])];
  const fitting: Sheet[] = [];
  for (const delimiter of DELIMITERS) {
    if (!source.text.includes(delimiter)) continue;
    const sheet = await split(delimiter);
    if (holdsTable(sheet)) fitting.push(sheet);
  }
  if (fitting.length === 1) return fitting;
  throw new InputError(
    'plate/unknown-format',
    `Expected a table that one of comma, semicolon, tab or | parts into fields, found one with ${fitting.length} of them. Declare \`delimiter\`.`,
    { file: source.fileName },
  );
}

function sheetNamed(sheets: readonly Sheet[], name: string, file: string): Sheet {
  const sheet = sheets.find((one) => one.name === name);
  if (sheet !== undefined) return sheet;
  const names = sheets.map((one) => `'${one.name}'`).join(', ');
  throw new InputError('plate/bad-export', `Expected a sheet '${name}', found ${names}. Name one of these under \`sheet\`.`, { file });
}
