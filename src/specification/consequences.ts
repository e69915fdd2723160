import type { AttributeResult, InvestigationRecord } from '../attributes/attribute-result.ts';
import { closedWithoutImpact } from './investigations.ts';
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

/** Flags of a result that decide the lot, by what they make of it. */
export const CONSEQUENCES = {
  'limit/discard': 'does not conform',
  'supportive/fails-the-lot': 'does not conform',
  'limit/action': 'pending',
  'investigation/open': 'pending',
} as const;

const CODES = {
  discard: 'limit/discard',
  action: 'limit/action',
  fails: 'investigation/open',
  'fails the lot': 'supportive/fails-the-lot',
} as const;

/** Adds to a result what it makes of the lot, a flag each; a crossed alert limit is noted. */
export function withConsequences(result: AttributeResult, row: Pick<SpecificationRow, 'whenFails'>): AttributeResult {
  const investigations = result.investigations ?? [];
  const references = investigations.map((one) => one.reference).join(', ');
  const flags = questionsOf(result, row.whenFails).map((question) => {
    const closed = answerOf(question, investigations) === 'closed';
    const found = foundText(result, question);
    return closed
      ? { code: 'investigation/closed', message: `${found} Investigation ${references} found no impact.` }
      : { code: CODES[question], message: `${found} ${NEXT[question]}` };
  });
  const alerts = result.limits
    .filter((limit) => limit.kind === 'alert' && limit.crossed === true)
    .map(({ text }) => ({
      code: 'limit/alert',
      message: `Expected ${text} (alert limit), found ${valueText(result)}. It decides nothing.`,
    }));
  return { ...result, flags: [...result.flags, ...flags, ...alerts] };
}

const NEXT = {
  discard: 'The lot does not conform, whatever the role of this row.',
  action: "The lot is pending until an investigation of this row is closed with the conclusion 'no-impact'.",
  fails: "The lot is pending until an investigation of this row is closed with the conclusion 'no-impact'.",
  'fails the lot': 'The specification says that the lot does not conform where this row fails.',
} as const satisfies Record<Question, string>;

function foundText(result: AttributeResult, question: Question): string {
  if (question === 'discard' || question === 'action') {
    const text = result.limits.find((limit) => limit.kind === question)?.text ?? '';
    return `Expected ${text} (${question} limit), found ${valueText(result)}.`;
  }
  return `Expected ${result.criterion?.text.en ?? ''} in this ${result.role} row, found ${valueText(result)}.`;
}

function valueText({ reportable, text, unroundedValue, unit }: AttributeResult): string {
  if (reportable !== null) return `${reportable.operator}${reportable.value}${reportable.unit === '' ? '' : ` ${reportable.unit}`}`;
  return text === null ? `${unroundedValue ?? 'no number'}${unroundedValue === null ? '' : ` ${unit}`}` : `'${text}'`;
}
