import type { AttributeEstimate, AttributeResult } from '../attributes/attribute-result.ts';
import type { CriterionFields, LIMIT_KINDS } from '../attributes/criterion-record.ts';
import { type ExactRange, shownRange } from '../numerics/exact/exact-range.ts';
import type { Reason } from '../reason.ts';
import { rangeOf } from './criterion.ts';
import { criterionFields } from './criterion-fields.ts';
import { type JudgedValue, judgeRange, possibleValues } from './judge.ts';
import { exactRange, isCertainFailure, type RowJudgement } from './judge-row.ts';
import type { StatusEffect } from './method-status.ts';
import { isTooFewEvents, specificationNote, specificationReason } from './reasons.ts';
import { roundedValue, ruleOf } from './reportable.ts';
import { styleOf } from './row-style.ts';
import type { Specification, SpecificationRow } from './specification.ts';

export type LimitKind = (typeof LIMIT_KINDS)[number];

/** Whether a value can stand for its material: `too-few` = only its number of events was too small, so that it can cross a limit but never keep one. */
export type LimitValidity = 'valid' | 'too-few' | 'invalid' | 'draft' | 'awaited';

/** `undecided`: known only as below or above a number, on both sides of the limit. `not judged`: no valid number. */
export type LimitState = 'kept' | 'crossed' | 'undecided' | 'not judged';

/** What a limit is held against. */
export interface LimitedValue {
  readonly validity: LimitValidity;
  /** The value, or the confidence limit that the row judges, rounded or not as the row says; `null` = there is no number. */
  readonly value: JudgedValue | null;
  /** The one-sided 95 % limit on the safe side already lies beyond the limit. */
  readonly certainlyBeyond: boolean;
}

/** What a limit says of a value; `null` = its range cannot be derived. The same value keeps or crosses it that would meet or fail a criterion of that range. */
export function limitState(found: LimitedValue, range: ExactRange | null): LimitState {
  if (range === null || found.value === null) return 'not judged';
  if (found.validity === 'too-few') return found.certainlyBeyond ? 'crossed' : 'not judged';
  if (found.validity !== 'valid') return 'not judged';
  const judgement = judgeRange(found.value, range);
  if (judgement === 'undecided') return 'undecided';
  return judgement === 'meets' ? 'kept' : 'crossed';
}

export interface JudgedLimits {
  readonly limits: AttributeResult['limits'];
  /** A release row whose discard or action limit nobody can decide has no valid result. */
  readonly reasons: readonly Reason[];
  readonly notes: AttributeResult['notes'];
}

export interface LimitSubject {
  readonly row: SpecificationRow;
  readonly estimate: AttributeEstimate;
  readonly specification: Specification;
  readonly judged: RowJudgement;
  /** What the statuses of definition and method allow. */
  readonly effect: StatusEffect;
  /** Reasons of the value itself, of its stage, its date and its test occasion, not those of the criterion. */
  readonly reasons: readonly Reason[];
}

/** Judges the alert, action and discard limits of a row, whatever its role and criterion. */
export function judgeFurtherLimits(subject: LimitSubject): JudgedLimits {
  const { row, estimate, specification, judged } = subject;
  const states = (['alert', 'action', 'discard'] as const).flatMap((kind) => {
    const definition = row[kind];
    if (definition === undefined) return [];
    const limits = rangeOf(definition);
    const range = exactRange(limits, row, { specification, estimate });
    const certainlyBeyond = range !== null && isCertainFailure(range, estimate, row);
    const found = { validity: validityOf(subject), value: limitedValue(subject), certainlyBeyond };
    return [{ kind, criterion: criterionFields(limits, styleOf(row, estimate, specification)), state: limitState(found, range) }];
  });
  const undecided = states.filter(({ kind, state }) => state === 'undecided' && kind !== 'alert' && row.role === 'release');
  return {
    limits: states.map(({ kind, criterion, state }) => ({
      kind,
      criterion,
      crossed: state === 'crossed' ? true : state === 'kept' ? false : null,
    })),
    reasons: undecided.map(({ kind, criterion }) =>
      specificationReason('limit/undecided', {
        limit: kind,
        criterion,
        known: judged.judged === null ? { lower: null, upper: null } : shownRange(possibleValues(judged.judged)),
      }),
    ),
    notes: states
      .filter((one) => one.state === 'not judged' || (one.state === 'undecided' && !undecided.includes(one)))
      .flatMap(({ kind, criterion, state }) => notJudged({ limit: kind, criterion }, { state, validity: validityOf(subject) })),
  };
}

const WHY_NOT = { valid: 'no-number', 'too-few': 'too-few-events', invalid: 'not-valid', draft: 'not-validated' } as const;

function notJudged(
  of: { readonly limit: LimitKind; readonly criterion: CriterionFields },
  found: { readonly state: LimitState; readonly validity: LimitValidity },
): AttributeResult['notes'] {
  if (found.validity === 'awaited') return [];
  return [specificationNote('limit/not-judged', { ...of, why: found.state === 'undecided' ? 'both-sides' : WHY_NOT[found.validity] })];
}

function validityOf({ estimate, effect, reasons }: LimitSubject): LimitValidity {
  if (reasons.length === 0 && estimate.status !== 'computed') return 'awaited';
  if (effect === 'information') return 'draft';
  if (reasons.length === 0) return 'valid';
  return reasons.every(isTooFewEvents) ? 'too-few' : 'invalid';
}

/** The number as the criterion of the row would judge it; a row that says nothing of rounding is judged unrounded. */
function limitedValue({ row, specification, judged }: LimitSubject): JudgedValue | null {
  if (judged.judged === null) return null;
  const rounded = row.decideOn === 'rounded' ? roundedValue(row, judged.judged, ruleOf(row, specification)) : null;
  return rounded ?? judged.judged;
}
