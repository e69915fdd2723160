import { excerpt } from '../../excerpt.ts';
import { parseDecimal, quoteValue, trimValue } from '../number-text.ts';
import { refusal } from '../reading.ts';
import type { ParameterInput } from './parameter-input.ts';

const linear: readonly [number, number] = [0, 0];

/** `$PnE` as decades and offset, `[0, 0]` for linear. An integer's that cannot be read is refused: it decides the values. Codes: fcs/bad-keyword. */
export function readAmplification(input: ParameterInput): readonly [number, number] {
  const { reading, keywords, index, dataType } = input;
  const keyword = `$P${index}E`;
  const value = trimValue(keywords.get(keyword) ?? '');
  if (value === '') {
    reading.noteEach('fcs/missing-amplification', { keyword });
    return linear;
  }
  // As nearly all parameters have it.
  if (value === '0,0') return linear;
  const pair = parseAmplification(value);
  return dataType === 'I' ? ofInteger(input, value, pair) : ofFloatingPoint(input, value, pair);
}

function parseAmplification(value: string): readonly [number, number] | null {
  const parts = value.split(',').map(parseDecimal);
  const [decades, offset] = parts;
  if (parts.length !== 2 || typeof decades !== 'number' || typeof offset !== 'number') return null;
  return [decades, offset];
}

/** Floating-point values are never decoded (FCS 3.1, $PnE: they must say 0,0). */
function ofFloatingPoint(
  { reading, index, dataType }: ParameterInput,
  value: string,
  pair: readonly [number, number] | null,
): readonly [number, number] {
  if (pair !== null && pair[0] === 0 && pair[1] === 0) return linear;
  const subject = { keyword: `$P${index}E`, value: excerpt(value) };
  if (pair !== null && pair[0] > 0) {
    reading.noteEach('fcs/log-not-decoded', { ...subject, dataType });
    return pair;
  }
  reading.noteEach('fcs/amplification', subject);
  return linear;
}

function ofInteger({ reading, index }: ParameterInput, value: string, pair: readonly [number, number] | null): readonly [number, number] {
  const keyword = `$P${index}E`;
  const [decades, offset] = pair ?? [-1, -1];
  if (decades < 0 || offset < 0 || decades > mostDecades || offset > mostOffset || (offset > 0 && offset < 1 / mostOffset)) {
    throw refusal(
      reading,
      'fcs/bad-keyword',
      `Expected decades and offset such as '4,1' or '0,0' for ${keyword}, found ${quoteValue(value)}.`,
      {
        keyword,
      },
    );
  }
  const subject = { keyword, value: excerpt(value) };
  if (decades === 0) {
    if (offset !== 0) reading.noteEach('fcs/amplification', subject);
    return linear;
  }
  if (offset === 0) reading.noteEach('fcs/log-offset-zero', subject);
  return [decades, offset === 0 ? 1 : offset];
}

/** No amplifier has more: FCS files carry 2 to 7. */
const mostDecades = 20;

/** Offsets are 1 or a few tenths or thousandths of it. */
const mostOffset = 1e12;
