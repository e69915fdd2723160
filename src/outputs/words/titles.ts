import type { CriterionFields } from '../../attributes/criterion-record.ts';
import type { Message } from '../../message.ts';
import type { InputUse } from '../../results/input-use.ts';
import { criterionInEnglish } from './en/criterion.ts';
import { inputUseInEnglish } from './en/input-use.ts';
import { sentenceOf } from './sentence.ts';
import { criterionInChinese } from './zh/criterion.ts';
import { inputUseInChinese } from './zh/input-use.ts';

/** A text in both languages of a report. */
interface InBoth {
  readonly en: string;
  readonly zh: string;
}

/** A message in both languages. */
export function messageTitle(message: Message): InBoth {
  return { en: sentenceOf(message, 'en'), zh: sentenceOf(message, 'zh') };
}

/** What an input file serves, in both languages. */
export function inputUseTitle(use: InputUse): InBoth {
  return { en: inputUseInEnglish(use), zh: inputUseInChinese(use) };
}

/** A criterion or a limit in both languages. */
export function criterionTitle(criterion: CriterionFields): InBoth {
  return { en: criterionInEnglish(criterion), zh: criterionInChinese(criterion) };
}
