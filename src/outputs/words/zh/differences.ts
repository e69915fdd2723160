import type { Sentences } from '../../../message.ts';
import type { DIFFERENCES, DifferingRow, DifferingValue } from '../../../results/differences.ts';
import { inputUseInChinese } from './input-use.ts';
import { OUTCOMES } from './names.ts';

const rowName = ({ id, attribute, component }: DifferingRow): string =>
  `项目“${id ?? (component === null ? attribute : `${attribute}/${component}`)}”`;

function valueText({ estimate, operator, text, unit, k, N }: DifferingValue): string {
  const value = text === null ? `${operator}${estimate ?? '无数值'} ${unit}`.trim() : `“${text}”`;
  return k === null || N === null ? value : `${value}（${k}/${N}）`;
}

const hashed = ({ id, version, sha256 }: { readonly id: string; readonly version: string; readonly sha256: string }): string =>
  `${id} ${version}（${sha256.slice(0, 8)}）`;

/** Phrases that stand in a list, in Chinese. */
export const DIFFERENCE_SENTENCES = {
  'difference/software': ({ before, now }) => `软件版本原为 ${before}，现为 ${now}`,
  'difference/not-readable': () => '软件：本版本无法读取该结果',
  'difference/document': ({ what, before, now }) => `${what === 'method' ? '方法' : '质量标准'}原为 ${hashed(before)}，现为 ${hashed(now)}`,
  'difference/table-row': ({ file, row }) => `“${file}”中已使用的一行被更改或已不存在：${row}`,
  'difference/input-gone': ({ file, serves }) => `输入文件“${file}”（${inputUseInChinese(serves)}）已不存在`,
  'difference/content': ({ file, before, now }) =>
    `输入文件“${file}”内容不同（原 ${before.slice(0, 8)}，现 ${now?.slice(0, 8) ?? '无校验值'}）`,
  'difference/stated': ({ file, field, before, now }) =>
    `输入文件“${file}”：${field === 'acquiredAt' ? '采集日期' : '仪器'}原为${before ?? '未注明'}，现为${now ?? '未注明'}`,
  'difference/value': ({ row, before, now }) =>
    `${rowName(row)}原为 ${valueText(before)}，${now === null ? '现无此项' : `现为 ${valueText(now)}`}`,
  'difference/outcome': ({ row, before, now }) => `${rowName(row)}原为“${OUTCOMES[before]}”，现为“${OUTCOMES[now]}”，而其自身输入并无不同`,
  'difference/held': ({ codes }) => `现被暂扣（${codes.join('、')}），而其自身输入并无不同`,
  'difference/findings': () => '其原因、提示或对照不同，而其自身输入并无不同',
} as const satisfies Sentences<typeof DIFFERENCES>;
