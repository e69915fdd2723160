import { describe, expect, it } from 'vitest';
import type { TestOccasion } from '../../src/attributes/attribute-result.ts';
import { placeRepeats } from '../../src/pipeline/binding/repeats.ts';
import { type Binding, INITIAL_OCCASION, makeBinding } from '../../src/pipeline/binding.ts';
import { sentence } from '../said.ts';

const repeat = (replaces: string, number = 2): TestOccasion => ({
  kind: 'repeat-after-invalid',
  number,
  reason: 'x',
  reference: null,
  replaces,
});
const plate = (file: string, name: string | null, occasion: TestOccasion = INITIAL_OCCASION): Binding =>
  makeBinding({ file, kind: 'plate', source: `samples.csv:${file}`, plate: name, occasion });

/** Occasion and what is repeated, by file; or the sentence that refuses it. */
function placed(...group: readonly Binding[]) {
  return Object.fromEntries(
    [...placeRepeats(group)].map(([binding, { occasion, replaces, reasons }]) => [
      binding.file,
      (reasons[0] && sentence(reasons[0])) ?? `${occasion.kind} ${occasion.number}${replaces === null ? '' : ` for ${replaces.file}`}`,
    ]),
  );
}

describe('a repeat', () => {
  it('of a plate, by its name or file, joins the occasion of that plate', () => {
    expect(
      placed(plate('a', 'plate-1'), plate('b', 'plate-2'), plate('c', 'plate-4', repeat('plate-2')), plate('d', null, repeat('a'))),
    ).toEqual({
      a: 'initial 1',
      b: 'initial 1',
      c: 'initial 1 for b',
      d: 'initial 1 for a',
    });
  });

  it('of a repeat joins the occasion of the first, with a higher number', () => {
    expect(placed(plate('a', null), plate('b', null, repeat('a')), plate('c', null, repeat('b', 3)))).toMatchObject({
      c: 'initial 1 for b',
    });
    expect(placed(plate('a', null), plate('b', null, repeat('a')), plate('c', null, repeat('b', 2)))).toMatchObject({
      c: "samples.csv:c repeats 'b' with the occasion number 2: expected a number above its 2, so that repeats are counted. Give occasion_number.",
    });
  });

  it('of an occasion is an occasion of its own', () => {
    expect(placed(plate('a', null), plate('b', null, repeat('initial')))).toEqual({ a: 'initial 1', b: 'repeat-after-invalid 2' });
  });

  it('of nothing, of several, or of itself is held', () => {
    const hint = 'Name an occasion such as initial, or give the file.';
    expect(
      placed(plate('a', 'p'), plate('b', 'p'), plate('c', null, repeat('p')), plate('d', null, repeat('q')), plate('e', 'e', repeat('e'))),
    ).toMatchObject({
      c: `samples.csv:c repeats 'p': expected one plate, preparation or file of that name beside it, found 'a' (samples.csv:a), 'b' (samples.csv:b). ${hint}`,
      d: `samples.csv:d repeats 'q': expected one plate, preparation or file of that name beside it, found none. ${hint}`,
      e: `samples.csv:e repeats 'e': expected one plate, preparation or file of that name beside it, found none. ${hint}`,
    });
  });

  it('of one another is held', () => {
    expect(placed(plate('a', null, repeat('b', 3)), plate('b', null, repeat('a', 3)))).toMatchObject({
      a: expect.stringContaining('samples.csv:a repeats'),
    });
  });
});
