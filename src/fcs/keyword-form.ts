import { excerpt } from '../excerpt.ts';
import type { ValueOf } from '../message.ts';
import type { GroupedCode, SubjectOf } from './departures.ts';
import type { ExpectedForm, FORM_FIELDS } from './expected-form.ts';
import { trimValue } from './number-text.ts';

/** A value of an optional keyword that is not of the form that FCS 3.1 and 3.2 give it, or that another keyword contradicts. */
export interface FormDeparture {
  readonly code: FormCode;
  readonly keyword: string;
  /** As the file states it. */
  readonly value: string;
  readonly expected: ExpectedForm;
  /** Other keywords that contradict it, and what they say. */
  readonly other?: { readonly keywords: readonly string[]; readonly value: string };
}

/** Codes of what is found about the form of a keyword. */
export type FormCode =
  | 'fcs/measurement-word'
  | { readonly [Code in GroupedCode]: SubjectOf<Code> extends FormSubject ? Code : never }[GroupedCode];

type FormSubject = ValueOf<{ readonly record: typeof FORM_FIELDS }>;

export type NoteForm = (finding: FormDeparture) => void;

/** Where findings are of no interest. */
export const ignoreForm: NoteForm = () => undefined;

/** The text of a keyword without padding; `null` where it is absent or blank. */
export function statedText(keywords: ReadonlyMap<string, string>, keyword: string): string | null {
  const text = trimValue(keywords.get(keyword) ?? '');
  return text === '' ? null : text;
}

/** How a keyword's text becomes a value. */
export interface KeywordForm<T> {
  readonly code: FormCode;
  readonly expected: ExpectedForm;
  /** `null` where the text is not of the form. */
  readonly parse: (text: string) => T | null;
}

/** The value of a keyword; `null` where it is absent, blank or, which is noted, not of its form. */
export function readForm<T>(
  { keywords, note }: { readonly keywords: ReadonlyMap<string, string>; readonly note: NoteForm },
  keyword: string,
  { code, expected, parse }: KeywordForm<T>,
): T | null {
  const text = statedText(keywords, keyword);
  if (text === null) return null;
  const value = parse(text);
  if (value === null) note({ code, keyword, value: text, expected });
  return value;
}

/** A finding as one of those that a message lists. */
export function formSubject({ keyword, value, expected, other }: FormDeparture): FormSubject {
  return {
    keyword,
    value: excerpt(value),
    expected,
    other: other === undefined ? null : { keywords: other.keywords, value: excerpt(other.value) },
  };
}
