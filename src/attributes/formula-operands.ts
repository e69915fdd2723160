import { classCorrelation } from '../numerics/mover.ts';
import type { AttributeEstimate } from './attribute-result.ts';

/** One named value of a formula, as far as its interval goes. */
export interface FormulaOperand {
  readonly name: string;
  /** What it is, quoted, for sentences. */
  readonly title: string;
  readonly use: 'estimate' | 'lower-limit' | 'upper-limit';
  readonly estimate: AttributeEstimate;
  /** `null` = known only to lie in a range. */
  readonly value: number | null;
}

/** Why two parts are not independent; `null` where they are. A value without a source cannot show that it is. */
export function sharedBy(first: readonly FormulaOperand[], second: readonly FormulaOperand[]): string | null {
  for (const a of first) {
    for (const b of second) {
      if (a.estimate === b.estimate) return `${a.title} stands in the formula more than once.`;
      const common = a.estimate.sources.find((source) => b.estimate.sources.includes(source));
      if (common !== undefined) return `${a.title} and ${b.title} come from the same data, '${common}'.`;
      const unknown = [a, b].find(({ estimate }) => estimate.sources.length === 0);
      if (unknown !== undefined) return `${unknown.title} does not say which data it comes from.`;
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
