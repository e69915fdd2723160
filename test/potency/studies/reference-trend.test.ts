import { describe, expect, it } from 'vitest';
import { runStudy, studyJson } from './run-study.ts';

const HEAD = 'figure,run,value,time\n';
const line = (values: readonly number[]): string => values.map((value, i) => `ec50,R${i},${value},${i}\n`).join('');
const codes = (json: { reasons: { code: string }[] }): string[] => json.reasons.map((one) => one.code);

describe('potency-study reference-trend', () => {
  it('finds the relative change of a figure a month', async () => {
    // ln EC50 rises by 0.1 a month, ±0.01 about the line: s² = 4 × 1e-4/2, Sxx = 5, t(0.95; 2) = 2.919986.
    const values = [0, 1, 2, 3].map((month) => Math.exp(0.1 * month + (month === 0 || month === 3 ? 0.01 : -0.01)));
    const { json } = await studyJson('reference-trend', HEAD + line(values));
    const [{ trend }] = json.figures;
    expect(trend.changePercent.estimate).toBeCloseTo(100 * (Math.exp(0.1) - 1), 10);
    expect(trend.slopeLimits.upper - 0.1).toBeCloseTo(2.919986 * Math.sqrt(2e-4 / 5), 6);
    expect(codes(json)).toEqual(['study/no-control-limits']);
  });

  it('two times give no line and no date; runs that are equal give no control limits', async () => {
    const two = await studyJson('reference-trend', `${HEAD}ec50,A,1,0\nec50,B,1.1,0\nec50,C,1,6\n`, 'figures: { ec50: { upper: 2 } }');
    expect(two.json.figures[0]).toMatchObject({ trend: null, shelfLife: null, control: null });
    expect(codes(two.json)).toEqual(['study/too-few-times', 'study/no-control-limits']);
    const equal = await studyJson('reference-trend', HEAD + line(Array(12).fill(98)));
    expect(equal.json.figures[0].control).toBeNull();
  });

  it('a proposal does not go beyond the last run unless the options say so, and says that it was cut', async () => {
    const values = [100, 101, 99, 100, 101, 99, 100, 101, 99, 100];
    const { json } = await studyJson('reference-trend', HEAD + line(values), 'figures: { ec50: { lower: 80 } }');
    expect(json.figures[0].shelfLife).toMatchObject({ proposed: 9, capped: true, proposedDate: null });
    expect(codes(json)).toEqual(['study/shelf-life-capped']);
  });

  it('names the runs beyond the limits of the baseline', async () => {
    const values = [100, 101, 99, 100, 101, 99, 100, 101, 140];
    const { json } = await studyJson('reference-trend', HEAD + line(values), 'baselineRuns: 8');
    expect(json.figures[0].control.beyond).toEqual(['R8']);
  });

  it.each([
    [`${HEAD}ec50,A,1,\n`, '', 'a.csv:2: Expected either a time or a date, found neither.'],
    ['figure,run,value,date\nec50,A,1,2027-02-30\n', '', "a.csv:2: Expected a date such as 2027-03-31, found '2027-02-30'."],
    [
      `${HEAD}ec50,A,-1,0\n`,
      '',
      'a.csv:2: Expected a value above 0 for a line on the scale ln, found -1. Give the figure the scale linear.',
    ],
    [`${HEAD}ec50,A,1,0\n`, 'figures: { ec: {} }', "a.csv:2: Expected the figure 'ec' of the options in the table, found 'ec50'."],
  ])('refuses %j with its line', async (table, options, sentence) => {
    const ran = await runStudy('reference-trend', table, { options });
    expect(ran.code).toBe(65);
    expect(ran.err).toContain(sentence);
  });
});
