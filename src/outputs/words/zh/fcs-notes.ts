import type { FCS_NOTES } from '../../../fcs/notes.ts';
import type { Sentences } from '../../../message.ts';
import { formSentence } from './fcs-forms.ts';
import { quote } from './quote.ts';

/** The notes on an FCS file, in Chinese. */
export const FCS_NOTE_SENTENCES = {
  'fcs/unread-bytes': ({ bytes, listed, unlisted }) => {
    const places = listed.map(({ begin, end }) => `${begin} 至 ${end}`).join('、');
    const more = unlisted > 0 ? `，另有 ${unlisted} 处` : '';
    return `每个字节都应属于某一段，实际有 ${bytes} 个字节不属于任何段且不是填充，位于字节 ${places}${more}；未读取。`;
  },
  'fcs/measurement-word': formSentence,
  'fcs/unknown-keywords': ({ all, unlisted }) => {
    const more = unlisted > 0 ? `，另有 ${unlisted} 个` : '';
    return `以 $ 开头的关键字应出自标准，实际有 ${all.map(quote).join('、')}${more} 不属于任何版本；未读取。是否拼写有误？`;
  },
  'fcs/time-by-another-name': ({ timestep, parameters }) =>
    `$TIMESTEP 为 ${quote(timestep)}，但没有名为 Time 的参数；${parameters.map(quote).join('、')} 可能是时间参数：其值保持存储值。`,
} as const satisfies Sentences<typeof FCS_NOTES>;
