import '../hazards/in-process-workers.ts';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { captureCommand } from '../cli/captured-command.ts';
import { HAZARD_SECTIONS } from '../hazards/all-hazards.ts';
import { runCase } from '../hazards/run-case.ts';
import { shippedFolder } from '../hazards/shipped-folder.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const FIXTURES = [
  ['dopaminergic', 'dopaminergic-progenitors'],
  ['gene-modified', 'gene-modified-cells'],
  ['mesenchymal', 'mesenchymal-stromal-cells'],
] as const;

/** Three or more English words in a row. */
const ENGLISH = /[A-Za-z][A-Za-z'’-]*(?:[ ,;:]+[A-Za-z][A-Za-z'’-]+){2,}[^¦]*/g;

/** What a Chinese report says in English, beside what inputs wrote: texts of definition, specification and tables, and what stands in quotes. */
function englishOf(page: string, inputs: readonly string[]): readonly string[] {
  const plain = page.replace(/<style>.*?<\/style>/s, '');
  const labels = [...plain.matchAll(/\s(?:aria-label|title|alt)="([^"]*)"/g)].map(([, label]) => label ?? '');
  const words = [plain.replace(/<title>.*?<\/title>/s, '').replace(/<[^>]*>/g, '¦'), ...labels]
    .join('¦')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replace(/\s+/g, ' ');
  const longestFirst = [...new Set(inputs)].filter((text) => /[A-Za-z]{2}/.test(text)).sort((a, b) => b.length - a.length);
  const own = longestFirst
    .filter((text) => text.includes(' '))
    .reduce((rest, text) => rest.replaceAll(text, '¦'), words)
    .replace(/'[^'¦]*'|“[^”¦]*”/g, '¦');
  return [...new Set([...own.matchAll(ENGLISH)].map(([found]) => found.trim()))];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** Every text of a tree of YAML. */
function textsOf(tree: unknown): string[] {
  if (typeof tree === 'string') return [tree.replace(/\s+/g, ' ').trim()];
  return tree !== null && typeof tree === 'object' ? Object.values(tree).flatMap(textsOf) : [];
}

function cellsOf(text: string): string[] {
  return text.split(/[,;\t\r\n"]+/).map((cell) => cell.trim());
}

function cellsOfTables(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => /\.(csv|txt|tsv)$/.test(name));
  return names.flatMap((name) => cellsOf(readFileSync(join(folder, name), 'utf8')));
}

function pagesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('report.html'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

describe('a report in Chinese says nothing of ours in English', () => {
  it('would be found: a sentence, a heading, a label of a picture', () => {
    const page =
      '<h3>放行</h3><p>One of the two is wrong.</p><img alt="Control beside the sample"><b>CD34 &amp; PE-A</b><i>Viable cells per vial</i>';
    expect(englishOf(page, ['Viable cells per vial'])).toEqual(['One of the two is wrong.', 'Control beside the sample']);
  });

  it.each(FIXTURES)(
    '%s',
    async (fixture, pipeline) => {
      const [exported, method] = [join(root, 'fixtures', fixture), join(root, 'pipelines', pipeline)];
      const out = mkdtempSync(join(tmpdir(), 'cytolot-chinese-'));
      try {
        await captureCommand(['run', exported, '--pipeline', join(method, 'pipeline.yaml'), '--out', out, '--language', 'zh', '--quiet']);
        const trees = ['pipeline.yaml', 'specification.yaml'].map((name) => parse(readFileSync(join(method, name), 'utf8')));
        const pages = pagesUnder(join(out, 'lots'));
        expect(pages.length).toBeGreaterThan(0);
        const inputs = [...trees.flatMap(textsOf), ...cellsOfTables(exported), ...cellsOfTables(method)];
        for (const page of pages) expect(englishOf(page, inputs)).toEqual([]);
      } finally {
        rmSync(out, { recursive: true });
      }
    },
    120_000,
  );

  const some = HAZARD_SECTIONS.flatMap(({ hazards }) => hazards.filter((_, at) => at % 5 === 0));
  it.each(some)(
    'hazard $id',
    async ({ base, violation }) => {
      const lot = shippedFolder(base);
      violation.change(lot);
      const found = await runCase(base, { ...violation, arguments: [...(violation.arguments ?? []), '--language', 'zh'] });
      const tables = [...lot.tables.values()].flatMap((table) => cellsOf(table.text()));
      const inputs = [...textsOf(lot.definition.tree), ...textsOf(lot.specification.tree), ...tables];
      for (const page of found.pages) expect(englishOf(page, inputs)).toEqual([]);
    },
    120_000,
  );
});
