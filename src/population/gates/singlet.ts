import * as z from 'zod';
import { lazily } from '../../lazily.ts';
import { defineGate } from './gate-kind.ts';
import { gateKeys, parameterSchema } from './keys.ts';

const schema = lazily(() =>
  z.strictObject({
    type: z.literal('singlet').describe('Single cells by the ratio of area to height, min <= area / height < max.'),
    ...gateKeys(),
    area: parameterSchema().describe('Parameter of the pulse area, such as FSC-A.'),
    height: parameterSchema().describe('Parameter of the pulse height, such as FSC-H.'),
    min: z.number().default(0).describe('Smallest ratio, inclusive.'),
    max: z.number().positive().describe('Largest ratio, exclusive.'),
  }),
);

/** Beyond every plot. */
const FAR = 1e6;

const raw = (parameter: string) => ({ parameter, compensated: false });

/** A doublet has the height of one cell and the area of two. No height, no ratio: such an event is not a singlet. */
export const singlet = defineGate({
  id: 'singlet',
  schema,
  draw: ({ area, height, min, max }) => ({
    kind: 'polygon',
    axes: [raw(area), raw(height)],
    on: 'linear',
    // A wedge from the origin: height = area / ratio, between the two ratios.
    points: [[0, 0], [FAR, FAR / max], min > 0 ? [FAR, FAR / min] : [0, FAR]],
  }),
  plan: (gate, context) => {
    if (!(gate.min < gate.max)) throw context.bad(`expected min below max, found ${gate.min} and ${gate.max}`);
    const ratio = { compensated: false, ratio: { numerator: gate.area, denominator: gate.height, A: 1, B: 0, C: 0 } };
    const positive = context.coordinate(raw(gate.height));
    const sides = context.sides(ratio, { min: gate.min, max: gate.max });
    return [
      {
        name: gate.name,
        parent: gate.parent,
        test: { kind: 'box', sides: [{ ...positive, min: Number.MIN_VALUE, max: Number.POSITIVE_INFINITY }, ...sides] },
      },
    ];
  },
});
