import type { Recipe } from './recipe.ts';

export const addAReason: Recipe = {
  task: 'A reason in two languages.',
  steps: [
    {
      path: 'src/attributes/reasons.ts',
      before: `  'attribute/bad-count': {`,
      put: `  'attribute/own-denominator': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'A population is its own denominator: the fraction is 1 whatever the sample is.',
    fields: { population: 'name' },
  },
`,
    },
    {
      path: 'src/attributes/types/fraction.ts',
      before: `      query: {`,
      put: `      ...(definition.population === definition.of
        ? { extra: { reasons: [attributeReason('attribute/own-denominator', { population: definition.of })] } }
        : {}),
`,
    },
    {
      path: 'src/attributes/types/fraction.ts',
      before: `\n/** A population as a fraction`,
      put: `import { attributeReason } from '../reasons.ts';\n`,
    },
    {
      path: 'src/outputs/words/en/attribute-reasons.ts',
      before: `  'attribute/bad-count':`,
      put: `  'attribute/own-denominator': ({ population }) => \`Expected another denominator than '\${population}' itself.\`,\n`,
    },
    {
      path: 'src/outputs/words/zh/attribute-reasons.ts',
      before: `  'attribute/bad-count':`,
      put: `  'attribute/own-denominator': ({ population }) => \`'\${population}' 不能以自身作分母。\`,\n`,
      last: true,
    },
  ],
  proof: {
    name: 'own-denominator.test.ts',
    text: `import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import { common, onlyEstimate, tube } from '../attributes/attribute-fixtures.ts';

it('is given, said in both languages, and stands on the page of errors', () => {
  const definition = { ...common, type: 'fraction', panel: 'P', population: 'viable', of: 'viable' };
  const reason = onlyEstimate(definition, { tubes: [tube({ viable: 5 })] }).reasons.find(({ code }) => code === 'attribute/own-denominator');
  if (reason === undefined) throw new Error('not given');
  expect(sentenceOf(reason, 'en')).toBe("Expected another denominator than 'viable' itself.");
  expect(sentenceOf(reason, 'zh')).toBe("'viable' 不能以自身作分母。");
  expect(readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')).toContain('attribute/own-denominator');
});
`,
  },
};
