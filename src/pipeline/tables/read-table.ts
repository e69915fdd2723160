import { InputError } from '../../errors.ts';
import type { Message } from '../../message.ts';
import { decodeText } from '../../plates/file/decode-text.ts';
import { createNotes } from '../../plates/file/notes.ts';
import { DELIMITERS, splitDelimited } from '../../plates/file/split-delimited.ts';
import type { RawRow } from './table.ts';

/**
 * Splits a delimited file that people write (sample list, register, results from elsewhere) into rows; the delimiter is the first of `, ; tab |` in its heading.
 * Its encoding is never guessed: bytes of another code page would give names of lots, samples and files that nobody wrote. Errors: plate/bad-encoding.
 */
export async function readTable(bytes: Uint8Array, file: string): Promise<readonly RawRow[]> {
  return (await readNotedTable(bytes, file)).rows;
}

/** A table with what was odd about its text: line ends of several kinds, a last line without one. */
export interface NotedTable {
  readonly rows: readonly RawRow[];
  /** `place` is the file. */
  readonly notes: readonly (Message & { readonly place: string })[];
}

/** As `readTable`, with the notes on its text. */
export async function readNotedTable(bytes: Uint8Array, file: string): Promise<NotedTable> {
  const notes = createNotes();
  const text = decodeText(bytes, file, { notes });
  if (notes.all().some(({ code }) => code === 'plate/encoding-assumed')) throw notUtf8(file);
  const heading = text.split('\n', 1)[0] ?? '';
  const delimiter = DELIMITERS.find((candidate) => heading.includes(candidate)) ?? ',';
  const { rows } = await splitDelimited(text, file, { delimiter, quotes: 'csv' });
  return { rows, notes: notes.all().map(({ code, fields }) => ({ code, fields, place: file })) };
}

function notUtf8(file: string): InputError {
  return new InputError(
    'plate/bad-encoding',
    "Expected a table in UTF-8, or in UTF-16 with a byte order mark, found bytes that are neither: its names could be read as others. Save it again as 'CSV UTF-8'.",
    { file },
  );
}
