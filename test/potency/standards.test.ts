import { describe, expect, it } from 'vitest';
import { marginsFromHistory } from '../../src/potency/assay-history.ts';

describe('the history of an assay', () => {
  it("proposes margins by Howe's tolerance factor", () => {
    // n = 10, coverage 0.95, confidence 0.95: z = 1.959964, χ²(0.05; 9) = 3.325113, k = 1.959964 √(9 × 1.1/3.325113) = 3.38190.
    const ratios = [-4, -3, -2, -1, 0, 0, 1, 2, 3, 4].map((step) => Math.exp(0.01 * step));
    // s² = Σ step²/9 × 1e-4 = 60/9 × 1e-4.
    const s = Math.sqrt((60 / 9) * 1e-4);
    const margins = marginsFromHistory(ratios, { coverage: 0.95, confidence: 0.95 });
    expect(Math.log(margins.upper) / s).toBeCloseTo(1.959964 * Math.sqrt(9.9 / 3.325113), 5);
    expect(margins.lower * margins.upper).toBeCloseTo(1, 12);
  });
});
