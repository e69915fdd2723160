import { join } from 'node:path';
import { formatManifest } from '../../src/outputs/manifest.ts';
import { openShelf } from '../../src/runtime/disk/draft.ts';
import { sha256Of } from '../../src/runtime/disk/files.ts';
import { nodeSurroundings, type Surroundings } from '../../src/runtime/disk/surroundings.ts';
import { openPublicationLog } from '../../src/runtime/run/publication-log.ts';
import { type ClaimedAnalysis, claimAnalysis } from '../../src/runtime/store/analysis-number.ts';
import type { Store } from '../../src/runtime/store/publication.ts';
import { type PreparedAnalysis, type PublishingOutcome, publishAnalysis } from '../../src/runtime/store/publish-analysis.ts';

/** A folder of results with its log, as the engine opens it. */
export function openSmallStore(root: string, surroundings: Surroundings = nodeSurroundings()): Store {
  const shelf = openShelf(root, surroundings);
  return { ...shelf, log: openPublicationLog(shelf) };
}

/** Where the analyses of the one lot lie. */
export const lotFolder = ({ root }: Pick<Store, 'root'>): string => join(root, 'lots/L1/release');

let jobs = 0;

/** An analysis of a few bytes, of a job that nothing else has unless it is given. */
export function smallAnalysis(job: string = sha256Of(`job ${++jobs}`), text = '{}'): PreparedAnalysis {
  const resultSha256 = sha256Of(text);
  const record = JSON.stringify({ resultSha256, disposition: 'conforms', reason: null });
  const contents = [
    { path: 'result.json', bytes: text },
    { path: 'record.json', bytes: record },
    { path: 'plots/a.svg', bytes: '<svg/>' },
  ];
  const manifest = formatManifest(contents.map(({ path, bytes }) => ({ path, sha256: sha256Of(bytes) })));
  return {
    files: [...contents, { path: 'manifest.sha256', bytes: manifest }],
    publication: { job, resultSha256, disposition: 'conforms', reason: null },
    key: 'to-take',
  };
}

/** Claims the next number and publishes under it. */
export async function publishSmall(
  store: Store,
  prepared = smallAnalysis(),
): Promise<{ readonly claim: ClaimedAnalysis; readonly outcome: PublishingOutcome }> {
  const claim = await claimAnalysis(store, lotFolder(store));
  return { claim, outcome: await publishAnalysis(store, claim, prepared) };
}
