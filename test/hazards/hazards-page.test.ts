import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { HAZARD_SECTIONS } from './all-hazards.ts';
import { hazardsPage } from './hazards-page.ts';

const hazards = HAZARD_SECTIONS.flatMap((section) => section.hazards.map((hazard) => ({ ...hazard, section: section.number })));

it('docs/hazards.md is written from the hazards of the tests (npm run hazards)', () => {
  const page = readFileSync(fileURLToPath(new URL('../../docs/hazards.md', import.meta.url)), 'utf8');
  expect(page).toBe(hazardsPage());
});

it('every hazard has a number of its own, which begins with its section', () => {
  expect(new Set(hazards.map(({ id }) => id)).size).toBe(hazards.length);
  expect(hazards.filter(({ id, section }) => !id.startsWith(`${section}-`))).toEqual([]);
});

it('a violation and its counterpart differ in what comes out or in what is changed', () => {
  expect(hazards.filter(({ violation, counterpart }) => violation.what === counterpart.what)).toEqual([]);
});

it('every section has its hazards, 60 changes and as many counterparts at least', () => {
  expect(HAZARD_SECTIONS.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 8]);
  expect(HAZARD_SECTIONS.filter((section) => section.hazards.length < 5)).toEqual([]);
  expect(hazards.length).toBeGreaterThanOrEqual(60);
});
