import type { FieldsOf } from '../../message.ts';
import { classCorrelation } from '../../numerics/intervals/mover.ts';
import type { AttributeEstimate } from '../attribute-result.ts';
import { gap, type IntervalGap } from '../interval-gaps.ts';
import type { EARLIER } from '../reasons.ts';

/** One named value of a formula, as far as its interval goes. */
export interface FormulaOperand {
  readonly name: string;
  /** The earlier result that it is, for messages. */
  readonly title: FieldsOf<typeof EARLIER>;
  readonly use: 'estimate' | 'lower-limit' | 'upper-limit';
  readonly estimate: AttributeEstimate;
  /** `null` = known only to lie in a range. */
  readonly value: number | null;
}

/** Why two parts are not independent; `null` where they are. A value without a source cannot show that it is. */
export function sharedBy(first: readonly FormulaOperand[], second: readonly FormulaOperand[]): IntervalGap | null {
  for (const a of first) {
    for (const b of second) {
      if (a.estimate === b.estimate) return gap('interval/repeated-input', a.title);
      const common = a.estimate.sources.find((source) => b.estimate.sources.includes(source));
      if (common !== undefined) return gap('interval/shared-data', { one: a.title, other: b.title, source: common });
      const unknown = [a, b].find(({ estimate }) => estimate.sources.length === 0);
      if (unknown !== undefined) return gap('interval/unknown-data', unknown.title);
    }
  }
  return null;
}

/** cov(p₁, p₂) = −p₁p₂/N holds between different classes of one composition that were counted in the same N events. */
export function compositionCorrelation(a: FormulaOperand | undefined, b: FormulaOperand | undefined): number | null {
  if (a === undefined || b === undefined || a.value === null || b.value === null || a.estimate === b.estimate) return null;
  const [one, two] = [a.estimate, b.estimate];
  const counted = one.k !== null && two.k !== null && one.N !== null && one.N === two.N;
  const composition = one.exclusiveClassOf !== undefined && one.exclusiveClassOf === two.exclusiveClassOf;
  return counted && composition ? classCorrelation(a.value, b.value) : null;
}
