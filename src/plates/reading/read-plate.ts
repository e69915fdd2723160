import { InputError } from '../../errors.ts';
import { accountForRest, noteOtherSheets } from '../account-for-rest.ts';
import { noteReading } from '../check-reading.ts';
import type { TextEncoding } from '../file/decode-text.ts';
import type { ExportSource } from '../file/export-source.ts';
import { createNotes, type NoteList } from '../file/notes.ts';
import { openSource } from '../file/open-source.ts';
import type { Sheet } from '../file/sheet.ts';
import type { DeclaredFormat } from '../formats/declared/declared-format.ts';
import { DECLARED_FORMATS, PLATE_FORMATS } from '../formats/registry.ts';
import type { PlateFormat } from '../plate-format.ts';
import type { Plate, PlateReading } from '../plate-reading.ts';
import { vendorOptions } from '../vendor-options.ts';
import { detectDeclared, detectVendor } from './detect-format.ts';

/** Which format to read: a name of the registry, a declared format with its options, or `detect`. */
export interface PlateRequest {
  readonly format: string;
  /** Options of the format, as in a definition; checked here by the format's schema. */
  readonly options?: unknown;
}

/**
 * Reads a plate-reader export. With `detect`, exactly one vendor format must recognise the file; where none does and the file bears no vendor's mark, exactly
 * one of the declared formats (a plain matrix, a plain long table) must. Errors: plate/unknown-format, plate/ambiguous-format and those of the formats.
 */
export async function readPlate(bytes: Uint8Array, fileName: string, request: PlateRequest): Promise<PlateReading> {
  const notes = createNotes();
  const declared = DECLARED_FORMATS.find(request.format);
  if (declared !== undefined)
    return finish(fileName, await readDeclared(bytes, fileName, { format: declared, options: request.options ?? {}, notes }));
  const { ignore } = vendorOptions(request.options, { format: request.format, file: fileName });
  const source = await openSource(bytes, fileName, { notes });
  const format = request.format === 'detect' ? detectVendor(source) : formatNamed(request.format, source);
  if (format !== null) return finish(fileName, await readVendor(format, source, { notes, ignore }));
  // Decoded again: the notes of the first decoding stand, and a note is never made twice.
  const options = ignore.length === 0 ? {} : { ignore };
  return finish(fileName, await readDeclared(bytes, fileName, { format: await detectDeclared(source), options, notes }));
}

interface Reading {
  readonly format: string;
  readonly plates: readonly Plate[];
  readonly notes: NoteList;
}

async function readVendor(
  format: PlateFormat,
  source: ExportSource,
  { notes, ignore }: { readonly notes: NoteList; readonly ignore: readonly string[] },
): Promise<Reading> {
  if (source.kind === 'workbook') for (const sheet of source.sheets) notes.ledger.open(sheet);
  const plates = await format.decode(source, notes);
  const { silent, silentSheets, sections } = format;
  // A file without any reading is refused as such, whatever else stands in it.
  if (holdsReadings(plates)) accountForRest(notes, { file: source.fileName, silent, silentSheets, sections, ignored: ignore });
  return { format: format.id, plates, notes };
}

function finish(fileName: string, read: Reading): PlateReading {
  if (!holdsReadings(read.plates)) {
    throw new InputError(
      'plate/no-results',
      `Expected readings in this export of the format '${read.format}', found none: it is cut off, or was exported without results.`,
      { file: fileName },
    );
  }
  noteReading(read.plates, DECLARED_FORMATS.find(read.format) !== undefined ? 'declared' : 'of-software', read.notes);
  return { format: read.format, plates: read.plates, notes: read.notes.all() };
}

/** A reading without one number or marker is no reading, whatever the format made of it. */
function holdsReadings(plates: readonly Plate[]): boolean {
  return plates.some((plate) =>
    plate.reads.some((one) => [one.values, one.nonNumeric, one.series ?? {}].some((entry) => Object.keys(entry).length > 0)),
  );
}

function formatNamed(name: string, source: ExportSource): PlateFormat {
  const format = PLATE_FORMATS.find(name);
  if (format === undefined) {
    const names = ['detect', ...PLATE_FORMATS.ids, ...DECLARED_FORMATS.ids].join(', ');
    throw new InputError('usage/bad-argument', `Expected a plate format (${names}), found '${name}'.`);
  }
  if (format.container !== 'either' && format.container !== source.kind) {
    throw new InputError('plate/bad-export', `Expected a ${format.container} for the format '${name}', found a ${source.kind}.`, {
      file: source.fileName,
    });
  }
  return format;
}

async function readDeclared(
  bytes: Uint8Array,
  fileName: string,
  { format, options, notes }: { readonly format: DeclaredFormat; readonly options: unknown; readonly notes: NoteList },
): Promise<Reading> {
  const sheets: Sheet[] = [];
  const open = async (encoding: TextEncoding | undefined): Promise<ExportSource> => {
    const source = await openSource(bytes, fileName, { encoding, notes });
    if (source.kind === 'workbook') sheets.push(...source.sheets);
    return source;
  };
  const plates = await format.read({ file: fileName, options, notes, open });
  noteOtherSheets(sheets, notes);
  return { format: format.id, plates, notes };
}
