import type { Reason } from '../reason.ts';
import type { TestArticleResult } from './potency-result.ts';

/** The three outcomes of a test article by all its reasons: that of the run fails by those of the run alone, that of the sample by all others, and only a potency without a reason is reportable. */
export function outcomesOf(reasons: readonly Pick<Reason, 'scope'>[], potency: object | null): TestArticleResult['outcomes'] {
  return {
    systemSuitability: reasons.some(({ scope }) => scope === 'assay-run') ? 'fails' : 'meets',
    sampleSuitability: reasons.some(({ scope }) => scope !== 'assay-run') ? 'fails' : 'meets',
    result: reasons.length === 0 && potency !== null ? 'reportable' : 'not-reportable',
  };
}
