import type { AttributeResult } from '../../attributes/attribute-result.ts';
import { distinctMessages } from '../../message.ts';
import type { Note } from '../../reason.ts';
import { raised } from '../exponents.ts';
import type { Speech } from '../language.ts';
import { type Markup, type MarkupPart, markup } from '../markup.ts';
import { criterionTitle } from '../words/titles.ts';
import { words } from '../words.ts';
import { outcomeMark } from './outcome-mark.ts';
import { type ReportContext, section } from './parts.ts';
import { formatReported } from './reported-value.ts';
import { NOT_COVERED } from './value-notes.ts';

interface Line {
  readonly mark: Markup;
  readonly title: Markup;
  readonly sentences: readonly MarkupPart[];
  readonly code: string;
}

/** What a reviewer must see, worst first, each line ending with the next act; then exclusions, notes, departures. */
export function needsALookSection(context: ReportContext): Markup {
  const { result, speech } = context;
  const byOutcome = (['fails', 'no valid result', 'pending'] as const).flatMap((outcome) =>
    result.attributes.filter((row) => row.outcome === outcome).map((row) => outcomeLine(row, context)),
  );
  const lines = [...byOutcome, ...heldLines(context), ...noteLines(context), ...departureLines(context), ...unusedRowLines(context)];
  const rows = lines.map(
    ({ mark, title, sentences, code }) =>
      markup`<tr><td>${mark}</td><td class="what"><b>${title}</b><br>${sentences}</td><td class="code">${code}</td></tr>\n`,
  );
  const caption = speech.short(words.needsLook);
  const head = markup`<thead class="hidden"><tr><th scope="col">${speech.short(words.outcome)}</th><th scope="col">${speech.short(words.whatAndWhy)}</th><th scope="col">${speech.short(words.codeOrPlace)}</th></tr></thead>`;
  const content =
    lines.length === 0
      ? markup`<p>${speech.plainWord(words.nothingToLookAt)}</p>`
      : markup`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table class="look"><caption class="hidden">${caption}</caption>${head}<tbody>${rows}</tbody></table></div>`;
  return section('needs-a-look', speech.plainWord(words.needsLook), content);
}

function outcomeLine(row: AttributeResult, context: ReportContext): Line {
  const { speech } = context;
  const noted = distinctMessages<Note>([...row.reasons, ...row.notes]).map((one) => noteText(one, speech));
  const plain = (sentence: string) => (sentence === '' ? [] : [raised(sentence)]);
  const sentences = [...(row.outcome === 'fails' ? plain(against(row, context)) : []), ...noted, ...plain(nextAct(row, context))];
  const codes = [...new Set([...row.reasons, ...row.notes].map(({ code }) => code))].join(', ');
  const code = codes === '' ? row.method.text : codes;
  return {
    mark: outcomeMark(row.outcome, speech),
    title: speech.inlineName(row.title),
    sentences: lines(sentences),
    code,
  };
}

function against(row: AttributeResult, { speech }: ReportContext): string {
  const value = row.reportable === null ? (row.text ?? '') : formatReported(row.reportable);
  // The value says by itself which limit is judged.
  const bare = row.criterion === null ? '' : speech.short(criterionTitle({ ...row.criterion, on: 'estimate' }));
  const limit =
    row.decidedOn === 'upper-limit' ? ['upper limit ', '上限 '] : row.decidedOn === 'lower-limit' ? ['lower limit ', '下限 '] : ['', ''];
  return speech.language === 'zh' ? `${limit[1]}${value}，标准规定 ${bare}。` : `Reported: ${limit[0]}${value} against ${bare}.`;
}

function nextAct(row: AttributeResult, { speech }: ReportContext): string {
  const zh = speech.language === 'zh';
  if (row.outcome === 'pending') {
    const due = row.criterion?.due ?? null;
    if (zh) return `${due === null ? '结果尚未收到' : `结果预计 ${due}`}；迟到的不符合结果将重新打开本批。`;
    return `The result ${due === null ? 'is not there yet' : `is due ${due}`}; a late failure re-opens the lot.`;
  }
  if (row.outcome === 'fails')
    return zh ? '下一步：调查；复检须有理由和编号。' : 'Next: investigate; a retest needs a reason and a reference.';
  // A control that no file serves has its next act in its own sentence.
  if (row.reasons.some(({ code, fields }) => code === 'control/missing' && fields.assayRun !== null)) return '';
  return zh ? '下一步：消除原因后重复检验，或记录偏差。' : 'Next: mend the cause and repeat the test, or record a deviation.';
}

function heldLines({ result, speech }: ReportContext): readonly Line[] {
  return result.disposition.held.map((reason) => ({
    mark: outcomeMark('no valid result', speech),
    title: speech.plainWord(reason.code === 'method/not-validated' ? words.method : words.held),
    sentences: [speech.said(reason)],
    code: reason.code,
  }));
}

/** A row of a table that nothing used is somebody's intention that came to nothing. */
function unusedRowLines({ result, speech }: ReportContext): readonly Line[] {
  return result.lot.unusedRows.map(({ place, ...note }) => ({
    mark: outcomeMark('information', speech),
    title: speech.plainWord(words.unusedRow),
    sentences: [speech.said(note)],
    code: `${note.code}, ${place}`,
  }));
}

function noteLines({ result, speech }: ReportContext): readonly Line[] {
  return (
    result.attributes
      .filter((row) => row.outcome === 'meets' || row.outcome === 'information')
      .flatMap((row) => row.notes.map((note) => ({ row, note })))
      // The specification table says it below the value.
      .filter(({ note }) => note.code !== NOT_COVERED)
      .map(({ row, note }) => ({
        mark: outcomeMark('information', speech),
        title: speech.inlineName(row.title),
        sentences: [noteText(note, speech)],
        code: note.code,
      }))
  );
}

function departureLines({ result, speech }: ReportContext): readonly Line[] {
  return result.departures
    .filter((departure) => !departure.admitted)
    .map(({ file, code, fields }) => ({
      mark: outcomeMark('information', speech),
      title: markup`${file}`,
      sentences: [speech.said({ code, fields })],
      code,
    }));
}

/** A note with the assay that it is about. */
function noteText(note: Note, speech: Speech): Markup {
  return note.assay === undefined ? speech.said(note) : markup`${note.assay}: ${speech.said(note)}`;
}

/** Each sentence on a line of its own. */
function lines(sentences: readonly Markup[]): readonly MarkupPart[] {
  return sentences.map((sentence, i) => (i === 0 ? sentence : [markup`<br>`, sentence]));
}
