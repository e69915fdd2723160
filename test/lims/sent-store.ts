import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { originOf } from '../../src/audit-log/checkpoint.ts';
import { formatManifest } from '../../src/outputs/manifest.ts';
import { actEvent } from '../../src/persons/act-event.ts';
import { enrolmentEvent } from '../../src/persons/enrolment.ts';
import { withSignature } from '../../src/persons/signed-json.ts';
import type { Meaning, State } from '../../src/persons/steps.ts';
import { canonicalJson } from '../../src/results/canonical-json.ts';
import type { ReleaseResult } from '../../src/results/release-result.ts';
import { appendEntry } from '../../src/runtime/audit-log/append-entry.ts';
import { readBeginning } from '../../src/runtime/audit-log/begin-log.ts';
import { sha256 } from '../../src/runtime/audit-log/ed25519.ts';
import { useStoreKey } from '../../src/runtime/audit-log/store-key.ts';
import { openShelf, type Shelf } from '../../src/runtime/disk/draft.ts';
import { sha256Of } from '../../src/runtime/disk/files.ts';
import { nodeSurroundings } from '../../src/runtime/disk/surroundings.ts';
import { sampleResult } from '../outputs/sample-result.ts';
import { enrolmentOf, newPair, personNamed, type TestPerson } from '../runtime/audit-log/signed-store.ts';

/** A folder of results with the log that lists them, without the analyses behind them. */
export interface SentStore {
  readonly out: string;
  readonly shelf: Shelf;
  /** Publishes a further analysis of a lot. Gives its folder from the store. */
  readonly publish: (lot: string, change?: (result: ReleaseResult) => ReleaseResult) => Promise<string>;
  /** A reviewer and an approver sign that an analysis may go out. */
  readonly approve: (folder: string) => Promise<void>;
  /** The approver opens it again. */
  readonly reopen: (folder: string) => Promise<void>;
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
  const signatures = new Map<string, number>();
  let enrolled: Promise<{ readonly reviewer: TestPerson; readonly approver: TestPerson }> | null = null;
  const act = async (
    folder: string,
    { who, meaning, from }: { readonly who: 'reviewer' | 'approver'; readonly meaning: Meaning; readonly from: State },
  ) => {
    const resultSha256 = sha256Of(readFileSync(join(out, folder, 'result.json')));
    enrolled ??= enrolPersons(shelf);
    const person = (await enrolled)[who];
    const number = (signatures.get(resultSha256) ?? 0) + 1;
    signatures.set(resultSha256, number);
    const manifestSha256 = sha256Of(readFileSync(join(out, folder, 'manifest.sha256')));
    const store = originOf(readBeginning(shelf).storeId);
    const { name, keyId } = person.file;
    const time = { timeUtc: shelf.clock.now().toISOString(), zone: 'UTC' } as const;
    const unsigned = {
      schemaVersion: 1,
      store,
      resultSha256,
      manifestSha256,
      name,
      keyId,
      meaning,
      reason: `looked at it (${number})`,
      ...time,
    } as const;
    const signature = withSignature(unsigned, person.pair.sign);
    await appendEntry(shelf, actEvent({ folder, from, signature, number }, sha256));
  };
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
        new: { disposition: 'conforms', job: sha256Of(folder), resultSha256 },
        reason: null,
      });
      return folder;
    },
    approve: async (folder) => {
      await act(folder, { who: 'reviewer', meaning: 'reviewed', from: 'analysed' });
      await act(folder, { who: 'approver', meaning: 'approved', from: 'reviewed' });
    },
    reopen: (folder) => act(folder, { who: 'approver', meaning: 're-opened', from: 'approved' }),
  };
}

/** The store's key enrols the first person, who enrols the other. */
async function enrolPersons(shelf: Shelf): Promise<{ readonly reviewer: TestPerson; readonly approver: TestPerson }> {
  const signing = await useStoreKey(shelf, newPair());
  const [approver, reviewer] = [personNamed('The approver'), personNamed('The reviewer')];
  await appendEntry(shelf, enrolmentOf(shelf, approver, signing));
  const { keyId, name } = approver.file;
  const store = originOf(readBeginning(shelf).storeId);
  const unsigned = {
    schemaVersion: 1,
    store,
    person: reviewer.file,
    roles: ['reviewer'],
    account: null,
    replaces: null,
    by: { keyId, name },
  } as const;
  await appendEntry(shelf, enrolmentEvent(unsigned, approver.pair.sign, null));
  return { reviewer, approver };
}
