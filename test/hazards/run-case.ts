import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { captureCommand } from '../cli/captured-command.ts';
import { CsvTable } from './csv-table.ts';
import type { Base, Case } from './hazard.ts';
import type { LotFolder } from './lot-folder.ts';
import { shippedFolder } from './shipped-folder.ts';

/** What a run left of one subject. */
export interface FoundSubject {
  readonly disposition: string;
  readonly rows: ReadonlyMap<string, string>;
  /** results.csv. */
  readonly csv: CsvTable;
}

export interface Found {
  readonly exit: number;
  readonly subjects: ReadonlyMap<string, FoundSubject>;
  /** Published analyses of all subjects. */
  readonly analyses: number;
  /** Every code in a result, in a record or on stderr. */
  readonly codes: ReadonlySet<string>;
  /** What the last run printed. */
  readonly printed: string;
  /** The reports' words, without markup. */
  readonly reports: string;
  /** The reports as they are. */
  readonly pages: readonly string[];
}

/** Writes the changed folder, runs the command over it and reads what it published. */
export async function runCase(base: Base, one: Case): Promise<Found> {
  const root = mkdtempSync(join(tmpdir(), 'cytolot-hazard-'));
  try {
    const lot = shippedFolder(base);
    writeStore(join(root, 'out'), one.store ?? {});
    if (one.first !== undefined) {
      one.first(lot);
      await runOnce(root, lot, []);
    }
    one.change(lot);
    const { exitCode, stdout, stderr } = await runOnce(root, lot, one.arguments ?? []);
    const published = readPublished(join(root, 'out', 'lots'));
    return {
      exit: exitCode,
      subjects: new Map(published.map(({ key, subject }) => [key, subject])),
      analyses: published.reduce((sum, one) => sum + one.analyses, 0),
      codes: new Set([
        ...published.flatMap(({ codes }) => codes),
        ...[...stderr.matchAll(/\[((?:[a-z0-9-]+\/)[a-z0-9-]+|investigate)\]/g)].map(([, code]) => code ?? ''),
      ]),
      printed: stdout + stderr,
      reports: published.map(({ page }) => wordsOf(page)).join('\n'),
      pages: published.map(({ page }) => page),
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function runOnce(root: string, lot: LotFolder, more: readonly string[]) {
  const [exported, method] = [join(root, 'export'), join(root, 'method')];
  for (const folder of [exported, method]) rmSync(folder, { recursive: true, force: true });
  writeFolder(exported, [...lot.files, ...[...lot.tables].map(([name, table]) => [name, table.text()] as const)]);
  writeFolder(method, [
    ['pipeline.yaml', stringify(lot.definition.tree)],
    ['specification.yaml', stringify(lot.specification.tree)],
    ...lot.methodFiles,
  ]);
  const pipeline = join(method, 'pipeline.yaml');
  return captureCommand(['run', exported, '--pipeline', pipeline, '--out', join(root, 'out'), '--language', 'en', '--quiet', ...more]);
}

function writeFolder(folder: string, files: readonly (readonly [string, string | Buffer])[]): void {
  for (const [name, bytes] of files) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}

/** Files that lie in the store for two days: a run of an older version is no longer at work on them. */
function writeStore(out: string, files: Readonly<Record<string, string>>): void {
  writeFolder(out, Object.entries(files));
  const then = new Date(Date.now() - 48 * 60 * 60 * 1000);
  for (const name of Object.keys(files)) for (const path of [join(out, name), dirname(join(out, name))]) utimesSync(path, then, then);
}

/** The latest analysis of every subject: `lots/<lot>/<subject>/<number>`. */
function readPublished(lots: string) {
  return namesIn(lots).flatMap((lot) =>
    namesIn(join(lots, lot)).flatMap((subject) => {
      const folder = join(lots, lot, subject);
      const numbers = namesIn(folder).filter((name) => /^\d{4,}$/.test(name));
      const latest = numbers.sort((a, b) => Number(a) - Number(b)).at(-1);
      if (latest === undefined || !existsSync(join(folder, latest, 'result.json'))) return [];
      const result: unknown = JSON.parse(readFileSync(join(folder, latest, 'result.json'), 'utf8'));
      const record: unknown = JSON.parse(readFileSync(join(folder, latest, 'record.json'), 'utf8'));
      const page = readFileSync(join(folder, latest, 'report.html'), 'utf8');
      return [
        {
          key: `${lot}/${subject}`,
          subject: {
            ...subjectOf(result),
            csv: new CsvTable(
              readFileSync(join(folder, latest, 'results.csv'), 'utf8')
                .replace(/^\ufeff/, '')
                .replaceAll('\r', ''),
            ),
          },
          codes: codesIn([result, record]),
          page,
          analyses: numbers.length,
        },
      ];
    }),
  );
}

function wordsOf(html: string): string {
  return html
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : [];
}

function subjectOf(result: unknown): Omit<FoundSubject, 'csv'> {
  const rows = listIn(keyOf(result, 'attributes')).flatMap((row): [string, string][] => {
    const id = keyOf(keyOf(row, 'criterion'), 'id');
    return typeof id === 'string' && !listIn(keyOf(row, 'notes')).some((note) => keyOf(note, 'code') === 'specification/superseded')
      ? [[id, String(keyOf(row, 'outcome'))]]
      : [];
  });
  return { disposition: String(keyOf(keyOf(result, 'disposition'), 'proposed')), rows: new Map(rows) };
}

function keyOf(value: unknown, key: string): unknown {
  return value !== null && typeof value === 'object' ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Every `code` anywhere in a record. */
function codesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(codesIn);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inside]) => (key === 'code' && typeof inside === 'string' ? [inside] : codesIn(inside)));
}
