import type { AttributeResult } from '../attributes/attribute-result.ts';
import { add, compare, multiply, negate, type Rational, rationalOfNumber, toNumber } from '../numerics/exact-decimal.ts';
import type { Agreement } from './agreement.ts';
import { decidedValue } from './decided-value.ts';
import { type Accepts, effectOfStatus } from './method-status.ts';
import { occasionName } from './occasion-name.ts';
import { SUPERSEDED } from './occasions.ts';
import { specificationReason } from './reasons.ts';
import type { Specification, SpecificationRow } from './specification.ts';

/** How far the members of a pair may lie apart: by difference, or by ratio. */
export type Margin = { readonly kind: 'difference'; readonly of: number } | { readonly kind: 'ratio'; readonly of: number };

/** `no ratio`: two values of which no ratio can be taken, 0 and 0 or a negative one. */
export type PairJudgement = 'agrees' | 'disagrees' | 'no ratio';

/**
 * Whether two exact values agree: |a - b| <= difference, or |ln(a/b)| <= ln ratio, which is a <= ratio b and b <= ratio a without a logarithm.
 * A value exactly at the margin agrees. 0 beside a positive value is infinitely many times smaller: it disagrees by ratio.
 */
export function judgePair(a: Rational, b: Rational, margin: Margin): PairJudgement {
  const of = rationalOfNumber(margin.of);
  if (margin.kind === 'difference') return compare(absolute(add(a, negate(b))), of) <= 0 ? 'agrees' : 'disagrees';
  if (a.numerator < 0n || b.numerator < 0n || (a.numerator === 0n && b.numerator === 0n)) return 'no ratio';
  return compare(a, multiply(of, b)) <= 0 && compare(b, multiply(of, a)) <= 0 ? 'agrees' : 'disagrees';
}

/** Why a result cannot stand in a pair; `null` = it can. */
export function unfitForPair(result: AttributeResult, accepts: Accepts): string | null {
  if (result.outcome === 'pending' || (result.status !== 'computed' && result.reasons.length === 0)) return 'pending';
  if (result.reasons.length > 0 || result.outcome === 'no valid result') return 'not valid';
  if (effectOfStatus(result.method.status, accepts) === 'information') return 'by a method that is not validated';
  if ((result.operator ?? '') !== '') return `only known as ${result.operator}`;
  return result.estimate === null ? 'without a number' : null;
}

/**
 * Judges the orthogonal pairs that rows name, over the results of a whole specification. The row that names its partner is judged, the partner only
 * where it names this row in turn. Beyond the margin a row that meets has no valid result; a row that fails stays failed. Repeated tests that decide
 * nothing stand in no pair; where several tests decide, one that disagrees is enough.
 */
export function judgePairs(results: readonly AttributeResult[], specification: Pick<Specification, 'rows' | 'accepts'>): AttributeResult[] {
  const { rows, accepts } = specification;
  // What the pairs find must not depend on their order: every one is judged on the results before any pair.
  return results.map((result) => {
    const row = rows.find((one) => one.id === result.criterion?.id);
    if (row?.agreesWith === undefined || decidesNothing(result)) return result;
    return withPair(result, row, { pair: row.agreesWith, partners: partnersOf(results, row.agreesWith, specification), accepts });
  });
}

function decidesNothing(result: AttributeResult): boolean {
  return result.flags.some((flag) => flag.code === SUPERSEDED);
}

/** Results of the partner, one a test occasion: two rows on one value are one operand. */
function partnersOf(
  results: readonly AttributeResult[],
  pair: Agreement,
  { rows, accepts }: Pick<Specification, 'rows' | 'accepts'>,
): AttributeResult[] {
  const named = rows.find((row) => row.id === pair.row);
  const attribute = pair.attribute ?? named?.attribute;
  const component = pair.attribute === undefined ? (named?.component ?? null) : (pair.component ?? null);
  const found = results.filter((one) => one.attribute === attribute && one.component === component && !decidesNothing(one));
  const ofRow = found.filter((one) => pair.row === undefined || one.criterion?.id === pair.row);
  // Of two rows on one value, the one that finds it valid stands for it: it is written last.
  const byFitness = [...ofRow].sort((a, b) => Number(unfitForPair(a, accepts) === null) - Number(unfitForPair(b, accepts) === null));
  return [...new Map(byFitness.map((one) => [occasionName(one.occasion), one] as const)).values()];
}

interface PairOf {
  readonly pair: Agreement;
  readonly partners: readonly AttributeResult[];
  readonly accepts: Accepts;
}

function withPair(result: AttributeResult, row: SpecificationRow, { pair, partners, accepts }: PairOf): AttributeResult {
  const other = pair.row === undefined ? `the attribute '${pair.attribute}'` : `the row '${pair.row}'`;
  const note = (why: string): AttributeResult => {
    const message = `The agreement with ${other} was not judged: ${why}.`;
    return { ...result, flags: [...result.flags, { code: 'pair/not-judged', message }] };
  };
  const own = unfitForPair(result, accepts);
  if (own !== null) return note(`this value is ${own}`);
  if (partners.length === 0) return note('the lot has no such value');
  const found = partners.map((partner) => compareWith(result, partner, { row, accepts }));
  const apart = found.filter((one) => one.judgement === 'disagrees');
  if (apart.length > 0) return disagreeing(result, `${apart.map((one) => one.text).join(' ')} Find out which of the two methods is wrong.`);
  const [unjudged] = found.filter((one) => one.judgement === 'not judged');
  return unjudged === undefined ? result : note(unjudged.text);
}

interface Compared {
  readonly judgement: PairJudgement | 'not judged';
  readonly text: string;
}

function compareWith(
  result: AttributeResult,
  partner: AttributeResult,
  { row, accepts }: { readonly row: SpecificationRow; readonly accepts: Accepts },
): Compared {
  const skipped = (text: string): Compared => ({ judgement: 'not judged', text });
  const unfit = unfitForPair(partner, accepts);
  if (unfit !== null) return skipped(`that value is ${unfit}`);
  if (partner.stage !== result.stage) return skipped(`that value is of the stage '${partner.stage}', this one of '${result.stage}'`);
  const on = { on: 'estimate', unit: row.unit } as const;
  const a = decidedValue(result, on)?.value ?? null;
  const b = decidedValue(partner, on)?.value ?? null;
  if (a === null || b === null) return skipped(`that value is in '${partner.unit}', which is not '${row.unit}'`);
  const margin = marginOf(row.agreesWith);
  const judgement = judgePair(a, b, margin);
  if (judgement === 'no ratio') return skipped('the two values have no ratio');
  const limit =
    margin.kind === 'difference' ? `at most ${margin.of}${row.unit === '' ? '' : ` ${row.unit}`} apart` : `within a ratio of ${margin.of}`;
  return {
    judgement,
    text: `Expected this value and '${partner.title.en}' ${limit}, found ${toNumber(a)} and ${toNumber(b)}${row.unit === '' ? '' : ` ${row.unit}`}.`,
  };
}

function marginOf(pair: SpecificationRow['agreesWith']): Margin {
  return pair?.difference === undefined ? { kind: 'ratio', of: pair?.ratio ?? 1 } : { kind: 'difference', of: pair.difference };
}

function disagreeing(result: AttributeResult, message: string): AttributeResult {
  if (result.outcome !== 'meets') return { ...result, flags: [...result.flags, { code: 'pair/disagree', message }] };
  return { ...result, outcome: 'no valid result', reasons: [...result.reasons, specificationReason('pair/disagree', message)] };
}

function absolute(value: Rational): Rational {
  return value.numerator < 0n ? { ...value, numerator: -value.numerator } : value;
}
