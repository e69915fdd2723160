import type { DEPARTURES, DepartureFields } from '../../../fcs/departures.ts';
import type { Sentences } from '../../../message.ts';
import { formSentence } from './fcs-forms.ts';
import { listed, quote, quoteText } from './quote.ts';

/** The departures of an FCS file, in English. */
export const FCS_DEPARTURE_SENTENCES = {
  // HEADER
  'fcs/header-gap': ({ found }) => `Expected four blanks at bytes 6 to 9, found ${quote(found)}.`,
  'fcs/header-offsets': ({ segment, begin, end, found }) =>
    `Expected an offset of ${segment} as digits at bytes ${begin} to ${end} of HEADER, found ${quote(found)}.`,
  'fcs/header-data-absent': ({ begin, end }) =>
    `Expected the range of DATA in HEADER too, because it ends before byte 99999999; ${begin} to ${end} of TEXT is used.`,
  // TEXT
  'fcs/text-encoding': ({ version, expected, readAs, byteValue }) =>
    readAs === 'UTF-8'
      ? `Expected ${expected} in TEXT of ${version}, found UTF-8.`
      : `Expected ${expected} in TEXT of ${version}, found byte ${byteValue}; read as Latin-1.`,
  'fcs/text-end': ({ fault, delimiter, byte }) =>
    fault === 'no-delimiter'
      ? `Expected TEXT to end with its delimiter ${quoteText(delimiter ?? '')}.`
      : `Expected TEXT to end before DATA at byte ${byte ?? '?'}, found that it takes in the first byte of DATA.`,
  'fcs/delimiter': ({ byte, byteValue }) => `Expected a delimiter between 1 and 126 at byte ${byte}, found ${byteValue}.`,
  'fcs/literal-delimiters': ({ missing }) => `TEXT has empty values: read with doubled delimiters as one character, ${missing} is missing.`,
  'fcs/empty-keyword': ({ absent, found }) =>
    absent === 'value'
      ? `Expected a value for every keyword, found ${quote(found)} at the end of TEXT without one.`
      : `Expected a keyword before the value ${quote(found)}, found none.`,
  'fcs/empty-value': ({ all, unlisted }) => `Expected a value, found none, for ${keywords(all, unlisted)}.`,
  'fcs/delimiter-in-keyword': ({ keyword, delimiter }) =>
    `The keyword ${quote(keyword)} holds the doubled delimiter ${quoteText(delimiter)}; it may be an empty value before another keyword.`,
  'fcs/doubled-delimiter': ({ all, unlisted }) =>
    `A doubled delimiter in the value of ${keywords(all, unlisted)} is read as the character itself; it could also end the value.`,
  'fcs/cut-value': ({ keyword, value, delimiter }) =>
    `The value ${quote(value)} of ${quote(keyword)} looks like a path cut off by the delimiter ${quoteText(delimiter)}.`,
  'fcs/duplicate-keyword': ({ all, unlisted }) => {
    const found = all.map(({ keyword, value, values }) => `${quote(keyword)} (${values === 'equal' ? 'always' : 'first'} ${quote(value)})`);
    return `Expected every keyword once, found more than once: ${listed(found, unlisted)}.`;
  },
  'fcs/lower-case-mode': () => "Expected 'L' for $MODE, found 'l'.",
  'fcs/supplemental-offsets': (fields) => {
    const { fault, begin, end, delimiter, found } = fields;
    if (fault === 'other-delimiter')
      return `Expected the supplemental TEXT to begin with the delimiter ${quoteText(delimiter ?? '')} of the primary TEXT, found ${quoteText(found ?? '')}; it is not read.`;
    const stated = `${begin === null ? 'none' : quote(begin)} and ${end === null ? 'none' : quote(end)}`;
    return `Expected $BEGINSTEXT and $ENDSTEXT to enclose a supplemental TEXT, found ${stated}: ${segmentFault(fields, 'the primary TEXT')}.`;
  },
  'fcs/supplemental-conflict': ({ keyword, supplemental, primary }) =>
    `The supplemental TEXT gives ${quote(supplemental)} for ${quote(keyword)}; ${quote(primary)} of the primary TEXT is used.`,
  'fcs/missing-mode': () => 'Expected $MODE in TEXT, found none; list mode is taken.',
  // DATA
  'fcs/data-offsets-differ': ({ other, used }) =>
    `${other.from} gives bytes ${other.begin} to ${other.end} for DATA, ${used.from} gives ${used.begin} to ${used.end}, which fits $TOT and is used.`,
  'fcs/data-offsets-absent': ({ begin, end }) =>
    `Expected the range of DATA in $BEGINDATA and $ENDDATA, found ${quote(begin)} and ${quote(end)}.`,
  'fcs/data-end-off-by-one': ({ expected, found, from }) =>
    `Expected DATA to end at byte ${expected} with the last event, found ${found} in ${from}.`,
  'fcs/missing-total': ({ events, bitsPerEvent }) =>
    `Expected $TOT in TEXT, found none; DATA holds ${events} events of ${bitsPerEvent} bits.`,
  'fcs/no-events': () => 'The data set holds no event: $TOT is 0.',
  'fcs/byte-order': ({ version, found }) => `Expected '1,2,3,4' or '4,3,2,1' for $BYTEORD in ${version}, found ${quote(found)}.`,
  'fcs/not-finite': ({ index, parameter, count, firstEvent }) =>
    `Expected finite numbers in parameter ${index} ('${parameter}'), found ${count} that are not, first in event ${firstEvent}.`,
  'fcs/crc-mismatch': ({ stated, computed }) =>
    `The file states the CRC ${stated}, its bytes have ${computed}: they changed since it was written, or it was not computed by the standard.`,
  // parameters
  'fcs/data-type': ({ keyword, version, found, readAs }) =>
    keyword === '$DATATYPE'
      ? `Expected 'I', 'F' or 'D' for $DATATYPE in ${version}, found ${quote(found)}.`
      : `Expected no ${keyword} in ${version}, found ${quote(found)}; it is read as ${readAs}.`,
  'fcs/packed-bits': ({ all, unlisted }) => {
    const found = all.map(({ keyword, bits }) => `${keyword} (${bits})`);
    return `Expected a whole number of bytes as the bits of a value, found ${listed(found, unlisted)}, packed.`;
  },
  'fcs/width-not-bytes': ({ all, unlisted }) => {
    const found = all.map(({ keyword, bits, readFrom }) => `${keyword} (${bits}, read from ${readFrom})`);
    return `Expected a whole number of bytes as the bits of a value, found ${listed(found, unlisted)}.`;
  },
  'fcs/range': ({ keyword, found, expected, most }) => {
    const stated = found === null ? 'none' : quote(found);
    if (expected === 'at-most') return `Expected at most ${most ?? '?'} for ${keyword}, found ${stated}; the range counts as not stated.`;
    if (expected === 'above-one') return `Expected a number greater than one for ${keyword}, found ${stated}; no bits are masked.`;
    return `Expected a number greater than zero for ${keyword}, found ${stated}.`;
  },
  'fcs/range-beyond-width': ({ all, unlisted }) => {
    const found = all.map(({ keyword, range, bits }) => `${keyword} (${range} in ${bits} bits)`);
    return `Expected a range that the bits of a value can hold, found ${listed(found, unlisted)}.`;
  },
  'fcs/log-offset-zero': ({ all, unlisted }) =>
    `Expected an offset greater than zero beside the decades, found 0, read as 1: ${stated(all, unlisted)}.`,
  'fcs/log-not-decoded': ({ all, unlisted }) =>
    `Expected 0,0 because values of data type ${all[0]?.dataType ?? 'F'} are linear, found ${stated(all, unlisted)}; not decoded.`,
  'fcs/missing-amplification': ({ all, unlisted }) => {
    const names = all.map(({ keyword }) => keyword);
    return `Expected ${listed(names, unlisted)} in TEXT, found none; taken as linear.`;
  },
  'fcs/amplification': ({ all, unlisted }) =>
    `Expected decades and offset that agree ('4,1', or '0,0' for linear), found ${stated(all, unlisted)}; taken as linear.`,
  'fcs/gain': ({ keyword, found, least, most }) =>
    `Expected a number from ${least} to ${most} for ${keyword}, found ${quote(found)}; 1 is taken.`,
  'fcs/gain-on-log': ({ index, gain }) => `$P${index}G is ${gain} beside the logarithmic $P${index}E; the gain is not applied.`,
  'fcs/duplicate-name': ({ first, second, name }) => `Parameters ${first} and ${second} are both named ${quote(name)}.`,
  'fcs/name': ({ keyword, fault, found }) =>
    fault === 'blank' ? `Expected a name for ${keyword}, found blanks.` : `Expected no comma in ${keyword}, found ${quote(found)}.`,
  // time
  'fcs/two-times': ({ indexes }) => `Expected at most one Time parameter, found ${indexes.join(', ')}.`,
  'fcs/timestep': ({ found }) =>
    `Expected the seconds of a Time step in $TIMESTEP, found ${found === null ? 'none' : quote(found)}; Time stays as stored.`,
  'fcs/time-goes-back': ({ count, firstEvent }) =>
    `Expected Time never to fall, found it ${count} times below the event before, first in event ${firstEvent}.`,
  'fcs/date': formSentence,
  'fcs/date-conflict': formSentence,
  'fcs/date-not-listed': ({ stated, listed }) =>
    `The file says that it was acquired on ${stated}, the sample list on ${listed}: correct the list, or bind the right file.`,
  // description of the acquisition
  'fcs/detector': formSentence,
  'fcs/unstained-centers': formSentence,
  'fcs/acquisition-keyword': formSentence,
  'fcs/carrier-conflict': formSentence,
  'fcs/missing-cytometer': () => 'Expected the required keyword $CYT in TEXT of FCS3.2, found none; the cytometer is not known.',
  // spillover
  'fcs/spillover-unreadable': (fields) =>
    `Expected a count, the names of parameters, and count x count numbers in ${fields.keyword}, found ${quote(fields.value)}: ${spilloverFault(fields)}.`,
  'fcs/spillover-by-number': spilloverName,
  'fcs/spillover-decimal-comma': ({ keyword, example }) => `${keyword} is written with decimal commas, such as ${quote(example)}.`,
  'fcs/spillover-name': spilloverName,
  'fcs/spillover-singular': ({ keyword, conditionNumber }) => {
    const found = conditionNumber === null ? 'a singular one' : `a condition number of ${conditionNumber.toExponential(1)}`;
    return `Expected a matrix in ${keyword} that can be inverted, found ${found}.`;
  },
  'fcs/spillover-diagonal': ({ keyword, parameters }) =>
    `Expected 1 on the diagonal of the matrix in ${keyword}, found other numbers for ${parameters.join(', ')}.`,
  'fcs/stated-compensation': ({ keyword, parameters }) =>
    `${keyword} states a compensation of ${parameters.join(', ')}, which is not applied.`,
  'fcs/spillover-conflict': ({ used, other }) => `${used} and ${other} give different matrices; ${used} is used.`,
  // other segments and data sets
  'fcs/several-data-sets': ({ count, number }) => `The file holds ${count} data sets; this is number ${number}.`,
  'fcs/next-data': ({ found, fault, bytes }) => {
    const reasons = {
      'not-whole': 'it is not a whole number',
      'beyond-the-end': `only ${bytes ?? '?'} bytes follow`,
      overlaps: 'it would overlap this data set',
      'no-data-set': 'no FCS data set begins there',
    };
    return `Expected 0 or the offset of the next data set in $NEXTDATA, found ${quote(found)}: ${reasons[fault]}.`;
  },
  'fcs/hidden-data-set': ({ count, events, listed: parts }) => {
    const found = parts.map((part) => `${part.events} events from byte ${part.byte} on`);
    return `Expected no data set behind the last one to which $NEXTDATA leads, found ${count} with ${events} events: ${found.join(', ')}. They are not read: export the file again, or its data sets one by one.`;
  },
  'fcs/analysis-offsets': (fields) => {
    const { begin, end, statedIn } = fields;
    const range = statedIn === 'HEADER' ? `${begin.text} to ${end.text}` : `${quote(begin)} to ${quote(end)}`;
    return `Expected the range of ANALYSIS, found bytes ${range}: ${segmentFault(fields, 'TEXT')}.`;
  },
  'fcs/analysis-conflict': ({ all, unlisted }) => {
    const found = all.map(({ keyword, value }) => `${quote(keyword)} (${quote(value)})`);
    return `ANALYSIS gives other values than TEXT, which are used: ${listed(found, unlisted)}.`;
  },
  'fcs/more-departures': ({ count, of }) => `${count} more departures of the kind ${of} are not listed.`,
} as const satisfies Sentences<typeof DEPARTURES>;

function keywords(all: DepartureFields<'fcs/empty-value'>['all'], unlisted: number): string {
  const quoted = all.map(({ keyword }) => quote(keyword));
  return listed(quoted, unlisted);
}

function stated(all: DepartureFields<'fcs/amplification'>['all'], unlisted: number): string {
  const found = all.map(({ keyword, value }) => `${keyword} (${quote(value)})`);
  return listed(found, unlisted);
}

function spilloverName({ keyword, found, parameter }: DepartureFields<'fcs/spillover-name'>): string {
  return `${keyword} names ${quote(found)}, taken as parameter ${quote(parameter)}.`;
}

function spilloverFault({ fault, found, count, expected }: DepartureFields<'fcs/spillover-unreadable'>): string {
  const quoted = found === null ? 'none' : quote(found);
  const faults = {
    'count-not-whole': `the count ${quoted} is not a whole number`,
    'count-zero': 'the count is 0',
    'more-than-parameters': `${count ?? '?'} parameters in a file of ${expected ?? '?'}`,
    'too-many-parameters': `more than ${expected ?? '?'} parameters are not read`,
    'not-a-parameter': `${quoted} is no parameter of the file`,
    'named-twice': `${quoted} appears twice`,
    'number-count': `${count ?? '?'} numbers instead of ${expected ?? '?'}`,
    'not-a-number': `${quoted} is not a number`,
  };
  return faults[fault];
}

function segmentFault({ fault, bytes }: Pick<DepartureFields<'fcs/analysis-offsets'>, 'fault' | 'bytes'>, text: string): string {
  const faults = {
    'not-numbers': 'not numbers',
    empty: 'it would be empty',
    'beyond-the-end': `the data set has ${bytes ?? '?'} bytes`,
    'too-long': `more than ${bytes ?? '?'} bytes are not read`,
    'inside-header': 'it would begin inside HEADER',
    'overlaps-text': `it would overlap ${text}`,
    'overlaps-data': 'it would overlap DATA',
    'other-delimiter': 'it has another delimiter',
  };
  return faults[fault];
}
