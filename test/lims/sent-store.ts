import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatManifest } from '../../src/outputs/manifest.ts';
import { canonicalJson } from '../../src/results/canonical-json.ts';
import type { ReleaseResult } from '../../src/results/release-result.ts';
import { appendEntry } from '../../src/runtime/audit-log/append-entry.ts';
import { openShelf, type Shelf } from '../../src/runtime/disk/draft.ts';
import { sha256Of } from '../../src/runtime/disk/files.ts';
import { nodeSurroundings } from '../../src/runtime/disk/surroundings.ts';
import { sampleResult } from '../outputs/sample-result.ts';

/** A folder of results with the log that lists them, without the analyses behind them. */
export interface SentStore {
  readonly out: string;
  readonly shelf: Shelf;
  /** Publishes a further analysis of a lot. Gives its folder from the store. */
  readonly publish: (lot: string, change?: (result: ReleaseResult) => ReleaseResult) => Promise<string>;
}

/** Each row under an id of its own: those of the sample share one. */
const attributes = sampleResult.attributes.map((row) =>
  row.criterion === null ? row : { ...row, criterion: { ...row.criterion, id: [row.attribute, row.component ?? []].flat().join('/') } },
);

export function newStore(): SentStore {
  // In memory where there is such a folder: what is shown here is shown by a process that ends, not by a disk that fails.
  const out = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'cytolot-lims-'));
  const shelf = openShelf(out, nodeSurroundings());
  const counts = new Map<string, number>();
  return {
    out,
    shelf,
    publish: async (lot, change = (result) => result) => {
      const number = (counts.get(lot) ?? 0) + 1;
      counts.set(lot, number);
      const folder = `lots/${lot}/release/${String(number).padStart(4, '0')}`;
      const result = change({ ...sampleResult, lot: { ...sampleResult.lot, id: lot }, attributes });
      const bytes = canonicalJson(result);
      const resultSha256 = sha256Of(bytes);
      const manifest = formatManifest([{ path: 'result.json', sha256: resultSha256 }]);
      mkdirSync(join(out, folder), { recursive: true });
      writeFileSync(join(out, folder, 'result.json'), bytes);
      writeFileSync(join(out, folder, 'manifest.sha256'), manifest);
      await appendEntry(shelf, {
        action: 'published',
        object: folder,
        objectSha256: sha256Of(manifest),
        old: null,
        new: { job: sha256Of(folder), resultSha256 },
        reason: null,
      });
      return folder;
    },
  };
}
