import type { InputError } from '../../errors.ts';
import type { OutboxRecord } from '../../lims/outbox-record.ts';
import { subjectOfFolder } from '../../persons/published-result.ts';

/** Subjects of which nothing is sent, each with what is wrong. */
export interface Held {
  readonly has: (subject: string) => boolean;
  readonly add: (subject: string, error: InputError) => void;
  /** Of every subject and of every entry that is nobody's, each once. */
  readonly errors: () => readonly InputError[];
}

/** At first those of which an entry cannot be read, by what the log says of its key. */
export function openHeld(broken: ReadonlyMap<string, InputError>, logged: readonly OutboxRecord[]): Held {
  const held = new Map<string, InputError>();
  for (const { key, folder } of logged) {
    const error = broken.get(key);
    if (error !== undefined) held.set(subjectOfFolder(folder), error);
  }
  return {
    has: (subject) => held.has(subject),
    add: (subject, error) => void held.set(subject, held.get(subject) ?? error),
    errors: () => [...new Set([...broken.values(), ...held.values()])],
  };
}
