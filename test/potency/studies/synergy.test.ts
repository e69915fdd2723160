import { describe, expect, it } from 'vitest';
import { runStudy, studyJson } from './run-study.ts';

const HEAD = 'dose_a,dose_b,response\n';
const pair = (a: number, b: number, response: number, e = 0.01): string => `${a},${b},${response - e}\n${a},${b},${response + e}\n`;
const codes = (json: { reasons: { code: string }[] }): string[] => json.reasons.map((one) => one.code);

describe('potency-study synergy', () => {
  it("Bliss's excess and its interval are arithmetic on fractions", async () => {
    const table = HEAD + pair(1, 0, 0.4) + pair(0, 1, 0.5) + pair(1, 1, 0.8);
    const { json } = await studyJson('synergy', table, 'effect: fraction-affected');
    const [{ bliss, loewe }] = json.combinations;
    // 0.4 + 0.5 − 0.2 = 0.7. Each pair has s² = 2e-4, pooled on 3 degrees of freedom; var = (1 + 0.5² + 0.6²) × 1e-4; t(0.975; 3) = 3.182446.
    expect(bliss.excess).toBeCloseTo(0.1, 12);
    expect(bliss.upper - bliss.excess).toBeCloseTo(3.182446 * Math.sqrt(1.61e-4), 7);
    expect(bliss.outcome).toBe('synergistic');
    // One dose alone is no curve.
    expect(loewe).toBeNull();
    expect(codes(json)).toEqual(['potency/too-few-doses', 'potency/too-few-doses']);
  });

  it('a component combined with itself is additive after Loewe, whatever Bliss says', async () => {
    const affected = (dose: number): number => 1 / (1 + (10 / dose) ** 2);
    const doses = [2, 5, 10, 20, 40];
    const alone = doses.map((dose) => pair(dose, 0, affected(dose)) + pair(0, dose, affected(dose))).join('');
    const { json } = await studyJson('synergy', HEAD + alone + pair(5, 5, affected(10)), 'effect: fraction-affected\nmodel: median-effect');
    const [{ loewe, bliss }] = json.combinations;
    expect(loewe.index).toBeGreaterThan(0.98);
    expect(loewe.index).toBeLessThan(1.02);
    expect([loewe.outcome, loewe.extrapolated]).toEqual(['not-shown', false]);
    // 0.2 + 0.2 − 0.04 = 0.36 against 0.5.
    expect(bliss.excess).toBeCloseTo(0.14, 10);
  });

  it('an effect that a component alone never gives has no combination index, and says so', async () => {
    const doses = [1, 3, 10, 30, 100, 300];
    const strong = doses.map((dose) => pair(dose, 0, 1 - 0.9 / (1 + 10 / dose))).join('');
    const weak = doses.map((dose) => pair(0, dose, 1 - 0.3 / (1 + 10 / dose))).join('');
    const { json } = await studyJson('synergy', HEAD + pair(0, 0, 1) + strong + weak + pair(30, 30, 0.2));
    expect(json.combinations[0].loewe).toBeNull();
    expect(codes(json)).toEqual(['study/effect-outside-curve']);
  });

  it('without replicates nothing is shown; without the doses alone there is no excess', async () => {
    const single = await studyJson('synergy', `${HEAD}1,0,0.4\n0,1,0.5\n1,1,0.8\n`, 'effect: fraction-affected');
    expect(single.json.combinations[0]).toMatchObject({ bliss: null, loewe: null });
    expect(codes(single.json)).toContain('study/no-replicates');
    const other = await studyJson('synergy', HEAD + pair(1, 0, 0.4) + pair(0, 2, 0.5) + pair(1, 1, 0.8), 'effect: fraction-affected');
    expect(codes(other.json)).toContain('study/no-single-effect');
  });

  it('bonferroni shares the level among the combinations', async () => {
    const table = HEAD + pair(1, 0, 0.4) + pair(0, 1, 0.5) + pair(0, 2, 0.6) + pair(1, 1, 0.8) + pair(1, 2, 0.8);
    const { json } = await studyJson('synergy', table, 'effect: fraction-affected\nadjust: bonferroni');
    expect(json.levelOfEach).toBeCloseTo(0.975, 12);
  });

  it.each([
    [
      HEAD + pair(1, 1, 50),
      'effect: fraction-affected',
      'a.csv:2: Expected a fraction from 0 to 1, found 49.99. Write percent as fractions.',
    ],
    [HEAD + pair(1, 0, 0.5), '', 'a.csv:2: Expected wells with both components, found none.'],
    [HEAD + pair(1, 1, 0.5), 'model: median-effect', 'o.yaml:1:8: model: expected the model median-effect only with fractions'],
    [`${HEAD}1,1,OVRFLW\n`, '', "a.csv:2: Expected a number with a decimal point as the response of one well, found 'OVRFLW'."],
  ])('refuses %j with its line', async (table, options, sentence) => {
    const ran = await runStudy('synergy', table, { options });
    expect([ran.code, ran.err]).toEqual([65, expect.stringContaining(sentence)]);
  });
});
