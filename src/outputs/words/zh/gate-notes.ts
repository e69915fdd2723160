import type { GATE_NOTES, GateNoteFields } from '../../../exchange/document/notes.ts';
import type { Sentences } from '../../../message.ts';
import { shownNumber } from '../../../shown-number.ts';

/** The notes on a gate file, in Chinese; each stands after the name of its file, and of its sample or tube. */
export const GATE_NOTE_SENTENCES = {
  'gate-file/left-out': (fields) => {
    const { gate, called, element } = fields;
    const what = { gate: `门 '${gate}'`, 'gate-of': `'${gate}' 的门（${element ?? '无'}）`, population: `'${gate}'` };
    const kind = called === 'population' && element !== null ? `（${element}）` : '';
    return `${what[called]}${kind}及其下级均略去：${cause(fields)}。`;
  },
  'gate-file/needs-missing': ({ gate, needs }) => `'${gate}' 需要 '${needs}'，后者不在此处；予以略去。`,
  'gate-file/combines-several': ({ gate, of }) => `'${gate}' 予以略去：它所组合的 '${of}' 有多个。`,
  'gate-file/not-in-tree': ({ gate }) => `'${gate}' 予以略去：工作区的门树中没有它。`,
  'gate-file/same-name': ({ population, here }) => `细胞群 '${population}' 有多个；其中之一在此称为 '${here}'。`,
  'gate-file/read-as': ({ gate, operator, of }) => {
    const operators = { and: ' 与 ', or: ' 或 ', not: '' };
    const names = of.map((name) => `'${name}'`).join(operators[operator]);
    return `门 '${gate}' 读作${operator === 'not' ? '非 ' : ' '}${names}。`;
  },
  'gate-file/polygon-at-end': ({ gate }) => `多边形门 '${gate}' 触及标尺的端点：标尺以外的事件在此位于门外。`,
  'gate-file/curly-quadrant': ({ gate }) =>
    `弯曲象限门 '${gate}' 在 256 个通道上按 y = y0 + 0.001 (x - x0)² 与 x = x0 + 0.001 (y - y0)² 绘制：FlowJo 未公布其曲线。请比较计数。`,
  'gate-file/no-own-gates': () => '没有自己的门；工作表中的门未读取。',
  'gate-file/group-gates': ({ group, populations, count }) => {
    const more = count > populations.length ? `，另有 ${count - populations.length} 个` : '';
    return `其所属的组 '${group}' 有 ${populations.map((path) => `'${path}'`).join('、')}${more}，而样品没有：只计样品自己的门。如应采用，请在 FlowJo 中将组的门应用于样品。`;
  },
  'gate-file/derived-parameter': ({ parameter, formula }) =>
    `派生参数 '${parameter}' ${formula === null ? '没有公式' : `为 '${formula}'`}，不是参数之和，也不是两个和之比（如 '(<A> + <B>) / <C>'）；其上的门予以略去。`,
  'gate-file/spectral-matrix': ({ matrix }) =>
    `其矩阵 '${matrix}' 为光谱解混矩阵，未读取；解混参数上的门予以略去。请由 FlowJo 导出解混后的事件再设门。`,
  'gate-file/matrix-without-affix': ({ matrix }) =>
    `其矩阵 '${matrix}' 没有为补偿后的参数给出前缀或后缀，无法得知门所用的值是否已补偿；该矩阵各参数上的门予以略去。`,
  'gate-file/unknown-transform': ({ transform, parameter }) => `'${parameter}' 的变换 ${transform} 未知；其上的门予以略去。`,
  'gate-file/time-gain': ({ parameter, gain, timeStepSeconds }) =>
    `'${parameter}' 在 FlowJo 中每步为 ${gain}，在此为 ${timeStepSeconds}（$TIMESTEP）：其上各门的坐标乘以两者之商。`,
  'gate-file/no-covariance': ({ gate, fault }) =>
    `椭球门“${gate}”的矩阵${fault === 'not-symmetric' ? '不对称' : '非正定'}，不是协方差矩阵：按 Gating-ML 的公式取事件，其形状可能不是椭圆。请核对计数。`,
  'gate-file/other-extension': ({ elements }) =>
    `另一程序在其扩展元素 ${elements.map((name) => `'${name}'`).join('、')} 中保存的内容未读取。`,
  'gate-file/not-read': ({ element, kind, part, count, line }) => {
    const what = { attribute: `属性“${part}”`, element: `元素“${part}”`, 'second-element': `第二个元素“${part}”` };
    const times = count === 1 ? `第 ${line} 行` : `共 ${count} 处，首见第 ${line} 行`;
    return `“${element}”的${what[kind]}（${times}）未读取：不知其软件会写入此项。请核对计数。`;
  },
  'gate-file/other-prefix': ({ parameter, used, values }) =>
    values === 'as-acquired'
      ? `'${parameter}' 上的门以 '${used}' 的采集值计数：样品没有可对其补偿的矩阵。`
      : `'${parameter}' 上的门以 '${used}' 计数，其值在文件中已补偿。`,
  'gate-file/more-notes': ({ count }) => `另有 ${count} 条说明未列出。`,
  'gate-file/other-events': ({ sample, stored, events }) =>
    `门文件中的样品 '${sample}' 有 ${stored} 个事件，本文件有 ${events} 个：是否为同一文件？`,
  'gate-file/other-compensation': () => '门文件为该管给出的补偿与文件自身的不同；采用文件自身的补偿。',
  'gate-file/counts-differ': ({ all, unlisted }) => {
    const found = all.map(({ population, count, stored }) => `'${population}'（此处 ${count}，门文件 ${stored}）`);
    const more = unlisted > 0 ? `，另有 ${unlisted} 处` : '';
    return `计数与门文件中保存的相差超过 1 %：${found.join('、')}${more}。`;
  },
  'gate-file/without-place': ({ parameter, count, events }) =>
    `${events} 个事件中有 ${count} 个小于 0，在 '${parameter}' 的对数轴上没有位置：其上的门都不包含它们。`,
  'gate-file/outside-data': ({ population, parameter, least, greatest, parent }) =>
    `'${population}' 为空（母群 ${parent} 个事件）：其门完全位于 '${parameter}' 的取值范围（${shownNumber(least, 6)} 至 ${shownNumber(greatest, 6)}）之外。请核对单位与标尺。`,
  'gate-file/one-sample': ({ sample, samples }) => `取样品 '${sample}' 的门；文件有 ${samples} 个样品（--sample）。`,
  'gate-file/groups': ({ groups }) => `该样品属于以下组：${groups.map((group) => `'${group}'`).join('、')}。`,
  'gate-file/own-matrix': () => '门文件以自带的矩阵补偿；请以 --matrix FILE.csv 写出，否则采用各 FCS 文件的荧光溢漏矩阵。',
} as const satisfies Sentences<typeof GATE_NOTES>;

/** Why a gate has none here, as a part of a sentence. */
function cause(fields: GateNoteFields<'gate-file/left-out'>): string {
  const { count, value, text } = fields;
  const name = fields.name ?? '';
  const causes = {
    'no-gate': '它不是门',
    'no-shape': '没有门的图形',
    'other-parent': `其母群 '${name}' 与全名中的不同`,
    'gate-type': `类型为 ${name} 的门不读取`,
    'unknown-members': `其成员中只有 ${count ?? '?'} 个可由名称识别`,
    'operand-count': `它由 ${count ?? '?'} 个细胞群组合，应为${value === 1 ? '一个' : '两个或更多'}`,
    'no-region': '没有区域',
    'region-type': `类型为 ${name} 的区域不读取`,
    'few-coordinates': '不同的坐标少于两个',
    'few-corners': '顶点少于三个',
    'time-unit': '其时间的单位没有文献说明',
    'linear-and-biexponential': `'${name}' 同时称为线性与双指数`,
    'no-log-decades': `'${name}' 为对数，而实验中没有 log_decades`,
    'biexponential-scale': `'${name}' 为双指数，其标度值为 '${text ?? ''}'`,
    'not-on-a-parameter': '它不是建立在参数上',
    'no-scale': `'${name}' 在样品中没有标尺`,
    'unknown-gain': `FlowJo 以增益 ${value ?? '?'} 计 '${name}'，其含义未公布`,
    'no-time-step': `工作区没有 $TIMESTEP，无法得知 '${name}' 每步的秒数`,
    'perhaps-seconds': `'${name}' 可能是以其他名称给出的时间，而工作区没有说明 FlowJo 以秒还是以 ${value ?? '?'} s 的步长（$TIMESTEP）计数`,
    'unusable-transform': `变换不可用（“${text ?? ''}”）`,
    'derived-not-read': `'${name}' 是未读取的派生参数`,
    'perhaps-compensated': `'${name}' 可能已补偿，也可能未补偿`,
    'matrix-not-read': `'${name}' 由未读取的矩阵补偿`,
    'no-side': '它没有说明取门内还是门外事件的 eventsInside',
    'several-shapes': `它有 ${count ?? '?'} 个形状`,
    'no-dimension': '没有维度',
    'dimension-count': `有 ${count ?? '?'} 个维度`,
    'no-counterpart': '此处没有对应的门',
    'corner-off-scale': `位于 ${value ?? '?'} 的顶点在其标尺上没有位置`,
    'curly-bounds': '弯曲象限门在每个轴上应有一个界限',
    'curly-off-scale': '其曲线在标尺以外相交',
    'no-such-parameter': `'${name}' 不是文件的参数`,
    'several-parameters': `'${name}' 可能是文件的 ${(fields.names ?? []).map((one) => `'${one}'`).join(' 或 ')}`,
  };
  return causes[fields.cause];
}
