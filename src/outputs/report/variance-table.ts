import type { ChiSquaredTest, TestArticleResult } from '../../potency/potency-result.ts';
import type { Speech } from '../language.ts';
import { type Markup, markup } from '../markup.ts';
import { potencyTerms } from '../words/potency-terms.ts';
import { words } from '../words.ts';
import { figure, plainTable } from './plain-table.ts';

const SOURCE = [words.sourceOfVariation, 'text'] as const;
const FREEDOM = [words.shortDegreesOfFreedom, 'number'] as const;
const P = [words.pValue, 'number'] as const;

/** Sources of variation, each with SS, df, MS, F and p under its name; of counts, which have no sum of squares, with chi-squared, df and p. */
export function varianceTable(test: TestArticleResult, speech: Speech): Markup {
  if (test.quantal === undefined) return ofResponses(test, speech);
  return chiSquaredTable({ ...test.quantal, parallelism: test.parallelism.chiSquared ?? null }, speech);
}

function ofResponses({ anova = [] }: TestArticleResult, speech: Speech): Markup {
  const columns = [
    SOURCE,
    [words.sumOfSquares, 'number'] as const,
    FREEDOM,
    [words.meanSquare, 'number'] as const,
    [words.fValue, 'number'] as const,
    P,
  ];
  // Two doses have no non-linearity.
  const lines = anova.filter(({ df }) => df > 0);
  const rows = lines.map(({ name, df, sumOfSquares, meanSquare, F, p }) => [
    speech.plainWord(potencyTerms.source(name)),
    figure(sumOfSquares, 5),
    String(df),
    figure(meanSquare, 5),
    figure(F, 4),
    figure(p, 3),
  ]);
  const ofCurves = anova.some(({ name }) => name === 'free residual');
  const note = ofCurves ? { note: speech.plainWord(words.varianceOfCurves) } : {};
  return plainTable({ caption: words.variance, columns, rows, ...note }, speech);
}

interface ChiSquaredTests {
  readonly parallelism?: ChiSquaredTest | null;
  readonly linearity: ChiSquaredTest | null;
  readonly heterogeneity?: ChiSquaredTest | null;
  readonly heterogeneityFactor: number;
}

/** Tests of counts. */
export function chiSquaredTable(tests: ChiSquaredTests, speech: Speech): Markup {
  const { parallelism = null, linearity, heterogeneity = null, heterogeneityFactor } = tests;
  const lines = [
    ['non-parallelism', parallelism],
    ['non-linearity', linearity],
    ['heterogeneity', heterogeneity],
  ] as const;
  const rows = lines.flatMap(([name, test]) =>
    test === null ? [] : [[speech.plainWord(potencyTerms.source(name)), figure(test.statistic, 5), String(test.df), figure(test.p, 3)]],
  );
  const columns = [SOURCE, [words.chiSquared, 'number'] as const, FREEDOM, P];
  const scaled =
    heterogeneityFactor > 1 ? { note: markup`${speech.plainWord(words.heterogeneityFactor)} ${figure(heterogeneityFactor, 4)}` } : {};
  return plainTable({ caption: words.chiSquaredTests, columns, rows, ...scaled }, speech);
}
