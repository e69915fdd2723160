import { describe, expect, it } from 'vitest';
import { speak } from '../../src/outputs/language.ts';
import { assaysPlot } from '../../src/outputs/plots/assays-plot.ts';
import { svgFile } from '../../src/outputs/plots/svg.ts';
import type { PotencyFigures } from '../../src/results/figures.ts';
import { samplePotency } from './sample-potency.ts';

/** The figures of the sample with intervals of these levels, one an assay, in turn. */
function withLevels(levels: readonly number[]): PotencyFigures {
  return {
    ...samplePotency,
    assays: samplePotency.assays.map((assay, i) => ({
      ...assay,
      tests: assay.tests.map((test) => ({
        ...test,
        relativePotency: test.relativePotency === null ? null : { ...test.relativePotency, level: levels[i % levels.length] ?? Number.NaN },
      })),
    })),
  };
}

const plotted = (figures: PotencyFigures) => svgFile(assaysPlot(figures, { id: 'x', speech: speak('en') }));

describe('the plot of independent assays', () => {
  it.each([
    [[0.95], '(95 % CI)'],
    [[0.9], '(90 % CI)'],
    [[0.9, 0.95], '(90 %, 95 % CI)'],
  ])('says the level of its intervals: %j', (levels, label) => {
    expect(plotted(withLevels(levels)).replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ')).toContain(label);
  });

  it('says none where no assay has an interval', () => {
    const without = samplePotency.assays.map((assay) => ({
      ...assay,
      tests: assay.tests.map((test) => ({ ...test, relativePotency: null })),
    }));
    expect(plotted({ ...samplePotency, assays: without })).not.toContain('CI');
  });
});
