import type { ExpectedAnswer, LIMS_NOTES, Loss } from '../../../lims/lims-notes.ts';
import type { Sentences } from '../../../message.ts';
import { quote } from './quote.ts';

const EXPECTED: Readonly<Record<ExpectedAnswer, string>> = {
  json: 'JSON',
  'key-and-state': '本消息的键及表示已登记的状态',
  count: '该键的登记次数',
  'list-of-results': '结果列表',
  rows: '每个结果的名称',
  'analyses-asked-for': '该样品和关键字的全部检验项，且无其他检验项',
  acknowledgement: '带有本消息编号的确认',
  'one-analysis': '该样品和关键字的唯一检验项',
  'the-analysis': '所写入的检验项及其内容',
  transaction: '所创建记录的编号',
};

const LOSS: Readonly<Record<Loss, string>> = {
  negative: '负数会变为 0',
  operator: '该形式无处填写比较符',
  words: '该形式无处填写文字',
  separator: '会拆断该行',
  formula: '电子表格会将其作为公式执行或显示为另一内容，而样品名称不能改写',
  'control-character': '含有控制字符',
  'no-column': '目标系统设置中没有其位置',
  'no-sample': '并非恰好属于一个样品',
  reopened: '该形式无法表示此前的结果已失效',
  correction: '该形式无法表示其取代此前的结果',
  withdrawn: '该形式无法表示此前的数值已撤回',
  twice: '另一结果占用同一位置',
  'too-long': '超过该形式允许的长度',
};

/** What is said of sending to a LIMS, in Chinese. */
export const LIMS_NOTE_SENTENCES = {
  'lims/no-answer': ({ detail }) => `未在规定时间内收到完整应答（${detail}）：消息是否到达未知。`,
  'lims/not-now': ({ status, answer }) => `目标系统应答 ${status}：${quote(answer)}。将再次尝试。`,
  'lims/not-understood': ({ status, expected, answer }) =>
    `应答中应有${EXPECTED[expected]}，而状态为 ${status} 的应答是 ${quote(answer)}：它未表明消息已登记。将再次尝试。`,
  'lims/refused': ({ status, answer }) =>
    `目标系统以 ${status} 拒绝：${quote(answer)}。请在该系统或 targets.yaml 中排除原因，再以 --retry 重新发送。`,
  'lims/not-representable': ({ row, field, value, loss }) =>
    `'${row}' 的结果无法以此形式发送：其 ${field} 为 '${value}'（${LOSS[loss]}）。未发送任何内容。`,
  'lims/not-ours': ({ row, sample, found }) =>
    `目标系统中样品 '${sample}' 的 '${row}' 为 '${found}'，并非由本软件发送：既不覆盖也不撤回。请在该系统中处理，再以 --retry 推送。`,
  'lims/no-one-place': ({ row, sample, count }) =>
    `样品 '${sample}' 的 '${row}' 应恰有一个待检或已提交的检验项，实有 ${count} 个：未写入。请在该系统中处理，再以 --retry 推送。`,
  'lims/message-changed': ({ first, now }) =>
    `此键下的消息曾以 ${first.slice(0, 8)} 发送，因目标系统设置已更改，现将变为 ${now.slice(0, 8)}：发送完成前请恢复原设置。`,
  'lims/booked-repeatedly': ({ count }) => `目标系统已将该消息登记 ${count} 次：请在该系统中仅保留一次，再以 --retry 推送。`,
  'lims/perhaps-taken': ({ folder, name }) =>
    `'${folder}' 中应有 '${name}'（以该名称或隐藏名 '.${name}.partial'），两者均不存在：目标系统已取走，或在显示之前被删除。请在目标系统中查看：若已在其中，请在该文件夹中新建空文件 '.cytolot-sent/${name}.shown'；若不在，请删除 '.cytolot-sent/${name}'。然后以 --retry 推送。`,
  'lims/overtaken': ({ stands, arrived }) =>
    `该结果已失效，因为${stands === 'another' ? '同一对象的另一次分析有效' : '该批已重新打开或其批准已撤回'}：${
      arrived === 'never' ? '未发送' : '可能已到达，不再发送，由后续消息取代'
    }。`,
  'lims/differs': ({ differences }) =>
    `回读内容与所发送的不一致：${differences
      .map(({ row, field, expected, found }) =>
        found === null ? `'${row}'（已发送 '${expected}'）不存在` : `'${row}' 的 ${field} 发送为 '${expected}'，回读为 '${found}'`,
      )
      .join('；')}。`,
  'lims/not-listed': ({ found }) => `与该结果库日志所列不一致，未发送：${found}。请运行 'cytolot verify'。`,
} as const satisfies Sentences<typeof LIMS_NOTES>;
