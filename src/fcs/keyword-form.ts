import type { DepartureCode } from './departures.ts';
import { quote, trimValue } from './number-text.ts';

/** A value of an optional keyword that is not of the form that FCS 3.1 and 3.2 give it, or that another keyword contradicts. */
export interface FormFinding {
  readonly code: DepartureCode | 'fcs/measurement-word';
  readonly keyword: string;
  /** As the file states it. */
  readonly value: string;
  /** What was expected, as a part of a sentence: `a wavelength in nm above 0`. */
  readonly expected: string;
}

export type NoteForm = (finding: FormFinding) => void;

/** Where findings are of no interest. */
export const ignoreForm: NoteForm = () => undefined;

/** The text of a keyword without padding; `null` where it is absent or blank. */
export function statedText(keywords: ReadonlyMap<string, string>, keyword: string): string | null {
  const text = trimValue(keywords.get(keyword) ?? '');
  return text === '' ? null : text;
}

/** How a keyword's text becomes a value. */
export interface KeywordForm<T> {
  readonly code: DepartureCode | 'fcs/measurement-word';
  readonly expected: string;
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

/** A finding as part of the sentence that lists all of its code. */
export function findingSubject({ keyword, value, expected }: FormFinding): string {
  return `${quote(value)} for ${keyword} (expected ${expected})`;
}
