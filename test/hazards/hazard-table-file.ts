import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What was found of one case of a hazard. */
export interface HazardLine {
  readonly id: string;
  readonly kind: 'violation' | 'counterpart';
  readonly what: string;
  readonly found: string;
  readonly passed: boolean;
}

const PLACE = 'CYTOLOT_HAZARD_TABLE';

/** Before all tests: a file for the lines; the returned function prints the table and takes the file away. */
export function openHazardTable(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'cytolot-hazards-'));
  const place = join(folder, 'lines.jsonl');
  appendFileSync(place, '');
  process.env[PLACE] = place;
  return () => {
    const lines: readonly HazardLine[] = readFileSync(place, 'utf8')
      .split('\n')
      .filter((text) => text !== '')
      .map((text) => JSON.parse(text));
    rmSync(folder, { recursive: true, force: true });
    if (lines.length > 0) console.log(tableText(lines));
  };
}

export function tellHazard(line: HazardLine): void {
  const place = process.env[PLACE];
  if (place !== undefined) appendFileSync(place, `${JSON.stringify(line)}\n`);
}

function tableText(lines: readonly HazardLine[]): string {
  const rank = ({ id, kind }: HazardLine) => `${id}${kind === 'violation' ? 'a' : 'b'}`;
  const rows = [...lines].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  const text = rows.map(
    ({ id, kind, what, found, passed }) =>
      `  ${passed ? ' ' : 'x'} ${kind === 'violation' ? `${id} hazard` : '     honest'}  ${what} → ${found}`,
  );
  const counted = (kind: HazardLine['kind']) => {
    const some = lines.filter((line) => line.kind === kind);
    return `${some.filter((line) => line.passed).length} of ${some.length}`;
  };
  return `Hazards (docs/hazards.md): ${counted('violation')} met, ${counted('counterpart')} honest counterparts pass\n${text.join('\n')}`;
}
