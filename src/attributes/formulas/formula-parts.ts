import { type Arithmetic, namesIn } from '../../numerics/exact/arithmetic.ts';
import { toNumber } from '../../numerics/exact/exact-decimal.ts';
import { pointOf } from '../../numerics/exact/exact-range.ts';
import { rangeOfArithmetic } from '../../numerics/exact/range-of-arithmetic.ts';

/** A part of a sum with its coefficient, or of a product with its power. */
export interface WeightedPart {
  readonly node: Arithmetic;
  readonly weight: number;
}

/** A tree as a sum of parts times numbers; a tree that is no sum is its own only part. */
export function linearTerms(tree: Arithmetic, weight: number): readonly WeightedPart[] {
  if (tree.kind === 'negation') return linearTerms(tree.of, -weight);
  if (tree.kind === 'operation') {
    const { operator, left, right } = tree;
    if (operator === '+' || operator === '-')
      return [...linearTerms(left, weight), ...linearTerms(right, operator === '-' ? -weight : weight)];
    const [a, b] = [constantOf(left), constantOf(right)];
    if (operator === '*' && a !== null && b === null) return linearTerms(right, weight * a);
    if (operator === '*' && b !== null && a === null) return linearTerms(left, weight * b);
    if (operator === '/' && b !== null && a === null) return linearTerms(left, weight / b);
  }
  return [{ node: tree, weight }];
}

/** A tree as a product of parts to powers; a tree that is no product is its own only part. */
export function powerFactors(tree: Arithmetic, weight: number): readonly WeightedPart[] {
  if (tree.kind === 'operation') {
    const { operator, left, right } = tree;
    if (operator === '*' || operator === '/')
      return [...powerFactors(left, weight), ...powerFactors(right, operator === '/' ? -weight : weight)];
    const power = operator === '^' ? constantOf(right) : null;
    if (power !== null && power !== 0) return powerFactors(left, weight * power);
  }
  if (tree.kind === 'negation' && Number.isInteger(weight)) return [{ node: MINUS_ONE, weight }, ...powerFactors(tree.of, weight)];
  const [inner] = tree.kind === 'function' && tree.name === 'sqrt' ? tree.arguments : [];
  return inner === undefined ? [{ node: tree, weight }] : powerFactors(inner, weight / 2);
}

const MINUS_ONE: Arithmetic = { kind: 'number', value: -1 };

/** The number that a part without names is; `null` = it has names, or is no number. */
export function constantOf(tree: Arithmetic): number | null {
  if (namesIn(tree).length > 0) return null;
  const found = rangeOfArithmetic(tree, new Map());
  const point = found.kind === 'range' ? pointOf(found.range) : null;
  return point === null ? null : toNumber(point);
}
