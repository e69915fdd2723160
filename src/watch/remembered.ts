import * as z from 'zod';
import { lazily } from '../lazily.ts';
import type { SubjectHistory } from './subject-state.ts';
import { watchSchemas } from './watch-schemas.ts';

/** What `watch` remembers when it is started again: it saves work and time-outs, and can be deleted. What is published, the store alone says. */
export interface Remembered {
  readonly subjects: readonly SubjectHistory[];
  /** Hash of what was taken last, by path: what is probably there still. */
  readonly files: ReadonlyMap<string, string>;
}

export const NOTHING_REMEMBERED: Remembered = { subjects: [], files: new Map() };

const VERSION = 1;

const schema = lazily(() => {
  const { message, subject, published } = watchSchemas();
  const settled = z.object({
    fingerprint: z.string(),
    tables: z.string(),
    outcome: z.enum(['published', 'reason-needed', 'failed']),
    files: z.array(z.object({ path: z.string(), sha256: z.string() })),
    awaited: z.array(z.string()),
    why: z.array(message),
    published: published.nullable(),
  });
  const history = z.object({
    product: z.string(),
    subject,
    waitedMs: z.number().min(0),
    settled: settled.nullable(),
    tries: z.object({ of: z.string(), count: z.number().int().min(0) }),
  });
  return z.object({ schemaVersion: z.literal(VERSION), subjects: z.array(history), files: z.array(z.tuple([z.string(), z.string()])) });
});

export function formatRemembered({ subjects, files }: Remembered): string {
  return `${JSON.stringify({ schemaVersion: VERSION, subjects, files: [...files] })}\n`;
}

/** What was remembered; nothing where the text is none of ours, or of another version. */
export function parseRemembered(text: string): Remembered {
  const found = schema().safeParse(jsonOf(text));
  if (!found.success) return NOTHING_REMEMBERED;
  return { subjects: found.data.subjects, files: new Map(found.data.files) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
