import { describe, expect, it } from 'vitest';
import { outcomesOf } from '../../src/potency/suitability-outcomes.ts';

const [run, article, attribute] = [{ scope: 'assay-run' }, { scope: 'test-article' }, { scope: 'attribute' }] as const;
const potency = {};

describe('the three outcomes of a test article', () => {
  it.each([
    ['no reason', [], potency, 'meets', 'meets', 'reportable'],
    ['no reason, and no potency', [], null, 'meets', 'meets', 'not-reportable'],
    ['one of the article', [article], potency, 'meets', 'fails', 'not-reportable'],
    ['one of the attribute alone', [attribute], potency, 'meets', 'fails', 'not-reportable'],
    ['one of the run', [run], potency, 'fails', 'meets', 'not-reportable'],
    ['one of each, that of the run last', [article, run], potency, 'fails', 'fails', 'not-reportable'],
    ['one of each, that of the run first', [run, article], potency, 'fails', 'fails', 'not-reportable'],
    ['all of the article', [article, article], null, 'meets', 'fails', 'not-reportable'],
    ['all of the run', [run, run], null, 'fails', 'meets', 'not-reportable'],
  ] as const)('%s', (_, reasons, found, systemSuitability, sampleSuitability, result) => {
    expect(outcomesOf(reasons, found)).toEqual({ systemSuitability, sampleSuitability, result });
  });
});
