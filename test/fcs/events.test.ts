import { describe, expect, it } from 'vitest';
import { encodeFcs, type FcsContent } from '../../src/fcs/encoding/encode-fcs.ts';
import { type EventSelection, openEvents } from '../../src/fcs/events/events.ts';
import { readDataSets } from '../../src/fcs/reading/data-set.ts';
import { bytesSource } from './bytes-source.ts';

const layouts: readonly (Pick<FcsContent, 'dataType' | 'byteOrder'> & { readonly bits: readonly number[] })[] = (
  ['1,2,3,4', '4,3,2,1'] as const
).flatMap((byteOrder) => [
  { dataType: 'F', byteOrder, bits: [32, 32, 32, 32, 32, 32, 32] },
  { dataType: 'D', byteOrder, bits: [64, 64, 64, 64, 64, 64, 64] },
  { dataType: 'I', byteOrder, bits: [16, 16, 16, 16, 16, 16, 16] },
  { dataType: 'I', byteOrder, bits: [32, 32, 32, 32, 32, 32, 32] },
  { dataType: 'I', byteOrder, bits: [24, 24, 24, 24, 24, 24, 24] },
  { dataType: 'I', byteOrder, bits: [16, 32, 16, 8, 24, 32, 16] },
]);

/** Value of parameter c in event e: 8 x e + c, below 256 in all of 20 events. */
const events = Array.from({ length: 140 }, (_, index) => 8 * Math.floor(index / 7) + (index % 7));

function valuesOf(layout: (typeof layouts)[number], selection: EventSelection): readonly (readonly number[])[] {
  const parameters = layout.bits.map((bits, index) => ({ name: `P${index}`, bits }));
  const source = bytesSource(encodeFcs({ ...layout, parameters, events }));
  const opened = openEvents(source, readDataSets(source)[0]!, selection);
  const rows: number[][] = [];
  for (const { firstEvent, eventCount, values } of opened.blocks()) {
    expect(firstEvent).toBe((selection.fromEvent ?? 0) + rows.length);
    for (let event = 0; event < eventCount; event++) rows.push(opened.offsets.map((offset) => values[event * opened.stride + offset]!));
  }
  expect(rows).toHaveLength(opened.eventCount);
  return rows;
}

describe.each(layouts)('$dataType $byteOrder $bits', (layout) => {
  it.each([[[0, 1, 2, 3, 4, 5, 6]], [[5, 0, 3]], [[6]], [[2, 2]]])(
    'columns %j in the order asked for, whatever the size of blocks',
    (columns) => {
      for (const blockEvents of [1, 3, 20, 2048]) {
        const wanted = Array.from({ length: 20 }, (_, event) => columns.map((column) => 8 * event + column));
        expect(valuesOf(layout, { columns, blockEvents })).toEqual(wanted);
      }
    },
  );

  it('a range of events', () => {
    expect(valuesOf(layout, { columns: [1, 6], fromEvent: 7, toEvent: 12, blockEvents: 2 })).toEqual(
      [7, 8, 9, 10, 11].map((event) => [8 * event + 1, 8 * event + 6]),
    );
    expect(valuesOf(layout, { columns: [1], fromEvent: 7, toEvent: 7 })).toEqual([]);
  });
});

it.each([
  [{ columns: [7] }, 'Expected columns from 0 to 6, found 7.'],
  [{ columns: [-1] }, 'Expected columns from 0 to 6, found -1.'],
  [{ columns: [0], toEvent: 21 }, 'Expected events within 0 to 20, found 0 to 21.'],
  [{ columns: [0], fromEvent: 5, toEvent: 4 }, 'Expected events within 0 to 20, found 5 to 4.'],
])('refuses %j', (selection, sentence) => {
  expect(() => valuesOf(layouts[0]!, selection)).toThrow(sentence);
});
