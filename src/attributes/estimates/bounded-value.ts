import { toNumber } from '../../numerics/exact/exact-decimal.ts';
import type { ExactRange, ValueBounds } from '../../numerics/exact/exact-range.ts';
import type { AttributeEstimate, Operator } from '../attribute-result.ts';

/** The parts of an estimate that is only known to lie in a range: its upper end stands for it where there is one, else its lower end. */
export function boundedParts(bounds: ValueBounds): Pick<AttributeEstimate, 'estimate' | 'operator' | 'bounds'> {
  const { lower, upper } = bounds;
  if (upper !== null) return { estimate: upper.value, operator: operatorOf('upper', upper.closed), bounds };
  return { estimate: lower?.value ?? null, operator: operatorOf('lower', lower?.closed ?? false), bounds };
}

function operatorOf(side: 'lower' | 'upper', closed: boolean): Operator {
  if (side === 'upper') return closed ? '<=' : '<';
  return closed ? '>=' : '>';
}

/** A range in words for a sentence: `< 0.05`, `[0, 0.05)`. */
export function knownText({ lower, upper }: ExactRange): string {
  const [from, to] = [lower, upper].map((end) => (end === null ? '' : String(toNumber(end.value))));
  if (lower === null && upper === null) return 'any number';
  if (lower === null) return `${operatorOf('upper', upper?.closed ?? false)} ${to}`;
  if (upper === null) return `${operatorOf('lower', lower.closed)} ${from}`;
  return `${lower.closed ? '[' : '('}${from}, ${to}${upper.closed ? ']' : ')'}`;
}
