import type { CriterionFields } from '../../attributes/criterion-record.ts';
import type { Message } from '../../message.ts';
import { criterionInEnglish } from './en/criterion.ts';
import { sentenceOf } from './sentence.ts';
import { criterionInChinese } from './zh/criterion.ts';

/** A text in both languages of a report. */
interface InBoth {
  readonly en: string;
  readonly zh: string;
}

/** A message in both languages. */
export function messageTitle(message: Message): InBoth {
  return { en: sentenceOf(message, 'en'), zh: sentenceOf(message, 'zh') };
}

/** A criterion or a limit in both languages. */
export function criterionTitle(criterion: CriterionFields): InBoth {
  return { en: criterionInEnglish(criterion), zh: criterionInChinese(criterion) };
}
