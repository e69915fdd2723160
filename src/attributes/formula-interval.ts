import type { Arithmetic } from '../numerics/arithmetic.ts';
import type { AttributeEstimate, AttributeInterval } from './attribute-result.ts';
import { type How, type Limits, limitsOf } from './formula-limits.ts';
import type { FormulaOperand } from './formula-operands.ts';

/** An interval, or why the method does not cover one. */
export type FormulaInterval =
  | { readonly kind: 'covered'; readonly interval: AttributeInterval }
  | { readonly kind: 'not covered'; readonly why: string };

/**
 * The interval of a formula from those of its operands: MOVER over sums, on logarithms over products and quotients; a monotone function
 * of one part takes its limits along. Level and sides are those of the operands, which must agree. Operands are independent, or classes
 * of one composition side by side; anything else that shares data is not covered.
 */
export function formulaInterval(tree: Arithmetic, operands: readonly FormulaOperand[]): FormulaInterval {
  const missing = operands.flatMap((operand) => withoutInterval(operand) ?? []);
  const [first, ...others] = operands;
  if (missing.length > 0 || first === undefined) return { kind: 'not covered', why: missing.join(' ') };
  const shape = first.estimate.interval;
  const other = others.find(({ estimate: { interval } }) => interval?.level !== shape?.level || interval?.sides !== shape?.sides);
  if (shape === null || other !== undefined)
    return { kind: 'not covered', why: `The intervals of ${first.title} and ${other?.title ?? ''} differ in level or sides.` };
  const part = limitsOf(tree, new Map(operands.map((operand) => [operand.name, operand])));
  if (part.kind === 'not covered') return part;
  if (part.kind === 'constant') return { kind: 'not covered', why: 'The formula does not depend on a value with an interval.' };
  return intervalOf(part, shape);
}

/** The flag of a computed value without an interval: the report says the words. */
export function notCovered(why: string): AttributeEstimate['flags'][number] {
  return { code: 'attribute/interval-not-covered', message: `Interval not covered: ${why}` };
}

function withoutInterval({ title, use, value, estimate }: FormulaOperand): string | null {
  if (value === null) return `${title} is only known to lie below or above a number.`;
  if (use !== 'estimate') return `Of ${title} a confidence limit enters, which has no interval of its own.`;
  return estimate.interval === null ? `${title} has no interval.` : null;
}

/** A one-sided interval of the operands gives one with the side that a falling formula turns. */
function intervalOf({ value, operands, how }: Limits, shape: AttributeInterval): FormulaInterval {
  const { lower, upper } = value;
  if (lower === null && upper === null)
    return { kind: 'not covered', why: 'On neither side do the limits of the inputs give one of the formula.' };
  const sides = shape.sides === 'two' ? 'two' : lower === null ? 'upper' : 'lower';
  const of = [...new Set(operands.map(({ estimate }) => estimate.interval?.method ?? ''))].join(', ');
  return { kind: 'covered', interval: { lower, upper, level: shape.level, sides, method: `${METHOD[how]} ${of}` } };
}

const METHOD: Readonly<Record<How, string>> = {
  carried: 'limits carried through the formula,',
  sum: 'MOVER on',
  product: 'MOVER on logarithms,',
};
