import type { TestOccasion } from '../attributes/attribute-result.ts';

type OccasionKey = Pick<TestOccasion, 'kind' | 'number'>;

/** An occasion as tables and messages name it: `initial 1`, `repeat-after-invalid 2`, `retest 3`. */
export function occasionName({ kind, number }: OccasionKey): string {
  return `${kind} ${number}`;
}

/** The occasion that a text names; without a number the first of its kind (`initial` is 1, any other 2). `null` = the text names none. */
export function parseOccasionName(text: string): OccasionKey | null {
  const match = /^(initial|repeat-after-invalid|retest)(?: ([1-9]\d{0,5}))?$/.exec(text.trim().replace(/\s+/g, ' '));
  const kind = (['initial', 'repeat-after-invalid', 'retest'] as const).find((known) => known === match?.[1]);
  if (match === null || kind === undefined) return null;
  return { kind, number: match[2] === undefined ? (kind === 'initial' ? 1 : 2) : Number(match[2]) };
}
