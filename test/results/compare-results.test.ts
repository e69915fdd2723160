import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { intervalMethodText } from '../../src/outputs/words/interval-method.ts';
import { criterionTitle } from '../../src/outputs/words/titles.ts';
import type { ReleaseResult } from '../../src/results/release-result.ts';
import { sampleResult } from '../outputs/sample-result.ts';
import { sentence } from '../said.ts';

const script = fileURLToPath(new URL('../../scripts/compare-results.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cytolot-compare-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Row = ReleaseResult['attributes'][number];

/** The keys of version 1 for what version 2 says as data. */
function asVersion1(result: ReleaseResult): object {
  const { gating: _gating, assays: _assays, ...rest } = result;
  const message = (one: { readonly code: string; readonly fields: Row['notes'][number]['fields']; readonly assay?: string }) => {
    const { fields: _, assay, ...rest } = one;
    return { ...rest, message: `${assay === undefined ? '' : `${assay}: `}${sentence(one)}` };
  };
  const intervalOf = ({ of: _of, combination: _combination, ...one }: NonNullable<Row['interval']>) => one;
  const criterion = (one: Row['criterion']) => {
    if (one === null) return null;
    const { kind: _kind, on: _on, unit: _unit, words: _words, lower, upper, ...rest } = one;
    const ends = { lower: lower?.printed ?? null, lowerClosed: lower?.closed ?? null, upper: upper?.printed ?? null };
    return { ...rest, text: criterionTitle(one), ...ends, upperClosed: upper?.closed ?? null };
  };
  return {
    ...rest,
    schemaVersion: 1,
    inputs: result.inputs.map((input) => ({ ...input, serves: 'sample' })),
    departures: result.departures.map(message),
    disposition: { ...result.disposition, held: result.disposition.held.map(message) },
    controls: result.controls.map((control) => ({ ...control, reasons: control.reasons.map(message) })),
    attributes: result.attributes.map(({ notes, ...row }) => ({
      ...row,
      reasons: row.reasons.map(message),
      flags: notes.map(message),
      interval: row.interval === null ? null : { ...intervalOf(row.interval), method: intervalMethodText(row.interval, 'en') },
      criterion: criterion(row.criterion),
      limits: row.limits.map((limit) => ({ kind: limit.kind, text: criterionTitle(limit.criterion).en, crossed: limit.crossed })),
    })),
  };
}

/** Exit code and output of the comparison of two results. */
function compared(name: string, before: object): { readonly status: number | null; readonly stdout: string } {
  for (const [store, result] of [
    ['old', before],
    ['new', sampleResult],
  ] as const) {
    mkdirSync(join(folder, name, store, 'lots'), { recursive: true });
    writeFileSync(join(folder, name, store, 'lots', 'result.json'), JSON.stringify(result));
  }
  const { status, stdout } = spawnSync(process.execPath, [script, join(folder, name, 'old'), join(folder, name, 'new')], {
    encoding: 'utf8',
  });
  return { status, stdout };
}

describe('the comparison of versions 1 and 2 of a result', () => {
  it('explains what version 2 says in another shape', () => {
    const { status, stdout } = compared('same', asVersion1(sampleResult));
    expect([status, stdout.includes('UNEXPLAINED')]).toEqual([0, false]);
    expect(stdout).toContain('1 results compared.');
    expect(stdout).toContain('a criterion is its ends with numbers');
  });

  it.each([
    ['a unit in the last place', 1 + 2 ** -52, 0],
    ['1e-14 of it', 1 + 1e-14, 0],
    ['1e-12 of it', 1 + 1e-12, 1],
  ] as const)('explains other last digits of a number, and no more: %s', (name, factor, status) => {
    const attributes = sampleResult.attributes.map((row) =>
      row.unroundedValue === null ? row : { ...row, unroundedValue: row.unroundedValue * factor },
    );
    expect(attributes.some(({ unroundedValue }) => unroundedValue !== null && unroundedValue !== 0)).toBe(true);
    const found = compared(name, asVersion1({ ...sampleResult, attributes }));
    expect([found.status, found.stdout.includes('UNEXPLAINED')]).toEqual([status, status === 1]);
  });

  it('does not explain a number that changed, nor a reason that is gone', () => {
    const attributes = sampleResult.attributes.map((row, index) => (index === 1 ? { ...row, k: 1 } : row));
    const changed = compared('changed', asVersion1({ ...sampleResult, attributes }));
    expect(changed.status).toBe(1);
    expect(changed.stdout).toContain('attributes[1].k');
    const held = [{ code: 'held/changed', scope: 'assay-run', fields: { file: 'a.fcs', found: 'It grew.' } }] as const;
    const gone = compared('gone', asVersion1({ ...sampleResult, disposition: { ...sampleResult.disposition, held } }));
    expect(gone.status).toBe(1);
    expect(gone.stdout).toContain('disposition.held[held/changed]');
  });
});
