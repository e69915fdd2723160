import type { Title } from '../../attributes/attribute-result.ts';
import * as en from './en/rare-event.ts';
import type { RareEventWords } from './forms/rare-event-words.ts';
import * as zh from './zh/rare-event.ts';

/** Words of the table of a rare event in both languages. */
export function rareEventTitle(say: (words: RareEventWords, language: 'en' | 'zh') => string): Title {
  return { en: say(en.RARE_EVENT_WORDS, 'en'), zh: say(zh.RARE_EVENT_WORDS, 'zh') };
}
