import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { stagesOf } from './instructions.ts';

const ROOT = new URL('../..', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');
const STAGES = stagesOf(read('Dockerfile'));
const IMAGE = STAGES.at(-1) ?? [];
const words = z.array(z.string());
const textsOf = (word: string, stages = STAGES) =>
  stages.flatMap((stage) => stage.filter((one) => one.word === word).map(({ text }) => text));
const listOf = (word: string) => textsOf(word, [IMAGE]).map((text) => words.parse(JSON.parse(text.replace(/^[^[]*/, ''))));

it('an instruction of several lines is one, and a comment within is none', () => {
  expect(stagesOf('FROM a AS b\nRUN x \\\n# why\n  && y\nfrom c\n')).toEqual([
    [
      { word: 'FROM', text: 'a AS b' },
      { word: 'RUN', text: 'x && y' },
    ],
    [{ word: 'FROM', text: 'c' }],
  ]);
});

it('both stages stand on the same Node 24', () => {
  expect(textsOf('FROM').map((text) => text.split(' ')[0])).toEqual(Array(2).fill('docker.io/library/node:24-bookworm-slim'));
});

it('the user is a number that is not root, set once, last', () => {
  expect(textsOf('USER')).toEqual(['10001:10001']);
  const after = IMAGE.slice(IMAGE.findIndex(({ word }) => word === 'USER') + 1).map(({ word }) => word);
  expect(after).toEqual(['HEALTHCHECK', 'ENTRYPOINT', 'CMD']);
});

it('nothing belongs to one user, and nothing is a volume', () => {
  const said = IMAGE.map(({ word, text }) => `${word} ${text}`).join('\n');
  expect(said).not.toMatch(/^VOLUME|--chown|--chmod|chown|chmod|useradd|adduser|setuid|sudo/m);
});

it('packages come from the lock, without their scripts', () => {
  const npm = textsOf('RUN')
    .flatMap((text) => text.split('&&').map((one) => one.trim()))
    .filter((one) => /^np[mx]\b/.test(one));
  expect(npm).toEqual([
    'npm ci --ignore-scripts --no-audit --no-fund',
    'npm prune --omit=dev --ignore-scripts --no-audit --no-fund',
    'npm pkg delete devDependencies',
    'npm sbom --omit dev --sbom-format cyclonedx > sbom.cdx.json',
  ]);
  expect(textsOf('COPY')[0]).toBe('package.json package-lock.json ./');
  expect(textsOf('ADD')).toEqual([]);
});

it('the bill of materials is compared with what is installed, and stands in the image', () => {
  expect((STAGES[0] ?? []).at(-1)?.text).toBe('node scripts/missing-of-bill.mjs sbom.cdx.json');
  expect(textsOf('COPY', [IMAGE])).toContain('--from=build /app/sbom.cdx.json sbom.cdx.json');
});

it('what is copied from the first stage is named by its whole path', () => {
  const named = textsOf('COPY', [IMAGE])
    .filter((text) => text.startsWith('--from'))
    .flatMap((text) => text.split(' ').slice(1, -1));
  expect(named.length).toBeGreaterThan(2);
  expect(named.filter((path) => !path.startsWith('/app/'))).toEqual([]);
});

it('what is copied from the project is there, and is not kept from the build', () => {
  const copied = textsOf('COPY')
    .filter((text) => !text.startsWith('--from'))
    .flatMap((text) => text.split(' ').slice(0, -1));
  expect(copied.filter((path) => !existsSync(new URL(path, ROOT)))).toEqual([]);
  const left = read('.dockerignore').trim().split('\n');
  expect(copied.filter((path) => left.includes(path.split('/')[0] ?? ''))).toEqual([]);
  expect(left).toEqual(expect.arrayContaining(['.git', 'node_modules', 'dist']));
});

it('all that the build reads is copied', () => {
  const scripts = ['build.mjs', 'bundle-command.mjs', 'bundle-library.mjs'].flatMap((name) =>
    [...read(`scripts/${name}`).matchAll(/from '\.\/([\w-]+\.mjs)'/g)].map((match) => `scripts/${match[1]}`),
  );
  const copied = textsOf('COPY').flatMap((text) => text.split(' '));
  expect([...new Set(scripts)].filter((script) => !copied.includes(script))).toEqual([]);
});

it('the command is the entry, and the health check is asked by a list of words, so that no shell is needed', () => {
  expect(listOf('ENTRYPOINT')).toEqual([['node', '/app/dist/cytolot.cjs']]);
  expect(listOf('CMD')).toEqual([['--help']]);
  expect(listOf('HEALTHCHECK')).toEqual([['node', '/app/container-health.mjs']]);
  expect(textsOf('COPY', [IMAGE])).toContain('package.json LICENSE scripts/container-health.mjs ./');
});
