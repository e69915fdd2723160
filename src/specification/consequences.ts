import type { AttributeResult, InvestigationRecord } from '../attributes/attribute-result.ts';
import type { CriterionFields, FoundValue } from '../attributes/criterion-record.ts';
import type { Note } from '../reason.ts';
import { closedWithoutImpact } from './investigations.ts';
import { specificationNote } from './reasons.ts';
import type { SpecificationRow } from './specification.ts';

/** What a row asks of the lot beyond its own outcome. */
export type Question = 'discard' | 'action' | 'fails' | 'fails the lot';

export type Answer = 'does not conform' | 'open' | 'closed';

/** What becomes of a question under the investigations of its row. Nothing closes a crossed discard limit, nor a row whose failure fails the lot. */
export function answerOf(question: Question, investigations: readonly Pick<InvestigationRecord, 'conclusion'>[]): Answer {
  if (question === 'discard' || question === 'fails the lot') return 'does not conform';
  return closedWithoutImpact(investigations) ? 'closed' : 'open';
}

/** The questions that a result raises: a limit that was crossed, a supportive or parallel row that validly fails. */
export function questionsOf(
  result: Pick<AttributeResult, 'role' | 'outcome' | 'limits'>,
  whenFails: SpecificationRow['whenFails'],
): Question[] {
  const crossed = (kind: string): boolean => result.limits.some((limit) => limit.kind === kind && limit.crossed === true);
  const beside = result.role === 'supportive' || result.role === 'parallel';
  const failing: Question = whenFails === 'does-not-conform' ? 'fails the lot' : 'fails';
  return [
    ...(crossed('discard') ? (['discard'] as const) : []),
    ...(crossed('action') ? (['action'] as const) : []),
    ...(beside && result.outcome === 'fails' ? [failing] : []),
  ];
}

/** Notes of a result that decide the lot, by what they make of it. */
export const CONSEQUENCES = {
  'limit/discard': 'does not conform',
  'supportive/fails-the-lot': 'does not conform',
  'limit/action': 'pending',
  'investigation/open': 'pending',
} as const;

/** Adds to a result what it makes of the lot, a note each; a crossed alert limit is noted. */
export function withConsequences(result: AttributeResult, row: Pick<SpecificationRow, 'whenFails'>): AttributeResult {
  const investigations = result.investigations ?? [];
  const references = investigations.map((one) => one.reference);
  const notes = questionsOf(result, row.whenFails).map((question): Note => {
    const closed = answerOf(question, investigations) === 'closed';
    const found = foundValue(result);
    const beside = { role: result.role, criterion: criterionAsked(result, question), found };
    if (closed && (question === 'action' || question === 'fails'))
      return specificationNote('investigation/closed', { question, ...beside, references });
    if (question === 'discard') return specificationNote('limit/discard', { criterion: beside.criterion, found });
    if (question === 'action') return specificationNote('limit/action', { criterion: beside.criterion, found });
    return specificationNote(question === 'fails' ? 'investigation/open' : 'supportive/fails-the-lot', beside);
  });
  const alerts = result.limits
    .filter((limit) => limit.kind === 'alert' && limit.crossed === true)
    .map(({ criterion }) => specificationNote('limit/alert', { criterion, found: foundValue(result) }));
  return { ...result, notes: [...result.notes, ...notes, ...alerts] };
}

/** The limit that was crossed, or the criterion that was failed. */
function criterionAsked({ limits, criterion }: AttributeResult, question: Question): CriterionFields {
  const asked = question === 'discard' || question === 'action' ? limits.find((limit) => limit.kind === question)?.criterion : criterion;
  if (asked === null || asked === undefined) throw new TypeError(`A result that has no criterion cannot raise the question '${question}'.`);
  const { kind, on, unit, lower, upper, words } = asked;
  return { kind, on, unit, lower, upper, words };
}

function foundValue({ reportable, text, unroundedValue, unit }: AttributeResult): FoundValue {
  if (reportable !== null)
    return { operator: reportable.operator, printed: reportable.value, value: unroundedValue, text: null, unit: reportable.unit };
  return { operator: '', printed: null, value: unroundedValue, text, unit };
}
