import * as z from 'zod';
import { lazily } from '../lazily.ts';
import type { Message } from '../message.ts';
import { PURPOSES } from '../subject.ts';

/** What a subject is doing, as `status` shows it. Times are seconds. */
export interface StatusOfSubject {
  readonly product: string | null;
  readonly lot: string;
  readonly purpose: string;
  readonly condition: string | null;
  readonly timePoint: string | null;
  readonly state: 'waiting' | 'ready' | 'running' | 'held' | 'published';
  readonly waitedSeconds: number;
  /** What it waits for. */
  readonly awaited: readonly MessageInWords[];
  /** Why it is held. */
  readonly why: readonly MessageInWords[];
  readonly analysis: number | null;
  readonly disposition: string | null;
  /** Below the folder of results. */
  readonly folder: string | null;
}

/** A message with its sentence in English, for who reads it without the program. */
export interface MessageInWords extends Message {
  readonly sentence: string;
}

/** What `watch` does now. Counts are of subjects, but for those in `files`. */
export interface WatchStatus {
  readonly schemaVersion: 1;
  /** The drop folder. */
  readonly folder: string;
  readonly products: readonly string[];
  readonly waiting: number;
  readonly held: number;
  readonly running: number;
  readonly published: number;
  /** Results that are still to be sent to another system. */
  readonly outbox: number;
  readonly ready: boolean;
  /** Why it is not ready. */
  readonly notReady: readonly MessageInWords[];
  readonly files: { readonly seen: number; readonly writing: number; readonly taken: number; readonly held: number };
  /** Files that are held, and what is odd of the folder. */
  readonly notes: readonly MessageInWords[];
  readonly subjects: readonly StatusOfSubject[];
  /** Counts the looks at the folder: one that does not move is of a watch that stands still. */
  readonly scans: number;
  readonly updatedAtUtc: string;
}

const schema = lazily(() => {
  const said = z.looseObject({ sentence: z.string() });
  const subject = z.looseObject({
    lot: z.string(),
    purpose: z.enum(PURPOSES),
    condition: z.string().nullable(),
    timePoint: z.string().nullable(),
    state: z.string(),
    awaited: z.array(said),
    why: z.array(said),
  });
  return z.looseObject({
    schemaVersion: z.literal(1),
    folder: z.string(),
    waiting: z.number(),
    held: z.number(),
    running: z.number(),
    published: z.number(),
    outbox: z.number(),
    ready: z.boolean(),
    notReady: z.array(said),
    notes: z.array(said),
    subjects: z.array(subject),
    scans: z.number(),
  });
});

/** A status as it was written, by this version or a later one. */
export type ReadStatus = z.output<ReturnType<typeof schema>>;

/** `null` where the text is no status that this version reads. */
export function parseStatus(text: string): ReadStatus | null {
  try {
    return schema().parse(JSON.parse(text));
  } catch {
    return null;
  }
}
