import { type ExactRange, shownRange, type ValueBounds } from '../../numerics/exact/exact-range.ts';
import type { AttributeEstimate, Operator } from '../attribute-result.ts';
import type { Detail } from '../detail.ts';

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

/** A value that entered another one, as a detail: the number, or all that is known of it. */
export function enteredValue({
  value,
  range,
}: {
  readonly value: number | null;
  readonly range: ExactRange | null;
}): Pick<Detail, 'value' | 'bounds'> {
  return value !== null || range === null ? { value } : { value, bounds: shownRange(range) };
}
