import type { SecondReaderRecord } from '../../results/release-result.ts';
import type { Speech } from '../language.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import { conclusionWords, dispositionWords, inputWords, occasionWords, wordFor } from '../record-words.ts';
import { formatCount } from '../words/forms/decimals.ts';
import { inputUseTitle } from '../words/titles.ts';
import { words } from '../words.ts';
import { controlsTable } from './controls-table.ts';
import { formatHash, formatInstant, headCells, type ReportContext, section, table } from './parts.ts';
import { reagentsTable } from './reagents-table.ts';
import { typedTable, who } from './typed-table.ts';

/** Every test in the lab and every computation over it: none is left out because another came later. */
export function occasionsSection(context: ReportContext): Markup {
  const { speech } = context;
  return section(
    'occasions',
    speech.plainWord(words.occasions),
    markup`${occasionCounts(context)}${retests(context)}${investigationsTable(context)}${typedTable(context)}${analyses(context)}`,
  );
}

/** How often was tested again, and how often the method allows it. */
function occasionCounts({ result, speech }: ReportContext): Markup {
  const parts = result.occasions.map(
    ({ kind, found, allowed }) => markup`<li>${speech.word(wordFor(occasionWords, kind))}: ${String(found)} / ${String(allowed)}</li>`,
  );
  return markup`<p class="note">${speech.word(words.occasionsAllowed)}</p><ul>${parts}</ul>`;
}

function retests({ result, speech }: ReportContext): Markup {
  const others = result.attributes.filter((row) => row.occasion.kind !== 'initial');
  if (others.length === 0) {
    const all = speech.language === 'zh' ? '全部检验项目均为初检。' : 'Every attribute is from its initial test.';
    return markup`<p class="lead">${all}</p>`;
  }
  const rows = others.map(({ title, occasion }) => {
    const reason = [occasion.reason, occasion.reference].filter((part) => part !== null).join(' · ');
    return markup`<tr><th scope="row">${speech.inlineName(title)}</th><td>${speech.word(wordFor(occasionWords, occasion.kind))}</td><td>${String(occasion.number)}</td><td>${reason}</td></tr>`;
  });
  const head = headCells(speech, [
    [words.attribute, 'text'],
    [words.occasion, 'text'],
    [words.count, 'text'],
    [words.why, 'text'],
  ]);
  return table({ name: 'occasions', caption: speech.short(words.occasion), head, body: markup`<tbody>${rows}</tbody>` });
}

/** Every investigation of a row, closed or open, with its cause. */
function investigationsTable({ result, speech }: ReportContext): Markup {
  const found = result.attributes.flatMap((row) => (row.investigations ?? []).map((one) => ({ row, one })));
  if (found.length === 0) return nothing;
  const rows = found.map(({ row, one }) => {
    const conclusion = speech.word(conclusionWords[one.conclusion ?? 'open']);
    return markup`<tr><th scope="row">${one.reference}<span class="basis">${one.place}</span></th><td>${speech.inlineName(row.title)}<span class="basis">${speech.word(wordFor(occasionWords, row.occasion.kind))} ${String(row.occasion.number)}</span></td><td>${conclusion}</td><td>${one.cause ?? '–'}</td><td>${who(one.closedBy, one.closedAt)}</td><td>${who(one.checkedBy, one.checkedAt)}</td></tr>`;
  });
  const head = headCells(speech, [
    [words.investigation, 'text'],
    [words.attribute, 'text'],
    [words.conclusion, 'text'],
    [words.cause, 'text'],
    [words.closed, 'text'],
    [words.checkedBy, 'text'],
  ]);
  const caption = speech.short(words.investigations);
  return markup`<h3>${speech.plainWord(words.investigations)}</h3>${table({ name: 'occasions', caption, head, body: markup`<tbody>${rows}</tbody>` })}`;
}

function analyses(context: ReportContext): Markup {
  const { envelope, result, speech } = context;
  const current = {
    number: envelope.analysis.number,
    generatedAt: envelope.generatedAt,
    reason: envelope.reason === null ? speech.short(words.thisAnalysis) : `${speech.short(words.thisAnalysis)}: ${envelope.reason}`,
    disposition: result.disposition.proposed,
    resultSha256: envelope.resultSha256,
  };
  const rows = [...envelope.earlierAnalyses, current].map(
    (analysis) =>
      markup`<tr><th scope="row">${String(analysis.number).padStart(4, '0')}</th><td>${formatInstant(analysis.generatedAt)}</td><td>${analysis.reason ?? '–'}</td><td>${dispositionOf(analysis.disposition, speech)}</td><td class="code">${analysis.resultSha256.slice(0, 16)}</td></tr>`,
  );
  const head = headCells(speech, [
    [words.analysis, 'text'],
    [words.analysedAt, 'text'],
    [words.why, 'text'],
    [words.disposition, 'text'],
    [words.resultHash, 'text'],
  ]);
  const listed = table({ name: 'occasions', caption: speech.short(words.analysis), head, body: markup`<tbody>${rows}</tbody>` });
  return markup`${listed}${gaps(context)}`;
}

/** Numbers that no analysis has: said, so that nobody looks for a result that was taken away. */
function gaps({ envelope, speech }: ReportContext): Markup {
  if (envelope.gaps.length === 0) return nothing;
  const numbers = envelope.gaps.map(
    ({ number, claimedBy }) => `${String(number).padStart(4, '0')}${claimedBy === null ? '' : ` (${claimedBy})`}`,
  );
  return markup`<p class="note">${speech.plainWord(words.analysisGaps)}: ${numbers.join('; ')}</p>`;
}

function dispositionOf(disposition: string | null, speech: Speech): Markup {
  const known = Object.entries(dispositionWords).find(([word]) => word === disposition);
  return known === undefined ? markup`${disposition ?? '–'}` : speech.plainWord(known[1]);
}

/** Every file that went in, by hash; then the controls and what departed from a standard. */
export function inputsSection(context: ReportContext): Markup {
  const { result, speech } = context;
  const rows = result.inputs.map(
    (input) =>
      markup`<tr><th scope="row">${input.file}<span class="hash">${input.sha256 ?? speech.plainWord(words.noHash)}</span>${secondReaderLine(input.secondReader, speech)}</th><td>${speech.plainWord(wordFor(inputWords, input.kind))}<span class="basis">${speech.text(inputUseTitle(input.serves))}</span></td><td>${input.assayRun ?? '–'}</td><td>${input.acquiredAt === null ? '–' : formatInstant(input.acquiredAt)}<span class="basis">${input.instrument ?? ''}</span></td><td class="number">${input.events === null ? '–' : formatCount(input.events)}</td></tr>\n`,
  );
  const head = headCells(speech, [
    [words.file, 'text'],
    [words.serves, 'text'],
    [words.assayRun, 'text'],
    [words.acquiredAt, 'text'],
    [words.eventsColumn, 'number'],
  ]);
  const files = table({ name: 'inputs files', caption: speech.short(words.inputs), head, body: markup`<tbody>${rows}</tbody>` });
  const { method, specification } = result;
  const pinned = markup`<p class="note">${speech.short(words.method)} ${method.id} ${method.version}: <span class="code">${formatHash(method.sha256)}</span><br>${speech.short(words.specificationFact)} ${specification.id} ${specification.revision}: <span class="code">${formatHash(specification.sha256)}</span></p>`;
  return section(
    'inputs',
    speech.plainWord(words.inputs),
    markup`${files}${controlsTable(context)}${reagentsTable(context)}${departuresTable(context)}${pinned}`,
  );
}

const SECOND_READER_OUTCOMES = {
  agrees: { en: 'agrees bit for bit', zh: '逐位一致' },
  'outside its range': { en: 'outside its range', zh: '超出其读取范围' },
  differs: { en: 'differs', zh: '不一致' },
} as const;

/** What the second reader made of a file, where it was asked. */
function secondReaderLine(reading: SecondReaderRecord | undefined, speech: Speech): Markup {
  if (reading === undefined) return nothing;
  const { outcome, reader, eventsCompared, detail } = reading;
  const more = detail === null ? markup` (${formatCount(eventsCompared)} / ${reader})` : markup`. ${speech.said(detail)}`;
  return markup`<span class="basis">${speech.short(words.secondReader)}: ${speech.short(SECOND_READER_OUTCOMES[outcome])}${more}</span>`;
}

function departuresTable({ result, speech }: ReportContext): Markup {
  if (result.departures.length === 0) return nothing;
  const rows = result.departures.map(
    ({ file, code, fields, admitted }) =>
      markup`<tr><th scope="row">${file}</th><td class="code">${code}</td><td>${speech.said({ code, fields })}</td><td>${speech.plainWord(admitted ? words.admitted : words.notAdmitted)}</td></tr>\n`,
  );
  const head = headCells(speech, [
    [words.file, 'text'],
    [words.departure, 'text'],
    [words.whatAndWhy, 'text'],
    [words.method, 'text'],
  ]);
  return markup`<h3>${speech.plainWord(words.departures)}</h3>${table({ name: 'inputs', caption: speech.short(words.departures), head, body: markup`<tbody>${rows}</tbody>` })}`;
}

/** Three boxes, filled or empty; an unsigned report says so. */
export function signaturesSection({ envelope, speech }: ReportContext): Markup {
  const boxes = (['tested', 'reviewed', 'approved'] as const).map((role) => {
    const signature = envelope.signatures.find((each) => each.role === role);
    const entry = (label: keyof typeof words, value: string | undefined): Markup =>
      markup`<dt>${speech.word(words[label])}</dt><dd>${value ?? ''}</dd>`;
    return markup`<div class="box"><h3>${speech.word(words[role])}</h3><dl>${entry('name', signature?.name)}${entry('dateAndTime', signature?.signedAt)}${entry('meaning', signature?.meaning)}</dl></div>`;
  });
  const unsigned = envelope.signatures.length === 0 ? markup`<p class="lead">${speech.plainWord(words.unsigned)}</p>` : nothing;
  return section('signatures', speech.plainWord(words.signatures), markup`${unsigned}<div class="boxes">${boxes}</div>`);
}

export function pageFooter({ envelope, result, speech }: ReportContext): Markup {
  const { software } = result;
  return markup`<footer><p>${speech.word(words.resultHash)}: <span class="hash">${formatHash(envelope.resultSha256)}</span></p><p>${speech.plainWord(words.howToCheck)}</p><p>${speech.word(words.generated)}: ${formatInstant(envelope.generatedAt)} · ${software.name} ${software.version}</p></footer>`;
}
