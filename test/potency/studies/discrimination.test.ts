import { describe, expect, it } from 'vitest';
import { runStudy, studyJson } from './run-study.ts';

const HEAD = 'class,value,pair\n';

describe('potency-study discrimination', () => {
  it('compares pairs where both were tested in one assay', async () => {
    // Ratios 0.5, 0.5 e^0.1, 0.5 e^−0.1: s = 0.1, error 0.1/√3, t(0.975; 2) = 4.302653.
    const rows = [0, 0.1, -0.1].map((d, i) => `intact,${i + 1},A${i}\ndegraded,${(i + 1) * 0.5 * Math.exp(d)},A${i}\n`);
    const { json } = await studyJson('discrimination', HEAD + rows.join(''));
    expect(json.design).toBe('paired');
    expect(json.comparison.estimate).toBeCloseTo(0.5, 12);
    expect(Math.log(json.comparison.upper / 0.5)).toBeCloseTo((4.302653 * 0.1) / Math.sqrt(3), 6);
    expect(json.outcome).toBe('discriminates');
  });

  it('complete separation has an area of 1 without an interval, and says so', async () => {
    const rows = [0.95, 1.02, 1.1, 0.98].map((v) => `intact,${v},\n`).concat([0.41, 0.52, 0.6].map((v) => `degraded,${v},\n`));
    const { json, err } = await studyJson('discrimination', HEAD + rows.join(''));
    expect(json.roc).toEqual({ auc: 1, variance: 0, lower: null, upper: null });
    // Half-way between 0.6 and 0.95.
    expect(json.youden.cutOff).toBeCloseTo(0.775, 12);
    expect(err).toContain('[study/interval-not-defined]');
  });

  it('a value at the cut-off is not degraded', async () => {
    const rows = [1, 1.1].map((v) => `intact,${v},\n`).concat([0.9, 0.5].map((v) => `degraded,${v},\n`));
    const { json } = await studyJson('discrimination', HEAD + rows.join(''), 'cutOff: 0.9');
    expect([json.atCutOff.sensitivity.k, json.atCutOff.specificity.k]).toEqual([1, 2]);
  });

  it.each([
    ['class,value\nintact,1\nintact,1.1\ndegraded,0.5\n', '', 'a.csv:4: Expected at least two degraded samples, found 1.'],
    [
      'class,value\nintact,1\nintact,0\ndegraded,0.5\ndegraded,0.4\n',
      '',
      'a.csv:3: Expected a value above 0 for a ratio, found 0. Take the scale linear.',
    ],
    [
      `${HEAD}intact,1,A\nintact,1,B\ndegraded,1,A\ndegraded,1,\n`,
      '',
      'a.csv:5: Expected a pair in every row or in none, found an empty field.',
    ],
    [
      `${HEAD}intact,1,A\nintact,1,A\ndegraded,1,B\ndegraded,1,B\n`,
      '',
      "a.csv:2: Expected one intact and one degraded value in the pair 'A', found 2 and 0.",
    ],
    ['class,value\nold,1\n', '', "a.csv:2: Expected one of intact, degraded as the class of the sample, found 'old'."],
  ])('refuses %j with its line', async (table, options, sentence) => {
    const ran = await runStudy('discrimination', table, { options });
    expect([ran.code, ran.err]).toEqual([65, expect.stringContaining(sentence)]);
  });
});
