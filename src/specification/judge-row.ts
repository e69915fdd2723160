import type { AttributeEstimate, Reportable } from '../attributes/attribute-result.ts';
import { ONE_SIDED_LEVEL } from '../attributes/result-words.ts';
import { type Rational, toNumber } from '../numerics/exact/exact-decimal.ts';
import { type ExactEnd, type ExactRange, shownRange } from '../numerics/exact/exact-range.ts';
import { eventsToExclude } from '../numerics/intervals/proportion-interval.ts';
import type { Reason } from '../reason.ts';
import { type Criterion, criterionOf, type RangeEnd } from './criterion.ts';
import { decidedValue, exactLimit, oneSidedLimits, zeroCountLimit } from './decided-value.ts';
import { type JudgedValue, type Judgement, judgeRange, possibleValues } from './judge.ts';
import { judgeNotDetected, judgeText } from './judge-words.ts';
import { specificationNote, specificationReason } from './reasons.ts';
import { reportableOf, roundedValue, ruleOf } from './reportable.ts';
import type { Specification, SpecificationRow } from './specification.ts';
import { unitFactor } from './units.ts';

/** What the criterion of a row says of an estimate, whatever its validity. */
export interface RowJudgement {
  readonly judgement: Judgement;
  /** Beyond the estimate's own. */
  readonly reasons: readonly Reason[];
  readonly notes: AttributeEstimate['notes'];
  /** Events that would exclude the upper limit had none been positive; `null` = it is not judged so. */
  readonly eventsNeeded: number | null;
  /** The number that is judged, or the end of what is known of it. */
  readonly value: Rational | null;
  /** The same with all that is known, for further limits. */
  readonly judged: JudgedValue | null;
  readonly reportable: Reportable | null;
  /** The one-sided limit on the safe side already lies outside: even too few events prove a failure. */
  readonly certainFailure: boolean;
}

/** Judges an estimate against the criterion of its row. */
export function judgeRow(row: SpecificationRow, estimate: AttributeEstimate, specification: Specification): RowJudgement {
  const criterion = criterionOf(row.criterion);
  const range = criterion.kind === 'range' ? exactRange(criterion, row, { specification, estimate }) : null;
  const judged = decidedValue(estimate, row, range ?? undefined);
  const reportable = judged === null ? null : reportableOf(row, judged, ruleOf(row, specification));
  const value = judged?.value ?? null;
  const base = {
    judgement: 'undecided' as const,
    reasons: [],
    notes: [],
    eventsNeeded: null,
    value,
    judged,
    reportable,
    certainFailure: false,
  };
  if (criterion.kind === 'report-only') return base;
  if (criterion.kind === 'text') return { ...base, ...judgeText(criterion, estimate) };
  if (criterion.kind === 'not-detected') return { ...base, ...judgeNotDetected(estimate) };
  if (judged === null) return { ...base, reasons: [noValue(row, estimate)] };
  if (range === null)
    return {
      ...base,
      reasons: [specificationReason('specification/no-dose', {})],
    };
  return { ...base, ...judgeValue(judged, range, { row, estimate, specification }) };
}

interface RowSource {
  readonly row: SpecificationRow;
  readonly estimate: AttributeEstimate;
  readonly specification: Specification;
}

function judgeValue(judged: JudgedValue, range: ExactRange, source: RowSource): Partial<RowJudgement> {
  const { row, estimate, specification } = source;
  const rounded = roundedValue(row, judged, ruleOf(row, specification));
  const unroundedJudgement = judgeRange(judged, range);
  const roundedJudgement = rounded === null ? unroundedJudgement : judgeRange(rounded, range);
  const judgement = row.decideOn === 'unrounded' ? unroundedJudgement : roundedJudgement;
  const differs = unroundedJudgement !== roundedJudgement;
  const undecided = specificationReason('specification/undecided-operator', { known: shownRange(possibleValues(judged)) });
  return {
    judgement,
    reasons: [...(judgement === 'undecided' ? [undecided] : []), ...tooFewForCriterion(range, source)],
    notes: differs
      ? [
          specificationNote('specification/rounding-decides', {
            unrounded: unroundedJudgement,
            rounded: roundedJudgement,
            decidesOn: row.decideOn ?? 'rounded',
          }),
        ]
      : [],
    eventsNeeded: eventsNeeded(range, source),
    certainFailure: isCertainFailure(range, estimate, row),
  };
}

/** Ends with exact limits; `null` where one cannot be derived. */
export function exactRange(
  criterion: Extract<Criterion, { kind: 'range' }>,
  row: SpecificationRow,
  source: Omit<RowSource, 'row'>,
): ExactRange | null {
  const exact = (end: RangeEnd | null): ExactEnd | null | undefined => {
    if (end === null) return null;
    const value = exactLimit(end, row, source);
    return value === null ? undefined : { value, closed: end.closed };
  };
  const lower = exact(criterion.lower);
  const upper = exact(criterion.upper);
  return lower === undefined || upper === undefined ? null : { lower, upper };
}

function noValue(row: SpecificationRow, estimate: AttributeEstimate): Reason {
  if (unitFactor(estimate.unit, row.unit) === null) {
    return specificationReason('specification/unit-mismatch', { unit: row.unit, found: estimate.unit });
  }
  if (row.on === 'estimate') return specificationReason('specification/no-value', { expected: 'number' });
  return specificationReason('specification/no-interval', { expected: row.on });
}

/** Where not even a sample without a positive could have met, there were too few events to judge. */
function tooFewForCriterion(range: ExactRange, { row, estimate }: RowSource): Reason[] {
  if (row.on !== 'upper-limit' || range.upper === null || estimate.reasons.some((one) => one.code === 'attribute/too-few-events'))
    return [];
  const zero = zeroCountLimit(estimate, row.unit);
  if (zero === null || judgeRange({ value: zero, operator: '' }, { lower: null, upper: range.upper }) === 'meets') return [];
  return [specificationReason('specification/too-few-events', { events: estimate.N ?? 0 })];
}

/** Whether the one-sided 95 % limit on the safe side lies beyond an end: then even too few events prove it. */
export function isCertainFailure(range: ExactRange, estimate: AttributeEstimate, row: SpecificationRow): boolean {
  const { lower, upper } = oneSidedLimits(estimate, row.unit);
  const over =
    range.upper !== null && lower !== null && judgeRange({ value: lower, operator: '' }, { lower: null, upper: range.upper }) === 'fails';
  const under =
    range.lower !== null && upper !== null && judgeRange({ value: upper, operator: '' }, { lower: range.lower, upper: null }) === 'fails';
  return over || under;
}

function eventsNeeded(range: ExactRange, { row, estimate }: RowSource): number | null {
  const factor = unitFactor('fraction', row.unit);
  if (row.on !== 'upper-limit' || range.upper === null || factor === null || estimate.N === null) return null;
  const fraction = toNumber({
    numerator: range.upper.value.numerator * factor.denominator,
    denominator: range.upper.value.denominator * factor.numerator,
  });
  return fraction > 0 && fraction < 1 ? eventsToExclude(fraction, ONE_SIDED_LEVEL) : null;
}
