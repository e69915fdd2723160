import type { Title } from '../../attributes/attribute-result.ts';
import type { Speech } from '../language.ts';
import { type Markup, markup } from '../markup.ts';
import { words } from '../words.ts';
import { figure, plainTable } from './plain-table.ts';

/** A combination as it is said: what it is, and whether its assays are homogeneous. */
export interface CombinationDetails {
  readonly test: string;
  readonly method: Title;
  readonly used: readonly string[];
  readonly planned: number;
  readonly homogeneity: { readonly chiSquared: number; readonly df: number; readonly p: number } | null;
  readonly sdLn: number | null;
  readonly gcvPercent: number | null;
}

export function combinationTable(combinations: readonly CombinationDetails[], speech: Speech): Markup {
  const columns = [
    [words.testArticle, 'text'],
    [words.variant, 'text'],
    [words.independentAssays, 'number'],
    [words.homogeneity, 'number'],
    [words.shortDegreesOfFreedom, 'number'],
    [words.pValue, 'number'],
    [words.sdOfLogarithms, 'number'],
    [words.geometricCv, 'number'],
  ] as const;
  const rows = combinations.map(({ test, method, used, planned, homogeneity, sdLn, gcvPercent }) => [
    test,
    speech.plainWord(method),
    markup`${String(used.length)} / ${String(planned)}`,
    figure(homogeneity?.chiSquared, 4),
    homogeneity === null ? '–' : String(homogeneity.df),
    figure(homogeneity?.p, 3),
    figure(sdLn, 3),
    figure(gcvPercent, 3),
  ]);
  return plainTable({ caption: words.combination, columns, rows }, speech);
}
