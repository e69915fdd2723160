import type { InUnits, TestArticleResult } from '../potency/potency-result.ts';
import type { PotencyFigures } from '../results/figures.ts';
import { formatInterval, formatLevel } from './decimals.ts';
import { type Speech, speak } from './language.ts';
import { type Markup, markup } from './markup.ts';
import type { ReportLanguage } from './output.ts';
import { outcomeMark } from './report/outcome-mark.ts';
import { htmlPage } from './report/page.ts';
import { headCells, section, table } from './report/parts.ts';
import { potencyAttribute } from './report/potency.ts';
import { cssString } from './report/style.ts';
import { words } from './words.ts';

/** What the report of `cytolot potency` is made from: one entry a test article, with its curves. */
export interface PotencyReportInput {
  /** Heading of the page, such as the name of the input file. */
  readonly title: string;
  readonly software: string;
  readonly language: ReportLanguage;
  readonly figures: readonly PotencyFigures[];
  /** The reportable values over the assays, where they were combined. */
  readonly combinations?: readonly CombinedValue[];
}

/** A combination of the assays of one test article, reportable where it has no reasons. */
export interface CombinedValue {
  readonly test: string;
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly potencyInUnits?: InUnits;
  readonly level: number;
  readonly used: readonly string[];
  readonly planned: number;
  readonly reasons: TestArticleResult['reasons'];
}

/** A page of dose-response, residual, quantile and parallelism plots without a lot: relative potencies first, then each test article. */
export function renderPotencyReport({ title, software, language, figures, combinations = [] }: PotencyReportInput): string {
  const speech = speak(language);
  const articles = figures.map((each, i) => potencyAttribute(each, `potency-${i + 1}`, { speech, quantiles: 'shown' }));
  const body = markup`<header class="top"><span>${speech.word(words.relativePotency)}</span><span>${software}</span></header><main><h1>${title}</h1>${summary(figures, combinations, speech)}${section('potency', speech.plainWord(words.potency), markup`${articles}`)}</main>`;
  return htmlPage({
    language,
    title: `${title} · ${speech.short(words.relativePotency)}`,
    foot: cssString(`${title} - ${software}`),
    body,
  });
}

function summary(figures: readonly PotencyFigures[], combinations: readonly CombinedValue[], speech: Speech): Markup {
  const rows = figures.flatMap(({ assays, test }) =>
    assays.flatMap((assay) => {
      const article = assay.tests.find((each) => each.name === test);
      return article === undefined ? [] : [summaryRow(assay.name, article, speech)];
    }),
  );
  const combined = combinations.map((one) => combinedRow(one, speech));
  const head = headCells(speech, [
    [words.testArticle, 'text'],
    [words.assay, 'text'],
    [words.relativePotency, 'number'],
    [words.outcomeLower, 'text'],
    [words.whatAndWhy, 'text'],
  ]);
  const caption = speech.short(words.relativePotency);
  const content = table({ name: 'suitability', caption, head, body: markup`<tbody>${combined}${rows}</tbody>` });
  return section('summary', speech.plainWord(words.result), content);
}

/** Reportable potencies with their interval; others say why. */
function summaryRow(assay: string, article: TestArticleResult, speech: Speech): Markup {
  const reportable = article.outcomes.result === 'reportable';
  return row(
    {
      test: article.name,
      assay: markup`${assay}`,
      potency: article.relativePotency,
      inUnits: article.potencyInUnits,
      level: article.relativePotency?.level ?? null,
      reportable,
      reasons: article.reasons,
    },
    speech,
  );
}

function combinedRow({ test, used, planned, reasons, potencyInUnits: inUnits, ...value }: CombinedValue, speech: Speech): Markup {
  const { estimate, level, ...limits } = value;
  const potency = estimate === null ? null : { estimate, ...limits };
  const assay = markup`<b>${speech.plainWord(words.combined)}</b> ${used.length} / ${planned}`;
  return row({ test, assay, potency, inUnits, level, reportable: reasons.length === 0, reasons }, speech);
}

interface Row {
  readonly test: string;
  readonly assay: Markup;
  readonly potency: Pick<NonNullable<TestArticleResult['relativePotency']>, 'estimate' | 'lower' | 'upper'> | null;
  readonly inUnits: InUnits | undefined;
  readonly level: number | null;
  readonly reportable: boolean;
  readonly reasons: TestArticleResult['reasons'];
}

function row({ test, assay, potency, inUnits, level, reportable, reasons }: Row, speech: Speech): Markup {
  const values = [
    ...(potency === null ? [] : [formatInterval(potency)]),
    ...(inUnits === undefined ? [] : [`${formatInterval(inUnits)} ${inUnits.unit}`]),
  ];
  const value = values.length === 0 || level === null ? '–' : `${values.join('; ')}, ${formatLevel(level)}`;
  const outcome = reportable ? markup`<span>${speech.plainWord(words.reportable)}</span>` : outcomeMark('no valid result', speech, 'line');
  const why = reasons.map((one) => markup`<span class="code">${one.code}</span> ${speech.said(one)}<br>`);
  return markup`<tr><th scope="row">${test}</th><td>${assay}</td><td class="number${reportable ? '' : ' quiet'}">${value}</td><td>${outcome}</td><td>${why}</td></tr>\n`;
}
