import * as z from 'zod';
import type { AuditEntry } from '../audit-log/audit-entry.ts';
import { folderSchema } from './act-event.ts';
import { sha256Schema } from './signed-fields.ts';

const schema = z.object({ resultSha256: sha256Schema, disposition: z.string() });

/** One analysis as the entry `published` says it. */
export interface PublishedResult {
  readonly index: number;
  /** `lots/<lot>/<subject>/0001`. */
  readonly folder: string;
  readonly resultSha256: string;
  readonly manifestSha256: string;
  readonly disposition: string;
  /** When it was published, UTC. */
  readonly timeUtc: string;
  /** The account that published it. */
  readonly actor: string;
}

export function parsePublishedResult({
  action,
  object,
  objectSha256,
  index,
  timeUtc,
  actor,
  new: now,
}: AuditEntry): PublishedResult | null {
  if (action !== 'published' || objectSha256 === null || !folderSchema.safeParse(object).success) return null;
  const parsed = schema.safeParse(now);
  return parsed.success ? { index, folder: object, manifestSha256: objectSha256, timeUtc, actor, ...parsed.data } : null;
}

/** `lots/<lot>/<subject>` of the folder of an analysis. */
export function subjectOfFolder(folder: string): string {
  return folder.slice(0, folder.lastIndexOf('/'));
}

/** The number of an analysis, of its folder; from 1. */
export function numberOfFolder(folder: string): number {
  return Number(folder.slice(folder.lastIndexOf('/') + 1));
}
