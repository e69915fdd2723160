import { subjectTitle } from '../../subject.ts';
import { speak } from '../language.ts';
import { type Markup, markup } from '../markup.ts';
import { defineOutput, type OutputInput } from '../output.ts';
import { dispositionWords, purposeWords, wordFor } from '../record-words.ts';
import { words } from '../words.ts';
import { inputsSection, occasionsSection, pageFooter, signaturesSection } from './closing.ts';
import { controlsSection } from './controls.ts';
import { gatesSection } from './gates.ts';
import { dispositionBlock, factsList, lotHeading, topLine } from './head.ts';
import { needsALookSection } from './needs-a-look.ts';
import { htmlPage } from './page.ts';
import type { ReportContext } from './parts.ts';
import { potencySection } from './potency.ts';
import { specificationSection } from './specification-table.ts';
import { cssString } from './style.ts';

/** `report.html`: the verdict in a second, its reasons in ten, the evidence by scrolling; one file without script or network. */
export const report = defineOutput({ id: 'report.html', render: (input) => [{ path: 'report.html', bytes: renderReport(input) }] });

export function renderReport(input: OutputInput): string {
  const context: ReportContext = { ...input, speech: speak(input.language) };
  const { result, envelope, speech } = context;
  const body = [
    topLine(context),
    markup`<main>${lotHeading(context)}${dispositionBlock(context)}${factsList(context)}${sectionLinks(context)}`,
    specificationSection(context),
    needsALookSection(context),
    gatesSection(context),
    controlsSection(context),
    potencySection(context),
    occasionsSection(context),
    inputsSection(context),
    signaturesSection(context),
    markup`</main>`,
    pageFooter(context),
  ];
  const zh = speech.language === 'zh';
  const { id, purpose, condition, timePoint } = result.lot;
  const use =
    zh && purpose !== 'release' ? [wordFor(purposeWords, purpose).zh, condition, timePoint].filter((part) => part !== null) : null;
  const subject = use === null ? subjectTitle({ ...result.lot, lot: id }) : `${id}，${use.join('，')}`;
  const foot = `${subject} - ${zh ? `第 ${envelope.analysis.number} 次分析` : `analysis ${envelope.analysis.number}`} - ${envelope.resultSha256.slice(0, 16)}`;
  return htmlPage({
    language: speech.language,
    title: `${subject} · ${speech.short(dispositionWords[result.disposition.proposed])} · ${speech.short(words.releaseResult)}`,
    foot: cssString(foot),
    body: markup`${body}`,
  });
}

/** Links to the sections that are there. */
function sectionLinks({ figures, speech }: ReportContext): Markup {
  const links: readonly (readonly [string, { en: string; zh: string }, boolean])[] = [
    ['specification', words.specificationFact, true],
    ['needs-a-look', words.needsLook, true],
    ['gates', words.gates, figures.samples.length > 0],
    ['controls', words.controlsLink, figures.controls.length > 0],
    ['potency', words.potency, figures.potency.length > 0],
    ['occasions', words.occasionsLink, true],
    ['inputs', words.inputs, true],
    ['signatures', words.signatures, true],
  ];
  const items = links.filter(([, , there]) => there).map(([id, title]) => markup`<a href="#${id}">${speech.short(title)}</a>`);
  return markup`<nav class="links" aria-label="${speech.language === 'zh' ? '章节' : 'Sections'}">${items}</nav>`;
}
