import type { ValueOf } from './message.ts';

/** A text of an input as a message carries it: its first characters, 60 at most, and how many it has. No input can flood a record with it. */
export const EXCERPT = { record: { text: 'text', characters: 'integer' } } as const;

export type Excerpt = ValueOf<typeof EXCERPT>;

const MOST_CHARACTERS = 60;
/** Shown of a longer text, so that what says it was cut has room. */
const CUT_CHARACTERS = 57;

export function excerpt(text: string): Excerpt {
  if (text.length <= MOST_CHARACTERS) return { text, characters: text.length };
  // Not half of a character beyond the basic plane: no JSON may hold it.
  return { text: text.slice(0, CUT_CHARACTERS).replace(/[\ud800-\udbff]$/, ''), characters: text.length };
}
