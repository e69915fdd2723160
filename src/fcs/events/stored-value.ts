import { InputError } from '../../errors.ts';
import type { FcsDataSet, FcsParameter } from '../fcs-file.ts';
import { parseDecimal, quoteValue } from '../number-text.ts';

/** Which value is being decoded, for a message. */
export interface ValuePlace {
  readonly dataSet: FcsDataSet;
  readonly parameter: FcsParameter;
  /** Counts from 0. */
  readonly event: number;
}

/** A mask of up to 64 bits, 2^k - 1, as two of 32. One of more than 53 bits is no exact double: it stands as 2^k, and all of its low bits are set. */
export function maskHalves(highest: number): { readonly high: number; readonly low: number } {
  const high = Math.floor(highest / 4294967296);
  return Number.isSafeInteger(highest) ? { high, low: highest % 4294967296 } : { high: high - 1, low: 4294967295 };
}

/** Two halves of 32 bits as one number. A number beyond 2^53 that a double would round is refused: codes fcs/unsupported. */
export function joinHalves(high: number, low: number, place: ValuePlace): number {
  const value = (high >>> 0) * 4294967296 + (low >>> 0);
  if (Number.isSafeInteger(value) || BigInt(value) === BigInt(high >>> 0) * 4294967296n + BigInt(low >>> 0)) return value;
  throw badValue(
    'fcs/unsupported',
    `Expected integers that 53 bits hold, found ${BigInt(high >>> 0) * 4294967296n + BigInt(low >>> 0)}`,
    place,
  );
}

/** A stored value given as decimal digits. Codes: fcs/not-a-number. */
export function parseStoredText(characters: string, place: ValuePlace): number {
  const value = parseDecimal(characters);
  if (value === null) throw badValue('fcs/not-a-number', `Expected a decimal number, found ${quoteValue(characters)}`, place);
  return value;
}

function badValue(code: 'fcs/unsupported' | 'fcs/not-a-number', finding: string, { dataSet, parameter, event }: ValuePlace): InputError {
  const sentence = `${finding} in event ${event + 1} of parameter ${parameter.index} (${quoteValue(parameter.name)}).`;
  return new InputError(code, sentence, { file: dataSet.file, dataSet: dataSet.number });
}
