import type { Sentences } from '../../../message.ts';
import type { REPLAY_NOTES, ReplayedRow, ReplayedValue } from '../../../results/replay-notes.ts';
import { DISPOSITIONS, OUTCOMES } from './names.ts';

const rowName = ({ id, attribute, component, occasion }: ReplayedRow): string =>
  `项目“${id ?? (component === null ? attribute : `${attribute}/${component}`)}”${occasion === 1 ? '' : `（第 ${occasion} 次检验）`}`;

function valueText({ estimate, lower, upper, operator, text, unit, k, N }: ReplayedValue): string {
  const value = text === null ? `${operator}${estimate ?? '无数值'} ${unit}`.trim() : `“${text}”`;
  const limits = lower === null && upper === null ? '' : ` [${lower ?? '无'}, ${upper ?? '无'}]`;
  return `${value}${limits}${k === null || N === null ? '' : `（${k}/${N}）`}`;
}

const hashed = ({ id, version, sha256 }: { readonly id: string; readonly version: string; readonly sha256: string }): string =>
  `${id} ${version}（${sha256.slice(0, 8)}）`;

/** What a replay finds, in Chinese. */
export const REPLAY_NOTE_SENTENCES = {
  'replay/software': ({ before, now }) => `软件版本原为 ${before}，现为 ${now}。`,
  'replay/document': ({ what, before, now }) => `${what === 'method' ? '方法' : '质量标准'}原为 ${hashed(before)}，现为 ${hashed(now)}。`,
  'replay/disposition': ({ before, now }) => `建议结论原为“${DISPOSITIONS[before]}”，现为“${DISPOSITIONS[now]}”。`,
  'replay/outcome': ({ row, before, now }) => `${rowName(row)}原为“${OUTCOMES[before]}”，现为“${OUTCOMES[now]}”。`,
  'replay/value': ({ row, before, now }) => `${rowName(row)}原为 ${valueText(before)}，现为 ${valueText(now)}。`,
  'replay/row-gone': ({ row }) => `${rowName(row)}现已不存在。`,
  'replay/row-new': ({ row }) => `${rowName(row)}原先不存在。`,
  'replay/row-findings': ({ row }) => `${rowName(row)}数值与结论相同，而原因、提示或细节不同。`,
  'replay/findings': ({ members }) => `结果的其他部分字节不同：${members.join('、')}。`,
  'replay/no-inputs': () => '其记录未说明输入文件已保存（cytolot watch 及 cytolot run --keep-inputs 会保存）。无法重放。',
  'replay/content-gone': ({ files }) => `保存区缺少以下文件，或其字节不同：${files.join('、')}。无法重放。`,
  'replay/damaged': () => '所存结果不是其记录所指的结果，或与其文件夹所属的检验对象不符：cytolot verify 可显示其他差异。无法重放。',
  'replay/not-readable': ({ schemaVersion }) =>
    `所存结果${schemaVersion === null ? '无法由本版本读取' : `为第 ${schemaVersion} 版格式，本版本不作比较`}。无法重放。`,
  'replay/subject-gone': () => '按该方法，输入文件中没有此检验对象。无法重放。',
  'replay/failed': ({ error }, say) => `无法重放：${say(error)}`,
} as const satisfies Sentences<typeof REPLAY_NOTES>;
