import type { Message } from '../message.ts';
import { compareSubjects, type Subject, subjectKey } from '../subject.ts';
import type { SubjectNeed } from './subject-needs.ts';
import { watchNote } from './watch-notes.ts';

/** The subjects that one product's definition finds in the folder. */
export interface ProductNeeds {
  readonly product: string;
  readonly needs: readonly SubjectNeed[];
}

/** A subject with the product that it is of; `null` = nobody can say, and `why` does. */
export type ClaimedSubject =
  | { readonly product: string; readonly need: SubjectNeed }
  | { readonly product: null; readonly subject: Subject; readonly why: Message };

/**
 * Gives each subject to one product. Of several definitions whose lists or patterns name it, it is the one that has all its tubes; none, or several, is
 * nobody's, until a person says which product it is. A definition that is watched alone has every subject, as with `run`.
 */
export function claimSubjects(products: readonly ProductNeeds[]): readonly ClaimedSubject[] {
  const found = new Map<string, { readonly product: string; readonly need: SubjectNeed }[]>();
  for (const { product, needs } of products)
    for (const need of needs) {
      const key = subjectKey(need.subject);
      found.set(key, [...(found.get(key) ?? []), { product, need }]);
    }
  const isAlone = products.length === 1;
  return [...found.values()].map((all) => claimOf(all, isAlone ? 'alone' : 'one-of-several')).sort(bySubject);
}

function claimOf(
  all: readonly { readonly product: string; readonly need: SubjectNeed }[],
  watched: 'alone' | 'one-of-several',
): ClaimedSubject {
  const fitting = watched === 'alone' ? all : all.filter(({ need }) => need.fits);
  const [first, second] = fitting;
  if (first !== undefined && second === undefined) return first;
  const subject = all[0]?.need.subject;
  if (subject === undefined) throw new Error('a subject that nobody found');
  const why =
    second === undefined
      ? watchNote('watch/no-method', { products: all.map(({ product }) => product).sort() })
      : watchNote('watch/several-methods', { products: fitting.map(({ product }) => product).sort() });
  return { product: null, subject, why };
}

function bySubject(a: ClaimedSubject, b: ClaimedSubject): number {
  return compareSubjects(a.product === null ? a.subject : a.need.subject, b.product === null ? b.subject : b.need.subject);
}
