import * as z from 'zod';
import { lazily } from '../../lazily.ts';
import { boundKeys } from '../transforms/bounds.ts';
import { transformSchema } from '../transforms/registry.ts';

/** Keys that every gate has or may have. */
export const gateKeys = lazily(() => ({
  name: z.string().min(1).describe('Name of the population, unique in its gate tree.'),
  parent: z.string().min(1).nullable().default(null).describe('Name of the population that is divided; null or absent = all events.'),
  title: z
    .strictObject({ en: z.string().min(1).describe('In English.'), zh: z.string().min(1).describe('In Chinese.') })
    .optional()
    .describe('What a report calls the population.'),
}));

export const parameterSchema = lazily(() => z.string().min(1).describe('$PnN, $PnS or marker alias of a parameter.'));

const axisKeys = lazily(() => ({
  transform: z
    .union([z.string().min(1), transformSchema()])
    .optional()
    .describe('Name of a transform of the definition, a transform with its parameters, or a type with its defaults; absent = linear.'),
  compensated: z
    .union([z.boolean(), z.string().min(1)])
    .optional()
    .describe('false = as acquired; a name = compensated by that matrix; absent or true = by the compensation of the tube.'),
}));

const ratioSchema = lazily(() =>
  z.strictObject({
    numerator: parameterSchema(),
    denominator: parameterSchema(),
    A: z.number().default(1).describe('Factor.'),
    B: z.number().default(0).describe('Subtracted from the numerator.'),
    C: z.number().default(0).describe('Subtracted from the denominator.'),
    ...boundKeys(),
  }),
);

/** An axis that is a parameter, not a ratio. */
export const parameterAxis = lazily(() => z.strictObject({ parameter: parameterSchema(), ...axisKeys() }));
const ratioAxis = lazily(() => z.strictObject({ ratio: ratioSchema().describe('A (numerator - B) / (denominator - C).'), ...axisKeys() }));

/** `FSC-A`, `{ parameter: PE-A, transform: logicle }` or `{ ratio: { numerator: FSC-A, denominator: FSC-H } }`. */
export const axisSchema = lazily(() =>
  z.union([parameterSchema(), parameterAxis(), ratioAxis()]).describe('A parameter, with its transform where it has one.'),
);

export const boundSchema = lazily(() =>
  z
    .union([z.number(), z.strictObject({ threshold: z.string().min(1).describe('Name of a threshold taken from a control.') })])
    .describe('A number, or a threshold taken from a control (always in linear units).'),
);

export const onSchema = lazily(() =>
  z
    .enum(['linear', 'transformed'])
    .optional()
    .describe(
      'What the numbers of this gate are: linear values, or places on the transformed scale. Required where an axis has a transform.',
    ),
);

/** An axis with its own bounds: an entry of a rectangle. */
export const boundedAxisSchema = lazily(() =>
  z
    .union([
      z.strictObject({ ...parameterAxis().shape, min: boundSchema().optional(), max: boundSchema().optional() }),
      z.strictObject({ ...ratioAxis().shape, min: boundSchema().optional(), max: boundSchema().optional() }),
    ])
    .describe('A parameter with its bounds, min <= value < max.'),
);

export type Axis = z.output<ReturnType<typeof axisSchema>>;
export type Bound = z.output<ReturnType<typeof boundSchema>>;
