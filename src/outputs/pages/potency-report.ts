import type { Message } from '../../message.ts';
import type { InUnits, TestArticleResult } from '../../potency/potency-result.ts';
import type { PotencyFigures } from '../../results/figures.ts';
import { type Speech, speak } from '../language.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import type { ReportLanguage } from '../output.ts';
import { type CombinationDetails, combinationTable } from '../report/combination-table.ts';
import { outcomeMark } from '../report/outcome-mark.ts';
import { htmlPage } from '../report/page.ts';
import { headCells, section, table } from '../report/parts.ts';
import { potencyAttribute } from '../report/potency.ts';
import { type PreparationAlone, preparationSection, preparationText } from '../report/preparation-section.ts';
import { type MethodSettings, settingsTable } from '../report/settings-table.ts';
import { cssString } from '../report/style.ts';
import { formatLevel } from '../words/forms/decimals.ts';
import { words } from '../words.ts';

/** What the report of `cytolot potency` is made from: one entry a test article, with its curves. */
export interface PotencyReportInput {
  /** Heading of the page, such as the name of the input file. */
  readonly title: string;
  readonly software: string;
  readonly language: ReportLanguage;
  readonly figures: readonly PotencyFigures[];
  /** The reportable values over the assays, where they were combined. */
  readonly combinations?: readonly CombinedValue[];
  readonly methods?: readonly MethodSettings[];
  /** Assays of one preparation alone. */
  readonly alone?: readonly PreparationAlone[];
  /** Assays that could not be read or computed, with the reason. */
  readonly failed?: readonly { readonly name: string; readonly code: string; readonly why: Message }[];
}

/** A combination of the assays of one test article, reportable where it has no reasons. */
export interface CombinedValue extends Partial<Omit<CombinationDetails, 'test' | 'used' | 'planned'>> {
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

/** A page of dose-response, residual, quantile and parallelism plots without a lot: results first, then settings, then each test article with its figures and data. */
export function renderPotencyReport(input: PotencyReportInput): string {
  const { title, software, language, figures, combinations = [], methods = [], alone = [] } = input;
  const speech = speak(language);
  const articles = figures.map((each, i) => potencyAttribute(each, `potency-${i + 1}`, { speech, quantiles: 'shown', details: 'shown' }));
  const parts = [
    summary(input, speech),
    combinationTable(combinations.flatMap(detailsOf), speech),
    methods.map((method) => settingsTable(method, speech)),
    articles.length === 0 ? nothing : section('potency', speech.plainWord(words.potency), markup`${articles}`),
    preparationSection(alone, speech),
  ];
  const heading = figures.length === 0 && alone.length > 0 ? words.potency : words.relativePotency;
  return htmlPage({
    language,
    title: `${title} · ${speech.short(heading)}`,
    foot: cssString(`${title} - ${software}`),
    body: markup`<header class="top"><span>${speech.word(heading)}</span><span>${software}</span></header><main><h1>${title}</h1>${parts}</main>`,
  });
}

function detailsOf({ method, homogeneity = null, sdLn = null, gcvPercent = null, ...one }: CombinedValue): readonly CombinationDetails[] {
  return method === undefined ? [] : [{ ...one, method, homogeneity, sdLn, gcvPercent }];
}

function summary({ figures, combinations = [], alone = [], failed = [] }: PotencyReportInput, speech: Speech): Markup {
  const rows = figures.flatMap(({ assays, test }) =>
    assays.flatMap((assay) => {
      const article = assay.tests.find((each) => each.name === test);
      return article === undefined ? [] : [summaryRow(assay.name, article, speech)];
    }),
  );
  const combined = combinations.map((one) => combinedRow(one, speech));
  const own = alone.map(({ assay, preparation }) => {
    const { name, quantity, outcome, reasons } = preparation;
    const value = `${quantity} ${preparationText(assay, preparation, speech)}`;
    return row({ test: name, assay: markup`${assay.name}`, value, reportable: outcome === 'reportable', reasons }, speech);
  });
  const lost = failed.map(({ name, code, why }) =>
    row({ test: words.leftOut, assay: markup`${name}`, value: '–', reportable: false, reasons: [why], code }, speech),
  );
  const unlike = figures.length === 0 && combinations.length === 0;
  const head = headCells(speech, [
    [unlike ? words.preparation : words.testArticle, 'text'],
    [words.assay, 'text'],
    [unlike ? words.result : words.relativePotency, 'number'],
    [words.outcomeLower, 'text'],
    [words.whatAndWhy, 'text'],
  ]);
  const caption = speech.short(words.result);
  const content = table({ name: 'suitability', caption, head, body: markup`<tbody>${combined}${rows}${own}${lost}</tbody>` });
  return section('summary', speech.plainWord(words.result), content);
}

/** Reportable potencies with their interval; others say why. */
function summaryRow(assay: string, article: TestArticleResult, speech: Speech): Markup {
  const reportable = article.outcomes.result === 'reportable';
  const { name: test, relativePotency: potency, potencyInUnits: inUnits, reasons } = article;
  const value = potencyText({ potency, inUnits, level: potency?.level ?? null }, speech);
  return row({ test, assay: markup`${assay}`, value, reportable, reasons }, speech);
}

function combinedRow(
  { test, used, planned, reasons, estimate, lower, upper, level, potencyInUnits }: CombinedValue,
  speech: Speech,
): Markup {
  const value = potencyText({ potency: estimate === null ? null : { estimate, lower, upper }, inUnits: potencyInUnits, level }, speech);
  const assay = markup`<b>${speech.plainWord(words.combined)}</b> ${used.length} / ${planned}`;
  return row({ test, assay, value, reportable: reasons.length === 0, reasons }, speech);
}

/** The relative potency, and the potency in units, of which a combination may have one alone. */
interface Potencies {
  readonly potency: Pick<NonNullable<TestArticleResult['relativePotency']>, 'estimate' | 'lower' | 'upper'> | null;
  readonly inUnits: InUnits | undefined;
  readonly level: number | null;
}

function potencyText({ potency, inUnits, level }: Potencies, speech: Speech): string {
  const values = [
    ...(potency === null ? [] : [speech.interval(potency)]),
    ...(inUnits === undefined ? [] : [`${speech.interval(inUnits)} ${inUnits.unit}`]),
  ];
  return values.length === 0 || level === null ? '–' : `${values.join('; ')}, ${formatLevel(level)}`;
}

interface Row {
  /** The name of the sample, or words of ours. */
  readonly test: string | typeof words.leftOut;
  readonly assay: Markup;
  readonly value: string;
  readonly reportable: boolean;
  readonly reasons: readonly Message[];
  /** Of an error that a reason quotes; absent = that of each reason. */
  readonly code?: string;
}

function row({ test, assay, value, reportable, reasons, code }: Row, speech: Speech): Markup {
  const outcome = reportable ? markup`<span>${speech.plainWord(words.reportable)}</span>` : outcomeMark('no valid result', speech, 'line');
  const why = reasons.map((one) => markup`<span class="code">${code ?? one.code}</span> ${speech.said(one)}<br>`);
  const name = typeof test === 'string' ? test : speech.plainWord(test);
  return markup`<tr><th scope="row">${name}</th><td>${assay}</td><td class="number${reportable ? '' : ' quiet'}">${value}</td><td>${outcome}</td><td>${why}</td></tr>\n`;
}
