import type { AttributeResult } from '../attributes/attribute-result.ts';
import type { FieldsOf } from '../message.ts';
import { add, compare, multiply, negate, type Rational, rationalOfNumber, toNumber } from '../numerics/exact/exact-decimal.ts';
import type { Agreement } from './agreement.ts';
import { decidedValue } from './decided-value.ts';
import { type Accepts, effectOfStatus } from './method-status.ts';
import { occasionName } from './occasion-name.ts';
import { SUPERSEDED } from './occasions.ts';
import { type SPECIFICATION_REASONS, specificationNote, specificationReason, type UNFIT } from './reasons.ts';
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
export function unfitForPair(result: AttributeResult, accepts: Accepts): (typeof UNFIT)[number] | null {
  if (result.outcome === 'pending' || (result.status !== 'computed' && result.reasons.length === 0)) return 'pending';
  if (result.reasons.length > 0 || result.outcome === 'no valid result') return 'not-valid';
  if (effectOfStatus(result.method.status, accepts) === 'information') return 'not-validated';
  if ((result.operator ?? '') !== '') return 'only-known';
  return result.estimate === null ? 'without-number' : null;
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
  return result.notes.some((note) => note.code === SUPERSEDED);
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

type NotJudged = Omit<FieldsOf<(typeof SPECIFICATION_REASONS)['pair/not-judged']['fields']>, 'partner'>;

const NOTHING_ELSE = { unfit: null, operator: null, expected: null, found: null } as const;

function withPair(result: AttributeResult, row: SpecificationRow, { pair, partners, accepts }: PairOf): AttributeResult {
  const partner = { attribute: pair.attribute ?? null, row: pair.row ?? null };
  const noted = (why: NotJudged): AttributeResult => ({
    ...result,
    notes: [...result.notes, specificationNote('pair/not-judged', { partner, ...why })],
  });
  const own = unfitForPair(result, accepts);
  if (own !== null) return noted({ ...NOTHING_ELSE, why: 'this-unfit', unfit: own, operator: result.operator ?? null });
  if (partners.length === 0) return noted({ ...NOTHING_ELSE, why: 'no-partner' });
  const compared = partners.map((one) => compareWith(result, one, { row, accepts }));
  const apart = compared.flatMap((one) => (one.kind === 'compared' && one.judgement === 'disagrees' ? [one.found] : []));
  if (apart.length > 0) return disagreeing(result, { ...marginFields(marginOf(row.agreesWith)), unit: row.unit, found: apart });
  const [unjudged] = compared.flatMap((one) => (one.kind === 'not judged' ? [one.why] : []));
  return unjudged === undefined ? result : noted(unjudged);
}

type Disagreement = FieldsOf<(typeof SPECIFICATION_REASONS)['pair/disagree']['fields']>;

type Compared =
  | { readonly kind: 'compared'; readonly judgement: 'agrees' | 'disagrees'; readonly found: Disagreement['found'][number] }
  | { readonly kind: 'not judged'; readonly why: NotJudged };

function compareWith(
  result: AttributeResult,
  partner: AttributeResult,
  { row, accepts }: { readonly row: SpecificationRow; readonly accepts: Accepts },
): Compared {
  const skipped = (why: Partial<NotJudged> & Pick<NotJudged, 'why'>): Compared => ({
    kind: 'not judged',
    why: { ...NOTHING_ELSE, ...why },
  });
  const unfit = unfitForPair(partner, accepts);
  if (unfit !== null) return skipped({ why: 'that-unfit', unfit, operator: partner.operator ?? null });
  if (partner.stage !== result.stage) return skipped({ why: 'other-stage', expected: result.stage, found: partner.stage });
  const on = { on: 'estimate', unit: row.unit } as const;
  const a = decidedValue(result, on)?.value ?? null;
  const b = decidedValue(partner, on)?.value ?? null;
  if (a === null || b === null) return skipped({ why: 'other-unit', expected: row.unit, found: partner.unit });
  const judgement = judgePair(a, b, marginOf(row.agreesWith));
  if (judgement === 'no ratio') return skipped({ why: 'no-ratio' });
  const { en, zh } = partner.title;
  return { kind: 'compared', judgement, found: { partner: { en, zh }, own: toNumber(a), other: toNumber(b) } };
}

function marginFields({ kind, of }: Margin): Pick<Disagreement, 'margin' | 'of'> {
  return { margin: kind, of };
}

function marginOf(pair: SpecificationRow['agreesWith']): Margin {
  return pair?.difference === undefined ? { kind: 'ratio', of: pair?.ratio ?? 1 } : { kind: 'difference', of: pair.difference };
}

function disagreeing(result: AttributeResult, fields: Disagreement): AttributeResult {
  if (result.outcome !== 'meets') return { ...result, notes: [...result.notes, specificationNote('pair/disagree', fields)] };
  return { ...result, outcome: 'no valid result', reasons: [...result.reasons, specificationReason('pair/disagree', fields)] };
}

function absolute(value: Rational): Rational {
  return value.numerator < 0n ? { ...value, numerator: -value.numerator } : value;
}
