import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { estimateAssay } from '../../src/potency/estimation/relative-potency.ts';
import { potencyMethod } from '../../src/potency/method.ts';
import { readPotencyTable } from '../../src/potency/plate/assay-table.ts';
import { describeShared } from '../shared-data.ts';

interface Mutation {
  readonly file: string;
  readonly group: string;
  readonly label: string;
  readonly expect: string;
}

const REDUCING = potencyMethod({ model: '4pl', outliers: { test: 'rout', maximum: 3, propose: 'reduced' } });

const HEADINGS = new Map([
  ['assay', 'Plate'],
  ['sample', 'Sample'],
  ['dose', 'Dose'],
  ['response', 'Signal'],
  ['well', 'Well'],
]);

describeShared('the "fit" group of hostile_csv.py', (shared) => {
  it.each([0, 2, 3])(
    'seed %i: never gives a reportable potency without a reason, throws only where there is no reference, and takes the healthy plate',
    async (seed) => {
      const folder = mkdtempSync(join(tmpdir(), 'cytolot-hostile-'));
      try {
        execFileSync('python3', [`${shared}tools/hostile_csv.py`, join(folder, 'out'), ...(seed === 0 ? [] : ['--seed', String(seed)])]);
        const lines = readFileSync(join(folder, 'out', 'manifest.jsonl'), 'utf8')
          .trim()
          .split('\n');
        const mutations = lines.map((line): Mutation => JSON.parse(line)).filter((one) => one.group === 'fit');
        const counts = new Map<string, number>();
        for (const mutation of mutations) {
          const bytes = readFileSync(join(folder, 'out', mutation.file));
          const judged = readPotencyTable(bytes, { file: 'a.csv', headings: HEADINGS, reference: 'REF-01' }).then(({ assays }) =>
            assays.flatMap((assay) => estimateAssay(assay, potencyMethod({ model: '4pl' })).tests),
          );
          counts.set(mutation.expect, (counts.get(mutation.expect) ?? 0) + 1);
          if (mutation.expect === 'must-reject') {
            await expect(judged, mutation.label).rejects.toThrow(
              "Expected the reference standard 'REF-01' in the assay 'PLT-0001', found 'LOT-A'.",
            );
            continue;
          }
          const tests = await judged;
          // What an outlier test takes out must not make a reportable value of them either.
          const { assays } = await readPotencyTable(bytes, { file: 'a.csv', headings: HEADINGS, reference: 'REF-01' });
          const reduced = assays.flatMap((assay) => estimateAssay(assay, REDUCING).tests);
          if (mutation.expect === 'reject-or-warn')
            for (const test of reduced) expect(test.outcomes.result, mutation.label).toBe('not-reportable');
          expect(tests.length).toBe(1);
          for (const test of tests) {
            expect(JSON.stringify(test), mutation.label).not.toMatch(/NaN|Infinity/);
            expect(test.outcomes.result === 'reportable', mutation.label).toBe(test.reasons.length === 0);
            if (mutation.expect === 'reject-or-warn') expect(test.reasons.length, mutation.label).toBeGreaterThan(0);
            if (mutation.expect === 'must-accept') expect(test.outcomes.result, mutation.label).toBe('reportable');
          }
        }
        console.log(`hostile fit group: ${mutations.length} plates, ${JSON.stringify(Object.fromEntries(counts))}`);
        expect(mutations.length).toBeGreaterThanOrEqual(19);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});
