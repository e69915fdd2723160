import type { AttributeResult, Outcome, TestOccasion } from '../attributes/attribute-result.ts';
import type { Note, Reason } from '../reason.ts';
import { occasionName, parseOccasionName } from './occasion-name.ts';
import { specificationNote, specificationReason } from './reasons.ts';

/** Note of a result that decides nothing because an invalid test was repeated. */
export const SUPERSEDED = 'specification/superseded';

/** How many further test occasions of one kind there were, and how many the method allows. */
export interface OccasionCount {
  readonly kind: 'repeat-after-invalid' | 'retest';
  readonly found: number;
  readonly allowed: number;
}

/** Counts further test occasions by their numbers: what was tested again on one occasion counts once. */
export function countOccasions(
  occasions: readonly Pick<TestOccasion, 'kind' | 'number'>[],
  allowed: { readonly repeatsAfterInvalid: number; readonly retests: number },
): readonly OccasionCount[] {
  const found = (kind: OccasionCount['kind']) =>
    new Set(occasions.filter((occasion) => occasion.kind === kind).map((occasion) => occasion.number)).size;
  return [
    { kind: 'repeat-after-invalid', found: found('repeat-after-invalid'), allowed: allowed.repeatsAfterInvalid },
    { kind: 'retest', found: found('retest'), allowed: allowed.retests },
  ];
}

/** What the standing of a test depends on. */
export interface TestedOccasion {
  readonly occasion: Pick<TestOccasion, 'kind' | 'number' | 'replaces'>;
  readonly outcome: Outcome;
  readonly reasons: readonly Reason[];
}

/**
 * The standing of one test among those of its row: it decides; it was not valid and is repeated; it stands beside the others as a value of its own;
 * or it is a repeat of nothing that may be repeated.
 */
export type Standing = 'decides' | 'superseded' | 'beside' | 'surplus';

/**
 * The standing of each test. A repeat takes the place of the one earlier test that it names, where that was not valid and has no repeat yet; of a
 * valid one it never does. A retest is a value of its own. The latest never wins by being latest.
 */
export function standings(ordered: readonly TestedOccasion[]): readonly Standing[] {
  const found: Standing[] = [];
  for (const { occasion } of ordered) {
    const target = occasion.kind === 'repeat-after-invalid' ? repeatedTest(ordered.slice(0, found.length), occasion.replaces) : null;
    if (target !== null && isInvalid(ordered[target]) && found[target] !== 'superseded') {
      found[target] = 'superseded';
      found.push('decides');
    } else found.push(occasion.kind === 'initial' ? 'decides' : occasion.kind === 'retest' ? 'beside' : 'surplus');
  }
  return found;
}

function repeatedTest(earlier: readonly TestedOccasion[], replaces: string | null): number | null {
  const named = replaces === null ? null : parseOccasionName(replaces);
  const index = named === null ? -1 : earlier.findIndex(({ occasion }) => occasionName(occasion) === occasionName(named));
  return index < 0 ? null : index;
}

/** A row that only informs shows by its reasons whether its value was valid. */
function isInvalid(test: TestedOccasion | undefined): boolean {
  return test?.outcome === 'no valid result' || (test?.outcome === 'information' && test.reasons.length > 0);
}

/** Marks, among the results of one row, which test occasions decide; where several stand, the worst valid outcome counts. */
export function decideOccasions(results: readonly AttributeResult[]): AttributeResult[] {
  if (results.length < 2) return [...results];
  const ordered = [...results].sort((a, b) => a.occasion.number - b.occasion.number);
  const found = standings(ordered);
  return ordered.map((result, index) => withStanding(result, found[index] ?? 'decides'));
}

function withStanding(result: AttributeResult, standing: Standing): AttributeResult {
  if (standing === 'decides') return result;
  if (standing === 'superseded') return noted(result, specificationNote(SUPERSEDED, {}));
  if (standing === 'beside') return noted(result, specificationNote('specification/retest-not-deciding', {}));
  return surplus(result);
}

/** One test more than planned improves nothing; a failure that it shows stays a failure. */
function surplus(result: AttributeResult): AttributeResult {
  const { kind, number, replaces } = result.occasion;
  const fields = { occasion: kind, number, replaces };
  if (result.outcome !== 'meets') return noted(result, specificationNote('specification/more-than-planned', fields));
  const reason = specificationReason('specification/more-than-planned', fields);
  return { ...result, outcome: 'no valid result', reasons: [...result.reasons, reason] };
}

function noted(result: AttributeResult, one: Note): AttributeResult {
  return { ...result, notes: [...result.notes, one] };
}
