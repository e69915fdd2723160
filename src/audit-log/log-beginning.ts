import * as z from 'zod';
import type { AuditEntry, AuditEvent } from './audit-entry.ts';

const HASH = z.string().regex(/^[0-9a-f]{64}$/);
const storeId = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

const adopted = z.strictObject({
  storeId,
  manifests: z.array(z.strictObject({ folder: z.string().regex(/^lots\/[^/]+\/[^/]+\/\d{4,}$/), manifestSha256: HASH })),
});

/** A result that lay in the store before its log was begun. */
export interface AdoptedResult {
  /** `lots/<lot>/<subject>/0001`. */
  readonly folder: string;
  /** Of its file `manifest.sha256`. */
  readonly manifestSha256: string;
}

/** What the first entry of a log says of the store. */
export interface LogBeginning {
  /** A random UUID: it stays with the store wherever it is moved, and names its log. */
  readonly storeId: string;
  readonly adopted: readonly AdoptedResult[];
}

const NOTHING = { object: 'store', objectSha256: null, old: null, reason: null } as const;

export function beginningEvent({ storeId: id, adopted: manifests }: LogBeginning): AuditEvent {
  return manifests.length === 0
    ? { ...NOTHING, action: 'store-created', new: { storeId: id } }
    : {
        ...NOTHING,
        action: 'store-adopted',
        new: { storeId: id, manifests: manifests.map(({ folder, manifestSha256 }) => ({ folder, manifestSha256 })) },
      };
}

/** What the first entry says; `null` where it is not one that begins a log. */
export function parseBeginning(entry: AuditEntry | undefined): LogBeginning | null {
  if (entry === undefined || entry.index !== 0) return null;
  if (entry.action === 'store-created') {
    const parsed = z.strictObject({ storeId }).safeParse(entry.new);
    return parsed.success ? { storeId: parsed.data.storeId, adopted: [] } : null;
  }
  if (entry.action !== 'store-adopted') return null;
  const parsed = adopted.safeParse(entry.new);
  return parsed.success ? { storeId: parsed.data.storeId, adopted: parsed.data.manifests } : null;
}
