import type { DispositionWord } from '../../results/release-result.ts';
import { MEANING_WORDS, RELEASED_BEFORE, STATE_WORDS } from '../act-words.ts';
import type { IndexedState } from '../index-state.ts';
import { speak } from '../language.ts';
import { type Markup, markup } from '../markup.ts';
import type { ReportLanguage } from '../output.ts';
import { countWords, dispositionWords } from '../record-words.ts';
import { htmlPage } from '../report/page.ts';
import { formatInstant, headCells, table } from '../report/parts.ts';
import { cssString } from '../report/style.ts';
import { formatCount } from '../words/forms/decimals.ts';
import { words } from '../words.ts';

/** One subject of the store, by its latest analysis. */
export interface IndexedSubject {
  /** Folder names from the store down to the analysis: `['lots', 'LOT-1', 'release', '0003']`. */
  readonly folders: readonly string[];
  /** Analyses that were published. */
  readonly analyses: number;
  /** What its record says; a sentence where the record cannot be read. */
  readonly latest: IndexedAnalysis | string;
  /** What it is by the acts of persons. */
  readonly acts: IndexedState;
}

export interface IndexedAnalysis {
  readonly lot: string;
  /** The subject in words without its lot: `release`, `stability, 25C/60RH, 6 months`. */
  readonly use: string;
  readonly product: string | null;
  readonly specification: string | null;
  readonly disposition: string;
  readonly counts: Readonly<Partial<Record<Count, number>>>;
  readonly generatedAt: string;
}

type Count = keyof typeof countWords;
const COUNTS = ['fails', 'noValidResult', 'pending', 'meets', 'information'] as const satisfies readonly Count[];

export interface IndexPage {
  readonly subjects: readonly IndexedSubject[];
  /** Names of the folders of `runs/`, newest first. */
  readonly runs: readonly string[];
  readonly language: ReportLanguage;
}

/** `index.html` of a store: every subject with its latest analysis, and every run. Links are relative; nothing is loaded, nothing runs. */
export function renderIndex({ subjects, runs, language }: IndexPage): string {
  const speech = speak(language);
  const head = headCells(speech, [
    [words.lot, 'text'],
    [words.subject, 'text'],
    [words.analysis, 'text'],
    [words.disposition, 'text'],
    [words.state, 'text'],
    ...COUNTS.map((count) => [countWords[count], 'number'] as const),
    [words.specificationFact, 'text'],
    [words.generated, 'text'],
  ]);
  const rows = subjects.map((subject) => subjectRow(subject, language));
  const caption = speech.short(words.subjects);
  const listed = table({ name: 'inputs', caption, head, body: markup`<tbody>${rows}</tbody>` });
  const tables = runs.map((run) => markup`<li><a href="${href(['runs', run, 'results.csv'])}">${run}</a></li>\n`);
  const title = speech.text(words.storeIndex);
  return htmlPage({
    language,
    title,
    foot: cssString(title),
    body: markup`<main><h1>${speech.word(words.storeIndex)}</h1><section id="subjects"><h2>${speech.plainWord(words.subjects)}</h2>${listed}</section><section id="runs"><h2>${speech.plainWord(words.runs)}</h2><ul>${tables}</ul></section></main>`,
  });
}

function subjectRow({ folders, analyses, latest, acts }: IndexedSubject, language: ReportLanguage): Markup {
  const speech = speak(language);
  const link = (file: string, label: string): Markup => markup`<a href="${href([...folders, file])}">${label}</a>`;
  const number = folders.at(-1) ?? '';
  const count = formatCount(analyses);
  const analysed = markup`${link('report.html', number)} <span class="basis">${speech.language === 'zh' ? `共 ${count} 次` : `${count} published`}</span> <span class="basis">${link('results.csv', 'results.csv')} ${link('result.json', 'result.json')}</span>`;
  if (typeof latest === 'string') {
    const place = folders.slice(1, -1).join('/');
    return markup`<tr><th scope="row">${place}</th><td>–</td><td>${analysed}</td><td colspan="9">${speech.plainWord(words.brokenRecord)}: ${latest}; ${stateIn(acts, language)}</td></tr>\n`;
  }
  const counts = COUNTS.map((name) => {
    const found = latest.counts[name];
    return markup`<td class="number">${found === undefined ? '–' : formatCount(found)}</td>`;
  });
  return markup`<tr><th scope="row">${latest.lot}<span class="basis">${latest.product ?? ''}</span></th><td>${latest.use}</td><td>${analysed}</td><td>${dispositionIn(latest.disposition, language)}</td><td>${stateIn(acts, language)}</td>${counts}<td>${latest.specification ?? '–'}</td><td>${formatInstant(latest.generatedAt)}</td></tr>\n`;
}

/** What the release meant stands beside it: one by exception is never shown as a release alone. */
function stateIn({ state, meaning, releasedBefore }: IndexedState, language: ReportLanguage): Markup {
  const speech = speak(language);
  const shown = speech.plainWord(meaning === null ? STATE_WORDS[state] : MEANING_WORDS[meaning]);
  return releasedBefore ? markup`${shown}<span class="basis">${speech.plainWord(RELEASED_BEFORE)}</span>` : shown;
}

function dispositionIn(disposition: string, language: ReportLanguage): Markup {
  const known: readonly (readonly [string, (typeof dispositionWords)[DispositionWord]])[] = Object.entries(dispositionWords);
  const found = known.find(([word]) => word === disposition);
  return found === undefined ? markup`${disposition}` : speak(language).plainWord(found[1]);
}

/** A relative link: folder names hold `%`, which is a sign of its own in a link. */
function href(names: readonly string[]): string {
  return names.map(encodeURIComponent).join('/');
}
