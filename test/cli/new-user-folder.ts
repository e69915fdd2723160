import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeFcs } from '../../src/fcs/encoding/encode-fcs.ts';

const fixtures = fileURLToPath(new URL('fixtures/new-user/', import.meta.url));

/** A small export folder of two lots, with the method beside it, that a test may spoil. */
export interface NewUserFolder {
  readonly root: string;
  readonly exportFolder: string;
  readonly pipeline: string;
  readonly out: string;
  /** Rewrites a file: `export/samples.csv`, `method/pipeline.yaml`. */
  readonly change: (file: string, change: (text: string) => string) => void;
}

/** 1,000 events: 800 of them CD3 positive in the lots, none in the control. Both lots meet their limit. */
export function makeNewUserFolder(): NewUserFolder {
  const root = mkdtempSync(join(tmpdir(), 'cytolot-new-user-'));
  mkdirSync(join(root, 'export'));
  mkdirSync(join(root, 'method'));
  copyFileSync(join(fixtures, 'samples.csv'), join(root, 'export/samples.csv'));
  for (const name of ['pipeline.yaml', 'specification.yaml']) copyFileSync(join(fixtures, name), join(root, 'method', name));
  writeFileSync(join(root, 'export/LOT-1_surface.fcs'), acquisition('LOT-1', 800));
  writeFileSync(join(root, 'export/LOT-2_surface.fcs'), acquisition('LOT-2', 800));
  writeFileSync(join(root, 'export/RUN-1_fmo-cd3.fcs'), acquisition('RUN-1', 0));
  return {
    root,
    exportFolder: join(root, 'export'),
    pipeline: join(root, 'method/pipeline.yaml'),
    out: join(root, 'out'),
    change: (file, change) => writeFileSync(join(root, file), change(readFileSync(join(root, file), 'utf8'))),
  };
}

/** 1,000 events, the first `positives` of them CD3 positive, whose SAMPLE ID is `sample`. No two samples scatter alike: a file with the values of another is a copy of it. */
export function acquisition(sample: string, positives: number): Uint8Array {
  const offset = Array.from(sample).reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 97;
  const events = Array.from({ length: 1000 }, (_, event) => [
    50_000 + offset + event,
    20_000 + ((event * 37) % 1000),
    event < positives ? 5000 + event : event % 100,
  ]);
  return encodeFcs({
    parameters: [{ name: 'FSC-A' }, { name: 'SSC-A' }, { name: 'CD3-A' }],
    keywords: [
      ['$CYT', 'Cytometer A'],
      ['$DATE', '18-NOV-2026'],
      ['$BTIM', '09:40:00'],
      ['SAMPLE ID', sample],
    ],
    events: events.flat(),
  });
}
