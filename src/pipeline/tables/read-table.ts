import { decodeText } from '../../plates/file/decode-text.ts';
import { DELIMITERS, splitDelimited } from '../../plates/file/split-delimited.ts';
import { createNotes } from '../../plates/notes.ts';
import type { RawRow } from './table.ts';

/** Splits a delimited file that people write (sample list, register, results from elsewhere) into rows; the delimiter is the first of `, ; tab |` in its heading. */
export async function readTable(bytes: Uint8Array, file: string): Promise<readonly RawRow[]> {
  const text = decodeText(bytes, file, { notes: createNotes() });
  const heading = text.split('\n', 1)[0] ?? '';
  const delimiter = DELIMITERS.find((candidate) => heading.includes(candidate)) ?? ',';
  return (await splitDelimited(text, file, { delimiter, quotes: 'csv' })).rows;
}
