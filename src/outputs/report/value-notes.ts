import type { AttributeResult } from '../../attributes/attribute-result.ts';
import { raised } from '../exponents.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import { intervalMethodTitle } from '../words/interval-method.ts';
import { words } from '../words.ts';
import type { ReportContext } from './parts.ts';
import { limitForPeople } from './reported-value.ts';

/** The note that these lines say in words of their own. */
export const NOT_COVERED = 'attribute/interval-not-covered';

/** Below a computed value: the ends between which it lies, how its interval came about, or that it has none. */
export function valueNotes(row: AttributeResult, { speech }: ReportContext): Markup {
  const known = knownText(row);
  return markup`${[
    known === null ? nothing : markup`<span class="basis">${speech.word(words.knownToLie)}: ${raised(known)}</span>`,
    row.interval === null || row.interval.of === undefined
      ? nothing
      : markup`<span class="basis">${speech.word(words.intervalMethod)}: ${speech.text(intervalMethodTitle(row.interval))}</span>`,
    row.notes.some(({ code }) => code === NOT_COVERED)
      ? markup`<span class="basis">${speech.word(words.intervalNotCovered)}</span>`
      : nothing,
  ]}`;
}

/** `[0.30, 0.35)` in the reported unit; `null` where the value is not bounded on both sides, or the units don't convert. */
function knownText(row: AttributeResult): string | null {
  const { lower = null, upper = null } = row.bounds ?? {};
  if (lower === null || upper === null) return null;
  const [from, to] = [limitForPeople(row, lower.value), limitForPeople(row, upper.value)];
  return from === null || to === null ? null : `${lower.closed ? '[' : '('}${from}, ${to}${upper.closed ? ']' : ')'}`;
}
