// Prints the closing line of .ci/run from the runner's own report: every other step that failed counts as one more failure.
import { readFileSync } from 'node:fs';

const [path, failedSteps] = process.argv.slice(2);
let report;
try {
  report = JSON.parse(readFileSync(path, 'utf8'));
} catch {
  console.log('0 passed, 1 failed, 0 skipped');
  process.exit(1);
}
const skipped = (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0);
const failed = report.numFailedTests + Math.max(Number(failedSteps), report.success || report.numFailedTests > 0 ? 0 : 1);
console.log(`${report.numPassedTests} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 && report.numPassedTests > 0 ? 0 : 1;
