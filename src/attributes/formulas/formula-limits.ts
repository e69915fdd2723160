import { exp, ln, log10, pow, sqrt } from '../../numerics/elementary.ts';
import { type Arithmetic, namesIn } from '../../numerics/exact/arithmetic.ts';
import { type Correlation, moverProduct, moverSum, type OpenLimits } from '../../numerics/intervals/mover.ts';
import { gap, type IntervalGap } from '../interval-gaps.ts';
import { compositionCorrelation, type FormulaOperand, sharedBy } from './formula-operands.ts';
import { constantOf, linearTerms, powerFactors, type WeightedPart } from './formula-parts.ts';

/** Limits of a part of the formula with the operands behind them. */
export type FormulaPart =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'limits'; readonly value: OpenLimits; readonly operands: readonly FormulaOperand[]; readonly how: How }
  | { readonly kind: 'not covered'; readonly why: readonly IntervalGap[] };
export type PartLimits = Extract<FormulaPart, { kind: 'limits' }>;

/** How limits came about: those of one operand carried through, or recovered from several. */
export type How = 'carried' | 'sum' | 'product';

type Operands = ReadonlyMap<string, FormulaOperand>;

/** The limits of a part of a formula, part by part. */
export function limitsOf(tree: Arithmetic, operands: Operands): FormulaPart {
  if (namesIn(tree).length === 0) {
    const value = constantOf(tree);
    return value === null ? { kind: 'not covered', why: [gap('interval/constant-not-a-number', {})] } : { kind: 'constant', value };
  }
  if (tree.kind === 'name') return operandLimits(operands.get(tree.name));
  const terms = linearTerms(tree, 1);
  if (terms.length > 1 || terms[0]?.node !== tree) return sumLimits(terms, operands);
  const factors = powerFactors(tree, 1);
  if (factors.length > 1 || factors[0]?.node !== tree) return productLimits(factors, operands);
  return tree.kind === 'function' ? functionLimits(tree, operands) : exponentialLimits(tree, operands);
}

function operandLimits(operand: FormulaOperand | undefined): FormulaPart {
  if (operand === undefined || operand.value === null) return { kind: 'not covered', why: [gap('interval/name-not-a-number', {})] };
  const { lower = null, upper = null } = operand.estimate.interval ?? {};
  return { kind: 'limits', value: { estimate: operand.value, lower, upper }, operands: [operand], how: 'carried' };
}

function sumLimits(terms: readonly WeightedPart[], operands: Operands): FormulaPart {
  return combined(terms, operands, (parts, { constants, correlation }) => {
    const offset = constants.reduce((sum, { value, weight }) => sum + value * weight, 0);
    const [only] = parts;
    if (only !== undefined && parts.length === 1) return { value: shifted(scaled(only.part.value, only.weight), offset), how: 'sum' };
    const sum = moverSum(
      parts.map(({ part, weight }) => ({ coefficient: weight, value: part.value })),
      correlation,
    );
    return { value: shifted(sum, offset), how: 'sum' };
  });
}

function productLimits(factors: readonly WeightedPart[], operands: Operands): FormulaPart {
  return combined(factors, operands, (parts, { constants, correlation }) => {
    const factor = constants.reduce((product, { value, weight }) => product * pow(value, weight), 1);
    const [only] = parts;
    if (only !== undefined && parts.length === 1) {
      const turned = powerOfLimits(only.part.value, only.weight);
      return turned === null ? null : { value: scaled(turned, factor), how: 'product' };
    }
    if (parts.some(withoutLogarithm)) return null;
    const product = moverProduct(
      parts.map(({ part, weight }) => ({ power: weight, value: part.value })),
      correlation,
    );
    return { value: scaled(product, factor), how: 'product' };
  });
}

/** Below 0, a divisor of 0, or a power that folds limits on both sides of 0 together. */
function withoutLogarithm({ part: { value }, weight }: WeightedLimits): boolean {
  const { estimate, lower } = value;
  return estimate < 0 || (estimate === 0 && weight < 0) || (Math.abs(weight) !== 1 && lower !== null && lower < 0);
}

interface Gathered {
  readonly constants: readonly { readonly value: number; readonly weight: number }[];
  readonly correlation: Correlation;
}
type WeightedLimits = { readonly part: PartLimits; readonly weight: number };

/** Limits of the parts, put together where no two of them share data but as classes of one composition. `null` from `put` = a part has no logarithm. */
function combined(
  weighted: readonly WeightedPart[],
  operands: Operands,
  put: (parts: readonly WeightedLimits[], gathered: Gathered) => { readonly value: OpenLimits; readonly how: How } | null,
): FormulaPart {
  const found = weighted.map(({ node, weight }) => ({ node, weight, part: limitsOf(node, operands) }));
  const failed = found.map(({ part }) => part).find((part) => part.kind === 'not covered');
  if (failed !== undefined) return failed;
  const constants = found.flatMap(({ part, weight }) => (part.kind === 'constant' ? [{ value: part.value, weight }] : []));
  const parts = found.flatMap(({ part, weight, node }) => (part.kind === 'limits' ? [{ part, weight, plain: node.kind === 'name' }] : []));
  const correlations = correlationsOf(parts);
  if (correlations.kind === 'not covered') return correlations;
  const value = put(parts, { constants, correlation: (i, j) => correlations.of[i]?.[j] ?? 0 });
  if (value === null) return { kind: 'not covered', why: [gap('interval/no-logarithm', {})] };
  const [only] = parts;
  const how = only !== undefined && parts.length === 1 ? only.part.how : value.how;
  return { kind: 'limits', value: value.value, operands: parts.flatMap(({ part }) => part.operands), how };
}

function correlationsOf(
  parts: readonly (WeightedLimits & { readonly plain: boolean })[],
): { readonly kind: 'known'; readonly of: readonly (readonly number[])[] } | Extract<FormulaPart, { kind: 'not covered' }> {
  const table: number[][] = [];
  for (const [i, a] of parts.entries()) {
    const row: number[] = [];
    for (const b of parts.slice(0, i)) {
      const shared = sharedBy(b.part.operands, a.part.operands);
      if (shared !== null) {
        const r = a.plain && b.plain ? compositionCorrelation(a.part.operands[0], b.part.operands[0]) : null;
        if (r === null) return { kind: 'not covered', why: [shared] };
        row.push(r);
      } else row.push(0);
    }
    table.push(row);
  }
  return { kind: 'known', of: table };
}

function functionLimits(tree: Extract<Arithmetic, { kind: 'function' }>, operands: Operands): FormulaPart {
  const parts = tree.arguments.map((argument) => limitsOf(argument, operands));
  const failed = parts.find((part) => part.kind === 'not covered');
  if (failed !== undefined) return failed;
  const [limits, second] = parts.filter((part) => part.kind === 'limits');
  if (limits === undefined || second !== undefined)
    return { kind: 'not covered', why: [gap('interval/function-of-several', { function: tree.name })] };
  const constants = parts.flatMap((part) => (part.kind === 'constant' ? [part.value] : []));
  if (tree.name === 'abs') return absoluteLimits(limits);
  const apply = RISING[tree.name];
  return carried(limits, (value) => apply(value, constants));
}

const RISING: Readonly<
  Record<Exclude<Extract<Arithmetic, { kind: 'function' }>['name'], 'abs'>, (x: number, others: readonly number[]) => number>
> = {
  exp,
  ln,
  log10,
  sqrt,
  min: (x, others) => Math.min(x, ...others),
  max: (x, others) => Math.max(x, ...others),
};

/** b^x of a number b above 0: a monotone function of x. */
function exponentialLimits(tree: Arithmetic, operands: Operands): FormulaPart {
  const base = tree.kind === 'operation' && tree.operator === '^' ? constantOf(tree.left) : null;
  if (tree.kind !== 'operation' || base === null || base <= 0) return { kind: 'not covered', why: [gap('interval/power', {})] };
  const part = limitsOf(tree.right, operands);
  if (part.kind !== 'limits') return part;
  const turned = scaled(part.value, ln(base));
  return carried({ ...part, value: turned }, exp);
}

/** A rising function of one part takes its limits along; a limit outside its domain is none. */
function carried(limits: PartLimits, apply: (value: number) => number): FormulaPart {
  const at = (value: number | null): number | null => {
    const found = value === null ? Number.NaN : apply(value);
    return Number.isFinite(found) ? found : null;
  };
  const estimate = at(limits.value.estimate);
  if (estimate === null) return { kind: 'not covered', why: [gap('interval/part-not-a-number', {})] };
  return { ...limits, value: { estimate, lower: at(limits.value.lower), upper: at(limits.value.upper) } };
}

function absoluteLimits(limits: PartLimits): FormulaPart {
  const { lower, upper } = limits.value;
  if (lower !== null && lower >= 0) return limits;
  if (upper !== null && upper <= 0) return { ...limits, value: scaled(limits.value, -1) };
  return { kind: 'not covered', why: [gap('interval/sign-not-certain', {})] };
}

/** Limits of x^power for an x that no limit puts below 0; `null` where it is, or where the power has no number. */
function powerOfLimits({ estimate, lower, upper }: OpenLimits, power: number): OpenLimits | null {
  if (estimate < 0 || (estimate === 0 && power < 0) || (lower !== null && lower < 0)) return null;
  const at = (limit: number | null): number | null => {
    if (limit === null || (limit === 0 && power < 0)) return null;
    return power === -1 ? 1 / limit : pow(limit, power);
  };
  const [from, to] = power > 0 ? [lower, upper] : [upper, lower];
  return { estimate: at(estimate) ?? 0, lower: at(from), upper: at(to) };
}

function shifted({ estimate, lower, upper }: OpenLimits, by: number): OpenLimits {
  return { estimate: estimate + by, lower: lower === null ? null : lower + by, upper: upper === null ? null : upper + by };
}

function scaled({ estimate, lower, upper }: OpenLimits, by: number): OpenLimits {
  const [from, to] = by < 0 ? [upper, lower] : [lower, upper];
  return { estimate: estimate * by, lower: from === null ? null : from * by, upper: to === null ? null : to * by };
}
