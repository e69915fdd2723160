import { describe, expect, it } from 'vitest';
import type { ParameterName } from '../../src/potency/dose-response/models/model.ts';
import { DOSE_RESPONSE_MODELS } from '../../src/potency/dose-response/models/registry.ts';

const VALUES: Record<ParameterName, number> = {
  slope: 1.7,
  lowerAsymptote: 0.4,
  upperAsymptote: 3.1,
  lnEc50: 2.2,
  lnLocation: 2.2,
  asymmetry: 0.6,
  hormesis: 0.05,
};

describe.each(DOSE_RESPONSE_MODELS.members.map((model) => [model.id, model] as const))('%s', (id, model) => {
  const k = model.parameters.length;
  const parameters = (slope: number): Float64Array =>
    Float64Array.from(model.parameters, (name) => (name === 'slope' ? slope : VALUES[name]));

  it('is listed under its own id', () => expect(model.id).toBe(id));

  it.each([1.7, -1.7])('every derivative equals the central difference (slope %d)', (slope) => {
    const gradient = new Float64Array(k + 1);
    const unused = new Float64Array(k + 1);
    for (const lnDose of [-1.5, 0.3, 2, 2.2, 3.5, 6]) {
      model.evaluate(lnDose, parameters(slope), gradient);
      for (let j = 0; j <= k; j += 1) {
        // Error of a central difference with h = 1e-5: about h² times the third derivative, 1e-9 here.
        const h = 1e-5;
        const at = (sign: number): number => {
          const moved = parameters(slope);
          if (j < k) moved[j] = (moved[j] ?? 0) + sign * h;
          return model.evaluate(j === k ? lnDose + sign * h : lnDose, moved, unused);
        };
        expect(Math.abs((at(1) - at(-1)) / (2 * h) - (gradient[j] ?? 0)), `${model.parameters[j] ?? 'ln dose'} at ${lnDose}`).toBeLessThan(
          1e-8,
        );
      }
    }
  });

  it('takes its limit at dose zero and stays finite far out', () => {
    const gradient = new Float64Array(k + 1);
    for (const slope of [1.7, -1.7]) {
      for (const lnDose of [Number.NEGATIVE_INFINITY, -800, -300]) {
        const y = model.evaluate(lnDose, parameters(slope), gradient);
        // All but Weibull 2 start at the upper asymptote when the slope is positive.
        const upper = id === 'weibull-2' || id === '5pl-upper' ? slope < 0 : slope > 0;
        const lower = model.parameters.includes('lowerAsymptote') ? VALUES.lowerAsymptote : 0;
        expect(y).toBeCloseTo(upper ? VALUES.upperAsymptote : lower, 9);
        expect(gradient.every(Number.isFinite)).toBe(true);
      }
    }
    model.evaluate(700, parameters(1.7), gradient);
    expect(gradient.every(Number.isFinite)).toBe(true);
  });

  it('is half-way between its asymptotes at its EC50', () => {
    if (id === 'brain-cousens') return;
    const p = parameters(1.7);
    const lower = model.parameters.includes('lowerAsymptote') ? VALUES.lowerAsymptote : 0;
    expect(model.evaluate(model.lnEc50(p), p, new Float64Array(k + 1))).toBeCloseTo((lower + VALUES.upperAsymptote) / 2, 12);
  });
});
