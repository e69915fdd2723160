import { type HazardByTests, type Qualification, type QualificationPart, qualificationOutcome } from '../../results/qualification.ts';
import { speak } from '../language.ts';
import { type Markup, markup } from '../markup.ts';
import type { ReportLanguage } from '../output.ts';
import { htmlPage } from '../report/page.ts';
import { formatHash, formatInstant, headCells, table } from '../report/parts.ts';
import { cssString } from '../report/style.ts';
import { words } from '../words.ts';

const OUTCOMES = { passed: words.qualificationPassed, failed: words.qualificationFailed } as const;

/** The report of an installation and operational qualification. Nothing is loaded, nothing runs. */
export function renderQualification(qualification: Qualification, language: ReportLanguage): string {
  const speech = speak(language);
  const { software, node, platform, host, user, performedAt, installationSha256, installation, operation } = qualification;
  const { hazards, shownByTests } = qualification;
  const fact = (title: keyof typeof words, value: Markup | string): Markup =>
    markup`<div><dt>${speech.word(words[title])}</dt><dd>${value}</dd></div>`;
  const facts = [
    fact('qualificationOutcome', speech.plainWord(OUTCOMES[qualificationOutcome(qualification)])),
    fact('software', software),
    fact('qualificationHash', installationSha256 === null ? '–' : markup`<code>${formatHash(installationSha256)}</code>`),
    fact('qualificationMachine', `${host}, ${platform}, Node ${node}`),
    fact('replayUser', user),
    fact('generated', formatInstant(performedAt)),
  ];
  const parts = (id: string, title: keyof typeof words, found: readonly QualificationPart[]): Markup =>
    markup`<section id="${id}"><h2>${speech.plainWord(words[title])}</h2>${found.map((part) => partTable(part, language))}</section>`;
  const title = speech.text(words.qualification);
  return htmlPage({
    language,
    title,
    foot: cssString(title),
    body: markup`<main><h1>${speech.word(words.qualification)}</h1><dl class="facts">${facts}</dl>${parts('installation', 'qualificationInstallation', installation)}${parts('operation', 'qualificationOperation', operation)}${parts('hazards', 'qualificationHazards', hazards)}${testsTable(shownByTests, language)}</main>`,
  });
}

function partTable({ title, source, checks }: QualificationPart, language: ReportLanguage): Markup {
  const speech = speak(language);
  const head = headCells(speech, [
    [words.qualificationCheck, 'text'],
    [words.qualificationExpected, 'text'],
    [words.replayFound, 'text'],
    [words.qualificationOutcome, 'text'],
  ]);
  const rows = checks.map(
    (one) =>
      markup`<tr><th scope="row">${speech.plainWord(one.title)}</th><td>${one.expected}</td><td>${one.found}</td><td>${speech.plainWord(OUTCOMES[one.outcome])}</td></tr>\n`,
  );
  const from = source === null ? markup`` : markup`<p class="basis">${speech.plainWord(source)}</p>`;
  return markup`<h3>${speech.plainWord(title)}</h3>${from}${table({ name: 'inputs', caption: speech.short(title), head, body: markup`<tbody>${rows}</tbody>` })}`;
}

function testsTable(shown: readonly HazardByTests[], language: ReportLanguage): Markup {
  const speech = speak(language);
  const head = headCells(speech, [
    [words.qualificationHazard, 'text'],
    [words.qualificationControl, 'text'],
    [words.qualificationTest, 'text'],
  ]);
  const rows = shown.map(
    ({ id, hazard, control, test }) =>
      markup`<tr><th scope="row">${id} ${speech.plainWord(hazard)}</th><td>${control}</td><td><code>${test}</code></td></tr>\n`,
  );
  const caption = speech.short(words.qualificationShownByTests);
  return markup`<section id="shown-by-tests"><h2>${speech.plainWord(words.qualificationShownByTests)}</h2>${table({ name: 'inputs', caption, head, body: markup`<tbody>${rows}</tbody>` })}</section>`;
}
