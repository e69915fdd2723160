import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { buildLayout, layoutSchema } from '../../src/plates/layout.ts';

const build = (definition: unknown) => buildLayout(layoutSchema.parse(definition), 'assay.yaml');

function failure(run: () => unknown): InputError {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('buildLayout', () => {
  it('lets doses run along the side of a range that is as long as the doses, and numbers its lines as replicates', () => {
    const layout = build({
      wells: 96,
      doseUnit: 'ng/mL',
      blocks: [{ wells: 'A1:C2', role: 'test', slot: 'test-1', doses: [9, 3, 1], replicate: 2 }],
    });
    expect(layout.wells.map((one) => [one.well, one.dose, one.replicate])).toEqual([
      ['A1', 9, 2],
      ['B1', 3, 2],
      ['C1', 1, 2],
      ['A2', 9, 3],
      ['B2', 3, 3],
      ['C2', 1, 3],
    ]);
  });

  it('runs a range backwards where its last well comes before its first', () => {
    const layout = build({
      wells: 96,
      doseUnit: 'ng/mL',
      blocks: [{ wells: 'A3:A1', role: 'reference', slot: 'reference', doses: [1, 2, 3] }],
    });
    expect(layout.wells.map((one) => one.well)).toEqual(['A3', 'A2', 'A1']);
  });

  it('enters a dilution 1:n as the dose 1/n', () => {
    const layout = build({
      wells: 96,
      blocks: [{ wells: ['B1:B2', 'C1:C2'], role: 'test', slot: 'test-1', dilutions: [4, 8], group: 'well-pair' }],
    });
    expect(layout.doseUnit).toBe('1/dilution');
    expect(layout.wells.map((one) => [one.well, one.dose, one.replicate, one.group])).toEqual([
      ['B1', 0.25, 1, 'well-pair'],
      ['B2', 0.125, 1, 'well-pair'],
      ['C1', 0.25, 2, 'well-pair'],
      ['C2', 0.125, 2, 'well-pair'],
    ]);
  });

  it('gives controls and blanks no dose and one replicate a well', () => {
    const layout = build({ wells: 24, blocks: [{ wells: 'D5:D6', role: 'blank', slot: 'blank' }] });
    expect(layout.wells).toEqual([
      { well: 'D5', role: 'blank', slot: 'blank', dose: null, replicate: 1, group: null },
      { well: 'D6', role: 'blank', slot: 'blank', dose: null, replicate: 2, group: null },
    ]);
  });

  const reference = { wells: 'A1:A2', role: 'reference', slot: 'reference', doses: [1, 2] };
  it.each([
    [
      'a well in two blocks',
      { wells: 96, doseUnit: 'x', blocks: [reference, { ...reference, slot: 'other' }] },
      "Expected every well once, found A1 in 'reference' and in 'other'. Take it out of one.",
    ],
    [
      'a well outside the plate',
      { wells: 6, doseUnit: 'x', blocks: [{ ...reference, wells: 'A3:A4' }] },
      "Expected wells of a plate of 6, found 'A4' in 'A3:A4'.",
    ],
    [
      'a wrong number of doses',
      { wells: 96, doseUnit: 'x', blocks: [{ ...reference, wells: 'A1:A3' }] },
      'Expected as many doses as wells along the range A1:A3, found 2 doses for 1 rows and 3 columns.',
    ],
    [
      'a square range without a direction',
      { wells: 96, doseUnit: 'x', blocks: [{ ...reference, wells: 'A1:B2' }] },
      'Expected `along` for a range as wide as it is high, found 2 doses for 2 rows and 2 columns.',
    ],
    [
      'no doses',
      { wells: 96, doseUnit: 'x', blocks: [{ wells: 'A1', role: 'test', slot: 'test-1' }] },
      'Expected doses or dilutions for the role test, found none in the block of test-1. Mend the layout.',
    ],
    ['no unit', { wells: 96, blocks: [reference] }, 'Expected the unit of the doses, found none. Mend the layout.'],
    [
      'doses and dilutions',
      { wells: 96, doseUnit: 'x', blocks: [{ ...reference, dilutions: [1, 2] }] },
      'Expected either doses or dilutions, found both in the block of reference. Mend the layout.',
    ],
  ])('refuses %s', (_, definition, message) => {
    const error = failure(() => build(definition));
    expect([error.code, error.message]).toEqual(['plate/bad-layout', message]);
  });
});
