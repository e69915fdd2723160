import { InputError } from '../errors.ts';
import { noteReading } from './check-reading.ts';
import { decodeText, type TextEncoding } from './file/decode-text.ts';
import type { Sheet } from './file/sheet.ts';
import { DELIMITERS, splitDelimited } from './file/split-delimited.ts';
import type { DeclaredFormat } from './formats/declared/declared-format.ts';
import { DECLARED_FORMATS, PLATE_FORMATS } from './formats/registry.ts';
import { createNotes, type NoteList } from './notes.ts';
import type { ExportSource, PlateFormat } from './plate-format.ts';
import type { Plate, PlateReading } from './plate-reading.ts';

/** Which format to read: a name of the registry, a declared format with its options, or `detect`. */
export interface PlateRequest {
  readonly format: string;
  /** Options of a declared format, as in a definition; checked here by the format's schema. */
  readonly options?: unknown;
}

/** Larger exports are refused before they are decoded. */
const MAX_TEXT_BYTES = 32 * 1024 * 1024;

/**
 * Reads a plate-reader export. With `detect`, exactly one vendor format must recognise the file; where none does, exactly one of the declared formats
 * (a plain matrix, a plain long table) must. Errors: plate/unknown-format, plate/ambiguous-format and those of the formats.
 */
export async function readPlate(bytes: Uint8Array, fileName: string, request: PlateRequest): Promise<PlateReading> {
  const notes = createNotes();
  const declared = DECLARED_FORMATS.find(({ name }) => name === request.format);
  if (declared !== undefined)
    return finish(fileName, await readDeclared(bytes, fileName, { format: declared, options: request.options ?? {}, notes }));
  if (request.options !== undefined) {
    throw new InputError(
      'usage/bad-argument',
      `Expected options only with the formats ${DECLARED_FORMATS.map(({ name }) => name).join(' and ')}, found them with '${request.format}'.`,
      { file: fileName },
    );
  }
  const source = await openSource(bytes, fileName, { notes });
  const format = request.format === 'detect' ? detectFormat(source) : formatNamed(request.format, source);
  if (format !== null) return finish(fileName, { format: format.name, plates: await format.decode(source, notes), notes });
  return finish(fileName, await detectDeclared(bytes, fileName, { source, notes }));
}

function finish(
  fileName: string,
  read: { readonly format: string; readonly plates: readonly Plate[]; readonly notes: NoteList },
): PlateReading {
  refuseEmpty(fileName, read);
  noteReading(read.plates, read.notes);
  return { format: read.format, plates: read.plates, notes: read.notes.all() };
}

/** A reading without one number or marker is no reading, whatever the format made of it. */
function refuseEmpty(file: string, read: { readonly format: string; readonly plates: readonly Plate[] }): void {
  const entries = read.plates.flatMap((plate) => plate.reads.flatMap((one) => [one.values, one.nonNumeric, one.series ?? {}]));
  if (entries.some((entry) => Object.keys(entry).length > 0)) return;
  throw new InputError(
    'plate/no-results',
    `Expected readings in this export of the format '${read.format}', found none: it is cut off, or was exported without results.`,
    { file },
  );
}

async function openSource(
  bytes: Uint8Array,
  fileName: string,
  request: { readonly encoding?: TextEncoding | undefined; readonly notes: NoteList },
): Promise<ExportSource> {
  if (bytes.length === 0)
    throw new InputError('plate/unknown-format', 'Expected a plate-reader export, found an empty file.', { file: fileName });
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const { readWorkbook } = await import('./file/workbook.ts');
    return { kind: 'workbook', fileName, sheets: await readWorkbook(bytes, fileName, request.notes) };
  }
  if (isOldWorkbook(bytes)) {
    const { readOldWorkbook } = await import('./file/old-workbook.ts');
    return { kind: 'workbook', fileName, sheets: await readOldWorkbook(bytes, fileName) };
  }
  if (bytes.length > MAX_TEXT_BYTES) {
    throw new InputError('plate/bad-export', `Expected at most ${MAX_TEXT_BYTES} bytes of text, found ${bytes.length}.`, {
      file: fileName,
    });
  }
  return { kind: 'text', fileName, text: decodeText(bytes, fileName, request) };
}

/** The first bytes of an OLE2 container, in which Excel up to 2003 kept workbooks. */
function isOldWorkbook(bytes: Uint8Array): boolean {
  return bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0;
}

function detectFormat(source: ExportSource): PlateFormat | null {
  const found = PLATE_FORMATS.filter((format) => format.recognises(source));
  if (found.length > 1) {
    throw new InputError(
      'plate/ambiguous-format',
      `Expected exactly one plate format to recognise '${source.fileName}', found ${found.length}: ${found.map((format) => format.name).join(', ')}. Name the right one with --format or \`format\`.`,
      { file: source.fileName },
    );
  }
  return found[0] ?? null;
}

function formatNamed(name: string, source: ExportSource): PlateFormat {
  const format = PLATE_FORMATS.find((one) => one.name === name);
  if (format === undefined) {
    const names = ['detect', ...[...PLATE_FORMATS, ...DECLARED_FORMATS].map((one) => one.name)].join(', ');
    throw new InputError('usage/bad-argument', `Expected a plate format (${names}), found '${name}'.`);
  }
  if (format.container !== 'either' && format.container !== source.kind) {
    throw new InputError('plate/bad-export', `Expected a ${format.container} for the format '${name}', found a ${source.kind}.`, {
      file: source.fileName,
    });
  }
  return format;
}

interface DeclaredReading {
  readonly format: string;
  readonly plates: readonly Plate[];
  readonly notes: NoteList;
}

async function readDeclared(
  bytes: Uint8Array,
  fileName: string,
  { format, options, notes }: { readonly format: DeclaredFormat; readonly options: unknown; readonly notes: NoteList },
): Promise<DeclaredReading> {
  const open = (encoding: TextEncoding | undefined) => openSource(bytes, fileName, { encoding, notes });
  return { format: format.name, plates: await format.read({ file: fileName, options, notes, open }), notes };
}

/** A file of no vendor: a plain matrix or a plain long table, read with the options' defaults. */
async function detectDeclared(
  bytes: Uint8Array,
  fileName: string,
  context: { readonly source: ExportSource; readonly notes: NoteList },
): Promise<DeclaredReading> {
  const sheets = await possibleSheets(context.source);
  const found = DECLARED_FORMATS.filter((format) => sheets.some((sheet) => format.recognises(sheet)));
  if (found.length > 1) {
    throw new InputError(
      'plate/ambiguous-format',
      `Expected exactly one plate format to recognise '${fileName}', found ${found.map(({ name }) => name).join(', ')}. Name the right one with --format or \`format\`.`,
      {
        file: fileName,
      },
    );
  }
  const [format] = found;
  if (format === undefined) {
    throw new InputError(
      'plate/unknown-format',
      `Expected exactly one plate format to recognise '${fileName}', found none. See 'cytolot formats'; a table of another layout can be declared in the definition (${DECLARED_FORMATS.map(({ name }) => name).join(', ')}).`,
      { file: fileName },
    );
  }
  // Decoded again: the notes of the first decoding stand, and a note is never made twice.
  return readDeclared(bytes, fileName, { format, options: {}, notes: context.notes });
}

/** The sheets of a workbook, or a text file split by every delimiter that it holds. */
async function possibleSheets(source: ExportSource): Promise<readonly Sheet[]> {
  if (source.kind === 'workbook') return source.sheets;
  const sheets: Sheet[] = [];
  for (const delimiter of DELIMITERS)
    if (source.text.includes(delimiter)) sheets.push(await splitDelimited(source.text, source.fileName, { delimiter, quotes: 'csv' }));
  return sheets;
}
