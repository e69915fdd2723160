import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openCaseTable } from './case-table-file.ts';
import { openHazardTable } from './hazards/hazard-table-file.ts';

/** Once before all tests: the export folders of fixtures/, where they are not there yet. Test files that run side by side then only read them. After all: the tables of reference cases and of hazards. */
export function setup(): () => void {
  const root = fileURLToPath(new URL('..', import.meta.url));
  execFileSync(process.execPath, ['fixtures/generate.mjs', '--if-needed'], { cwd: root, stdio: 'ignore' });
  const printCases = openCaseTable();
  const printHazards = openHazardTable();
  return () => {
    printCases();
    printHazards();
  };
}
