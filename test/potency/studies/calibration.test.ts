import { describe, expect, it } from 'vitest';
import { runStudy, studyJson } from './run-study.ts';

const HEAD = 'standard,against,assay,ratio\n';
const PRIMARY = 'primaries: [{ standard: P, value: 500, unit: IU, relativeUncertaintyPercent: 3 }]\n';
const TWO = 'minimumAssays: 2\n';

describe('potency-study calibration', () => {
  it('carries a value along with its uncertainty', async () => {
    const { json } = await studyJson(
      'calibration',
      `${HEAD}N,P,1,0.98\nN,P,2,1.02\n`,
      `${PRIMARY + TWO}bounds: { lower: 0.8, upper: 1.25 }`,
    );
    const [link] = json.quantities[0].chain;
    // √(0.98 × 1.02) × 500; error of the mean |ln(1.02/0.98)|/2; t(0.95; 1) = 6.313752.
    const error = Math.log(1.02 / 0.98) / 2;
    expect(link.assigned.value).toBeCloseTo(500 * Math.sqrt(0.98 * 1.02), 10);
    expect(link.assigned.relativeUncertaintyPercent).toBeCloseTo(100 * Math.hypot(0.03, error), 10);
    expect(Math.log(link.upper / link.ratio)).toBeCloseTo(6.313752 * error, 6);
    expect(link.outcome).toBe('equivalent');
  });

  it('without bounds equivalence is not judged; outside them it is not shown, and the value is still there', async () => {
    const table = `${HEAD}N,P,1,0.8\nN,P,2,1.2\n`;
    expect((await studyJson('calibration', table, PRIMARY + TWO)).json.quantities[0].chain[0].outcome).toBe('not-judged');
    const { json, err } = await studyJson('calibration', table, `${PRIMARY + TWO}bounds: { lower: 0.8, upper: 1.25 }`);
    expect(json.quantities[0].chain[0].outcome).toBe('not-equivalent');
    expect(json.quantities[0].chain[0].assigned.value).toBeCloseTo(500 * Math.sqrt(0.96), 10);
    expect(err).toContain('[study/not-equivalent]');
  });

  it('too few assays, or equal ones, assign no value, to the standards after them neither', async () => {
    const table = `${HEAD}A,P,1,1.01\nA,P,2,0.99\nB,A,1,1\nB,A,2,1.1\nB,A,3,1.2\n`;
    const { json } = await studyJson('calibration', table, PRIMARY);
    expect(json.quantities[0].chain.map((link: { assigned: unknown; ratio: number }) => link.assigned)).toEqual([null, null]);
    expect(json.reasons.map((one: { code: string }) => one.code)).toEqual(['study/too-few-assays']);
    const equal = await studyJson('calibration', `${HEAD}A,P,1,1\nA,P,2,1\nA,P,3,1\n`, PRIMARY);
    expect(equal.json.quantities[0].chain[0]).toMatchObject({ assigned: null, lower: null, outcome: 'not-judged' });
  });

  it.each([
    [
      `${HEAD}N,X,1,1\n`,
      PRIMARY,
      "a.csv:2: Expected a chain from a standard of 'primaries' to 'X', found none: only 'P'. Name its assigned value in the options.",
    ],
    [`${HEAD}A,B,1,1\nB,A,1,1\n`, PRIMARY, "a.csv:2: Expected a chain from a standard of 'primaries' to 'B'"],
    [`${HEAD}N,P,1,1\nN,Q,2,1\n`, PRIMARY, "a.csv:3: Expected one current standard for 'N', 'P', found 'Q' too."],
    [`${HEAD}N,P,1,1\nN,P,1,2\n`, PRIMARY, "a.csv:3: Expected one ratio of 'N' an independent assay, found '1' twice."],
    [`${HEAD}P,N,1,1\n`, PRIMARY, "a.csv:2: Expected no calibration of 'P', whose value the options assign."],
    [`${HEAD}N,P,1,-1\n`, PRIMARY, 'a.csv:2: Expected a number above 0 with a decimal point as the new standard over the current one'],
  ])('refuses %j with its line', async (table, options, sentence) => {
    const ran = await runStudy('calibration', table, { options });
    expect(ran.code).toBe(65);
    expect(ran.err).toContain(sentence);
  });
});
