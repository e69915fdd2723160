import type { JsonValue } from '../../audit-log/audit-entry.ts';
import { type ErrorCode, InputError, type Place } from '../../errors.ts';
import type { Shelf } from '../disk/draft.ts';
import { appendEntry } from './append-entry.ts';
import { nextIndex } from './log-folder.ts';

/** That a person may not do this, or not now: told to the person, and logged under `why`. */
export class RefusedAct extends InputError {
  readonly why: string;

  constructor(
    why: string,
    { code = 'usage/not-permitted', sentence }: { readonly code?: ErrorCode; readonly sentence: string },
    place: Place = {},
  ) {
    super(code, sentence, place);
    this.name = 'RefusedAct';
    this.why = why;
  }
}

/** What a person asked for, beside the steps of a result. */
export interface AskedAct {
  readonly step: 'enrol' | 'withdraw' | 'method-approve' | 'method-withdraw';
  /** A name: `persons/<key id>`, `methods/<method>/<specification>`, or the file of a definition. */
  readonly object: string;
  readonly reason: string | null;
}

/** Does what a person asks for; that it was refused stands in the log of a store that has one. Codes: as `act`, `appendEntry`. */
export async function loggingRefusal<Result>(
  shelf: Shelf,
  { step, object, reason }: AskedAct,
  act: () => Promise<Result>,
): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof RefusedAct && nextIndex(shelf) > 0) {
      const now: JsonValue = { schemaVersion: 1, step, why: error.why };
      await appendEntry(shelf, { action: 'refused-step', object, objectSha256: null, old: null, new: now, reason });
    }
    throw error;
  }
}
