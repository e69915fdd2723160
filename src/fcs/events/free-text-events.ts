import { InputError } from '../../errors.ts';
import type { ByteSource, EventBlock, FcsDataSet } from '../fcs-file.ts';
import type { BlockRange } from './block-range.ts';
import { parseStoredText } from './stored-value.ts';

/** Events as decimal numbers with blanks, commas or line ends between them (`$DATATYPE/A` with `$PnB/*`). Codes: fcs/data-size, fcs/not-a-number. */
export function* freeTextBlocks({ source, dataSet, columns, fromEvent, toEvent, blockEvents }: BlockRange): IterableIterator<EventBlock> {
  const numbers = storedNumbers(source, dataSet);
  const values = new Float64Array(blockEvents * columns.length);
  const event = new Float64Array(dataSet.parameters.length);
  for (let skipped = 0; skipped < fromEvent; skipped++) readEvent(numbers, { dataSet, event, index: skipped });
  for (let firstEvent = fromEvent; firstEvent < toEvent; firstEvent += blockEvents) {
    const eventCount = Math.min(blockEvents, toEvent - firstEvent);
    for (let index = 0; index < eventCount; index++) {
      readEvent(numbers, { dataSet, event, index: firstEvent + index });
      columns.forEach((column, to) => {
        values[index * columns.length + to] = event[column]!;
      });
    }
    yield { firstEvent, eventCount, values };
  }
  if (toEvent === dataSet.eventCount && numbers.next().done !== true) throw wrongCount(dataSet, 'more');
}

function readEvent(
  numbers: Iterator<string>,
  { dataSet, event, index }: { readonly dataSet: FcsDataSet; readonly event: Float64Array; readonly index: number },
): void {
  dataSet.parameters.forEach((parameter, column) => {
    const next = numbers.next();
    if (next.done === true) throw wrongCount(dataSet, 'fewer');
    event[column] = parseStoredText(next.value, { dataSet, parameter, event: index });
  });
}

function wrongCount({ file, number, eventCount, parameters }: FcsDataSet, found: 'more' | 'fewer'): InputError {
  const sentence = `Expected ${eventCount * parameters.length} numbers in DATA ($TOT ${eventCount} x ${parameters.length} parameters), found ${found}.`;
  return new InputError('fcs/data-size', sentence, { file, dataSet: number, keyword: '$TOT' });
}

/** The numbers of DATA one after the other, read in pieces. A run of characters longer than any number stops it. */
function* storedNumbers(source: ByteSource, { data }: FcsDataSet): Generator<string, undefined> {
  const piece = new Uint8Array(65_536);
  let number = '';
  for (let offset = 0; offset < data.byteLength; offset += piece.length) {
    const part = piece.subarray(0, Math.min(piece.length, data.byteLength - offset));
    source.read(data.begin + offset, part);
    for (const byte of part) {
      if (!separates(byte)) number += String.fromCharCode(byte);
      if ((separates(byte) && number !== '') || number.length > longestNumber) {
        yield number;
        number = '';
      }
    }
  }
  if (number !== '') yield number;
  return undefined;
}

const longestNumber = 400;

/** Blank, tab, line feed, carriage return, comma (FCS 3.0, $DATATYPE A). */
function separates(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d || byte === 0x2c;
}
