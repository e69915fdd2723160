import type { Title } from '../attributes/attribute-result.ts';
import type { Message } from '../message.ts';
import { raised } from './exponents.ts';
import { type Markup, markup } from './markup.ts';
import type { ReportLanguage } from './output.ts';
import { formatInterval, formatShare, type ShownInterval } from './words/forms/decimals.ts';
import { messageTitle } from './words/titles.ts';

/** How a report says a text in its language or languages. Chinese always stands in `lang="zh"`, English in a Chinese report in `lang="en"`. */
export interface Speech {
  readonly language: ReportLanguage;
  /** A word of ours, inline: `Drawn · 取样`; a Chinese report says the Chinese alone. */
  readonly word: (title: Title) => Markup;
  /** The same without the dot: `CORIN+ CORIN 阳性`. */
  readonly plainWord: (title: Title) => Markup;
  /** A name given by method or specification, on two lines; a Chinese report keeps the English below, since codes and files use it. */
  readonly name: (title: Title) => Markup;
  /** The same on one line. */
  readonly inlineName: (title: Title) => Markup;
  /** A message in words: in both languages one after the other, in a Chinese report Chinese alone. */
  readonly said: (message: Message) => Markup;
  /** Plain text for pictures and titles: `Drawn · 取样`. */
  readonly text: (title: Title) => string;
  /** One language alone, for pictures with little room. */
  readonly short: (title: Title) => string;
  /** `7 of 268,412`. */
  readonly share: (k: number, N: number) => string;
  /** `0.85 (0.79–0.91)`; with negative numbers `−0.008 (−0.024 to 0.009)`, in a Chinese report `−0.008 (−0.024 至 0.009)`. */
  readonly interval: (interval: ShownInterval) => string;
}

const chinese = (text: string): Markup => markup`<span lang="zh">${raised(text)}</span>`;
const english = (text: string): Markup => markup`<span lang="en">${raised(text)}</span>`;

export function speak(language: ReportLanguage): Speech {
  const arranged = (title: Title, separator: string): Markup => arrange(language, title, markup`${separator}`);
  return {
    language,
    word: (title) => arranged(title, ' · '),
    plainWord: (title) => arranged(title, ' '),
    said: (message) => arranged(messageTitle(message), ' '),
    name: (title) => nameIn(language, title, markup`<br>`),
    inlineName: (title) => nameIn(language, title, markup` `),
    text: (title) => textIn(language, title),
    short: (title) => (language === 'zh' && title.zh !== '' ? title.zh : title.en || title.zh),
    share: (k, N) => (language === 'zh' ? formatShare(k, N).replace(' of ', ' / ') : formatShare(k, N)),
    interval: (interval) => formatInterval(interval, language === 'zh' ? 'zh' : 'en'),
  };
}

function arrange(language: ReportLanguage, title: Title, separator: Markup): Markup {
  if (language === 'en' || title.zh === '') return languageAware(language, title.en);
  if (language === 'zh' || title.en === '') return chinese(title.zh);
  if (title.en === title.zh) return raised(title.en);
  return markup`${raised(title.en)}${separator}${chinese(title.zh)}`;
}

function nameIn(language: ReportLanguage, title: Title, separator: Markup): Markup {
  if (language !== 'zh' || title.zh === '' || title.en === '' || title.en === title.zh) return arrange(language, title, separator);
  return markup`${chinese(title.zh)}${separator}${english(title.en)}`;
}

function languageAware(language: ReportLanguage, text: string): Markup {
  return language === 'zh' ? english(text) : raised(text);
}

function textIn(language: ReportLanguage, title: Title): string {
  if (language === 'en' || title.zh === '') return title.en;
  if (language === 'zh' || title.en === '' || title.en === title.zh) return title.zh;
  return `${title.en} · ${title.zh}`;
}
