import type { ReplayNote } from '../../results/replay-notes.ts';
import { speak } from '../language.ts';
import { type Markup, markup } from '../markup.ts';
import type { ReportLanguage } from '../output.ts';
import { htmlPage } from '../report/page.ts';
import { formatHash, formatInstant, headCells, table } from '../report/parts.ts';
import { cssString } from '../report/style.ts';
import { formatCount } from '../words/forms/decimals.ts';
import { words } from '../words.ts';

/** A stored analysis as the page lists it. */
export interface ReplayLine {
  /** `lots/<lot>/<subject>/0002`. */
  readonly folder: string;
  readonly state: 'same' | 'differs' | 'not-replayed';
  readonly notes: readonly ReplayNote[];
}

export interface ReplayPage {
  readonly language: ReportLanguage;
  readonly lines: readonly ReplayLine[];
  /** Who did it, with what, and over which store. */
  readonly store: string;
  readonly software: string;
  readonly user: string;
  readonly generatedAt: string;
  /** What was proposed; `null` = the method, or the specification, of each analysis. */
  readonly method: { readonly name: string; readonly sha256: string } | null;
  readonly specification: { readonly name: string; readonly sha256: string } | null;
}

const STATES = ['differs', 'not-replayed', 'same'] as const;

/** The report of a replay: how many are the same, and for each analysis what differs. Nothing is loaded, nothing runs. */
export function renderReplay(page: ReplayPage): string {
  const speech = speak(page.language);
  const facts = ([title, value]: readonly [keyof typeof words, Markup | string]): Markup =>
    markup`<div><dt>${speech.word(words[title])}</dt><dd>${value}</dd></div>`;
  const document = (given: ReplayPage['method']): Markup =>
    given === null ? speech.plainWord(words.replayOwn) : markup`${given.name} <code>${formatHash(given.sha256)}</code>`;
  const head = markup`<dl class="facts">${[
    facts(['replayStore', page.store]),
    facts(['method', document(page.method)]),
    facts(['specificationFact', document(page.specification)]),
    facts(['software', page.software]),
    facts(['replayUser', page.user]),
    facts(['generated', formatInstant(page.generatedAt)]),
    ...STATES.map((state) => facts([STATE_WORDS[state], formatCount(page.lines.filter((line) => line.state === state).length)])),
  ]}</dl>`;
  const sections = STATES.map((state) => stateSection(page, state));
  const title = speech.text(words.replay);
  return htmlPage({
    language: page.language,
    title,
    foot: cssString(title),
    body: markup`<main><h1>${speech.word(words.replay)}</h1>${head}${sections}</main>`,
  });
}

const STATE_WORDS = { differs: 'replayDiffers', 'not-replayed': 'replayNot', same: 'replaySame' } as const;

function stateSection({ lines, language }: ReplayPage, state: ReplayLine['state']): Markup {
  const found = lines.filter((line) => line.state === state);
  if (found.length === 0) return markup``;
  const speech = speak(language);
  const columns = headCells(speech, [
    [words.analysis, 'text'],
    [words.replayFound, 'text'],
  ]);
  const rows = found.map(({ folder, notes }) => {
    const said = notes.map((note) => markup`<li>${speech.said(note)}</li>`);
    return markup`<tr><th scope="row">${folder}</th><td>${notes.length === 0 ? speech.plainWord(words.replayBytes) : markup`<ul>${said}</ul>`}</td></tr>\n`;
  });
  const name = words[STATE_WORDS[state]];
  const listed = table({ name: 'inputs', caption: speech.short(name), head: columns, body: markup`<tbody>${rows}</tbody>` });
  return markup`<section id="${state}"><h2>${speech.plainWord(name)}</h2>${listed}</section>`;
}
