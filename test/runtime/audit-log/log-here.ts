import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditEvent } from '../../../src/audit-log/audit-entry.ts';
import { type Disk, nodeDisk } from '../../../src/runtime/disk/disk.ts';
import { openShelf, type Shelf } from '../../../src/runtime/disk/draft.ts';
import { nodeSurroundings } from '../../../src/runtime/disk/surroundings.ts';

/** An empty folder of results on the real disk, at a time that stands still, in the hands of one person. */
export function shelfHere(disk: Disk = nodeDisk): Shelf {
  const own = nodeSurroundings();
  return openShelf(mkdtempSync(join(tmpdir(), 'cytolot-log-')), {
    ...own,
    disk,
    clock: { ...own.clock, now: () => new Date('2026-11-18T06:05:00.000Z'), timeZone: 'Asia/Shanghai' },
    actor: 'wang',
    host: { ...own.host, name: 'qc-host-1' },
  });
}

/** A publication as an event; the number tells it from others. */
export function published(number: number): AuditEvent {
  const digits = String(number).padStart(4, '0');
  return {
    action: 'published',
    object: `lots/LOT-1/release/${digits}`,
    objectSha256: digits.padStart(64, 'a'),
    old: null,
    new: { disposition: 'conforms', job: digits.padStart(64, 'b') },
    reason: null,
  };
}
