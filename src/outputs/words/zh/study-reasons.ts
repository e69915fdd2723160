import type { Sentences } from '../../../message.ts';
import type { STUDY_REASONS, StudyReasonFields } from '../../../studies/study-reasons.ts';
import { five, short } from '../en/shown.ts';

/** The reasons of studies, in Chinese. */
export const STUDY_REASON_SENTENCES = {
  'study/no-working-range': ({ curve }) => `'${curve}' 没有两个相邻水平同时满足回收率与 CV 的限度，或已验证的范围在别处。`,
  'study/control-recovery': ({ curve, control, lowerPercent, upperPercent, recoveryPercent }) => {
    const found = recoveryPercent === null ? '无法算出' : `为 ${short(recoveryPercent)} %`;
    return `'${curve}' 的对照 '${control}' 的回收率应为 ${lowerPercent} 至 ${upperPercent} %，实际${found}。`;
  },
  'study/dilutions-differ': ({ finding, sample, curve, dilution, mostPercent, deviationPercent, dilutions }) => {
    const outcomes = { within: '在范围内', above: '高于范围', below: '低于范围', 'replicates-differ': '重复间差异过大' };
    const order = dilutions.map((one) => `1:${one.dilution} ${outcomes[one.outcome]}`).join('、');
    const what = `'${curve}' 中 '${sample}' 的`;
    const sentences = {
      deviation: `${what}稀释度 1:${dilution ?? '?'} 与全部稀释度的偏差应在 ${mostPercent ?? '?'} % 以内，实际为 ${short(deviationPercent)} %。`,
      contradiction: `${what}各稀释度相互矛盾：${order}。`,
      'none-inside': `${what}各稀释度都不在工作范围内：${order}。`,
    };
    return sentences[finding];
  },
  'study/validation-criterion': ({ criterion, level, found, lower, upper }) => {
    const limits = `的置信限为 ${short(lower)} 至 ${short(upper)}`;
    const sentences = {
      bias: `水平 ${level ?? '?'} 的相对偏倚${limits} %，超出标准。`,
      precision: `水平 ${level ?? '?'} 的中间精密度为 ${short(found)} %GCV（上限 ${short(upper)} %），高于标准。`,
      slope: `ln RP 对 ln 目标值的斜率${limits}，超出标准。`,
    };
    return sentences[criterion];
  },
  'study/no-variance-components': () => '没有一个检验批次有重复，无法区分批间与批内方差：不能给出报告值的试验次数安排。',
  'study/too-few-assays': ({ for: what, name, against, needed, found }) =>
    what === 'standard'
      ? `'${name}' 对 '${against ?? ''}' 应至少有 ${needed} 次有变异的独立试验，实际 ${found} 次；不予赋值。`
      : `'${name}' 应至少有 ${needed} 次有变异的历史试验，实际 ${found} 次；不提出界限。`,
  'study/not-equivalent': ({ to, standard, against, lowerBound, upperBound, lower, upper }) => {
    const within = `应在 ${lowerBound ?? '−∞'} 至 ${upperBound ?? '∞'} 之内`;
    return to === 'current-standard'
      ? `'${standard}' 与 '${against ?? ''}' 之比${within}，实际为 ${interval(lower, upper)}。`
      : `'${standard}' 相对其溯源链起点${within}，实际为 ${short(lower)} 至 ${short(upper)}。`;
  },
  'study/too-few-times': ({ found, ...of }) => `${figureOf(of)}应至少有三个时间点，实际 ${found} 个；没有直线，也没有复检日期。`,
  'study/trend-not-excluded': ({ lower, upper, ...of }) => `${figureOf(of)}的斜率的置信限为 ${interval(lower, upper)}，超出其界限。`,
  'study/no-control-limits': ({ runs, ...of }) =>
    `${figureOf(of)}应至少有八个有变异的检验批次（或基线批次），实际 ${runs} 个；没有控制限。`,
  'study/beyond-control-limits': ({ runs, lower, upper, ...of }) =>
    `${figureOf(of)}的以下检验批次超出 ${interval(lower, upper)}：${runs.join('、')}。`,
  'study/shelf-life-capped': ({ proposed, crossing, ...of }) =>
    `${figureOf(of)}的置信限在 ${five(proposed)} 之前未达到界限${crossing === null ? '' : `（至 ${five(crossing)} 才达到）`}：建议值止于数据与外推范围。`,
  'study/outside-bounds': (of) => `${figureOf(of)}的置信限从一开始就在界限之外。`,
  'study/assay-left-out': ({ assay, because }, say) =>
    `试验 '${assay}' 未给出数值：${because === null ? '有一项无法算出。' : say(because)}`,
  'study/interval-not-defined': ({ of, area }) =>
    of === 'difference' ? '各值没有变异，差值没有区间，无法得出结论。' : `面积 ${five(area)} 的方差为 0（完全分离或并列），没有区间。`,
  'study/not-discriminated': ({ lower, upper }) => `降解样品与完整样品相比为 ${interval(lower, upper)}，未完全超出界限。`,
  'study/no-replicates': () => '没有一个组合有带变异的重复，效应没有方差，无法得出结论。',
  'study/no-single-effect': ({ combinations }) =>
    `以下组合缺少相同的单独剂量、大于 0 的对照或重复，没有 Bliss 超额：${pairsOf(combinations)}。`,
  'study/effect-outside-curve': ({ of, component, fraction, dose, combinations }) =>
    of === 'fraction'
      ? `'${component ?? ''}' 在剂量 ${dose ?? '?'} 的分数为 ${fraction ?? '?'}，没有 ln(f/(1 − f))。请选用模型 4pl。`
      : `单一组分达不到以下组合的效应，因此没有组合指数：${pairsOf(combinations)}。`,
} as const satisfies Sentences<typeof STUDY_REASONS>;

function figureOf({ figure, standard }: { readonly figure: string; readonly standard: string | null }): string {
  return standard === null ? `'${figure}'` : `'${standard}' 的 '${figure}'`;
}

function interval(lower: number | null, upper: number | null): string {
  return `${five(lower)} 至 ${five(upper)}`;
}

function pairsOf(combinations: StudyReasonFields<'study/no-single-effect'>['combinations']): string {
  return combinations.map(({ doseA, doseB }) => `${doseA} + ${doseB}`).join('、');
}
