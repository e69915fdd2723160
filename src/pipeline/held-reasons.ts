import { OCCASION_KINDS } from '../attributes/result-words.ts';
import {
  BOUND,
  COUNT_ROWS,
  COUNTED,
  COUNTER,
  ENTRY,
  FILE,
  IDENTITY_FIELD,
  IDENTITY_SOURCE,
  LABORATORY,
  NAMED,
  type PipelineCode,
  PLAN,
  TABLE,
} from './reason-fields.ts';

/** Reasons about what was handed in: files, rows of tables, test occasions, plates. */
export const HELD_REASONS = {
  'pending/too-few-plates': {
    causes: { 'assay-run': 'plan' },
    meaning: 'Fewer plates have arrived than are planned. The result is pending.',
    fields: { assay: 'name', subject: 'text', planned: 'integer', found: 'integer' },
  },
  'held/repeat-not-counted': {
    causes: PLAN,
    meaning: 'A repeat counts no higher than what it repeats.',
    fields: { source: 'text', replaces: 'text', number: 'integer', of: 'integer' },
  },
  'held/no-data-set': {
    causes: FILE,
    meaning: 'A file has no data set of the number that is bound.',
    fields: { file: 'file', dataSet: 'integer' },
  },
  'held/sample-not-stated': {
    causes: TABLE,
    meaning: 'A count names no sample where other rows of it name several.',
    fields: { count: 'name', places: { list: 'text' }, samples: { list: 'name' } },
  },
  'held/replicate-not-planned': {
    causes: TABLE,
    meaning: 'A row of a count carries a replicate number, and the method plans no replicates.',
    fields: COUNT_ROWS,
  },
  'held/replicate-units': {
    causes: TABLE,
    meaning: 'The replicates of a count have different units.',
    fields: { ...COUNT_ROWS, units: { list: 'text' } },
  },
  'held/two-spellings': {
    causes: TABLE,
    meaning: 'Rows of one count spell a sample or a preparation in two ways.',
    fields: { what: { oneOf: ['sample', 'preparation'] }, spellings: { list: 'text' }, places: { list: 'text' } },
  },
  'pending/not-arrived': {
    causes: PLAN,
    meaning:
      'What the plan names has not arrived: a file, or as many plates, preparations or counts as are planned. The result is pending.',
    fields: { source: 'text', file: 'file', guess: { orNull: 'file' } },
  },
  'held/not-tested': {
    causes: LABORATORY,
    meaning: 'The sample list says that a sample, control or plate was not tested, and why.',
    fields: { source: 'text', file: 'file', why: 'text', found: { oneOf: ['absent', 'present'] } },
  },
  'held/replaces-unknown': {
    causes: PLAN,
    meaning: 'A repeat names no plate, preparation or file that it could repeat, or several, or counts no higher than what it repeats.',
    fields: { source: 'text', replaces: 'text', found: { list: { record: { file: 'file', source: 'text' } } } },
  },
  'occasion/repeated': {
    causes: { 'test-article': 'another reason' },
    meaning: 'A plate or preparation that was not valid was repeated; the repeat stands in its place, both are shown.',
    fields: {
      file: 'file',
      occasion: { oneOf: OCCASION_KINDS },
      number: 'integer',
      replaced: { record: { file: 'file', plate: { orNull: 'name' } } },
      reason: { orNull: 'text' },
      reference: { orNull: 'text' },
    },
  },
  'held/unreadable-file': { causes: FILE, meaning: 'A file cannot be read.', fields: { file: 'file', error: 'message' } },
  'held/changed': {
    causes: FILE,
    meaning: 'A file changed, grew or vanished during the run, or its hash could not be taken.',
    fields: { file: 'file', found: { oneOf: ['gone', 'replaced', 'unreadable'] }, error: { orNull: 'message' } },
  },
  'held/not-computed': {
    causes: FILE,
    meaning: 'No thread came to an end with a file: it ended twice, or went on beyond the time for one task.',
    fields: { file: 'file', error: 'message' },
  },
  'held/duplicate-content': {
    causes: FILE,
    meaning: 'The same content is bound to two things, and their lines do not say that it is shared.',
    fields: {
      same: { oneOf: ['place', 'bytes', 'values'] },
      own: BOUND,
      other: BOUND,
      relation: { oneOf: ['counted-twice', 'unsaid'] },
    },
  },
  'held/identity-missing': {
    causes: FILE,
    meaning: 'A source of the identity check does not state the identity.',
    fields: { file: 'file', field: IDENTITY_FIELD, sources: { list: IDENTITY_SOURCE }, missing: { list: IDENTITY_SOURCE } },
  },
  'held/identity-mismatch': {
    causes: FILE,
    meaning: 'The sources of the identity check disagree.',
    fields: {
      file: 'file',
      field: IDENTITY_FIELD,
      found: { list: { record: { ...IDENTITY_SOURCE.record, values: { list: 'text' } } } },
    },
  },
  'held/unknown-tube': {
    causes: { 'test-article': 'plan' },
    meaning: 'The sample list names a tube that the definition does not have.',
    fields: {
      source: 'text',
      file: 'file',
      tube: { orNull: 'name' },
      tubes: { list: 'name' },
      guess: { orNull: 'name' },
    },
  },
  'held/unknown-stage': {
    causes: { 'test-article': 'plan' },
    meaning: 'The sample list names a stage at which the tube is not acquired.',
    fields: { source: 'text', file: 'file', stage: { orNull: 'name' }, tube: 'name', stages: { list: 'name' } },
  },
  'held/departure': {
    causes: FILE,
    meaning: 'A file departs from the FCS standard in a way that the definition does not admit.',
    fields: { file: 'file', departure: 'message' },
  },
  'held/second-reader': {
    causes: FILE,
    meaning: 'The second reader reads a file otherwise than we do.',
    fields: { file: 'file', reader: 'text', detail: 'message' },
  },
  'held/occasion-not-allowed': {
    causes: { 'test-article': 'plan' },
    meaning: 'There are more test occasions than the method allows.',
    fields: { occasion: { oneOf: OCCASION_KINDS }, subject: 'text', found: 'integer', allowed: 'integer' },
  },
  'held/double-count': {
    causes: TABLE,
    meaning: 'Several rows count one preparation, and the method plans no replicates: none is averaged.',
    fields: COUNT_ROWS,
  },
  'held/count-differs': {
    causes: TABLE,
    meaning: 'A count stands in the table and in an export of a cell counter, with different numbers: neither counts.',
    fields: { count: 'name', rows: { list: { record: { place: 'text', value: 'number', unit: 'text' } } } },
  },
  'held/count-no-number': {
    causes: COUNTER,
    meaning: 'An export of a cell counter has no number for a count of a sample.',
    fields: { ...COUNTED, column: 'text', found: 'text' },
  },
  'held/count-viability': {
    causes: COUNTER,
    meaning: 'The viability that a cell counter prints is not that of its counts, or cannot be checked by them.',
    fields: { ...COUNTED, why: { oneOf: ['contradicts', 'without-counts'] } },
  },
  'held/count-state': {
    causes: COUNTER,
    meaning: 'A cell counter warns of a sample, and the definition does not admit it.',
    fields: { ...COUNTED, state: 'text' },
  },
  'held/count-dilution': {
    causes: COUNTER,
    meaning: 'An export of a cell counter states neither the dilution of the method nor 1, or one that is no number.',
    fields: { ...COUNTED, made: { orNull: 'number' }, stated: { orNull: 'number' } },
  },
  'held/count-replicates': {
    causes: TABLE,
    meaning: 'The replicates of a count are not the planned ones, each once.',
    fields: { ...COUNT_ROWS, planned: 'integer' },
  },
  'held/double-result': {
    causes: TABLE,
    meaning: 'Several results from elsewhere claim one attribute on one test occasion.',
    fields: { attribute: 'name', places: { list: 'text' } },
  },
  'pending/not-checked': {
    causes: ENTRY,
    meaning: 'The method asks that a second person checks a row of this table, and it does not name both persons. The result is pending.',
    fields: {
      place: 'text',
      column: { oneOf: ['entered_by', 'by', 'closed_by'] },
      enteredBy: { orNull: 'text' },
      checkedBy: { orNull: 'text' },
    },
  },
  'held/same-person': {
    causes: ENTRY,
    meaning: 'The method asks for a second person, and the same person typed and checked a row.',
    fields: { place: 'text', enteredBy: 'text', checkedBy: 'text' },
  },
  'held/checked-before-entry': {
    causes: ENTRY,
    meaning: 'A row is said to be checked before it was typed.',
    fields: { place: 'text', entered: 'text', checked: 'text' },
  },
  'held/text-disagrees': {
    causes: TABLE,
    meaning: 'The text of a result from elsewhere states another number, or another sign before it, than its cells.',
    fields: { attribute: 'name', operator: { oneOf: ['', '<', '>'] }, value: 'number', text: 'text', place: 'text' },
  },
  'held/date-implausible': {
    causes: TABLE,
    meaning:
      'A result from elsewhere is dated later than it can be: after its due day, or without one more than 180 days after every other date of its subject.',
    fields: { attribute: 'name', tested: 'day', latest: 'day', due: { orNull: 'day' }, place: 'text' },
  },
  'held/other-method': {
    causes: TABLE,
    meaning: 'A result from elsewhere was found by another procedure than the method names.',
    fields: { attribute: 'name', method: 'text', found: 'text', place: 'text' },
  },
  'held/other-spelling': {
    causes: TABLE,
    meaning: 'A name differs from a known one only in case, Unicode form or kind of separators.',
    fields: { place: 'text', what: { oneOf: NAMED }, name: 'text', known: 'text' },
  },
  'held/subject-unreadable': {
    causes: FILE,
    meaning: 'A file name or keyword does not say which purpose, condition and time point its file is for.',
    fields: { file: 'file', source: 'text', error: 'message' },
  },
  'held/subject-not-stated': {
    causes: { attribute: 'plan' },
    meaning: 'A count or a result from elsewhere names no purpose, and its lot has other subjects than a release.',
    fields: { place: 'text', lot: 'name', subjects: { list: 'text' } },
  },
  'plate/unreadable': {
    causes: { 'assay-run': 'file' },
    meaning: 'A plate-reader export cannot be read.',
    fields: { file: 'file', error: 'message' },
  },
} as const satisfies Readonly<Record<string, PipelineCode>>;
