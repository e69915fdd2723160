import { InputError } from '../../errors.ts';
import type { Message } from '../../message.ts';
import { quotedError } from '../../quoted-error.ts';
import { subjectTitle } from '../../subject.ts';
import { type ReadySubject, type SubjectOutcome, settledHistory } from '../../watch/subject-attempts.ts';
import type { SubjectHistory } from '../../watch/subject-state.ts';
import { appendEntry } from '../audit-log/append-entry.ts';
import { type Disk, messageOf } from '../disk/disk.ts';
import type { Shelf } from '../disk/draft.ts';
import type { SaidByWatch } from './say-changes.ts';
import { heldEvent } from './store-entry.ts';
import type { WatchMemory } from './watch-memory.ts';
import { isAsLoaded, type WatchedProduct } from './watched-products.ts';

export interface SettlingTools {
  readonly shelf: Shelf;
  readonly memory: Pick<WatchMemory, 'histories'>;
  readonly say: (said: SaidByWatch) => void;
}

/** Remembers what became of an analysis; that nothing was published, the log says as well. */
export async function settleSubject(
  { shelf, memory, say }: SettlingTools,
  one: ReadySubject,
  { begun, outcome }: { readonly begun: SubjectHistory; readonly outcome: SubjectOutcome },
): Promise<void> {
  const history = settledHistory(one, begun, outcome);
  memory.histories.set(one.key, history);
  if (history.settled !== null && history.settled !== begun.settled && history.settled.outcome !== 'published')
    await appendEntry(shelf, heldEvent(one.subject, history.settled));
  if (outcome.kind === 'failed') say({ level: 'error', warning: { ...outcome.error, subject: subjectTitle(one.subject) } });
}

/** Products whose method is no longer what it was when watching began. */
export async function changedMethods(disk: Disk, products: readonly WatchedProduct[]): Promise<ReadonlySet<string>> {
  const changed = new Set<string>();
  for (const product of products) if (!(await isAsLoaded(disk, product))) changed.add(product.product);
  return changed;
}

/** Why nothing was analysed at all. */
export function whyNothingKept(error: unknown): Message {
  return quotedError(
    error instanceof InputError ? error : new InputError('io/failed', `Expected to keep what is known, found: ${messageOf(error)}.`),
  );
}
