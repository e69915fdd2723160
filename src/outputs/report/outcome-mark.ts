import type { Outcome } from '../../attributes/attribute-result.ts';
import type { Speech } from '../language.ts';
import { type Markup, markup } from '../markup.ts';
import { outcomeWords } from '../record-words.ts';

/** Signs are outlines of 14 px; each differs in shape, so that none depends on its colour. */
const SIGNS: Readonly<Record<Outcome, Markup>> = {
  meets: markup`<path d="M2.5 7.5l3 3 6-6.5"/>`,
  fails: markup`<path d="M3.5 3.5l7 7m0-7l-7 7"/>`,
  'no valid result': markup`<circle cx="7" cy="7" r="4.8" stroke-width="1.6"/><path d="M10.4 3.6l-6.8 6.8" stroke-width="1.6"/>`,
  pending: markup`<path d="M2.5 7h.01M7 7h.01M11.5 7h.01"/>`,
  information: markup`<path d="M7 6.5v4.5M7 3.2h.01"/>`,
};

const FORMS: Readonly<Record<Outcome, string>> = {
  meets: 'meets',
  fails: 'fails',
  'no valid result': 'invalid',
  pending: 'pending',
  information: 'information',
};

/** The class of an outcome's form; also of its row. */
export function formOf(outcome: Outcome): string {
  return FORMS[outcome];
}

/** Sign, words and form of an outcome; `line` keeps both languages on one line. */
export function outcomeMark(outcome: Outcome, speech: Speech, layout: 'block' | 'line' = 'block'): Markup {
  const sign = markup`<svg width="14" height="14" viewBox="0 0 14 14" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${SIGNS[outcome]}</svg>`;
  const words = speech.plainWord(outcomeWords[outcome]);
  return markup`<span class="mark ${FORMS[outcome]}${layout === 'line' ? ' line' : ''}">${sign}<span>${words}</span></span>`;
}
