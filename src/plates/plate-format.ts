import type { Member } from '../registry.ts';
import type { ExportSource } from './file/export-source.ts';
import type { NoteList } from './file/notes.ts';
import type { Plate } from './plate-reading.ts';

/** One vendor's layout: how to recognise it and how to read it. */
export interface PlateFormat extends Member {
  readonly title: string;
  readonly container: 'text' | 'workbook' | 'either';
  /** By marks that only this vendor's software writes; never by trying to read the whole. */
  readonly recognises: (source: ExportSource) => boolean;
  /** Each of its marks by itself: a file that bears one and is not recognised is never taken for a plain table. */
  readonly marks: RegExp;
  /** Lines of its exports that say nothing of a reading, by their first text; all others that are not read are noted. */
  readonly silent: RegExp;
  /** Sheets of its workbooks that hold no reading, by their first text. */
  readonly silentSheets?: RegExp;
  /** Lines that begin a section of readings, by their first text. */
  readonly sections?: RegExp;
  readonly decode: (source: ExportSource, notes: NoteList) => Promise<readonly Plate[]>;
}

/** Makes a member of the registry. */
export function definePlateFormat(format: PlateFormat): PlateFormat {
  return format;
}
