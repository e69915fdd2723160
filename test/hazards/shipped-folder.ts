import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { CsvTable } from './csv-table.ts';
import { BASES, type Base } from './hazard.ts';
import { LotFolder, YamlFile } from './lot-folder.ts';
import { listAt, removeAt, setAt, type Tree } from './yaml-tree.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A fresh copy of the release in a shipped folder, with the attributes of the base and what they need. */
export function shippedFolder(base: Base): LotFolder {
  const { fixture, pipeline, attributes } = BASES[base];
  const [exported, method] = [join(root, 'fixtures', fixture), join(root, 'pipelines', pipeline)];
  const kept: ReadonlySet<unknown> = new Set(attributes);
  const definition = readYaml(join(method, 'pipeline.yaml'));
  const specification = readYaml(join(method, 'specification.yaml'));
  keep(definition, 'attributes', (one) => kept.has(one.id));
  keep(specification, 'rows', (one) => kept.has(one.attribute));
  // Limits beside the criterion are what the hazards of section 4 put there.
  for (const row of listAt(specification, 'rows').map(record)) for (const limit of ['alert', 'action', 'discard']) delete row[limit];
  const used = (key: string) => new Set(listAt(definition, 'attributes').map((one) => record(one)[key]));
  keep(definition, 'tubes', (one) => used('panel').has(one.panel ?? ''));
  keep(definition, 'assays', (one) => used('assay').has(one.id));
  const serves = new Set(['tubes', 'assays'].flatMap((list) => listAt(definition, list).map((one) => record(one).id)));
  // A register of which nothing is used would be named as such.
  if (listAt(definition, 'assays').length === 0) removeAt(definition, 'referenceStandards');
  const tables = new Map(
    ['samples.csv', 'counts.csv', 'external-results.csv']
      .filter((name) => existsSync(join(exported, name)))
      .map((name) => [name, new CsvTable(readFileSync(join(exported, name), 'utf8'))]),
  );
  dropLines(tables.get('samples.csv'), (row) => serves.has(row.get('tube') || row.get('assay') || ''));
  dropLines(tables.get('external-results.csv'), (row) => kept.has(row.get('attribute')));
  // The release alone: a hazard adds what other subjects it needs.
  for (const table of tables.values()) dropLines(table, (row) => ['', 'release'].includes(row.get('purpose') ?? ''));
  dropForeignControls(tables.get('samples.csv'));
  const named = new Set(tables.get('samples.csv')?.rows.map((row) => row.get('file')));
  const files = readdirSync(exported).filter((name) => named.has(name));
  return new LotFolder({
    tables,
    files: new Map(files.map((name) => [name, readFileSync(join(exported, name))])),
    definition: new YamlFile(definition),
    specification: new YamlFile(specification),
    methodFiles: new Map([['reference-standards.csv', readFileSync(join(method, 'reference-standards.csv'))]]),
  });
}

/** Controls of assay runs in which nothing of the release stands. */
function dropForeignControls(samples: CsvTable | undefined): void {
  const runs = new Set(samples?.rows.filter((row) => row.get('kind') !== 'control').map((row) => row.get('assay_run')));
  dropLines(samples, (row) => row.get('kind') !== 'control' || runs.has(row.get('assay_run')));
}

function readYaml(path: string): Tree {
  return parse(readFileSync(path, 'utf8'));
}

function record(tree: Tree): { [key: string]: Tree } {
  if (tree === null || typeof tree !== 'object' || Array.isArray(tree)) throw new Error('expected keys');
  return tree;
}

function keep(tree: Tree, list: string, wanted: (entry: { [key: string]: Tree }) => boolean): void {
  setAt(
    tree,
    list,
    listAt(tree, list).filter((entry) => wanted(record(entry))),
  );
}

function dropLines(table: CsvTable | undefined, wanted: (row: ReadonlyMap<string, string>) => boolean): void {
  table?.rows.splice(0, table.rows.length, ...table.rows.filter(wanted));
}
