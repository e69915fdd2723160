import { formatInterval, formatLevel } from './decimals.ts';
import { raised } from './exponents.ts';
import { type Speech, speak } from './language.ts';
import { type Markup, markup } from './markup.ts';
import type { ReportLanguage } from './output.ts';
import type { PotencyFigures, TestArticleResult } from './records.ts';
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
}

/** A page of dose-response, residual, quantile and parallelism plots without a lot: relative potencies first, then each test article. */
export function renderPotencyReport({ title, software, language, figures }: PotencyReportInput): string {
  const speech = speak(language);
  const articles = figures.map((each, i) => potencyAttribute(each, `potency-${i + 1}`, { speech, quantiles: 'shown' }));
  const body = markup`<header class="top"><span>${speech.word(words.relativePotency)}</span><span>${software}</span></header><main><h1>${title}</h1>${summary(figures, speech)}${section('potency', speech.plainWord(words.potency), markup`${articles}`)}</main>`;
  return htmlPage({
    language,
    title: `${title} · ${speech.short(words.relativePotency)}`,
    foot: cssString(`${title} - ${software}`),
    body,
  });
}

function summary(figures: readonly PotencyFigures[], speech: Speech): Markup {
  const rows = figures.flatMap(({ assays, test }) =>
    assays.flatMap((assay) => {
      const article = assay.tests.find((each) => each.name === test);
      return article === undefined ? [] : [summaryRow(assay.name, article, speech)];
    }),
  );
  const head = headCells(speech, [
    [words.testArticle, 'text'],
    [words.assay, 'text'],
    [words.relativePotency, 'number'],
    [words.outcomeLower, 'text'],
    [words.whatAndWhy, 'text'],
  ]);
  const caption = speech.short(words.relativePotency);
  const content = table({ name: 'suitability', caption, head, body: markup`<tbody>${rows}</tbody>` });
  return section('summary', speech.plainWord(words.result), content);
}

/** Reportable potencies with their interval; others say why. */
function summaryRow(assay: string, article: TestArticleResult, speech: Speech): Markup {
  const potency = article.relativePotency;
  const value = potency === null ? '–' : `${formatInterval(potency)}, ${formatLevel(potency.level)}`;
  const reportable = article.outcomes.result === 'reportable';
  const outcome = reportable ? markup`<span>${speech.plainWord(words.reportable)}</span>` : outcomeMark('no valid result', speech, 'line');
  const why = article.reasons.map(({ code, message }) => markup`<span class="code">${code}</span> ${raised(message)}<br>`);
  return markup`<tr><th scope="row">${article.name}</th><td>${assay}</td><td class="number${reportable ? '' : ' quiet'}">${value}</td><td>${outcome}</td><td>${why}</td></tr>\n`;
}
