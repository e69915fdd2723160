import type { Request, TargetAnswer } from '../../lims/conversation.ts';

/** What came of a request. */
export type Reply =
  | { readonly kind: 'answer'; readonly answer: TargetAnswer }
  /** None, or not a whole one, in time: the request may have arrived, but where it is proven that not a byte of it left (`arrived: never`). */
  | { readonly kind: 'none'; readonly detail: string; readonly arrived?: 'never' };

/** A way to one target, opened with its secrets; closed when nothing is said any more. */
export interface Connection {
  readonly ask: (request: Request) => Promise<Reply>;
  readonly close: () => void;
}
