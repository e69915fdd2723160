import type { Purpose } from '../subject.ts';

/** What a row says of its subject; `purpose` is `null` where it says none. */
export interface StatedSubject {
  readonly purpose: Purpose | null;
  readonly condition: string | null;
  /** Canonical. */
  readonly timePoint: string | null;
  /** Name under which material may serve another subject too; every one of its lines says it. */
  readonly shared: string | null;
}

export const NO_SUBJECT: StatedSubject = { purpose: null, condition: null, timePoint: null, shared: null };
