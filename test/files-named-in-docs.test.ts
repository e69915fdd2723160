import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const ROOT = new URL('..', import.meta.url);

function filesUnder(folder: string, ending: RegExp): readonly string[] {
  return readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => ending.test(path));
}

const FILES = ['src', 'test', 'scripts'].flatMap((folder) => filesUnder(folder, /\.(?:ts|mjs)$/));
// A record of a decision says how things stood when it was taken.
const PAGES = [...filesUnder('docs', /\.md$/).filter((page) => !page.includes('/decisions/')), 'README.md', 'CONTRIBUTING.md'];

/** Source files in backticks, by their whole path or the end of it; `*` and `<name>` stand for any name. */
function namedFiles(page: string): readonly string[] {
  return [...readFileSync(new URL(page, ROOT), 'utf8').matchAll(/`([\w./*<>-]+\.(?:ts|mjs))`/g)].map((match) => match[1] ?? '');
}

function exists(name: string): boolean {
  const parts = name.split(/\*|<\w+>/).map((part) => part.replace(/[.\\^$+?()[\]{}|]/g, '\\$&'));
  const pattern = new RegExp(`(?:^|/)${parts.join('[^/]+')}$`);
  return FILES.some((file) => pattern.test(file));
}

it('the pages name source files that are there', () => {
  const named = PAGES.flatMap((page) => namedFiles(page).map((name) => ({ page, name })));
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter(({ name }) => !exists(name))).toEqual([]);
});

it('a name that is nowhere is found', () => {
  expect(
    ['reasons-with-figures.ts', 'src/potency/*.ts', 'formats/<vendor>/<name>.ts', 'diagnosis.ts', 'src/potency/mean.ts'].map(exists),
  ).toEqual([true, true, true, false, false]);
});
