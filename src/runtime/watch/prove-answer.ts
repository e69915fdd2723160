import { type Subject, subjectKey, subjectTitle } from '../../subject.ts';
import type { PublishedSubject } from '../../watch/subject-state.ts';
import { watchNote } from '../../watch/watch-notes.ts';
import type { OrderAnswer } from '../../watch/work-order.ts';
import type { Clock } from '../disk/surroundings.ts';
import type { Warning } from '../job/warning.ts';
import type { OrderFolder } from '../queue/order-folder.ts';
import type { ListedPublications } from '../run/listed-publications.ts';

/** What an answer is to. */
export interface AnsweredOrder {
  readonly id: string;
  /** Hash of the listing of what it is to be made of. */
  readonly inputs: string;
  readonly subject: Subject;
}

export interface ProvingTools {
  readonly orders: Pick<OrderFolder, 'refuseAnswer'>;
  readonly publications: ListedPublications;
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly warn: (warning: Warning) => void;
}

/** How long a result is looked for that the log does not list: the view that a machine has of a share may lag behind. */
const DOUBT_MILLISECONDS = 120_000;

/**
 * Gives what is believed of an answer; `null` = nothing (yet). Whoever may write into the folder of results may write an answer: that a result was published, and that none was, is
 * what the log says. One that it does not bear out is taken away after a time, so that the order is worked on again. Throws `audit-log/damaged`.
 */
export function openProving({
  orders,
  publications,
  clock,
  warn,
}: ProvingTools): (order: AnsweredOrder, answer: OrderAnswer) => OrderAnswer | null {
  const doubtedSince = new Map<string, number>();
  const doubt = ({ id, subject }: AnsweredOrder, { host }: OrderAnswer, folder: string): null => {
    const now = clock.elapsed();
    const since = doubtedSince.get(id) ?? now;
    doubtedSince.set(id, since);
    if (now - since < DOUBT_MILLISECONDS) return null;
    doubtedSince.delete(id);
    orders.refuseAnswer(id);
    const seconds = DOUBT_MILLISECONDS / 1000;
    warn({ ...watchNote('watch/answer-not-listed', { folder, host, seconds }), subject: subjectTitle(subject) });
    return null;
  };
  return (order, answer) => {
    const { outcome } = answer;
    if (subjectKey(answer.subject) !== subjectKey(order.subject)) {
      orders.refuseAnswer(order.id);
      return null;
    }
    if (outcome.kind === 'published') {
      if (!isSame(publications.of(order.subject, outcome.published.analysis), outcome.published))
        return doubt(order, answer, outcome.published.folder);
      doubtedSince.delete(order.id);
      return answer;
    }
    // A worker that was taken for ended may have published after all.
    const published = outcome.kind === 'failed' ? publications.madeOf(order.subject, order.inputs) : null;
    return published === null ? answer : { ...answer, outcome: { kind: 'published', published } };
  };
}

function isSame(listed: PublishedSubject | null, said: PublishedSubject): boolean {
  return (
    listed !== null && listed.folder === said.folder && listed.resultSha256 === said.resultSha256 && listed.disposition === said.disposition
  );
}
