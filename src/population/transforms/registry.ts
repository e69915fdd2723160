import * as z from 'zod';
import { InputError } from '../../errors.ts';
import { lazily } from '../../lazily.ts';
import { registryOf } from '../../registry.ts';
import { asinhTransform } from './asinh.ts';
import { biex } from './biex.ts';
import { boundedScale, boundsOf } from './bounds.ts';
import { hyperlog } from './hyperlog.ts';
import { linear } from './linear.ts';
import { log } from './log.ts';
import { logicle } from './logicle.ts';
import { requireParameters, type ScaleTransform } from './scale-transform.ts';

/** Every transform. One file and one line here add another. */
export const TRANSFORMS = registryOf(linear, log, asinhTransform, logicle, hyperlog, biex);

/** A transform as a definition writes it: `{ type: logicle, T: 262144, W: 0.5, M: 4.5, A: 0 }`; what is left out takes its default. */
export const transformSchema = lazily(() => {
  const [first, ...others] = TRANSFORMS.members;
  return z.discriminatedUnion('type', [first.schema(), ...others.map((kind) => kind.schema())]);
});

export type Transform = z.output<ReturnType<typeof transformSchema>>;

/** Named transforms of a definition. */
export type NamedTransforms = Readonly<Record<string, Transform>>;

/** Compiles a transform. Errors: `population/bad-transform`. */
export function compileTransform(transform: Transform): ScaleTransform {
  const scale = boundedScale(TRANSFORMS.of(transform.type).compile(transform), boundsOf(transform, transform.type));
  requireSense(transform);
  return scale;
}

/** What instruments and programs write lies far within: T up to 2^64 (1.8e19), a few decades. Beyond it exponentials overflow and ticks have no end. */
const TOP = { least: 1e-9, most: 1e20 } as const;
const MOST_DECADES = 50;

function requireSense(transform: Transform): void {
  const { type, T } = transform;
  requireParameters(T >= TOP.least && T <= TOP.most, type, `T from ${TOP.least} to ${TOP.most}, found ${T}`);
  for (const [name, value] of Object.entries(transform)) {
    // A of a linear scale is in linear units.
    if (!DECADES.includes(name) || typeof value !== 'number' || (type === 'linear' && name === 'A')) continue;
    requireParameters(Math.abs(value) <= MOST_DECADES, type, `${name} of at most ${MOST_DECADES} decades, found ${value}`);
  }
}

const DECADES: readonly string[] = ['W', 'M', 'A', 'positive', 'negative'];

/**
 * The transform that a gate or axis names: one of the definition's own first, else a type of this registry with its default parameters.
 * Errors: `population/bad-transform`.
 */
export function findTransform(reference: string | Transform, named: NamedTransforms): Transform {
  if (typeof reference !== 'string') return reference;
  const own = Object.hasOwn(named, reference) ? named[reference] : undefined;
  if (own !== undefined) return own;
  const byDefault = transformSchema().safeParse({ type: reference });
  if (byDefault.success) return byDefault.data;
  const known = [...Object.keys(named), ...TRANSFORMS.ids].map((name) => `'${name}'`).join(', ');
  throw new InputError('population/bad-transform', `Expected the name of a transform (${known}), found '${reference}'.`);
}
