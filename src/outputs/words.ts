import type { Title } from '../attributes/attribute-result.ts';
import * as en from './words/en/page.ts';
import * as zh from './words/zh/page.ts';

type PageWord = keyof typeof en.PAGE_WORDS;

/** Every word of ours that stands on the page of a report, in both languages. */
export const words: Readonly<Record<PageWord, Title>> = inBoth(en.PAGE_WORDS);

function inBoth(english: Readonly<Record<PageWord, string>>): Readonly<Record<PageWord, Title>>;
function inBoth(english: Readonly<Record<string, string>>): Readonly<Record<string, Title>> {
  const chinese: Readonly<Record<string, string>> = zh.PAGE_WORDS;
  return Object.fromEntries(Object.entries(english).map(([word, text]) => [word, { en: text, zh: chinese[word] ?? '' }]));
}
