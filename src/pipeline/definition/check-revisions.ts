import { dayAfter, dayBefore } from '../../calendar.ts';
import { formatPlace, InputError, InputErrors } from '../../errors.ts';
import { compareCodeUnits } from '../../order.ts';
import type { Specification } from '../../specification/specification.ts';
import type { LocatedValue } from './check-specification.ts';

type Revision = LocatedValue<Specification>;

/**
 * Revisions of one specification, in the order in which they were in force. Every day from the first revision's first to the last one's
 * last belongs to exactly one of them. Throws `specification/bad-revisions`: other ids, doubled revisions, gaps and overlaps, with the days.
 */
export function orderRevisions(found: readonly Revision[]): readonly Revision[] {
  const ordered = [...found].sort((a, b) => compareCodeUnits(startOf(a), startOf(b)) || compareCodeUnits(a.document.file, b.document.file));
  const mistakes = [...identityMistakes(ordered), ...boundaryMistakes(ordered)];
  if (mistakes.length > 0) throw new InputErrors(mistakes);
  return ordered;
}

function identityMistakes(ordered: readonly Revision[]): InputError[] {
  const [first] = ordered;
  if (first === undefined) return [];
  return ordered.slice(1).flatMap((one, index) => {
    const earlier = ordered.slice(0, index + 1);
    const double = earlier.find((other) => other.value.revision === one.value.revision);
    return [
      ...(one.value.id === first.value.id
        ? []
        : [
            mistake(
              one,
              'id',
              `Expected a revision of '${first.value.id}', as at ${place(first, 'id')}; found '${one.value.id}'. A folder of revisions holds one specification.`,
            ),
          ]),
      ...(double === undefined
        ? []
        : [
            mistake(
              one,
              'revision',
              `Expected each revision once, found '${one.value.revision}' again; the first is at ${place(double, 'revision')}.`,
            ),
          ]),
    ];
  });
}

/** A day that two revisions claim, or that none does, would let somebody choose. */
function boundaryMistakes(ordered: readonly Revision[]): InputError[] {
  const mistakes: InputError[] = [];
  let longest = ordered[0];
  for (const next of ordered.slice(1)) {
    if (longest === undefined) break;
    mistakes.push(...boundaryMistake(longest, next));
    if (lastDayOf(next) > lastDayOf(longest)) longest = next;
  }
  return mistakes;
}

function boundaryMistake(earlier: Revision, next: Revision): InputError[] {
  const [end, start] = [earlier.value.effectiveTo, next.value.effectiveFrom];
  const names = `revision '${next.value.revision}'`;
  if (end === undefined) {
    const sentence = `Expected one revision for each day, found that ${names} begins on ${start} while revision '${earlier.value.revision}' at ${place(earlier, 'effectiveFrom')} has no last day: from ${start} on both are in force. Write effectiveTo: ${dayBefore(start)} there.`;
    return [mistake(next, 'effectiveFrom', sentence)];
  }
  if (end >= start) {
    const last = [end, lastDayOf(next)].sort()[0];
    const days = last === start ? `on ${start}` : `from ${start} to ${last}`;
    const sentence = `Expected one revision for each day, found two ${days}: ${names} begins on ${start}, revision '${earlier.value.revision}' at ${place(earlier, 'effectiveTo')} ends on ${end}.`;
    return [mistake(next, 'effectiveFrom', sentence)];
  }
  if (dayAfter(end) === start) return [];
  const [from, to] = [dayAfter(end), dayBefore(start)];
  const days = from === to ? `on ${from}` : `from ${from} to ${to}`;
  const sentence = `Expected one revision for each day, found none ${days}: revision '${earlier.value.revision}' at ${place(earlier, 'effectiveTo')} ends on ${end}, ${names} begins on ${start}.`;
  return [mistake(next, 'effectiveFrom', sentence)];
}

/** Later than every day, where a revision has no last one. */
const OPEN = '9999-12-31';

function lastDayOf(revision: Revision): string {
  return revision.value.effectiveTo ?? OPEN;
}

function startOf(revision: Revision): string {
  return revision.value.effectiveFrom;
}

function mistake(revision: Revision, key: string, sentence: string): InputError {
  return new InputError('specification/bad-revisions', sentence, revision.document.placeOf([key]));
}

function place(revision: Revision, key: string): string {
  return formatPlace(revision.document.placeOf([key]));
}
