import { CsvTable } from './csv-table.ts';
import { mixed, withEvents, withKeywords } from './fcs-bytes.ts';
import { getAt, listAt, removeAt, setAt, type Tree } from './yaml-tree.ts';

/** A YAML document that a hazard changes. */
export class YamlFile {
  readonly tree: Tree;

  constructor(tree: Tree) {
    this.tree = tree;
  }

  get(path: string): Tree {
    return getAt(this.tree, path);
  }

  set(path: string, value: Tree): void {
    setAt(this.tree, path, value);
  }

  remove(path: string): void {
    removeAt(this.tree, path);
  }

  add(path: string, value: Tree): void {
    listAt(this.tree, path).push(value);
  }

  /** Another entry like one of the list, but for some keys. */
  addLike(path: string, entry: string, changed: { readonly [key: string]: Tree }): void {
    const like = structuredClone(getAt(this.tree, `${path}[${entry}]`));
    if (like === null || typeof like !== 'object' || Array.isArray(like)) throw new Error(`'${path}[${entry}]' has no keys`);
    listAt(this.tree, path).push({ ...like, ...changed });
  }
}

/** An export folder with its method, in memory: a shipped one, and what a hazard made of it. */
export class LotFolder {
  /** Tables of the export folder, by file name. */
  readonly tables: Map<string, CsvTable>;
  /** All other files of the export folder. */
  readonly files: Map<string, Buffer>;
  readonly definition: YamlFile;
  readonly specification: YamlFile;
  /** Further files beside the definition, by name. */
  readonly methodFiles: Map<string, Buffer>;

  constructor(parts: Pick<LotFolder, 'tables' | 'files' | 'definition' | 'specification' | 'methodFiles'>) {
    this.tables = parts.tables;
    this.files = parts.files;
    this.definition = parts.definition;
    this.specification = parts.specification;
    this.methodFiles = parts.methodFiles;
  }

  get samples(): CsvTable {
    return this.table('samples.csv');
  }

  get counts(): CsvTable {
    return this.table('counts.csv');
  }

  get external(): CsvTable {
    return this.table('external-results.csv');
  }

  table(name: string): CsvTable {
    const found = this.tables.get(name);
    if (found === undefined) throw new Error(`no table '${name}'`);
    return found;
  }

  /** Adds a table with its heading; the definition must name it. */
  addTable(name: string, text: string): CsvTable {
    const table = new CsvTable(text);
    this.tables.set(name, table);
    return table;
  }

  file(name: string): Buffer {
    const found = this.files.get(name);
    if (found === undefined) throw new Error(`no file '${name}'`);
    return found;
  }

  copy(name: string, second: string): void {
    this.files.set(second, Buffer.from(this.file(name)));
  }

  keywords(name: string, changed: Readonly<Record<string, string | null>>): void {
    this.files.set(name, withKeywords(this.file(name), changed));
  }

  /** Only the events from `begin` to before `end`. */
  events(name: string, begin: number, end: number): void {
    this.files.set(name, withEvents(this.file(name), begin, end));
  }

  /** A new file of events of others, in their order, under the keywords of the first. */
  mix(name: string, parts: readonly (readonly [file: string, begin: number, end: number])[]): void {
    this.files.set(name, mixed(parts.map(([file, begin, end]) => ({ bytes: this.file(file), begin, end }))));
  }

  /** The specification as a folder of revisions beside the definition, each changed by `change` but the first. */
  useRevisions(trees: readonly Tree[], change: (later: YamlFile) => void): void {
    for (const tree of trees.slice(1)) change(new YamlFile(tree));
    // YAML reads JSON too.
    for (const [at, tree] of trees.entries()) this.methodFiles.set(`revisions/${at + 1}.yaml`, Buffer.from(JSON.stringify(tree, null, 1)));
    this.definition.remove('specification');
    this.definition.set('specifications', 'revisions');
  }

  text(name: string, change: (text: string) => string): void {
    const before = this.file(name).toString('utf8');
    const after = change(before);
    if (after === before) throw new Error(`'${name}' is as it was`);
    this.files.set(name, Buffer.from(after, 'utf8'));
  }
}
