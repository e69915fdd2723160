import type { AttributeResult, TypedRecord } from '../../attributes/attribute-result.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import { inputWords, wordFor } from '../record-words.ts';
import { words } from '../words.ts';
import { formatInstant, headCells, type ReportContext, table } from './parts.ts';

/** What people typed, once each, with the values that are made of it, who typed it and who checked it. */
export function typedTable({ result, speech }: ReportContext): Markup {
  const found = new Map<string, { readonly one: TypedRecord; readonly rows: AttributeResult[] }>();
  for (const row of result.attributes)
    for (const one of row.typed ?? []) {
      const key = JSON.stringify([one.table, one.place, one.name]);
      const entry = found.get(key) ?? { one, rows: [] };
      entry.rows.push(row);
      found.set(key, entry);
    }
  if (found.size === 0) return nothing;
  const body = [...found.values()].map(({ one, rows }) => {
    const titles = [...new Map(rows.map((row) => [row.title.en, row.title])).values()];
    const listed = titles.map((title, index) => markup`${index === 0 ? '' : ' · '}${speech.inlineName(title)}`);
    return markup`<tr><th scope="row">${one.name}<span class="basis">${one.place} · ${speech.plainWord(wordFor(inputWords, one.table))}</span></th><td>${listed}</td><td>${who(one.enteredBy, one.enteredAt)}</td><td>${who(one.checkedBy, one.checkedAt)}</td></tr>`;
  });
  const head = headCells(speech, [
    [words.typedValue, 'text'],
    [words.attribute, 'text'],
    [words.enteredBy, 'text'],
    [words.checkedBy, 'text'],
  ]);
  const caption = speech.short(words.typedValues);
  return markup`<h3>${speech.plainWord(words.typedValues)}</h3>${table({ name: 'occasions', caption, head, body: markup`<tbody>${body}</tbody>` })}`;
}

/** A person with the time; a dash where the table names nobody. */
export function who(name: string | null | undefined, at: string | null | undefined): string {
  const parts = [at == null ? '' : formatInstant(at), name ?? ''].filter((part) => part !== '');
  return parts.length === 0 ? '–' : parts.join(' · ');
}
