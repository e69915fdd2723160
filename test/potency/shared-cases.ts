import { readFileSync } from 'node:fs';
import type { PotencyAssay } from '../../src/potency/potency-assay.ts';
import type { DosePoint } from '../../src/potency/potency-result.ts';

/** Rows of a CSV without quotes, by heading. */
export function readRows(path: string): readonly Map<string, string>[] {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return new Map(names.map((name, i) => [name, cells[i] ?? '']));
  });
}

/** Points of wells without a place on a plate. */
export function pointsOf(doses: readonly number[], responses: readonly number[]): DosePoint[] {
  return doses.map((dose, i) => ({ dose, response: responses[i] ?? Number.NaN, well: null, plate: null, excluded: null }));
}

/** An assay of two named samples from parallel columns. */
export function pairAssay(
  name: string,
  columns: { readonly sample: readonly string[]; readonly dose: readonly number[]; readonly response: readonly number[] },
  [reference, test]: readonly [string, string] = ['ref', 'test'],
): PotencyAssay {
  const of = (sample: string): DosePoint[] => {
    const rows = columns.sample.flatMap((one, i) => (one === sample ? [i] : []));
    return pointsOf(
      rows.map((i) => columns.dose[i] ?? Number.NaN),
      rows.map((i) => columns.response[i] ?? Number.NaN),
    );
  };
  return {
    name,
    doseUnit: null,
    responseUnit: null,
    reference: { name: reference, points: of(reference) },
    tests: [{ name: test, points: of(test) }],
  };
}

/** Assays of a simulated long table, by id. */
export function readAssays(path: string): Map<string, PotencyAssay> {
  const columns = new Map<string, { sample: string[]; dose: number[]; response: number[] }>();
  for (const row of readRows(path)) {
    const id = row.get('assay_id') ?? '';
    const own = columns.get(id) ?? { sample: [], dose: [], response: [] };
    own.sample.push(row.get('sample') ?? '');
    own.dose.push(Number(row.get('dose')));
    own.response.push(Number(row.get('response')));
    columns.set(id, own);
  }
  return new Map([...columns].map(([id, own]) => [id, pairAssay(id, own)]));
}

/** Relative error of a found against an expected number; 0 where both are the same, infinite where one is missing. */
export function relativeError(found: number | null | undefined, expected: number | null | undefined): number {
  if (found === expected || (found === undefined && expected === null)) return 0;
  if (found === null || found === undefined || expected === null || expected === undefined) return Number.POSITIVE_INFINITY;
  return Math.abs(found - expected) / Math.abs(expected);
}
