import { describe, expect, it } from 'vitest';
import { codes, common, detail, onlyEstimate, tube } from './attribute-fixtures.ts';

const modified = { ...common, type: 'modified-fraction', panel: 'P', population: 'tag+', of: 'CD34+' };
const background = { control: 'untransduced', minimumEvents: 500, maximumPositiveFraction: 0.05 };
const sample = tube({ 'CD34+': 1000, 'CD34+/tag+': 430 });
const blank = (k: number, N: number) => tube({ 'CD34+': N, 'CD34+/tag+': k }, { role: 'control', control: 'untransduced', file: 'u.fcs' });

describe('modified cells within a population', () => {
  it('are a plain fraction where no background is declared', () => {
    expect(onlyEstimate(modified, { tubes: [sample] })).toMatchObject({ k: 430, N: 1000, estimate: 0.43 });
  });

  it('are corrected for background: p = (ps - pc) / (1 - pc)', () => {
    // (0.43 - 0.05) / 0.95 = 0.4
    const found = onlyEstimate({ ...modified, background }, { tubes: [sample, blank(50, 1000)] });
    expect(found.estimate).toBeCloseTo(0.4, 12);
    expect(detail(found, 'uncorrected')).toBe(0.43);
    expect(found.reasons).toEqual([]);
  });

  it('have limits that contain the delta method within a few percent of its width', () => {
    // var of (1-ps)/(1-pc): (0.57/0.95)^2 (0.43/(0.57*1000) + 0.05/(0.95*1000)) = 0.36 * (7.544e-4 + 5.263e-5) = 2.9053e-4; 1.96 sd = 0.03341
    const found = onlyEstimate({ ...modified, background }, { tubes: [sample, blank(50, 1000)] });
    expect((found.interval?.lower ?? 0) / (0.4 - 0.03341)).toBeCloseTo(1, 1);
    expect((found.interval?.upper ?? 0) / (0.4 + 0.03341)).toBeCloseTo(1, 1);
    expect([found.interval?.method, found.interval?.of]).toEqual(['mover', [{ method: 'clopper-pearson' }]]);
  });

  it('stay negative where the control is above the sample, which is a failed control', () => {
    const found = onlyEstimate(
      { ...modified, background: { ...background, maximumPositiveFraction: 0.9 } },
      { tubes: [tube({ 'CD34+': 1000, 'CD34+/tag+': 10 }), blank(100, 1000)] },
    );
    expect(found.estimate).toBeCloseTo(-0.1, 12);
    expect(codes(found)).toEqual(['control/above-sample']);
  });

  it.each([
    ['missing', [sample], ['control/missing']],
    ['too small', [sample, blank(5, 499)], ['control/too-few-events']],
    ['too positive', [sample, blank(51, 1000)], ['control/too-many-positive']],
  ])('are not valid with a control that is %s', (_, tubes, expected) => {
    expect(codes(onlyEstimate({ ...modified, background }, { tubes }))).toEqual(expected);
  });
});
