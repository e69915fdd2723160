import type { PlateNote } from './plate-reading.ts';

/** What a note can be about. `docs/plate-formats.md` lists them; notes never stop a reading, they say what a person should know of it. */
export const NOTE_CODES = {
  'encoding-assumed': 'The bytes name no encoding: it was worked out from them.',
  'line-ends-mixed': 'The file mixes kinds of line end.',
  'no-final-line-end': 'The last line has no line end, so that a cut file cannot be told from a whole one.',
  'decimal-comma': 'Numbers were read with a decimal comma.',
  'plate-size-assumed': 'The export does not name the plate size: the smallest plate that holds its wells was taken.',
  'partial-plate': 'Wells of the plate hold neither a number nor a marker.',
  'non-numeric': 'Cells hold a marker or a text instead of a number.',
  masked: 'Wells are masked in the export although their raw value is in it.',
  'no-measured-values': 'The export holds no measured number.',
  'irregular-times': 'The cycles of a kinetic read are not evenly spaced.',
  'not-read': 'Part of the export was not understood and not read.',
  'well-name': 'A well name was written unusually.',
  'date-order-assumed': 'A date could mean two days, or is none.',
  'plate-named-twice': 'Two plates of the file have the same name.',
  'statistic-contradicts': 'A figure calculated by the vendor cannot be reproduced from the wells that it names.',
  'export-incomplete': 'A part is absent that the software always writes.',
  'settings-contradict': 'Two statements of the export about its settings contradict each other.',
  'well-data': 'A column beside the readings (dose, unit) needs a look.',
  formula: 'A cell of the workbook holds a formula: its stored value was taken, nothing was evaluated.',
  'instrument-warning': 'The instrument or its software put a warning into the export.',
} as const;

export type NoteCode = keyof typeof NOTE_CODES;

/** Notes in the order in which they were made, none twice. */
export interface NoteList {
  readonly add: (code: NoteCode, message: string) => void;
  readonly all: () => readonly PlateNote[];
}

export function createNotes(): NoteList {
  const notes: PlateNote[] = [];
  const seen = new Set<string>();
  return {
    add: (code, message) => {
      const key = `${code} ${message}`;
      if (seen.has(key)) return;
      seen.add(key);
      notes.push({ code, message });
    },
    all: () => notes,
  };
}
