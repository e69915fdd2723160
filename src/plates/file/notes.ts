import { type AnyGiven, allFields, type GivenFields } from '../../given-fields.ts';
import { type FieldsOf, type Message, messageKey } from '../../message.ts';
import { createLedger, type Ledger } from './ledger.ts';

/** A few of many, and how many there are: all of them, else the first and the last. */
const SOME = { record: { count: 'integer', listed: { list: 'text' } } } as const;
const READ = { plate: 'text', read: 'text', kind: { oneOf: ['measured', 'calculated'] } } as const;

/** What a note can be about. `docs/plate-formats.md` lists them; notes never stop a reading, they say what a person should know of it. */
export const PLATE_NOTES = {
  'plate/encoding-assumed': {
    meaning: 'The bytes name no encoding: it was worked out from them.',
    fields: { evidence: { oneOf: ['nul-bytes', 'not-utf-8'] }, readAs: 'name' },
  },
  'plate/line-ends-mixed': { meaning: 'The file mixes kinds of line end.', fields: {} },
  'plate/no-final-line-end': {
    meaning: 'The last line has no line end, so that a cut file cannot be told from a whole one.',
    fields: {},
  },
  'plate/decimal-comma': {
    meaning: 'Numbers were read with a decimal comma.',
    fields: { read: 'text', extent: { oneOf: ['all-wells', 'some-wells'] }, wells: { list: 'text' } },
  },
  'plate/size-assumed': {
    meaning: 'The export does not name the plate size: the smallest plate that holds its wells was taken.',
    fields: {
      unnamedIn: { oneOf: ['table', 'export', 'matrix', 'definition'] },
      wells: 'integer',
      plate: { orNull: 'text' },
      rows: { orNull: 'integer' },
      columns: { orNull: 'integer' },
    },
  },
  'plate/partial-plate': {
    meaning: 'Wells of the plate hold neither a number nor a marker.',
    fields: {
      of: { oneOf: ['plate', 'sample'] },
      plate: 'text',
      reads: SOME,
      empty: { orNull: SOME },
      wellCount: { orNull: 'integer' },
    },
  },
  'plate/non-numeric': {
    meaning: 'Cells hold a marker or a text instead of a number.',
    fields: { ...READ, markers: SOME, wells: SOME },
  },
  'plate/masked': {
    meaning: 'Wells are masked in the export although their raw value is in it.',
    fields: { plate: 'text', well: 'name', group: 'text' },
  },
  'plate/no-measured-values': { meaning: 'The export holds no measured number.', fields: { plate: { orNull: 'text' } } },
  'plate/irregular-times': {
    meaning: 'The cycles of a kinetic read are not evenly spaced.',
    fields: { ...READ, gapSeconds: 'number', fromSeconds: 'number', toSeconds: 'number', usualSeconds: 'number' },
  },
  'plate/not-read': {
    meaning: 'Part of the export was not understood and not read.',
    fields: {
      part: {
        oneOf: [
          'lines',
          'sheet',
          'lines-above',
          'lines-beside',
          'lines-below',
          'columns-beside',
          'lines-after-table',
          'lines-after-matrix',
          'cells-right-of-matrix',
          'cells-beside-plate',
          'curve-fits',
          'statistics',
          'filter',
          'line',
          'block',
          'well-of-group',
        ],
      },
      line: { orNull: 'integer' },
      column: { orNull: 'integer' },
      count: { orNull: 'integer' },
      sheet: { orNull: 'text' },
      name: { orNull: 'text' },
      well: { orNull: 'text' },
      lines: { orNull: { list: { record: { line: 'integer', text: 'text' } } } },
      cells: { orNull: { list: 'text' } },
    },
  },
  'plate/passed-over': {
    meaning: 'Part of the export was passed over because the definition says so (`ignore`).',
    fields: { title: 'text', sheet: 'text', count: 'integer', line: 'integer' },
  },
  'plate/well-name': { meaning: 'A well name was written unusually.', fields: { line: 'integer', found: 'text', well: 'name' } },
  'plate/date-order-assumed': {
    meaning: 'A date could mean two days, or is none.',
    fields: { found: 'text', readAs: { oneOf: ['month/day/year', 'nothing'] } },
  },
  'plate/named-twice': {
    meaning: 'Two plates of the file have the same name.',
    fields: { twins: { oneOf: ['plates', 'in-run', 'on-plate', 'repeats-on-plate', 'in-sheet'] }, name: 'text', of: { orNull: 'text' } },
  },
  'plate/statistic-contradicts': {
    meaning: 'A figure calculated by the vendor cannot be reproduced from the wells that it names.',
    fields: {
      statistic: { oneOf: ['mean-of-signals', 'mean-of-reads', 'of-all-wells', 'of-no-wells', 'viability-of-counts', 'viability-of-dead'] },
      printed: 'text',
      computed: { orNull: 'text' },
      of: { orNull: 'text' },
      sample: { orNull: 'text' },
      heading: { orNull: 'text' },
      well: { orNull: 'name' },
      part: { orNull: 'number' },
      whole: { orNull: 'number' },
      uncounted: { orNull: { list: { record: { well: 'name', marker: 'text' } } } },
    },
  },
  'plate/export-incomplete': {
    meaning: 'A part is absent that the software always writes.',
    fields: {
      absent: {
        oneOf: [
          'basic-assay-information',
          'exported-with',
          'measurement-information',
          'end-of-block',
          'cycles',
          'title',
          'mode',
          'wavelength',
          'second-wavelength',
          'values',
          'sample',
        ],
      },
      block: { orNull: 'text' },
      found: { orNull: 'integer' },
      expected: { orNull: 'integer' },
    },
  },
  'plate/settings-contradict': {
    meaning: 'Two statements of the export about its settings contradict each other.',
    fields: {
      setting: { oneOf: ['heading-signs', 'rows-and-columns', 'plate-size', 'time-points', 'plate-column', 'blocks'] },
      plate: { orNull: 'text' },
      signs: { orNull: 'text' },
      rows: { orNull: 'integer' },
      columns: { orNull: 'integer' },
      stated: { orNull: 'integer' },
      found: { orNull: 'integer' },
    },
  },
  'plate/well-data': {
    meaning: 'A column beside the readings (dose, unit) needs a look.',
    fields: {
      question: { oneOf: ['units-differ', 'zero-doses', 'few-doses', 'dose-jump', 'line-missing', 'dose-step'] },
      units: { orNull: { list: 'text' } },
      assay: { orNull: 'text' },
      sample: { orNull: 'text' },
      count: { orNull: 'integer' },
      usual: { orNull: 'integer' },
      dose: { orNull: 'number' },
      neighbour: { orNull: 'number' },
      most: { orNull: 'number' },
    },
  },
  'plate/formula': {
    meaning: 'A cell of the workbook holds a formula: its stored value was taken, nothing was evaluated.',
    fields: { sheet: 'text', count: 'integer' },
  },
  'plate/instrument-warning': {
    meaning: 'The instrument or its software put a warning into the export.',
    fields: {
      about: { oneOf: ['message', 'detection-range', 'few-beads', 'viability-without-counts'] },
      text: { orNull: 'text' },
      place: { orNull: 'text' },
      kind: { orNull: 'text' },
      lines: { orNull: { list: 'integer' } },
      minimum: { orNull: 'integer' },
      wells: { orNull: { list: { record: { well: 'name', count: 'number' } } } },
      sample: { orNull: 'text' },
      viabilityPercent: { orNull: 'number' },
      counted: { orNull: 'text' },
      viable: { orNull: 'text' },
    },
  },
} as const;

export type PlateNoteCode = keyof typeof PLATE_NOTES;

type KindsOf<Code extends PlateNoteCode> = (typeof PLATE_NOTES)[Code]['fields'];

/** The fields of a note by its code. */
export type PlateNoteFields<Code extends PlateNoteCode> = FieldsOf<KindsOf<Code>>;

/** One note on a reading: its code with the fields that its register declares. */
export interface PlateNote extends Message {
  readonly code: PlateNoteCode;
}

/** Fields that may be `null` can be left out. */
export function plateNote<Code extends PlateNoteCode>(code: Code, fields: GivenFields<KindsOf<Code>>): PlateNote;
export function plateNote(code: PlateNoteCode, given: AnyGiven): PlateNote {
  return { code, fields: allFields(PLATE_NOTES[code].fields, given) };
}

/** Notes in the order in which they were made, none twice. */
export interface NoteList {
  /** Fields that may be `null` can be left out. */
  readonly add: <Code extends PlateNoteCode>(code: Code, fields: GivenFields<KindsOf<Code>>) => void;
  readonly all: () => readonly PlateNote[];
  /** Which cells were taken, so that the others can be accounted for. */
  readonly ledger: Ledger;
}

export function createNotes(): NoteList {
  const notes: PlateNote[] = [];
  const seen = new Set<string>();
  function add<Code extends PlateNoteCode>(code: Code, fields: GivenFields<KindsOf<Code>>): void;
  function add(code: PlateNoteCode, given: AnyGiven): void {
    const note: PlateNote = { code, fields: allFields(PLATE_NOTES[code].fields, given) };
    const key = messageKey(note);
    if (seen.has(key)) return;
    seen.add(key);
    notes.push(note);
  }
  return { add, all: () => notes, ledger: createLedger() };
}

/** Names of which a message shows a few: up to eight, else the first six and the last. */
export function someOf(names: readonly string[]): PlateNoteFields<'plate/partial-plate'>['reads'] {
  return { count: names.length, listed: names.length <= 8 ? names : [...names.slice(0, 6), names.at(-1) ?? ''] };
}
