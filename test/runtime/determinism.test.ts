import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const command = join(root, 'dist/cytolot.cjs');
const fixture = join(root, 'fixtures/dopaminergic');
const pipeline = join(root, 'pipelines/dopaminergic-progenitors/pipeline.yaml');
const LOT = 'DAP-2026-014';

/** The files of one lot: its own, those of its assay runs, and the tables. */
const own = (name: string): boolean => name.startsWith(LOT) || /^QC-2026-0(311|329)_/.test(name) || !/^(DAP|QC)-/.test(name);

interface Surroundings {
  readonly name: string;
  readonly jobs: string;
  readonly timeZone: string;
  readonly locale: string;
  /** The order in which the files of the folder were written. */
  readonly order: 'by name' | 'by name, backwards';
}

const ALL: readonly Surroundings[] = [
  { name: 'plain', jobs: '1', timeZone: 'UTC', locale: 'C', order: 'by name' },
  { name: 'China', jobs: '2', timeZone: 'Asia/Shanghai', locale: 'zh_CN.UTF-8', order: 'by name, backwards' },
  { name: 'elsewhere', jobs: '2', timeZone: 'America/New_York', locale: 'de_DE.UTF-8', order: 'by name' },
];

describe('The same inputs, method, specification and version', () => {
  let work: string;
  const written = new Map<string, ReadonlyMap<string, Buffer>>();

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'cytolot-determinism-'));
    const outs = await Promise.all(ALL.map(analyse));
    outs.forEach((files, i) => {
      written.set(ALL[i]?.name ?? '', files);
    });
  }, 300_000);

  afterAll(() => rmSync(work, { recursive: true, force: true }));

  async function analyse({ name, jobs, timeZone, locale, order }: Surroundings): Promise<ReadonlyMap<string, Buffer>> {
    const folder = join(work, name, 'export');
    mkdirSync(folder, { recursive: true });
    const names = readdirSync(fixture).filter(own).sort();
    for (const file of order === 'by name' ? names : names.reverse()) copyFileSync(join(fixture, file), join(folder, file));
    const out = join(work, name, 'out');
    const args = [command, 'run', folder, '--pipeline', pipeline, '--out', out, '--lot', LOT, '--jobs', jobs, '--quiet'];
    const env = { ...process.env, TZ: timeZone, LC_ALL: locale, LANG: locale };
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    expect(stdout).toContain('conforms');
    const published = join(out, 'lots', LOT, 'release', '0001');
    return new Map(
      ['result.json', 'figures.json', 'results.csv', 'record.json'].map((file) => [file, readFileSync(join(published, file))]),
    );
  }

  it.each(['result.json', 'figures.json', 'results.csv'])(
    'give the same bytes of %s with other threads, time zone, locale and file order',
    (file) => {
      const [first, ...others] = ALL.map(({ name }) => written.get(name)?.get(file));
      expect(first?.length).toBeGreaterThan(1000);
      for (const other of others) expect(other?.equals(first ?? Buffer.alloc(0))).toBe(true);
    },
  );

  it('were indeed analysed in different surroundings', () => {
    const zones = ALL.map(({ name }) => JSON.parse(written.get(name)?.get('record.json')?.toString('utf8') ?? '{}').timeZone);
    expect(zones).toEqual(['UTC', 'Asia/Shanghai', 'America/New_York']);
  });
});
