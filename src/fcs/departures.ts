import type { Place } from '../errors.ts';
import { EXCERPT } from '../excerpt.ts';
import type { FieldsOf, Message, ValueOf } from '../message.ts';
import { FORM_FIELDS } from './expected-form.ts';

/** A keyword of a parameter with the value that the file gives it. */
const STATED = { keyword: 'name', value: EXCERPT } as const;
const SEGMENT_FAULTS = [
  'not-numbers',
  'empty',
  'beyond-the-end',
  'too-long',
  'inside-header',
  'overlaps-text',
  'overlaps-data',
  'other-delimiter',
] as const;
/** Why an optional segment is not read; `bytes` is what the data set has, or what is read at most. */
const SEGMENT_FAULT = { fault: { oneOf: SEGMENT_FAULTS }, bytes: { orNull: 'integer' } } as const;

/** One departure for all subjects that share it: the first 20, and how many more there are. */
function each<const Subject>(subject: Subject) {
  return { all: { list: { record: subject } }, unlisted: 'integer' } as const;
}

/** Every way in which a readable FCS file may depart from its standard. `docs/fcs-departures.md` lists them; a definition says which it admits. */
export const DEPARTURES = {
  // HEADER
  'fcs/header-gap': { meaning: 'Bytes 6 to 9 of HEADER are not blanks.', fields: { found: EXCERPT } },
  'fcs/header-offsets': {
    meaning: 'An offset of DATA or ANALYSIS in HEADER is not a number; the one in TEXT is used.',
    fields: { segment: { oneOf: ['DATA', 'ANALYSIS'] }, begin: 'integer', end: 'integer', found: EXCERPT },
  },
  'fcs/header-data-absent': {
    meaning: 'HEADER gives no DATA offsets although the file is small enough for them; those in TEXT are used.',
    fields: { begin: 'integer', end: 'integer' },
  },
  // TEXT
  'fcs/text-encoding': {
    meaning: 'TEXT holds bytes that its standard does not allow; it is read as UTF-8, else as Latin-1.',
    fields: { version: 'name', expected: { oneOf: ['ASCII', 'UTF-8'] }, readAs: { oneOf: ['UTF-8', 'Latin-1'] }, byteValue: 'integer' },
  },
  'fcs/text-end': {
    meaning: 'TEXT ends a byte late, or without its final delimiter.',
    fields: { fault: { oneOf: ['no-delimiter', 'takes-in-data'] }, delimiter: { orNull: 'text' }, byte: { orNull: 'integer' } },
  },
  'fcs/delimiter': {
    meaning: 'The delimiter of TEXT is outside the characters that the standard allows.',
    fields: { byte: 'integer', byteValue: 'integer' },
  },
  'fcs/literal-delimiters': {
    meaning: 'TEXT has empty values: doubled delimiters are read as two delimiters, because a required keyword is missing otherwise.',
    fields: { missing: 'name' },
  },
  'fcs/empty-keyword': {
    meaning: 'TEXT has a keyword without a name, or a value that no keyword goes with.',
    fields: { absent: { oneOf: ['value', 'keyword'] }, found: EXCERPT },
  },
  'fcs/empty-value': { meaning: 'A keyword has no value.', fields: each({ keyword: EXCERPT }) },
  'fcs/delimiter-in-keyword': {
    meaning: 'A keyword holds a doubled delimiter: it may be an empty value that the standard forbids.',
    fields: { keyword: EXCERPT, delimiter: 'text' },
  },
  'fcs/doubled-delimiter': {
    meaning: 'A value holds a doubled delimiter, read as one character by the standard; the bytes cannot tell it from an empty keyword.',
    fields: each({ keyword: EXCERPT }),
  },
  'fcs/cut-value': {
    meaning: 'A value looks like a path cut off by a delimiter that was not doubled.',
    fields: { keyword: EXCERPT, value: EXCERPT, delimiter: 'text' },
  },
  'fcs/duplicate-keyword': {
    meaning: 'A keyword appears more than once; the first value is used.',
    fields: each({ keyword: EXCERPT, value: EXCERPT, values: { oneOf: ['equal', 'different'] } }),
  },
  'fcs/lower-case-mode': { meaning: '$MODE is l instead of L.', fields: {} },
  'fcs/supplemental-offsets': {
    meaning: 'The offsets of the supplemental TEXT cannot be used; it is not read.',
    fields: {
      ...SEGMENT_FAULT,
      begin: { orNull: EXCERPT },
      end: { orNull: EXCERPT },
      delimiter: { orNull: 'text' },
      found: { orNull: 'text' },
    },
  },
  'fcs/supplemental-conflict': {
    meaning: 'The supplemental TEXT repeats a keyword of the primary TEXT; the primary value is used.',
    fields: { keyword: EXCERPT, supplemental: EXCERPT, primary: EXCERPT },
  },
  'fcs/missing-mode': { meaning: '$MODE is absent; list mode is taken.', fields: {} },
  // DATA
  'fcs/data-offsets-differ': {
    meaning: 'HEADER and TEXT give different DATA offsets; the range that fits the events is used.',
    fields: {
      other: { record: { from: { oneOf: ['HEADER', 'TEXT'] }, begin: 'integer', end: 'integer' } },
      used: { record: { from: { oneOf: ['HEADER', 'TEXT'] }, begin: 'integer', end: 'integer' } },
    },
  },
  'fcs/data-offsets-absent': {
    meaning: 'TEXT gives no usable DATA offsets; those in HEADER are used.',
    fields: { begin: EXCERPT, end: EXCERPT },
  },
  'fcs/data-end-off-by-one': {
    meaning: 'DATA ends one byte after the last event.',
    fields: { expected: 'integer', found: 'integer', from: { oneOf: ['HEADER', 'TEXT'] } },
  },
  'fcs/missing-total': {
    meaning: '$TOT is absent; the number of events is that of the DATA segment.',
    fields: { events: 'integer', bitsPerEvent: 'integer' },
  },
  'fcs/no-events': { meaning: 'The data set holds no event.', fields: {} },
  'fcs/byte-order': {
    meaning: '$BYTEORD is not one that this version of the standard allows.',
    fields: { version: 'name', found: EXCERPT },
  },
  'fcs/not-finite': {
    meaning: 'DATA holds values that are not finite numbers; using one is an error.',
    fields: { index: 'integer', parameter: 'text', count: 'integer', firstEvent: 'integer' },
  },
  'fcs/crc-mismatch': {
    meaning: 'The CRC at the end of the data set does not belong to its bytes.',
    fields: { stated: 'integer', computed: 'integer' },
  },
  // parameters
  'fcs/data-type': {
    meaning: '$DATATYPE or $PnDATATYPE has a value that this version of the standard does not have.',
    fields: { keyword: 'name', version: 'name', found: EXCERPT, readAs: { oneOf: ['I', 'F', 'D', 'A'] } },
  },
  'fcs/packed-bits': {
    meaning: 'Values are packed bit by bit across bytes, which FCS 3.1 took out of the standard.',
    fields: each({ keyword: 'name', bits: 'integer' }),
  },
  'fcs/width-not-bytes': {
    meaning: '$PnB is not a whole number of bytes; each value is stored in the next whole number of bytes.',
    fields: each({ keyword: 'name', bits: 'integer', readFrom: 'integer' }),
  },
  'fcs/range': {
    meaning: '$PnR cannot be read, or is zero or one; no bits are masked.',
    fields: {
      keyword: 'name',
      found: { orNull: EXCERPT },
      expected: { oneOf: ['at-most', 'above-one', 'above-zero'] },
      most: { orNull: 'number' },
    },
  },
  'fcs/range-beyond-width': {
    meaning: '$PnR is larger than the stored width can hold.',
    fields: each({ keyword: 'name', range: 'number', bits: 'integer' }),
  },
  'fcs/log-offset-zero': {
    meaning: '$PnE names decades with an offset of 0; it is read as 1, as FCS 3.1 says.',
    fields: each(STATED),
  },
  'fcs/log-not-decoded': {
    meaning: '$PnE names decades for values that are not integers; they are not decoded.',
    fields: each({ ...STATED, dataType: { oneOf: ['I', 'F', 'D', 'A'] } }),
  },
  'fcs/missing-amplification': {
    meaning: '$PnE is absent; the parameter is taken as linear.',
    fields: each({ keyword: 'name' }),
  },
  'fcs/amplification': {
    meaning: '$PnE cannot be read or contradicts itself; the parameter is taken as linear.',
    fields: each(STATED),
  },
  'fcs/gain': {
    meaning: '$PnG cannot be read, or is not greater than zero; 1 is taken.',
    fields: { keyword: 'name', found: EXCERPT, least: 'number', most: 'number' },
  },
  'fcs/gain-on-log': {
    meaning: '$PnG and a logarithmic $PnE are given together; the gain is not applied.',
    fields: { index: 'integer', gain: 'number' },
  },
  'fcs/duplicate-name': {
    meaning: 'Two parameters have the same $PnN.',
    fields: { first: 'integer', second: 'integer', name: EXCERPT },
  },
  'fcs/name': {
    meaning: '$PnN is blank or holds a comma.',
    fields: { keyword: 'name', fault: { oneOf: ['blank', 'comma'] }, found: EXCERPT },
  },
  // time
  'fcs/two-times': { meaning: 'More than one parameter is the Time.', fields: { indexes: { list: 'integer' } } },
  'fcs/timestep': {
    meaning: 'There is a Time parameter, but $TIMESTEP is absent or cannot be used: Time stays as stored.',
    fields: { found: { orNull: EXCERPT } },
  },
  'fcs/time-goes-back': {
    meaning: 'Time falls from one event to the next.',
    fields: { count: 'integer', firstEvent: 'integer' },
  },
  'fcs/date': {
    meaning: 'A date or time is not of the form that the standard gives it, or the end of the acquisition lies before its begin.',
    fields: each(FORM_FIELDS),
  },
  'fcs/date-conflict': {
    meaning: '$BEGINDATETIME or $ENDDATETIME and the older $DATE, $BTIM, $ETIM state different times; the former are used.',
    fields: each(FORM_FIELDS),
  },
  'fcs/date-not-listed': {
    meaning: 'The sample list states another day of acquisition than the file, more than one calendar day apart at the site.',
    fields: { stated: 'day', listed: 'day' },
  },
  // description of the acquisition
  'fcs/detector': {
    meaning: '$PnL, $PnO, $PnV, $PnCALIBRATION or $PnD is not of the form that the standard gives it.',
    fields: each(FORM_FIELDS),
  },
  'fcs/unstained-centers': {
    meaning: '$UNSTAINEDCENTERS cannot be read, or does not fit the parameters.',
    fields: each(FORM_FIELDS),
  },
  'fcs/acquisition-keyword': {
    meaning: '$VOL or $ORIGINALITY is not of the form that the standard gives it.',
    fields: each(FORM_FIELDS),
  },
  'fcs/carrier-conflict': {
    meaning: '$CARRIERID and $PLATEID, or $LOCATIONID and $WELLID, name different plates or places.',
    fields: each(FORM_FIELDS),
  },
  'fcs/missing-cytometer': { meaning: '$CYT, which FCS 3.2 requires, is absent.', fields: {} },
  // spillover
  'fcs/spillover-unreadable': {
    meaning: 'A spillover keyword cannot be read; the file counts as having none.',
    fields: {
      keyword: 'name',
      value: EXCERPT,
      fault: {
        oneOf: [
          'count-not-whole',
          'count-zero',
          'more-than-parameters',
          'too-many-parameters',
          'not-a-parameter',
          'named-twice',
          'number-count',
          'not-a-number',
        ],
      },
      found: { orNull: EXCERPT },
      count: { orNull: 'integer' },
      expected: { orNull: 'integer' },
    },
  },
  'fcs/spillover-by-number': {
    meaning: 'The spillover names its parameters by number.',
    fields: { keyword: 'name', found: EXCERPT, parameter: EXCERPT },
  },
  'fcs/spillover-decimal-comma': {
    meaning: 'The spillover is written with decimal commas.',
    fields: { keyword: 'name', example: EXCERPT },
  },
  'fcs/spillover-name': {
    meaning: 'The spillover names a parameter with other letter case or blanks than $PnN.',
    fields: { keyword: 'name', found: EXCERPT, parameter: EXCERPT },
  },
  'fcs/spillover-singular': {
    meaning: 'The spillover matrix cannot be inverted, or only with the loss of most digits.',
    fields: { keyword: 'name', conditionNumber: { orNull: 'number' } },
  },
  'fcs/spillover-diagonal': {
    meaning: 'The spillover matrix has a diagonal that is not 1.',
    fields: { keyword: 'name', parameters: { list: 'text' } },
  },
  'fcs/stated-compensation': {
    meaning:
      'The file states a compensation by $DFCiTOj or $COMP, which do not say whether the values have had it already; it is not applied.',
    fields: { keyword: 'name', parameters: { list: 'text' } },
  },
  'fcs/spillover-conflict': {
    meaning: 'Two spillover keywords give different matrices; the first of the usual order is used.',
    fields: { used: 'name', other: 'name' },
  },
  // other segments and data sets
  'fcs/several-data-sets': {
    meaning: 'The file holds more than one data set.',
    fields: { count: 'integer', number: 'integer' },
  },
  'fcs/next-data': {
    meaning: '$NEXTDATA does not lead to another data set.',
    fields: {
      found: EXCERPT,
      fault: { oneOf: ['not-whole', 'beyond-the-end', 'overlaps', 'no-data-set'] },
      bytes: { orNull: 'integer' },
    },
  },
  'fcs/hidden-data-set': {
    meaning: 'A further data set lies in bytes to which no $NEXTDATA leads; its events are counted, not read.',
    fields: { count: 'integer', events: 'integer', listed: { list: { record: { events: 'integer', byte: 'integer' } } } },
  },
  'fcs/analysis-offsets': {
    meaning: 'The offsets of the ANALYSIS segment cannot be used; it is not read.',
    fields: { ...SEGMENT_FAULT, statedIn: { oneOf: ['HEADER', 'TEXT'] }, begin: EXCERPT, end: EXCERPT },
  },
  'fcs/analysis-conflict': {
    meaning: 'The ANALYSIS segment repeats a keyword of TEXT with another value; that of TEXT is used.',
    fields: each({ keyword: EXCERPT, value: EXCERPT }),
  },
  'fcs/more-departures': {
    meaning: 'There are more departures of one kind than are listed.',
    fields: { count: 'integer', of: 'name' },
  },
} as const;

export type DepartureCode = keyof typeof DEPARTURES;

/** The fields of a departure by its code. */
export type DepartureFields<Code extends DepartureCode> = FieldsOf<(typeof DEPARTURES)[Code]['fields']>;

/** Codes that are given once for all subjects that share them. */
export type GroupedCode = {
  readonly [Code in DepartureCode]: (typeof DEPARTURES)[Code]['fields'] extends { readonly unlisted: 'integer' } ? Code : never;
}[DepartureCode];

/** One of the subjects of a code that is given once for all. */
export type SubjectOf<Code extends GroupedCode> = ValueOf<(typeof DEPARTURES)[Code]['fields']['all']['list']>;

/** One way in which an input departs from its standard: a named code with its fields, and where. */
export interface Departure extends Message {
  readonly code: DepartureCode;
  readonly place?: Place;
}

export function departure<Code extends DepartureCode>(code: Code, fields: DepartureFields<Code>, place: Place): Departure;
export function departure(code: DepartureCode, fields: Message['fields'], place: Place): Departure {
  return { code, fields, place };
}
