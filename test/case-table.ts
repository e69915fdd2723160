import { appendFileSync } from 'node:fs';
import { afterAll, afterEach, expect } from 'vitest';
import { type CaseLine, PLACE_OF_TABLE } from './case-table-file.ts';

/**
 * Inside a `describe`: counts the cases of a file for the table that is printed when all tests are done. The title of a test, or of the group around it,
 * names its cases; a case that no test names fails. `figures` tells how many were compared, where they are counted.
 */
export function countCases(file: string, ids: readonly string[], figures?: () => number): void {
  const titles: string[] = [];
  const broken: string[] = [];
  afterEach(({ task }) => {
    const title = `${task.suite?.name ?? ''} ${task.name}`;
    titles.push(title);
    if (task.result?.state === 'fail') broken.push(title);
  });
  afterAll(() => {
    const named = (among: readonly string[]) => ids.filter((id) => among.some((title) => title.split(/[\s:,]+/).includes(id)));
    const skipped = ids.filter((id) => !named(titles).includes(id));
    const line: CaseLine = { file, cases: ids.length, failed: [...named(broken), ...skipped], figures: figures?.() ?? null };
    const place = process.env[PLACE_OF_TABLE];
    if (place !== undefined) appendFileSync(place, `${JSON.stringify(line)}\n`);
    // With a filter on titles (-t) not all are run, and nothing can be said.
    if (titles.length > 1) expect(skipped, `cases of ${file} that no test names`).toEqual([]);
  });
}

/** The same for a table whose rows one test goes through: a row that disagrees fails it, and with it the file. */
export function countRows(file: string, rows: number, figures?: () => number): void {
  let broken = 0;
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') broken += 1;
  });
  afterAll(() => {
    const failed = Array.from({ length: broken }, () => 'a row');
    const line: CaseLine = { file, cases: rows, failed, figures: figures?.() ?? null };
    const place = process.env[PLACE_OF_TABLE];
    if (place !== undefined) appendFileSync(place, `${JSON.stringify(line)}\n`);
  });
}
