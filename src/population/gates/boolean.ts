import * as z from 'zod';
import { lazily } from '../../lazily.ts';
import { defineGate } from './gate-kind.ts';
import { gateKeys } from './keys.ts';

const operandSchema = lazily(() =>
  z
    .union([z.string().min(1), z.strictObject({ not: z.string().min(1).describe('Name of a population whose complement is meant.') })])
    .describe('Name of a population, or { not: name }.'),
);

const schema = lazily(() =>
  z.strictObject({
    type: z.literal('boolean').describe('Combines populations; each counts with all its parents.'),
    ...gateKeys(),
    operator: z.enum(['and', 'or', 'not']).describe('and, or: of two populations or more; not: of one.'),
    of: z.array(operandSchema()).min(1).max(1000).describe('The populations that are combined.'),
  }),
);

/** Gating-ML 2.0, 5.1.5, with use-as-complement. */
export const boolean = defineGate({
  id: 'boolean',
  schema,
  references: (gate) => gate.of.map((operand) => (typeof operand === 'string' ? operand : operand.not)),
  rename: (gate, nameOf) => ({
    ...gate,
    of: gate.of.map((operand) => (typeof operand === 'string' ? nameOf(operand) : { not: nameOf(operand.not) })),
  }),
  plan: (gate, context) => {
    if (gate.operator === 'not' && gate.of.length !== 1) throw context.bad(`expected one population after 'not', found ${gate.of.length}`);
    if (gate.operator !== 'not' && gate.of.length < 2)
      throw context.bad(`expected two populations or more after '${gate.operator}', found one`);
    const operands = gate.of.map((operand) =>
      typeof operand === 'string' ? { population: operand, complement: false } : { population: operand.not, complement: true },
    );
    return [{ name: gate.name, parent: gate.parent, test: { kind: 'boolean', operator: gate.operator, operands } }];
  },
});
