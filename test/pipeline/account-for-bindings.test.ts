import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { accountForBindings } from '../../src/pipeline/binding/account-for-bindings.ts';
import { planLots } from '../../src/pipeline/binding/plan.ts';
import { type Binding, makeBinding } from '../../src/pipeline/binding.ts';
import { definitionSchema } from '../../src/pipeline/definition/definition.ts';
import { sentence } from '../said.ts';

const definition = definitionSchema.parse(
  parse(`
definition: 1
method: { id: m, version: "1", status: draft, title: { en: m, zh: m } }
product: { id: P, title: { en: P, zh: P } }
site: { timeZone: "+08:00" }
inputs: { sampleList: samples.csv }
tubes:
  - { id: surface, panel: surface, stages: [final], compensation: { from: none }, gates: [{ name: Cells, type: range, x: FSC-A, min: 1 }], controls: [{ name: fmo, kind: fmo, title: { en: f, zh: f } }] }
assays:
  - id: activity
    title: { en: a, zh: a }
    read: { format: matrix, wells: 96, delimiter: comma, decimal: point, anchor: B2, label: signal, mode: luminescence, unit: RLU }
    layout:
      wells: 96
      doseUnit: ng/mL
      blocks:
        - { wells: "A1:H2", role: reference, slot: reference, doses: [64, 32, 16, 8, 4, 2, 1, 0.5] }
        - { wells: "A3:H4", role: test, slot: test-1, doses: [64, 32, 16, 8, 4, 2, 1, 0.5] }
    responseUnit: RLU
    method: { model: 4pl, weights: none, fit: simultaneous, interval: { method: log-delta, level: 0.95 } }
    planned: 1
    minimum: 1
attributes:
  - { id: cells, type: fraction, stage: final, panel: surface, population: Cells, of: all events, title: { en: c, zh: c }, method: { text: m, version: "1", status: draft } }
`),
);

let line = 1;
const listed = (parts: Partial<Binding> & Pick<Binding, 'kind'>) => {
  line += 1;
  return makeBinding({ file: `${line}.fcs`, source: `samples.csv:${line}`, ...parts });
};
const sample = (lot: string, parts: Partial<Binding> = {}) =>
  listed({ kind: 'sample', lot, assayRun: 'RUN-1', stage: 'final', tube: 'surface', ...parts });
const control = (parts: Partial<Binding> = {}) => listed({ kind: 'control', assayRun: 'RUN-1', tube: 'surface', control: 'fmo', ...parts });
const plate = (slots: Readonly<Record<string, string>>, assay = 'activity') => listed({ kind: 'plate', assayRun: 'RUN-2', assay, slots });

/** Lots that are held, each with what is named; and what is left unused. */
function account(bindings: readonly Binding[]) {
  const bound = bindings.map((binding) => ({ binding, held: [] }));
  const { held, unused } = accountForBindings(definition, planLots(definition, bound, []).lots, bindings);
  const named = held.map(
    ({ lot, reason }) =>
      `${lot}: ${/ names the (.*), which differs from ('.*?') /.exec(sentence(reason))?.slice(1).join(' for ') ?? sentence(reason)}`,
  );
  return { held: named, unused: unused.map(sentence) };
}

const NOTHING = { held: [], unused: [] };
const LOTS = [sample('L-1'), sample('L-2')];

describe('what the sample list binds', () => {
  it.each([
    ['samples, their control and plates', [...LOTS, control(), plate({ reference: 'RS', 'test-1': 'L-1' })], NOTHING],
    ['a control without a tube', [...LOTS, control({ tube: null })], NOTHING],
    [
      'two lots of the list that differ in a separator',
      [sample('L-1'), sample('L_1'), plate({ reference: 'RS', 'test-1': 'L_1' })],
      NOTHING,
    ],
    ['two preparations', [sample('L-1', { preparation: '1' }), sample('L-1', { preparation: '2' })], NOTHING],
  ])('is used: %s', (_, bindings, expected) => {
    expect(account(bindings)).toEqual(expected);
  });

  it.each([
    [
      'control of another assay run',
      [...LOTS, control({ assayRun: 'run 1' })],
      ["L-1: assay run 'run 1' for 'RUN-1'", "L-2: assay run 'run 1' for 'RUN-1'"],
    ],
    ['control of another tube', [sample('L-1'), control({ tube: 'Surface' })], ["L-1: tube 'Surface' for 'surface'"]],
    ['control of another name', [sample('L-1'), control({ control: 'FMO' })], ["L-1: control 'FMO' for 'fmo'"]],
    ['preparation', [sample('L-1', { preparation: 'P1' }), sample('L-1', { preparation: 'p1' })], ["L-1: preparation 'p1' for 'P1'"]],
    ['sample', [sample('L-1', { sample: 'S-1' }), sample('L-1', { sample: 'S_1' })], ["L-1: sample 'S_1' for 'S-1'"]],
    ['lot on a plate', [...LOTS, plate({ reference: 'RS', 'test-1': 'l-1' })], ["L-1: lot 'l-1' for 'L-1'"]],
    ['slot of a plate', [...LOTS, plate({ reference: 'RS', 'Test 1': 'L-2' })], ["L-2: slot 'Test 1' for 'test-1'"]],
    ['assay of a plate', [...LOTS, plate({ reference: 'RS', 'test-1': 'L-2' }, 'Activity')], ["L-2: assay 'Activity' for 'activity'"]],
    [
      'lot that a file name alone spells',
      [sample('L-1'), sample('l-1', { source: 'pattern {lot}.fcs' })],
      ["L-1: lot 'l-1' for 'L-1'", "l-1: lot 'l-1' for 'L-1'"],
    ],
  ])('holds the lots that it means in another spelling: %s', (_, bindings, held) => {
    expect(account(bindings)).toEqual({ held, unused: [] });
  });

  it('is named where it serves nothing', () => {
    const { held, unused } = account([
      ...LOTS,
      control({ control: 'isotype' }),
      control({ assayRun: 'RUN-7' }),
      plate({ 'test-1': 'L-1' }, 'growth'),
    ]);

    expect(held).toEqual([]);
    expect(unused.map((message) => message.replace(/\d+\.fcs/, 'F'))).toEqual([
      "The control 'isotype' of assay run 'RUN-1' serves no sample of this folder in tube 'surface': F.",
      "The control 'fmo' of assay run 'RUN-7' serves no sample of this folder in tube 'surface': F.",
      "Names the assay 'growth', which the definition does not have: F serves nothing.",
    ]);
  });
});
