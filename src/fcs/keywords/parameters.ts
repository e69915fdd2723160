import { excerpt } from '../../excerpt.ts';
import type { FcsParameter, ScaleConversion } from '../fcs-file.ts';
import { parseCount, parseDecimal, quoteValue, trimValue } from '../number-text.ts';
import { refusal } from '../reading.ts';
import { readAmplification } from './amplification.ts';
import { highestValue, powerOfTwo } from './bit-mask.ts';
import { requiredValue } from './keywords.ts';
import type { ParameterInput } from './parameter-input.ts';

/** What `$PnN`, `$PnS`, `$PnB`, `$PnR`, `$PnE`, `$PnG` say of one parameter. Codes: fcs/missing-keyword, fcs/bad-keyword, fcs/unsupported. */
export function readParameter(input: ParameterInput): FcsParameter {
  const { keywords, index, dataType } = input;
  const name = readName(input);
  const range = readRange(input);
  const bits = readBits(input, range);
  const amplification = readAmplification(input);
  const gain = readGain(input);
  const label = trimValue(keywords.get(`$P${index}S`) ?? '');
  const scale = scaleConversion(input, { name, range, amplification, gain });
  const own = dataType === input.commonDataType || dataType === 'A' ? {} : { dataType };
  return { index, name, label: label === '' ? null : label, bits, range, amplification, gain, scale, ...own };
}

/** Whether a parameter is the time of the event: by its name (FCS 3.1, $TIMESTEP), or by `$PnTYPE` (FCS 3.2). */
export function isTime({ index, name }: Pick<FcsParameter, 'index' | 'name'>, keywords: ReadonlyMap<string, string>): boolean {
  return name.toUpperCase() === 'TIME' || trimValue(keywords.get(`$P${index}TYPE`) ?? '').toUpperCase() === 'TIME';
}

/** Names that instruments give the Time beside the standard's: `HDR-T` (FACSCanto's HTS), `T1`, `Time (s)`, `TIME1`. */
const TIME_ALIKE = /^(?:hdr-t|t\d*|time\b.*|time\d+|event[ _-]?time)$/i;

/** Whether a name may be that of the time of the event, though the standard calls it otherwise. */
export function isLikeTime(name: string): boolean {
  return TIME_ALIKE.test(name);
}

/** Seconds of a Time step by `$TIMESTEP`; null where it is absent or outside sense. */
export function timeStepSeconds(keywords: ReadonlyMap<string, string>): number | null {
  const step = parseDecimal(trimValue(keywords.get('$TIMESTEP') ?? ''));
  return step !== null && step >= leastFactor && step <= mostFactor ? step : null;
}

function readName({ reading, keywords, index }: ParameterInput): string {
  const keyword = `$P${index}N`;
  const value = keywords.get(keyword);
  if (value === undefined)
    throw refusal(reading, 'fcs/missing-keyword', `Expected the required keyword ${keyword} in TEXT, found none.`, { keyword });
  const name = trimValue(value);
  if (name === '') reading.note('fcs/name', { keyword, fault: 'blank', found: excerpt(name) }, { keyword });
  if (name.includes(',')) reading.note('fcs/name', { keyword, fault: 'comma', found: excerpt(name) }, { keyword });
  return name;
}

function readRange({ reading, keywords, index, dataType }: ParameterInput): number | null {
  const keyword = `$P${index}R`;
  const value = trimValue(keywords.get(keyword) ?? '');
  const range = rangeOf(value);
  if (range !== null && range > mostRange) {
    const sentence = `Expected at most ${mostRange} for ${keyword}, found ${quoteValue(value)}; the range counts as not stated.`;
    if (dataType === 'I') throw refusal(reading, 'fcs/bad-keyword', sentence, { keyword });
    reading.note('fcs/range', { keyword, found: excerpt(value), expected: 'at-most', most: mostRange }, { keyword });
    return null;
  }
  if (range !== null && range > 0) {
    if (dataType === 'I' && range <= 1) {
      // A range of one value would mask everything to 0.
      reading.note('fcs/range', { keyword, found: excerpt(value), expected: 'above-one', most: null }, { keyword });
    }
    return range;
  }
  // Without it the bits that count are unknown; a floating-point value needs none.
  if (dataType === 'I' && value === '') return Number(requiredValue(reading, keywords, keyword));
  if (dataType === 'I' && range !== 0) {
    throw refusal(reading, 'fcs/bad-keyword', `Expected a number greater than zero for ${keyword}, found ${quoteValue(value)}.`, {
      keyword,
    });
  }
  const found = value === '' ? null : excerpt(value);
  reading.note('fcs/range', { keyword, found, expected: 'above-zero', most: null }, { keyword });
  return range;
}

/** No detector, float or 64-bit integer reaches beyond it: the largest float32 is 3.4e38. */
const mostRange = 1e39;

/** `$PnR` as a double, never below what is stated: 2^54 + 1 has no double of its own and must not be taken for 2^54, whose mask has a bit less. */
function rangeOf(value: string): number | null {
  const range = parseDecimal(value);
  // A program that writes doubles by their shortest digits means the double: 2^56 becomes 72057594037927940.
  if (range === null || Number.isSafeInteger(range) || !/^\d+$/.test(value) || range > mostRange || String(range) === value) return range;
  return BigInt(range) < BigInt(value) ? range * (1 + Number.EPSILON) : range;
}

/** `$PnB`: bits of a stored value; for text 8 x its characters, 0 where they vary. */
function readBits(input: ParameterInput, range: number | null): number {
  const { reading, keywords, index, dataType } = input;
  const keyword = `$P${index}B`;
  const value = requiredValue(reading, keywords, keyword);
  if (dataType === 'A' && value === '*') return 0;
  const bits = parseCount(value);
  const { least, most, unit } = widths[dataType];
  if (bits === null || bits < least || bits > most) {
    const expected = least === most ? `${least}` : `${least} to ${most}`;
    throw refusal(
      reading,
      'fcs/bad-keyword',
      `Expected ${expected} ${unit} for ${keyword} of data type ${dataType}, found ${quoteValue(value)}.`,
      { keyword },
    );
  }
  if (dataType === 'I' && range !== null && range > powerOfTwo(bits)) noteTooNarrow(input, { bits, range });
  return dataType === 'A' ? 8 * bits : bits;
}

const widths = {
  I: { least: 1, most: 64, unit: 'bits' },
  F: { least: 32, most: 32, unit: 'bits' },
  D: { least: 64, most: 64, unit: 'bits' },
  A: { least: 1, most: 400, unit: 'characters' },
} as const;

function noteTooNarrow({ reading, index }: ParameterInput, { bits, range }: { readonly bits: number; readonly range: number }): void {
  const keyword = `$P${index}B`;
  if (bits % 8 !== 0) {
    // The bits above a width that ends inside a byte cannot be told from junk when $PnR claims them.
    throw refusal(reading, 'fcs/bad-keyword', `Expected ${keyword} to hold the ${range} values of $P${index}R, found ${bits} bits.`, {
      keyword,
    });
  }
  reading.noteEach('fcs/range-beyond-width', { keyword: `$P${index}R`, range, bits });
}

function readGain({ reading, keywords, index }: ParameterInput): number {
  const keyword = `$P${index}G`;
  const value = trimValue(keywords.get(keyword) ?? '');
  if (value === '') return 1;
  const gain = parseDecimal(value);
  if (gain !== null && gain >= leastFactor && gain <= mostFactor) return gain;
  reading.note('fcs/gain', { keyword, found: excerpt(value), least: leastFactor, most: mostFactor }, { keyword });
  return 1;
}

/** Gains and time steps of instruments lie within a few decades of 1; beyond these a value is a slip that would carry events off every scale. */
const leastFactor = 1e-12;
const mostFactor = 1e12;

type Described = Pick<FcsParameter, 'name' | 'range' | 'amplification' | 'gain'>;

function scaleConversion(input: ParameterInput, parameter: Described): ScaleConversion {
  const { reading, index, dataType } = input;
  const [decades, offset] = parameter.amplification;
  if (dataType === 'I' && decades > 0) {
    if (parameter.gain !== 1) {
      reading.note('fcs/gain-on-log', { index, gain: parameter.gain }, { keyword: `$P${index}G` });
    }
    const range = parameter.range ?? 0;
    if (range > 0) return { kind: 'log', decades, offset, range };
    throw refusal(
      reading,
      'fcs/bad-keyword',
      `Expected $P${index}R greater than zero to decode the logarithmic $P${index}E, found ${range}.`,
      { keyword: `$P${index}R` },
    );
  }
  if (isTime({ index, name: parameter.name }, input.keywords)) return timeConversion(input);
  return parameter.gain === 1 ? { kind: 'identity' } : { kind: 'gain', divisor: parameter.gain };
}

/** Time counts in steps of `$TIMESTEP` seconds and has no gain. */
function timeConversion({ reading, version, keywords }: ParameterInput): ScaleConversion {
  const value = trimValue(keywords.get('$TIMESTEP') ?? '');
  const step = timeStepSeconds(keywords);
  if (step !== null) return step === 1 ? { kind: 'identity' } : { kind: 'factor', factor: step };
  // FCS 2.0 has no $TIMESTEP to give.
  if (value !== '' || version !== 'FCS2.0') {
    reading.note('fcs/timestep', { found: value === '' ? null : excerpt(value) }, { keyword: '$TIMESTEP' });
  }
  return { kind: 'identity' };
}

/** The highest stored value of an integer parameter: the mask of its bits. */
export function integerMask(parameter: Pick<FcsParameter, 'bits' | 'range'>): number {
  return highestValue(parameter.bits, parameter.range);
}
