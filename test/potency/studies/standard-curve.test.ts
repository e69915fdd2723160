import { describe, expect, it } from 'vitest';
import { runStudy, studyJson } from './run-study.ts';

const HEAD = 'role,sample,response,concentration,dilution\n';
const LEVELS = [3.9, 7.8, 15.6, 31.25, 62.5, 125, 250, 500, 1000];
/** y = 0.05 + 3.2/(1 + (x/90)^−1.1). */
const curveAt = (x: number): number => 0.05 + 3.2 / (1 + (x / 90) ** -1.1);
const well = (role: string, sample: string, response: number | string, rest: string): string => `${role},${sample},${response},${rest}\n`;
/** Duplicates half a percent on either side of the curve. */
const pair = (role: string, sample: string, response: number, rest: string): string =>
  [0.995, 1.005].map((factor) => well(role, sample, factor * response, rest)).join('');
const standards = (change: (x: number) => number = () => 1): string =>
  LEVELS.map((x) => pair('standard', 'STD', change(x) * curveAt(x), `${x},`)).join('');

describe('potency-study standard-curve', () => {
  it('gives its own levels back: the duplicates lie evenly about the curve', async () => {
    const { json } = await studyJson('standard-curve', HEAD + standards(), 'cvOf: response');
    const [analyte] = json.analytes;
    for (const level of analyte.levels) expect(Math.abs(level.recoveryPercent - 100)).toBeLessThan(0.1);
    // 0.995 and 1.005: s = 0.01/√2 of the mean.
    expect(analyte.levels[0].cvPercent).toBeCloseTo(100 * (0.01 / Math.SQRT2), 10);
    expect(analyte.workingRange).toEqual({ lower: 3.9, upper: 1000 });
    expect(json.reasons).toEqual([]);
  });

  it('calculates an unknown back with its dilution and an interval that holds it', async () => {
    const { json } = await studyJson('standard-curve', HEAD + standards() + pair('sample', 'LOT', curveAt(40), ',20'));
    const [sample] = json.analytes[0].samples;
    expect(Math.abs(sample.concentration / 800 - 1)).toBeLessThan(1e-3);
    expect(sample.lower).toBeLessThan(800);
    expect(sample.upper).toBeGreaterThan(800);
  });

  it('a response off the curve, or outside the working range, is a side and never a number', async () => {
    const rows = [pair('sample', 'under', curveAt(1), ',5'), pair('sample', 'off', 0.01, ',5'), pair('sample', 'over', 9, ',5')];
    const { json } = await studyJson('standard-curve', HEAD + standards() + rows.join(''));
    const found = json.analytes[0].samples.map((sample: Record<string, unknown>) => [sample.outcome, sample.concentration, sample.limit]);
    expect(found).toEqual([
      ['below', null, { operator: '<', value: 5 * 3.9 }],
      ['below', null, { operator: '<', value: 5 * 3.9 }],
      ['above', null, { operator: '>', value: 5000 }],
    ]);
    const { out } = await runStudy('standard-curve', HEAD + standards() + rows.join(''));
    expect(out).toContain('<19.5');
    expect(out).toContain('>5000');
  });

  it('on a falling curve (competitive) a high response lies below', async () => {
    const falling = LEVELS.map((x) => pair('standard', 'STD', 3.3 - curveAt(x), `${x},`)).join('');
    const { json } = await studyJson(
      'standard-curve',
      HEAD + falling + pair('sample', 'LOT', 4, ',1') + pair('sample', 'LOT-2', 0.001, ',1'),
    );
    expect(json.analytes[0].samples.map((sample: { outcome: string }) => sample.outcome)).toEqual(['below', 'above']);
  });

  it('a level that does not come back ends the working range; a validated range only narrows it', async () => {
    const bad = HEAD + standards((x) => (x === 3.9 ? 1.5 : 1));
    expect((await studyJson('standard-curve', bad)).json.analytes[0].workingRange).toEqual({ lower: 7.8, upper: 1000 });
    const narrow = await studyJson('standard-curve', bad, 'validatedRange: { lower: 5, upper: 400 }');
    expect(narrow.json.analytes[0].workingRange).toEqual({ lower: 7.8, upper: 400 });
  });

  it('dilutions that differ, contradict one another, or replicates that differ leave a value that is not reportable', async () => {
    const rows = [
      // 1:4 gives half of what 1:2 gives.
      pair('sample', 'steep', curveAt(100), ',2') + pair('sample', 'steep', curveAt(25), ',4'),
      pair('sample', 'hook', curveAt(100), ',2') + pair('sample', 'hook', 9, ',4'),
      well('sample', 'apart', curveAt(40), ',2') + well('sample', 'apart', curveAt(80), ',2'),
    ];
    const { json } = await studyJson('standard-curve', HEAD + standards() + rows.join(''));
    expect(json.analytes[0].samples.map((sample: { outcome: string }) => sample.outcome)).toEqual(Array(3).fill('not-reportable'));
    expect(json.reasons.map((one: { code: string }) => one.code)).toEqual([
      'study/dilutions-differ',
      'study/dilutions-differ',
      'study/dilutions-differ',
      'potency/replicates-differ',
    ]);
    expect(json.reasons[2].text).toBe("The dilutions of 'hook' of 'the standards' contradict one another: 1:2 within, 1:4 above.");
  });

  it('a marker is no number: in a standard it takes the curve, in a sample that sample', async () => {
    const sample = pair('sample', 'LOT', curveAt(40), ',1');
    const inSample = await studyJson('standard-curve', HEAD + standards() + sample + well('sample', 'OTHER', 'OVRFLW', ',1'));
    expect(inSample.json.analytes[0].samples.map((one: { outcome: string }) => one.outcome)).toEqual(['reportable', 'not-reportable']);
    const inStandard = await runStudy('standard-curve', HEAD + standards() + well('standard', 'STD', 'OVRFLW', '2000,') + sample, {
      flags: ['--json'],
    });
    expect(JSON.parse(inStandard.out).analytes[0]).toMatchObject({
      curve: null,
      samples: [{ outcome: 'not-reportable', concentration: null }],
    });
    expect(inStandard.err).toBe(
      "warning: a.csv: Line 20, a standard of 'the standards', holds 'OVRFLW' instead of a number; exclude it with a reason. [potency/well-not-numeric]\n",
    );
  });

  it('a control outside its recovery takes the whole plate and analyte', async () => {
    const rows = pair('control', 'QC', curveAt(200), '100,') + pair('sample', 'LOT', curveAt(40), ',1');
    const { json } = await studyJson('standard-curve', HEAD + standards() + rows);
    expect(json.analytes[0].samples[0].outcome).toBe('not-reportable');
    expect(json.reasons.map((one: { code: string }) => one.code)).toEqual(['study/control-recovery']);
  });

  it('flat standards give no curve and no concentration', async () => {
    const flat = LEVELS.map(
      (x, i) => well('standard', 'STD', 1 + 0.01 * (i % 2), `${x},`) + well('standard', 'STD', 1.005 - 0.01 * (i % 3), `${x},`),
    );
    const { json } = await studyJson('standard-curve', HEAD + flat.join('') + pair('sample', 'LOT', 1, ',1'));
    expect(json.reasons.map((one: { code: string }) => one.code)).toEqual(['potency/no-dose-response']);
    expect(json.analytes[0].samples[0]).toMatchObject({ outcome: 'not-reportable', concentration: null, limit: null });
  });

  it('takes the mean blank off, and needs one', async () => {
    const raised = HEAD + LEVELS.map((x) => pair('standard', 'STD', curveAt(x), `${x},`)).join('');
    const { json } = await studyJson('standard-curve', `${raised}blank,B,0.02,,\nblank,B,0.04,,\n`, 'blank: subtract-mean');
    // curveAt has the lower asymptote 0.05; the mean blank is 0.03.
    expect(json.analytes[0].curve.parameters.lowerAsymptote).toBeCloseTo(0.02, 2);
    const none = await studyJson('standard-curve', raised, 'blank: subtract-mean');
    expect(none.json.reasons.map((one: { code: string }) => one.code)).toEqual(['potency/no-blank']);
  });

  it.each([
    [
      `${HEAD}control,Q,1,5,\ncontrol,Q,1,6,\n`,
      '',
      "a.csv:3: Expected one concentration of the control 'Q', 5, found 6. Give them different names.",
    ],
    [`${HEAD}standard,S,1,,\n`, '', 'a.csv:2: Expected the concentration of a standard, found an empty field. [potency/bad-data]'],
    [`${HEAD}sample,L,1,5,\n`, '', 'a.csv:2: Expected no concentration for the role sample, found 5. [potency/bad-data]'],
    [
      `${HEAD}sample,L,1,,0.5\n`,
      '',
      "a.csv:2: Expected a number from 1 up with a decimal point as n of a 1:n dilution of a sample or control; absent = 1, found '0.5'.",
    ],
    [`${HEAD}unknown,L,1,,\n`, '', "a.csv:2: Expected one of standard, sample, control, blank as the role of the well, found 'unknown'."],
    [
      `${HEAD}standard,S,1,0,\n`,
      'model: log-log',
      "a.csv:2: Expected a concentration above 0 for the model 'log-log', found 0. Give it the role blank.",
    ],
    [
      `${HEAD}standard,S,1,1,\n`,
      'modle: 4pl',
      "o.yaml:1:1: Unknown key 'modle' in the top level. Did you mean 'model'? [definition/bad-key]",
    ],
    [
      `${HEAD}standard,S,1,1,\n`,
      'a: 1\nweights: 1/variance',
      "o.yaml:2:10: weights: expected weights that an unknown has too, such as '1/y^2'",
    ],
    [
      'role,sample,response,concentration,analyte,unit\nstandard,S,1,1,A,pg/mL\nstandard,S,1,1,A,ng/mL\n',
      '',
      "a.csv:3: Expected one unit in an analyte, 'pg/mL', found 'ng/mL'.",
    ],
    ['role,sample\n', '', "a.csv:1: Expected a first line with the headings 'role', 'sample', 'response', found 'role,sample'."],
    [HEAD, '', 'a.csv:1: Expected rows under the headings, found none.'],
  ])('refuses %j %j with its line', async (table, options, sentence) => {
    const ran = await runStudy('standard-curve', table, { options });
    expect(ran.code).toBe(65);
    expect(ran.err).toContain(sentence);
    expect(ran.out).toBe('');
  });

  it('names the studies where one is not known', async () => {
    const ran = await runStudy('standard-curves', HEAD);
    expect([ran.code, ran.err]).toEqual([
      65,
      expect.stringContaining("found 'standard-curves'. Did you mean 'standard-curve'? [usage/bad-argument]"),
    ]);
  });
});
