import type { Sentences } from '../../../message.ts';
import type { QUOTED_ERROR } from '../../../quoted-error.ts';

/** An error that a message quotes: its sentence, which was made where it was found. */
export const QUOTED_ERROR_SENTENCES = {
  'quoted/error': ({ sentence }) => sentence,
} as const satisfies Sentences<typeof QUOTED_ERROR>;
