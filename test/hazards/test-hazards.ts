import { describe, expect, it } from 'vitest';
import type { HazardSection } from './all-hazards.ts';
import type { Case, Hazard } from './hazard.ts';
import { type HazardLine, tellHazard } from './hazard-table-file.ts';
import { type Found, runCase } from './run-case.ts';

/** Tests every hazard of a section and its honest counterpart. */
export function testHazards(sections: readonly HazardSection[], number: number): void {
  describe.each(sections.filter((section) => section.number === number).flatMap(({ hazards }) => hazards))('$id: $hazard', (hazard) => {
    it(`is met: ${hazard.violation.what}`, () => testCase(hazard, 'violation'));
    it(`passes as before: ${hazard.counterpart.what}`, () => testCase(hazard, 'counterpart'));
  });
}

async function testCase(hazard: Hazard, kind: HazardLine['kind']): Promise<void> {
  const one = hazard[kind];
  const found = await runCase(hazard.base, one);
  const tell = (passed: boolean) => tellHazard({ id: hazard.id, kind, what: one.what, found: foundText(found, one), passed });
  try {
    expectCase(found, one, kind === 'violation' ? [] : shownOnlyBy(hazard));
  } catch (error) {
    tell(false);
    throw error;
  }
  tell(true);
}

/** Codes of the violation that its counterpart does not expect too: they must not stand in it. */
function shownOnlyBy({ violation, counterpart }: Hazard): string[] {
  return violation.expect.codes.filter((code) => !counterpart.expect.codes.includes(code));
}

function foundText({ exit, subjects, codes }: Found, { expect: { codes: wanted } }: Case): string {
  const lots = [...subjects].map(([key, { disposition }]) => `${decodeURIComponent(key)} ${disposition}`);
  return [...(lots.length === 0 ? ['refused'] : lots), `exit ${exit}`, ...wanted.filter((code) => codes.has(code))].join('; ');
}

function expectCase(found: Found, one: Case, absent: readonly string[]): void {
  const { exit, subjects, codes, without = [], says = [] } = one.expect;
  const expected = subjects === 'none' ? {} : subjects;
  const shown = Object.fromEntries(
    [...found.subjects].map(([key, { disposition, rows }]) => [
      key,
      { disposition, rows: pick(rows, Object.keys(expected[key]?.rows ?? {})) },
    ]),
  );
  const all = `${found.printed}codes: ${[...found.codes].join(', ')}\n`;
  expect({ exit: found.exit, subjects: shown }, all).toEqual({
    exit,
    subjects: Object.fromEntries(Object.entries(expected).map(([key, { disposition, rows = {} }]) => [key, { disposition, rows }])),
  });
  if (one.expect.analyses !== undefined) expect(found.analyses, all).toBe(one.expect.analyses);
  expectTables(found, one.expect);
  expect([...found.codes], all).toEqual(expect.arrayContaining([...codes]));
  expect(
    [...without, ...absent].filter((code) => found.codes.has(code)),
    all,
  ).toEqual([]);
  expect(
    says.filter((words) => !`${found.printed}${found.reports}`.includes(words)),
    all,
  ).toEqual([]);
}

function expectTables({ subjects }: Found, { csv = {}, csvLines = {} }: Case['expect']): void {
  const lines = (key: string, row: string) => subjects.get(key)?.csv.all({ row }) ?? [];
  for (const [key, rows] of Object.entries(csv)) {
    const shown = Object.entries(rows).map(([row, cells]) => {
      const line = lines(key, row)[0];
      return [row, Object.fromEntries(Object.keys(cells).map((column) => [column, line?.get(column)]))];
    });
    expect(Object.fromEntries(shown), `results.csv of ${key}`).toEqual(rows);
  }
  for (const [key, rows] of Object.entries(csvLines))
    expect(Object.fromEntries(Object.keys(rows).map((row) => [row, lines(key, row).length])), `lines of ${key}`).toEqual(rows);
}

function pick(rows: ReadonlyMap<string, string>, ids: readonly string[]) {
  return Object.fromEntries(ids.map((id) => [id, rows.get(id) ?? 'no such row']));
}
