import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Cases of one file of reference values, as a test file went through them. */
export interface CaseLine {
  readonly file: string;
  readonly cases: number;
  readonly failed: readonly string[];
  readonly figures: number | null;
}

export const PLACE_OF_TABLE = 'CYTOLOT_CASE_TABLE';

/** Before all tests: a file for the lines; the returned function prints the table and takes the file away. */
export function openCaseTable(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'cytolot-cases-'));
  const place = join(folder, 'lines.jsonl');
  appendFileSync(place, '');
  process.env[PLACE_OF_TABLE] = place;
  return () => {
    const lines: readonly CaseLine[] = readFileSync(place, 'utf8')
      .split('\n')
      .filter((text) => text !== '')
      .map((text) => JSON.parse(text));
    rmSync(folder, { recursive: true, force: true });
    if (lines.length > 0) console.log(tableText(lines));
  };
}

function tableText(lines: readonly CaseLine[]): string {
  const rows = [...lines].sort((a, b) => (a.file < b.file ? -1 : 1));
  const cases = rows.reduce((sum, line) => sum + line.cases, 0);
  const failed = rows.reduce((sum, line) => sum + line.failed.length, 0);
  const text = rows.map(({ file, cases: count, failed: bad, figures }) => {
    const compared = figures === null ? '' : `, ${figures} figures`;
    return `  ${file}: ${count} cases, ${count - bad.length} passed, ${bad.length} failed${compared}${bad.length === 0 ? '' : ` (${bad.join(', ')})`}`;
  });
  return `Reference values of ../shared/data/potency: ${cases} cases, ${cases - failed} passed, ${failed} failed\n${text.join('\n')}`;
}
