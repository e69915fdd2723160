import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { words } from '../src/outputs/words.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const src = join(root, 'src');

interface Entry {
  readonly terms: readonly string[];
  readonly chinese: readonly string[];
  readonly banned: readonly string[];
}

/** The rows of the page: terms that share one stand with a comma between them, as does their Chinese; what stands in brackets explains. */
const entries: readonly Entry[] = readFileSync(join(root, 'docs/glossary.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| (?!-|English)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, english = '', chinese = '', , not = '']) => ({
    terms: english.split(', ').map((term) => term.replace(/ \(.*\)$/, '').toLowerCase()),
    chinese: chinese.split('，'),
    banned: [...not.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''),
  }));

const chineseOf = new Map(entries.flatMap(({ terms, chinese }) => terms.map((term, i) => [term, chinese[i] ?? ''] as const)));

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourceFiles(path) : entry.name.endsWith('.ts') ? [path] : [];
  });
}

/** Names of the code, in parts: `spilloverFile` is spillover and file. */
function partsOf(text: string): ReadonlySet<string> {
  const code = text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|[^:'"])\/\/.*$/gm, '$1')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|\/(?:[^/\\\n]|\\.)+\/[a-z]*/g, ' ');
  const names = code.match(/[A-Za-z_$][\w$]*/g) ?? [];
  return new Set(names.flatMap((name) => name.split(/(?=[A-Z])|_/)).map((part) => part.toLowerCase()));
}

describe('the glossary', () => {
  it('has every term once, with as much Chinese as terms', () => {
    const all = entries.flatMap(({ terms }) => terms);
    expect(all.length).toBeGreaterThan(60);
    expect(all.filter((term, i) => all.indexOf(term) !== i)).toEqual([]);
    expect(entries.filter(({ terms, chinese }) => chinese.length !== 1 && chinese.length !== terms.length)).toEqual([]);
  });

  it('is what reports say: a term of it has the Chinese that stands there', () => {
    const said = Object.values(words).map(({ en, zh }) => ({ term: en.toLowerCase().replace(/s$/, ''), zh }));
    const known = said.flatMap(({ term, zh }) => {
      const meant = chineseOf.get(term) ?? chineseOf.get(`${term}s`);
      return meant === undefined ? [] : [{ term, zh, meant }];
    });
    expect(known.length).toBeGreaterThan(25);
    expect(known.filter(({ zh, meant }) => zh !== meant)).toEqual([]);
  });

  it('bans words that no name of the code has as a part', () => {
    const banned = entries.flatMap((entry) => entry.banned);
    expect(banned.length).toBeGreaterThan(8);
    // The rooms of other programs and of instruments speak of what those call so.
    const ours = sourceFiles(src).filter((path) => !/^(?:exchange|plates\/formats)\/[a-z-]+\//.test(relative(src, path)));
    const found = ours.flatMap((path) => {
      const parts = partsOf(readFileSync(path, 'utf8'));
      return banned.filter((word) => parts.has(word)).map((word) => `${relative(src, path)}: ${word}`);
    });
    expect(found).toEqual([]);
  });
});
