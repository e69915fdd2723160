import type { Arithmetic } from '../../numerics/exact/arithmetic.ts';
import type { AttributeEstimate, AttributeInterval } from '../attribute-result.ts';
import { gap, type IntervalGap } from '../interval-gaps.ts';
import { type IntervalMethodName, methodOn } from '../interval-method.ts';
import { note } from '../reasons.ts';
import { type How, limitsOf, type PartLimits } from './formula-limits.ts';
import type { FormulaOperand } from './formula-operands.ts';

/** An interval, or why the method does not cover one. */
export type FormulaInterval =
  | { readonly kind: 'covered'; readonly interval: AttributeInterval }
  | { readonly kind: 'not covered'; readonly why: readonly IntervalGap[] };

/**
 * The interval of a formula from those of its operands: MOVER over sums, on logarithms over products and quotients; a monotone function
 * of one part takes its limits along. Level and sides are those of the operands, which must agree. Operands are independent, or classes
 * of one composition side by side; anything else that shares data is not covered.
 */
export function formulaInterval(tree: Arithmetic, operands: readonly FormulaOperand[]): FormulaInterval {
  const missing = operands.flatMap(withoutInterval);
  const [first, ...others] = operands;
  if (missing.length > 0 || first === undefined) return { kind: 'not covered', why: missing };
  const shape = first.estimate.interval;
  const other = others.find(({ estimate: { interval } }) => interval?.level !== shape?.level || interval?.sides !== shape?.sides);
  if (shape === null || other !== undefined)
    return { kind: 'not covered', why: [gap('interval/other-level', { one: first.title, other: (other ?? first).title })] };
  const part = limitsOf(tree, new Map(operands.map((operand) => [operand.name, operand])));
  if (part.kind === 'not covered') return part;
  if (part.kind === 'constant') return { kind: 'not covered', why: [gap('interval/no-input', {})] };
  return intervalOf(part, shape);
}

/** What is noted of a computed value without an interval. */
export function notCovered(...why: readonly IntervalGap[]): AttributeEstimate['notes'][number] {
  return note('attribute/interval-not-covered', { why });
}

function withoutInterval({ title, use, value, estimate }: FormulaOperand): IntervalGap[] {
  if (value === null) return [gap('interval/known-range', title)];
  if (use !== 'estimate') return [gap('interval/limit-enters', title)];
  return estimate.interval === null ? [gap('interval/none', title)] : [];
}

/** A one-sided interval of the operands gives one with the side that a falling formula turns. */
function intervalOf({ value, operands, how }: PartLimits, shape: AttributeInterval): FormulaInterval {
  const { lower, upper } = value;
  if (lower === null && upper === null) return { kind: 'not covered', why: [gap('interval/neither-side', {})] };
  const sides = shape.sides === 'two' ? 'two' : lower === null ? 'upper' : 'lower';
  const entered = operands.flatMap(({ estimate }) => estimate.interval ?? []);
  return { kind: 'covered', interval: { lower, upper, level: shape.level, sides, ...methodOn(METHOD[how], entered) } };
}

const METHOD = { carried: 'carried', sum: 'mover', product: 'mover-on-logarithms' } as const satisfies Record<How, IntervalMethodName>;
