import { InputError } from '../../errors.ts';
import type { Member } from '../../registry.ts';
import type { ExportSource } from '../file/export-source.ts';
import { linesOf } from '../file/head-of.ts';
import type { Sheet } from '../file/sheet.ts';
import { DELIMITERS, splitDelimited } from '../file/split-delimited.ts';
import type { DeclaredFormat } from '../formats/declared/declared-format.ts';
import { DECLARED_FORMATS, PLATE_FORMATS } from '../formats/registry.ts';
import { offeredBlock } from '../offered-block.ts';
import type { PlateFormat } from '../plate-format.ts';

/** The only vendor's format that recognises an export; `null` where none does. Errors: plate/ambiguous-format. */
export function detectVendor(source: ExportSource): PlateFormat | null {
  const found = PLATE_FORMATS.members.filter((format) => format.recognises(source));
  if (found.length > 1) refuseSeveral(source.fileName, found);
  return found[0] ?? null;
}

/**
 * A file of no vendor: the only declared format that it can be. A file that bears one of a vendor's marks and is not read by its reader is never taken for a
 * plain one: what its lines mean would be lost. Errors: plate/unknown-format, plate/ambiguous-format.
 */
export async function detectDeclared(source: ExportSource): Promise<DeclaredFormat> {
  const sheets = await possibleSheets(source);
  refuseMarked(source, sheets);
  const found = DECLARED_FORMATS.members.filter((format) => sheets.some((sheet) => format.recognises(sheet)));
  if (found.length > 1) refuseSeveral(source.fileName, found);
  const [format] = found;
  if (format !== undefined) return format;
  throw new InputError(
    'plate/unknown-format',
    `Expected exactly one plate format to recognise '${source.fileName}', found none. See 'cytolot formats'; a table of another layout can be declared in the definition (${DECLARED_FORMATS.ids.join(', ')}).${offeredBlock(sheets)}`,
    { file: source.fileName },
  );
}

function refuseSeveral(file: string, found: readonly Member[]): never {
  throw new InputError(
    'plate/ambiguous-format',
    `Expected exactly one plate format to recognise '${file}', found ${found.length}: ${found.map(({ id }) => id).join(', ')}. Name the right one with --format or \`format\`.`,
    { file },
  );
}

function refuseMarked(source: ExportSource, sheets: readonly Sheet[]): void {
  const lines = linesOf(source);
  for (const { id, title, marks } of PLATE_FORMATS.members) {
    const mark = marks.exec(lines)?.[0];
    if (mark === undefined) continue;
    throw new InputError(
      'plate/unknown-format',
      `Expected an export of ${title}, since it holds '${mark.trim().slice(0, 60)}', found one that its reader does not recognise: lines were removed or changed, or it is a view that is not read. Export it again (docs/plate-formats.md, '${id}').${offeredBlock(sheets)}`,
      { file: source.fileName },
    );
  }
}

/** The sheets of a workbook, or a text file split by every delimiter that it holds. */
async function possibleSheets(source: ExportSource): Promise<readonly Sheet[]> {
  if (source.kind === 'workbook') return source.sheets;
  const sheets: Sheet[] = [];
  for (const delimiter of DELIMITERS)
    if (source.text.includes(delimiter)) sheets.push(await splitDelimited(source.text, source.fileName, { delimiter, quotes: 'csv' }));
  return sheets;
}
