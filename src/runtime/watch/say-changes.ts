import { subjectTitle } from '../../subject.ts';
import type { DecidedSubject } from '../../watch/decide-subjects.ts';
import type { WaitingRules } from '../../watch/subject-state.ts';
import { watchNote } from '../../watch/watch-notes.ts';
import type { Warning } from '../job/warning.ts';
import type { WatchMemory } from './watch-memory.ts';
import { notesOf, notReadyOf } from './watch-status-of.ts';

/** A message of the watch, with what it is about. */
export interface SaidByWatch {
  readonly level: 'info' | 'warning' | 'error';
  readonly warning: Warning;
}

export interface Saying {
  /** Says it where it was not said lately. */
  readonly say: (said: SaidByWatch) => void;
  /** Says what came up since the last time; what was said and went may be said again. */
  readonly sayAll: (memory: WatchMemory, rules: WaitingRules) => void;
}

/** Warnings of analyses that are remembered as said. */
const MOST_REMEMBERED = 2000;

export function openSaying(tell: (said: SaidByWatch) => void): Saying {
  const lately = new Set<string>();
  let standing: ReadonlySet<string> = new Set();
  return {
    say: (said) => {
      const key = keyOf(said);
      if (lately.has(key)) return;
      if (lately.size >= MOST_REMEMBERED) lately.clear();
      lately.add(key);
      tell(said);
    },
    sayAll: (memory, rules) => {
      const all = new Map([...standingOf(memory, rules)].map((said) => [keyOf(said), said]));
      for (const [key, said] of all) if (!standing.has(key)) tell(said);
      standing = new Set(all.keys());
    },
  };
}

function standingOf(memory: WatchMemory, rules: WaitingRules): readonly SaidByWatch[] {
  const notReady = notReadyOf(memory).map((message): SaidByWatch => ({ level: 'error', warning: message }));
  const notes = notesOf(memory, rules).map((message): SaidByWatch => ({ level: 'warning', warning: message }));
  return [...notReady, ...notes, ...memory.decided.flatMap((one) => ofSubject(memory, one, rules))];
}

function ofSubject(memory: WatchMemory, { key, subject, state }: DecidedSubject, { timeoutMs }: WaitingRules): readonly SaidByWatch[] {
  const about = { subject: subjectTitle(subject) };
  switch (state.state) {
    case 'waiting':
      return state.awaited.map((message) => ({ level: 'info', warning: { ...message, ...about } }));
    case 'ready': {
      if (state.awaited.length === 0) return [];
      const hours = Math.round(timeoutMs / 36_000) / 100;
      return [{ level: 'warning', warning: { ...watchNote('watch/timed-out', { hours, awaited: [...state.awaited] }), ...about } }];
    }
    case 'held':
      return state.why.map((message) => ({ level: 'error', warning: { ...message, ...about } }));
    case 'published': {
      const published = memory.histories.get(key)?.settled?.published ?? null;
      return published === null ? [] : [{ level: 'info', warning: { ...watchNote('watch/published', published), ...about } }];
    }
  }
}

function keyOf({ warning }: SaidByWatch): string {
  return JSON.stringify(warning);
}
