import type { Sentences } from '../../../message.ts';
import type { SECOND_READINGS } from '../../../results/second-readings.ts';
import { quoteText } from '../en/quote.ts';

const STORAGES = { packed: '按位压缩存储', text: '文本' } as const;
const READERS = { here: '本程序', there: '第二读取程序' } as const;

/** What the second reader makes of a file, in Chinese. */
export const SECOND_READING_SENTENCES = {
  'second-reader/first-data-set-only': () => '该程序只读取第一个数据集。',
  'second-reader/empty-value': () => '该程序在空值之后错读关键字。',
  'second-reader/no-events': () => '该程序不能读取没有事件的数据集。',
  'second-reader/storage': ({ storage }) => `该程序只读取整字节的值，不读取${STORAGES[storage]}的值。`,
  'second-reader/byte-order': ({ byteOrder }) => `该程序不接受字节顺序 ${byteOrder}。`,
  'second-reader/data-type': () => '该程序在一个文件中只识别 I、F、D 中的一种数据类型。',
  'second-reader/integer-width': ({ bits }) => `该程序只读取宽度统一的 16 位或 32 位整数，不读取 ${bits.join('、')} 位的整数。`,
  'second-reader/keyword-not-found': ({ keyword }) => `该程序在此 TEXT 中未读得 ${keyword} 的原值。`,
  'second-reader/data-begin': ({ here, there }) =>
    `该程序认为 DATA ${there === null ? '没有起始字节' : `始于字节 ${there}`}，而非字节 ${here}。`,
  'second-reader/stopped': ({ words }) => `该程序中止，原文：${quoteText(words)}。`,
  'second-reader/name-differs': ({ parameter, here, there }) =>
    `参数 ${parameter} 的名称：本程序为 ${quoteText(here)}，第二读取程序${there === null ? '未读得名称' : `为 ${quoteText(there)}`}。`,
  'second-reader/value-differs': ({ event, parameter, here, there }) =>
    `事件 ${event}，参数 ${parameter}：本程序为 ${here}，第二读取程序${there === null ? '没有有限数' : `为 ${there}`}。`,
  'second-reader/zero-sign-differs': ({ event, parameter, negative }) =>
    `事件 ${event}，参数 ${parameter}：两者均为零，仅${READERS[negative]}为负零。`,
} as const satisfies Sentences<typeof SECOND_READINGS>;
