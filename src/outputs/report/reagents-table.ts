import { type Markup, markup, nothing } from '../markup.ts';
import { reagentStatusWords, wordFor } from '../record-words.ts';
import { words } from '../words.ts';
import { headCells, type ReportContext, table } from './parts.ts';

/** Lots of the reagents that the method demands, as they were registered; nothing where it demands none. */
export function reagentsTable({ result, speech }: ReportContext): Markup {
  const { reagents } = result.lot;
  if (reagents.length === 0) return nothing;
  const rows = reagents.map((one) => {
    const status = one.status === null ? speech.word(words.notRegistered) : speech.word(wordFor(reagentStatusWords, one.status));
    const days = [one.qualifiedFrom, one.retestDate, one.expiryDate].map((day) => day ?? '–').join(' · ');
    return markup`<tr><th scope="row">${one.kind}<span class="basis">${one.lot}</span></th><td>${one.assayRun}<span class="basis">${one.serves ?? ''}</span></td><td>${status}</td><td>${one.storage ?? '–'}</td><td>${days}</td><td>${one.traceableTo ?? '–'}</td></tr>\n`;
  });
  const head = headCells(speech, [
    [words.reagent, 'text'],
    [words.assayRun, 'text'],
    [words.reagentStatus, 'text'],
    [words.storedAt, 'text'],
    [words.usable, 'text'],
    [words.traceableTo, 'text'],
  ]);
  const caption = speech.short(words.reagents);
  return markup`<h3>${speech.plainWord(words.reagents)}</h3>${table({ name: 'inputs reagents', caption, head, body: markup`<tbody>${rows}</tbody>` })}`;
}
