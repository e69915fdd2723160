import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { moduleStateOf } from './module-state.ts';

const src = fileURLToPath(new URL('../src/', import.meta.url));

/** A room of src: what it holds, and what it may import. A part (`potency`, or a file of src) says what it takes from other parts and from packages. */
interface Room {
  readonly holds: string;
  readonly from?: readonly string[];
  readonly packages?: readonly string[];
  /** Rooms of the same part that it may import; the name of the part is that of the files directly in it. Absent = the whole part. */
  readonly within?: readonly string[];
}

/** The import table, of which `docs/architecture.md` is drawn too. */
const ROOMS: Readonly<Record<string, Room>> = JSON.parse(
  readFileSync(fileURLToPath(new URL('../docs/rooms.json', import.meta.url)), 'utf8'),
);

/** Files directly in src that not every part may name; every part may name the others. */
const NOT_EVERYWHERE = ['index.ts', 'sha256.ts', 'version.ts'];

/**
 * The closed list of the codes of all reasons is made of the registers of the parts, by type alone, and the parts give reasons of that list. Were the list where a part
 * imports it from, any text could be a code, and a code would no longer lead to its register, its places and its words.
 */
const OF_ALL_PARTS = ['reason.ts'];

/** Parts that touch the clock, the disk and the terminal. */
const IMPURE = ['runtime', 'cli', 'index.ts', 'version.ts'];

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourceFiles(path) : entry.name.endsWith('.ts') ? [path] : [];
  });
}

const files = sourceFiles(src).map((path) => ({ path, name: relative(src, path), text: readFileSync(path, 'utf8') }));
const partOf = (name: string) => (name.includes('/') ? (name.split('/')[0] ?? name) : name);

function importsOf(text: string): string[] {
  const specifiers = [
    ...text.matchAll(/(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]/g),
    ...text.matchAll(/import\(\s*['"]([^'"]+)['"]\s*\)/g),
  ];
  return specifiers.map((match) => match[1] ?? '');
}

function roomOf(name: string): string {
  return name.includes('/') ? dirname(name) : name;
}

function violations(file: { readonly path: string; readonly name: string; readonly text: string }): string[] {
  const room = ROOMS[roomOf(file.name)];
  const part = ROOMS[partOf(file.name)];
  if (room === undefined || part === undefined) return [`${file.name}: '${roomOf(file.name)}' has no line in docs/rooms.json`];
  return importsOf(file.text).flatMap((specifier) => {
    if (!specifier.startsWith('.')) {
      const packages = part.packages ?? [];
      return packages.some((allowed) => specifier === allowed || (/[:/-]$/.test(allowed) && specifier.startsWith(allowed)))
        ? []
        : [`${file.name} imports the package ${specifier}`];
    }
    const target = relative(src, resolve(dirname(file.path), specifier));
    return mayImport(file.name, target) ? [] : [`${file.name} imports ${target}`];
  });
}

function mayImport(name: string, target: string): boolean {
  if (partOf(target) === partOf(name)) {
    const within = ROOMS[roomOf(name)]?.within;
    return within === undefined || roomOf(target) === roomOf(name) || within.includes(roomOf(target));
  }
  const from = ROOMS[partOf(name)]?.from ?? [];
  if (from.includes('*') || (name.includes('/') && !target.includes('/') && !NOT_EVERYWHERE.includes(target))) return true;
  return from.some((allowed) => target === allowed || target.startsWith(`${allowed}/`));
}

/** The files of src that a file imports. */
function targetsOf({ path, text }: Pick<(typeof files)[number], 'path' | 'text'>): readonly string[] {
  return importsOf(text)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => relative(src, resolve(dirname(path), specifier)));
}

/** What a file reaches through its imports, itself among it where it stands in a circle. */
function reachable(name: string, graph: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (from: string): void => {
    for (const next of graph.get(from) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      visit(next);
    }
  };
  visit(name);
  return found;
}

describe('architecture', () => {
  it('finds the sources', () => {
    expect(files.length).toBeGreaterThan(50);
  });

  it('lets every part import only what the table allows', () => {
    expect(files.flatMap(violations)).toEqual([]);
  });

  it('is drawn in docs/architecture.md as it is, with walks whose files and exports are there', () => {
    const page = fileURLToPath(new URL('../scripts/architecture-page.mjs', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [page, '--check'], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('has no file that imports itself through others, not even for a type', () => {
    const graph = new Map(files.map((file) => [file.name, targetsOf(file)]));
    expect(files.map((file) => file.name).filter((name) => reachable(name, graph).has(name))).toEqual([]);
  });

  it('has no room that imports itself through others, so that no two import one another: not even for a type', () => {
    const graph = new Map<string, string[]>();
    for (const file of files.filter(({ name }) => !OF_ALL_PARTS.includes(name))) {
      const others = targetsOf(file).filter((target) => roomOf(target) !== roomOf(file.name));
      graph.set(roomOf(file.name), [...(graph.get(roomOf(file.name)) ?? []), ...others.map(roomOf)]);
    }
    expect(graph.size).toBeGreaterThan(90);
    expect([...graph.keys()].filter((name) => reachable(name, graph).has(name))).toEqual([]);
  });

  it('has a table that lets no room of a part import itself through others', () => {
    const graph = new Map(Object.entries(ROOMS).map(([name, room]) => [name, room.within ?? []]));
    expect(Object.keys(ROOMS).filter((name) => reachable(name, graph).has(name))).toEqual([]);
  });

  it('says of every room what it holds, and of no room that is not there', () => {
    const found = new Set(files.flatMap((file) => [roomOf(file.name), partOf(file.name)]));
    expect(Object.keys(ROOMS).filter((name) => !found.has(name))).toEqual([]);
    expect(Object.entries(ROOMS).filter(([, room]) => room.holds === '')).toEqual([]);
  });

  it('keeps clock, randomness, environment and node modules out of the pure folders', () => {
    const impure = /\b(?:Date\.now|new Date\(\)|Math\.random|process\.|performance\.|crypto\.|setTimeout|setInterval|fetch)\b/;
    const found = files.filter((file) => !IMPURE.includes(partOf(file.name)) && impure.test(withoutComments(file.text)));
    expect(found.map((file) => file.name)).toEqual([]);
  });

  it('has files of the system read and written in runtime/disk alone, so that a test can put faults under it', () => {
    const found = files.filter((file) => importsOf(file.text).some((name) => /^(?:node:)?fs(?:\/|$)/.test(name)));
    expect(found.map((file) => file.name).filter((name) => !name.startsWith('runtime/disk/'))).toEqual([]);
    expect(found.some((file) => file.name.startsWith('runtime/disk/'))).toBe(true);
  });

  it('asks the system for its clock, user, host and environment in the surroundings alone', () => {
    const asks =
      /\b(?:Date\.now|new Date\(\)|performance\.now|userInfo|hostname\(|process\.(?:env|std\w+|cwd|version|platform|arch)\b|resolvedOptions)/;
    const found = files.filter((file) => partOf(file.name) === 'runtime' && asks.test(withoutComments(file.text)));
    expect(found.map((file) => file.name).sort()).toEqual([
      'runtime/disk/disk.ts',
      'runtime/disk/open-file.ts',
      'runtime/disk/surroundings.ts',
    ]);
  });

  it('bans ** and Math.pow in the pure folders: they differ between versions of V8', () => {
    const found = files.filter(
      (file) => !IMPURE.includes(partOf(file.name)) && /(?<!\dn )\*\*|Math\.pow\b/.test(withoutTexts(withoutComments(file.text))),
    );
    expect(found.map((file) => file.name)).toEqual([]);
  });

  it('bans Math.round and toFixed where values are reported', () => {
    const parts = ['numerics', 'potency', 'attributes', 'specification', 'results', 'pipeline'];
    const found = files.filter(
      (file) => parts.includes(partOf(file.name)) && /Math\.round\b|\.toFixed\(/.test(withoutTexts(withoutComments(file.text))),
    );
    expect(found.map((file) => file.name)).toEqual([]);
  });

  it('keeps nothing in modules: what is opened, cached or counted lives in an object', () => {
    expect(files.flatMap((file) => moduleStateOf(file.text).map((found) => `${file.name}: ${found}`))).toEqual([]);
  });

  it('re-exports from src/index.ts and src/library only', () => {
    const found = files.filter(
      (file) =>
        file.name !== 'index.ts' &&
        partOf(file.name) !== 'library' &&
        /(?:^|\n)export\s*(?:\*|\{[^}]*\}|type\s*\{[^}]*\})\s*from\b/.test(file.text),
    );
    expect(found.map((file) => file.name)).toEqual([]);
  });

  it('declares an exported name once: one word, one thing; the sentences of the two languages have the same names', () => {
    const places = new Map<string, Set<string>>();
    for (const file of files) {
      const place = file.name.replace(/^outputs\/words\/zh\//, 'outputs/words/en/');
      for (const [, name = ''] of withoutComments(file.text).matchAll(EXPORTED)) {
        places.set(name, (places.get(name) ?? new Set()).add(place));
      }
    }
    expect(places.size).toBeGreaterThan(1000);
    expect([...places].filter(([, at]) => at.size > 1).map(([name, at]) => [name, ...at])).toEqual([]);
  });

  it('has no folder or file of leftovers', () => {
    expect(
      files
        .filter((file) => /(?:^|\/)(?:utils?|helpers?|common|types|index)\.ts$/.test(file.name) && file.name !== 'index.ts')
        .map((file) => file.name),
    ).toEqual([]);
  });
});

const EXPORTED = /^export (?:declare )?(?:async )?(?:abstract )?(?:interface|type|const|let|function\*?|class) (\w+)/gm;

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"])\/\/.*$/gm, '$1');
}

function withoutTexts(text: string): string {
  return text.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, "''");
}
