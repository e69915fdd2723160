import type { Recipe } from './recipe.ts';

export const changeTheRareEventRule: Recipe = {
  task: 'A change of the rare-event rule.',
  steps: [
    {
      path: 'src/attributes/estimates/rare-event.ts',
      instead: 'export const RARE_EVENT_LEVEL = ONE_SIDED_LEVEL;',
      put: 'export const RARE_EVENT_LEVEL = 0.99;',
    },
    {
      path: 'src/attributes/estimates/rare-event.ts',
      instead: `import { ONE_SIDED_LEVEL } from '../result-words.ts';\n`,
      put: '',
    },
    {
      path: 'docs/methods/rare-events.md',
      instead: 'Clopper-Pearson: beta quantile of 0.95 at (k+1, N−k); k = 0: 1−0.05^(1/N).',
      put: 'Clopper-Pearson: beta quantile of 0.99 at (k+1, N−k); k = 0: 1−0.01^(1/N).',
      last: true,
    },
  ],
  proof: {
    name: 'rare-event-rule.test.ts',
    text: `import { expect, it } from 'vitest';
import { common, onlyEstimate, tube } from '../attributes/attribute-fixtures.ts';

it('without a positive of N events the limit is 1 - 0.01^(1/N)', () => {
  const rare = { ...common, type: 'residual-pluripotent', panel: 'P', population: 'OCT4+', of: 'viable', minimumEvents: 1000 };
  const { interval } = onlyEstimate(rare, { tubes: [tube({ viable: 5000, 'viable/OCT4+': 0 })] });
  expect(interval?.level).toBe(0.99);
  expect(interval?.upper).toBeCloseTo(1 - 0.01 ** (1 / 5000), 12);
});
`,
  },
};
