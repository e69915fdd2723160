import { describe, expect, it } from 'vitest';
import { runStudy, studyJson } from './run-study.ts';

const HEAD = 'level,run,relative_potency\n';
/** Two runs of two a level, ln RP at ±0.01 about ±0.02 about the target. */
const level = (target: number, bias = 1): string =>
  ['A', 'B']
    .flatMap((run, i) => [-0.01, 0.01].map((e) => `${target},${run},${target * bias * Math.exp(e + (i === 0 ? -0.02 : 0.02))}\n`))
    .join('');

describe('potency-study validation', () => {
  it('the range is the longest run of levels that meet every criterion', async () => {
    const table = HEAD + level(0.5, 1.5) + level(0.7) + level(1) + level(1.4) + level(2, 1.5);
    const { json } = await studyJson('validation', table, 'criteria: { relativeBiasPercent: { lower: -20, upper: 25 } }');
    expect(json.range).toEqual({ lower: 0.7, upper: 1.4 });
    expect(json.reasons.map((one: { code: string }) => one.code)).toEqual(['study/validation-criterion', 'study/validation-criterion']);
    // Bias exactly 0; run means ±0.02: half = t(0.95; 1) × 0.02, t = 6.313752.
    expect(Math.log(1 + json.levels[2].biasLimits[1] / 100)).toBeCloseTo(6.313752 * 0.02, 6);
    // MS between = 2 × 2 × 0.0004 = 0.0016, within 0.0002: between component (0.0016 − 0.0002)/2.
    expect(json.levels[2].varianceBetween).toBeCloseTo(0.0007, 12);
  });

  it('without criteria nothing is judged and there is no range', async () => {
    const { json } = await studyJson('validation', HEAD + level(0.7) + level(1));
    expect([json.range, json.levels[0].bias, json.levels[0].precision]).toEqual([null, 'no-criterion', 'no-criterion']);
  });

  it('without replicates there is a total variance and no format', async () => {
    const rows = [0.7, 1].flatMap((target) => [0.9, 1, 1.1].map((f, i) => `${target},R${i},${target * f}\n`));
    const { json } = await studyJson('validation', HEAD + rows.join(''));
    expect(json.formats).toEqual([]);
    expect(json.levels[0].repeatabilityPercent).toBeNull();
    expect(json.reasons.map((one: { code: string }) => one.code)).toEqual(['study/no-variance-components']);
  });

  it('half of the results of an unbiased assay on a lot at its limit fall outside', async () => {
    const { json } = await studyJson('validation', HEAD + level(1) + level(0.8), 'specification: { lower: 1 }');
    expect(json.outOfSpecification[0].probability).toBeCloseTo(0.5, 12);
  });

  it('prints the levels and the formats', async () => {
    const { out, code } = await runStudy('validation', HEAD + level(0.7) + level(1));
    expect(code).toBe(0);
    expect(out).toContain('%GCV of a reportable value');
    expect(out).toContain('no-criterion');
  });

  it.each([
    [
      `${HEAD}1,A,1\n1,A,1.1\n`,
      '',
      'a.csv:2: Expected at least two runs at the level 1, found 1; one run shows no intermediate precision.',
    ],
    [`${HEAD}1,A,1\n1,B,1\n`, '', 'a.csv:2: Expected relative potencies that vary at the level 1, found 2 equal ones.'],
    [`${HEAD}1,A,0\n`, '', "a.csv:2: Expected a number above 0 with a decimal point as a relative potency, found '0'."],
    [`${HEAD}1,,1\n`, '', 'a.csv:2: Expected the independent run, found an empty field.'],
    [HEAD + level(1), 'specification: {}', 'o.yaml:1:16: specification: expected a lower or an upper limit'],
  ])('refuses %j %j with its line', async (table, options, sentence) => {
    const ran = await runStudy('validation', table, { options });
    expect(ran.code).toBe(65);
    expect(ran.err).toContain(sentence);
  });
});
