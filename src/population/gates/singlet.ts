import { z } from 'zod';
import type { GateKind } from './gate-kind.ts';
import { commonKeys, parameterSchema } from './keys.ts';

const schema = z.strictObject({
  type: z.literal('singlet').describe('Single cells by the ratio of area to height, min <= area / height < max.'),
  ...commonKeys,
  area: parameterSchema.describe('Parameter of the pulse area, such as FSC-A.'),
  height: parameterSchema.describe('Parameter of the pulse height, such as FSC-H.'),
  min: z.number().default(0).describe('Smallest ratio, inclusive.'),
  max: z.number().positive().describe('Largest ratio, exclusive.'),
});

/** A doublet has the height of one cell and the area of two. No height, no ratio: such an event is not a singlet. */
export const singlet: GateKind<typeof schema> = {
  schema,
  populations: (gate) => [gate.name],
  plan: (gate, context) => {
    if (!(gate.min < gate.max)) throw context.bad(`expected min below max, found ${gate.min} and ${gate.max}`);
    const raw = { compensated: false } as const;
    const ratio = { ...raw, ratio: { numerator: gate.area, denominator: gate.height, A: 1, B: 0, C: 0 } };
    const positive = context.coordinate({ ...raw, parameter: gate.height });
    const sides = context.sides(ratio, { min: gate.min, max: gate.max });
    return [
      {
        name: gate.name,
        parent: gate.parent,
        test: { kind: 'box', sides: [{ ...positive, min: Number.MIN_VALUE, max: Number.POSITIVE_INFINITY }, ...sides] },
      },
    ];
  },
};
