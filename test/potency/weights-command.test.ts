import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AssayResult } from '../../src/potency/potency-result.ts';
import { captureCommand } from '../cli/captured-command.ts';
import { describeShared } from '../shared-data.ts';
import { readRows, relativeError } from './shared-cases.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cytolot-weights-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One assay of a simulated table. */
function assayOf(path: string, id: number): { readonly data: Record<'sample', string[]> & Record<'dose' | 'response', number[]> } {
  const rows = readRows(path).filter((row) => row.get('assay_id') === String(id));
  const numbers = (name: string): number[] => rows.map((row) => Number(row.get(name)));
  return { data: { sample: rows.map((row) => row.get('sample') ?? ''), dose: numbers('dose'), response: numbers('response') } };
}

describeShared('weights through the command', (shared) => {
  interface Case {
    readonly id: string;
    readonly data: { readonly sample: readonly string[]; readonly dose: readonly number[]; readonly response: readonly number[] };
    readonly expected: { readonly rp: { readonly value: number; readonly ci_log_delta: readonly number[] } };
  }
  const cases: readonly Case[] = JSON.parse(readFileSync(`${shared}data/potency/relative_potency.json`, 'utf8'));
  const caseOf = (id: string): Case => cases.find((one) => one.id === id)!;

  async function run({ data }: Pick<Case, 'data'>, weights: string, method = ''): Promise<AssayResult> {
    const file = join(folder, 'table.csv');
    const yaml = join(folder, 'method.yaml');
    writeFileSync(
      file,
      `sample,dose,response\n${data.sample.map((name, i) => `${name},${data.dose[i]},${data.response[i]}`).join('\n')}\n`,
    );
    writeFileSync(yaml, `model: 4pl\n${method}`);
    const options = [...(weights === '' ? [] : ['--weights', weights]), '--method', yaml];
    const { stdout } = await captureCommand(['potency', file, '--reference', 'ref', ...options, '--json']);
    return JSON.parse(stdout).assays[0];
  }

  it('1/y^2 as R', async () => {
    const one = caseOf('rp-salba-4pl-wy2');
    const potency = (await run(one, '1/y^2')).tests[0]?.relativePotency;
    expect(relativeError(potency?.estimate, one.expected.rp.value)).toBeLessThan(1e-7);
    expect(relativeError(potency?.lower, one.expected.rp.ci_log_delta[0])).toBeLessThan(1e-5);
    expect(relativeError(potency?.upper, one.expected.rp.ci_log_delta[1])).toBeLessThan(1e-5);
  });

  // R 4.2.2: nls of the constrained pair of a simulated assay with these weights; for 1/fitted^2 scipy 1.17 least_squares, weights 1/fitted² of each sample's own fit until they
  // settled to 4e-9.
  it.each([
    [1, '1/variance', '', [1.029062120983, 0.863765840564, 1.225990655234, 95.388795214994]],
    [2, '1/y', '', [1.2183053915595, 1.186918174439, 1.2505226215821, 0.03076695929754]],
    // R weighted by 1/(2 mean^1.5): a factor changes the sum of squares alone.
    [2, '1/mean^1.5', '', [1.22108597440868, 1.19696287331972, 1.24569524262874, 2 * 0.00936371703394]],
    [2, '1/fitted^2', '', [1.223386248514, 1.204526533846, 1.242541256666, 0.013913820589]],
  ] as const)('assay %i: %s %s', async (id, weights, method, [estimate, lower, upper, rss]) => {
    const test = (await run(assayOf(`${shared}data/potency/sim4pl_dev_data.csv`, id), weights, method)).tests[0];
    expect(relativeError(test?.relativePotency?.estimate, estimate)).toBeLessThan(1e-6);
    expect(relativeError(test?.relativePotency?.lower, lower)).toBeLessThan(1e-5);
    expect(relativeError(test?.relativePotency?.upper, upper)).toBeLessThan(1e-5);
    expect(relativeError(test?.constrained?.rss, rss)).toBeLessThan(1e-7);
  });

  it('an exponent that is estimated is in the record: R gnls with varPower', async () => {
    const [one]: readonly { data: { x: number[]; y: number[] }; expected: { power: number } }[] = JSON.parse(
      readFileSync(`${shared}data/potency/validation_and_qc.json`, 'utf8'),
    ).filter(({ id }: { id: string }) => id === 'gnls-salba-varpower');
    const { x, y } = one!.data;
    const twice = { sample: [...x.map(() => 'ref'), ...x.map(() => 'test')], dose: [...x, ...x], response: [...y, ...y] };
    const result = await run({ data: twice }, '1/fitted^estimated');
    expect(relativeError(result.weightExponent, one!.expected.power)).toBeLessThan(1e-3);
    expect(result.tests[0]?.relativePotency?.estimate).toBeCloseTo(1, 6);
  });
});

it.each([
  ['mean^2', "Expected weights in words, '1/mean^2', found 'mean^2': that spelling of an earlier version meant 1/mean^2"],
  [
    'mean^-2',
    "Expected weights in words, '1/mean^2', found 'mean^-2': that spelling of an earlier version meant 1/mean^-2, a weight that grows with the mean",
  ],
  [
    'fitted^2',
    "Expected weights in words, '1/fitted^4', found 'fitted^2': that spelling of an earlier version meant 1/fitted^(2p), here 1/fitted^4",
  ],
  [
    'fitted^estimated',
    "Expected weights in words, '1/fitted^estimated', found 'fitted^estimated': that spelling meant 1/fitted^(2p) with p estimated, which is the same weight",
  ],
  [
    '2/y',
    "Expected weights of none, 1/y, 1/y^2, 1/mean, 1/mean^2, 1/fitted, 1/fitted^2, 1/fitted^estimated, 1/variance, or 1/mean^p and 1/fitted^p with a number p above 0, found '2/y'",
  ],
  ['mean^0', "Expected weights in words, 'none', found 'mean^0': a power of 0 gives every response the same weight"],
  ['fitted^0', "Expected weights in words, 'none', found 'fitted^0'"],
  ['1/y^1.5', "or 1/mean^p and 1/fitted^p with a number p above 0, found '1/y^1.5'"],
  ['1/mean^0', "or 1/mean^p and 1/fitted^p with a number p above 0, found '1/mean^0'"],
  ['1/fitted^0.0', "or 1/mean^p and 1/fitted^p with a number p above 0, found '1/fitted^0.0'"],
])('weights are written in words: %s', async (weights, sentence) => {
  const file = join(folder, 'any.csv');
  writeFileSync(file, 'sample,dose,response\nreference,1,1\nT,1,1\n');
  const { exitCode, stderr } = await captureCommand(['potency', file, '--weights', weights]);
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain(sentence);
});

it('the keys of earlier versions are refused with the words of this one, at their line', async () => {
  const [file, yaml] = [join(folder, 'any.csv'), join(folder, 'earlier.yaml')];
  writeFileSync(file, 'sample,dose,response\nreference,1,1\nT,1,1\n');
  writeFileSync(yaml, 'model: 4pl\nweights: { fitted: { exponent: 0.7 } }\n');
  const { stderr } = await captureCommand(['potency', file, '--method', yaml]);
  expect(stderr).toContain("earlier.yaml:2:10: weights: Expected weights in words, '1/fitted^1.4', found");
});
