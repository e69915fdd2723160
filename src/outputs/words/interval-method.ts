import type { IntervalMethod } from '../../attributes/interval-method.ts';
import * as en from './en/interval-methods.ts';
import type { IntervalMethodWords } from './forms/interval-method-words.ts';
import type { SentenceLanguage } from './sentence.ts';
import * as zh from './zh/interval-methods.ts';

const WORDS: Readonly<Record<SentenceLanguage, IntervalMethodWords>> = { en: en.INTERVAL_METHOD_WORDS, zh: zh.INTERVAL_METHOD_WORDS };
const COMMA: Readonly<Record<SentenceLanguage, string>> = { en: ', ', zh: '、' };

/** How limits were found, in one language. */
export function intervalMethodText(method: IntervalMethod, language: SentenceLanguage): string {
  const of = (method.of ?? []).map((one) => intervalMethodText(one, language)).join(COMMA[language]);
  return WORDS[language][method.method](of, method);
}

/** The same in both languages. */
export function intervalMethodTitle(method: IntervalMethod): { readonly en: string; readonly zh: string } {
  return { en: intervalMethodText(method, 'en'), zh: intervalMethodText(method, 'zh') };
}
