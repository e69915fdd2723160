import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const src = fileURLToPath(new URL('../src/', import.meta.url));

/** Who may import whom, from the design's table. An entry is a folder or a file of src; `*` is everything inside src. */
const MAY_IMPORT: Record<string, { readonly from: readonly string[]; readonly packages: readonly string[] }> = {
  'cause.ts': { from: [], packages: [] },
  'csv-cell.ts': { from: [], packages: [] },
  'errors.ts': { from: [], packages: [] },
  'message.ts': { from: [], packages: [] },
  'sha256.ts': { from: [], packages: [] },
  'subject.ts': { from: ['sha256.ts'], packages: [] },
  'version.ts': { from: [], packages: [] },
  numerics: { from: ['errors.ts'], packages: ['@stdlib/', 'mathjs'] },
  fcs: { from: ['errors.ts'], packages: [] },
  population: { from: ['fcs', 'numerics', 'errors.ts'], packages: ['ml-kmeans', 'zod', 'mathjs'] },
  exchange: { from: ['population', 'fcs', 'errors.ts'], packages: ['saxes', 'zod'] },
  plates: { from: ['errors.ts'], packages: ['fast-csv', '@fast-csv/parse', 'hucre', 'hucre/', 'zod'] },
  potency: { from: ['plates/plate-reading.ts', 'plates/layout.ts', 'numerics', 'errors.ts'], packages: ['zod'] },
  attributes: {
    from: ['population/population.ts', 'potency/potency-result.ts', 'plates/plate-reading.ts', 'numerics', 'errors.ts'],
    packages: ['zod'],
  },
  specification: { from: ['attributes/attribute-result.ts', 'numerics', 'errors.ts'], packages: ['zod'] },
  results: {
    from: ['attributes/attribute-result.ts', 'potency/potency-result.ts', 'population/population.ts', 'specification', 'errors.ts'],
    packages: ['zod'],
  },
  outputs: {
    from: ['results', 'attributes/attribute-result.ts', 'potency/potency-result.ts', 'specification', 'errors.ts'],
    packages: ['d3', 'd3-', 'fast-csv'],
  },
  pipeline: {
    from: [
      'errors.ts',
      'version.ts',
      'numerics',
      'fcs',
      'population',
      'exchange',
      'plates',
      'potency',
      'attributes',
      'specification',
      'results',
    ],
    packages: ['zod', 'yaml', 'mathjs'],
  },
  runtime: {
    from: [
      'errors.ts',
      'version.ts',
      'numerics',
      'fcs',
      'population',
      'exchange',
      'plates',
      'potency',
      'attributes',
      'specification',
      'results',
      'outputs',
      'pipeline',
      'runtime',
    ],
    packages: ['node:', 'fcs', 'pino', 'piscina', 'hyparquet-writer', '@resvg/resvg-js'],
  },
  cli: { from: ['*'], packages: ['node:', 'commander', 'yaml'] },
  'index.ts': { from: ['*'], packages: [] },
};

/** Parts without a part of their own: what every other one may name. */
const EVERYWHERE = ['cause.ts', 'csv-cell.ts', 'errors.ts', 'message.ts', 'subject.ts'];

const PURE = [
  'cause.ts',
  'csv-cell.ts',
  'message.ts',
  'sha256.ts',
  'subject.ts',
  'numerics',
  'fcs',
  'population',
  'exchange',
  'plates',
  'potency',
  'attributes',
  'specification',
  'results',
  'outputs',
  'pipeline',
];

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

function violations(file: { readonly path: string; readonly name: string; readonly text: string }): string[] {
  const part = partOf(file.name);
  const rule = MAY_IMPORT[part];
  if (rule === undefined) return [`${file.name}: '${part}' has no line in the import table`];
  return importsOf(file.text).flatMap((specifier) => {
    if (!specifier.startsWith('.')) {
      return rule.packages.some((allowed) => specifier === allowed || (/[:/-]$/.test(allowed) && specifier.startsWith(allowed)))
        ? []
        : [`${file.name} imports the package ${specifier}`];
    }
    const target = relative(src, resolve(dirname(file.path), specifier));
    if (partOf(target) === part || rule.from.includes('*') || (!part.endsWith('.ts') && EVERYWHERE.includes(target))) return [];
    return rule.from.some((allowed) => target === allowed || target.startsWith(`${allowed}/`)) ? [] : [`${file.name} imports ${target}`];
  });
}

describe('architecture', () => {
  it('finds the sources', () => {
    expect(files.length).toBeGreaterThan(50);
  });

  it('lets every part import only what the table allows', () => {
    expect(files.flatMap(violations)).toEqual([]);
  });

  it('keeps clock, randomness, environment and node modules out of the pure folders', () => {
    const impure = /\b(?:Date\.now|new Date\(\)|Math\.random|process\.|performance\.|crypto\.|setTimeout|setInterval|fetch)\b/;
    const found = files.filter((file) => PURE.includes(partOf(file.name)) && impure.test(withoutComments(file.text)));
    expect(found.map((file) => file.name)).toEqual([]);
  });

  it('bans ** and Math.pow in the pure folders: they differ between versions of V8', () => {
    const found = files.filter(
      (file) => PURE.includes(partOf(file.name)) && /(?<!\dn )\*\*|Math\.pow\b/.test(withoutTexts(withoutComments(file.text))),
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

  it('re-exports from src/index.ts only', () => {
    const found = files.filter(
      (file) => file.name !== 'index.ts' && /(?:^|\n)export\s*(?:\*|\{[^}]*\}|type\s*\{[^}]*\})\s*from\b/.test(file.text),
    );
    expect(found.map((file) => file.name)).toEqual([]);
  });

  it('has no folder or file of leftovers', () => {
    expect(
      files
        .filter((file) => /(?:^|\/)(?:utils?|helpers?|common|types|index)\.ts$/.test(file.name) && file.name !== 'index.ts')
        .map((file) => file.name),
    ).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"])\/\/.*$/gm, '$1');
}

function withoutTexts(text: string): string {
  return text.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, "''");
}
