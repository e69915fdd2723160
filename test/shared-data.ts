import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';

const folder = fileURLToPath(new URL('../../shared/', import.meta.url));

/** The folder of real files and reference values beside the project, or `null` on a machine that has none. */
export function sharedFolder(): string | null {
  return existsSync(`${folder}data`) ? folder : null;
}

/** A group of tests that needs the shared folder: skipped plainly without it, failed without it where CYTOLOT_SHARED=required. */
export function describeShared(title: string, tests: (sharedPath: string) => void): void {
  const path = sharedFolder();
  if (path !== null) {
    describe(title, () => tests(path));
  } else if (process.env.CYTOLOT_SHARED === 'required') {
    describe(title, () => {
      it('needs ../shared, which is missing although CYTOLOT_SHARED=required', () => {
        throw new Error('../shared/data not found');
      });
    });
  } else {
    describe.skip(`${title} (skipped: needs ../shared)`, () => {
      it('needs ../shared', () => {});
    });
  }
}
