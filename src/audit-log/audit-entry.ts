import * as z from 'zod';
import { canonicalJson } from '../results/canonical-json.ts';
import { type AuditAction, isAuditAction } from './audit-actions.ts';

/** What JSON can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** What was done, to what, and why: the part of an entry that whoever does it states. */
export interface AuditEvent {
  readonly action: AuditAction;
  /** What it was done to: a path below the folder of results with `/`, or the name of a thing that has none. */
  readonly object: string;
  /** SHA-256 of the object as it is from now on, lower-case hexadecimal; `null` = it has no bytes of its own. */
  readonly objectSha256: string | null;
  /** What was true before, and what is from now on. */
  readonly old: JsonValue;
  readonly new: JsonValue;
  readonly reason: string | null;
}

/** One entry of the log. Its bytes are RFC 8785 in UTF-8, without a line end. */
export interface AuditEntry extends AuditEvent {
  readonly schemaVersion: 1;
  /** Counts from 0. */
  readonly index: number;
  /** `2026-11-18T06:05:00.000Z`. */
  readonly timeUtc: string;
  /** IANA name of the zone in which it was done, such as `Asia/Shanghai`. */
  readonly zone: string;
  readonly actor: string;
  readonly actorSource: 'operating-system' | 'environment';
  readonly host: string;
  /** Of cytolot. */
  readonly version: string;
}

/** The folder of an entry below `log/entries` has room for as many. */
export const MOST_ENTRIES = 1_000_000_000;

/** `000/000/012`. */
export function entryPath(index: number): string {
  const digits = String(index).padStart(9, '0');
  return [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)].join('/');
}

/** The bytes of an entry, as text. */
export function formatEntry(entry: AuditEntry): string {
  return canonicalJson(entry);
}

const jsonSchema: z.ZodType<JsonValue> = z.json();

const entrySchema = z.strictObject({
  schemaVersion: z.literal(1),
  index: z
    .int()
    .min(0)
    .max(MOST_ENTRIES - 1),
  timeUtc: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
  zone: z.string().min(1),
  actor: z.string(),
  actorSource: z.enum(['operating-system', 'environment']),
  host: z.string(),
  version: z.string().min(1),
  action: z.string().refine(isAuditAction),
  object: z.string().min(1),
  objectSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  old: jsonSchema,
  new: jsonSchema,
  reason: z.string().nullable(),
});

/** Reads an entry; a sentence without an end where it is none: what was found in its place. */
export function parseEntry(text: string): AuditEntry | { readonly found: string } {
  const value = parseJson(text);
  if (value === undefined) return { found: 'what is not JSON' };
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    return { found: `'${first?.path.join('.') ?? ''}': ${first?.message ?? 'another form'}` };
  }
  if (formatEntry(parsed.data) !== text) return { found: 'JSON that is not in its canonical form (RFC 8785)' };
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether two entries say the same of the same thing: one that was appended again by whoever finished it counts once. */
export function isSameEvent(a: AuditEvent, b: AuditEvent): boolean {
  return eventText(a) === eventText(b);
}

function eventText({ action, object, objectSha256, old, new: now, reason }: AuditEvent): string {
  return canonicalJson({ action, object, objectSha256, old, new: now, reason });
}
