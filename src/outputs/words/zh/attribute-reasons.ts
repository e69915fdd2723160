import type { ATTRIBUTE_REASONS } from '../../../attributes/reasons.ts';
import type { Sentences } from '../../../message.ts';
import { quoteText } from '../en/quote.ts';
import { rangeText } from './known-range.ts';
import { OCCASIONS, PURPOSE_NAMES, STATUSES } from './names.ts';
import { quoteAll } from './quote.ts';

interface Earlier {
  readonly attribute: string;
  readonly component: string | null;
}

/** An earlier result. */
export function earlierName({ attribute, component }: Earlier): string {
  return `${quoteText(attribute)}${component === null ? '' : ` 的组分 ${quoteText(component)}`}`;
}

interface KnownInput {
  readonly input: string;
  readonly known: Parameters<typeof rangeText>[0];
}

const knownInputs = (known: readonly KnownInput[]): string =>
  known.map(({ input, known: range }) => `${input} ${rangeText(range)}`).join('，');

const NON_NEGATIVE = '若该量不可能为负，请在其检验项目中注明（nonNegative: true）。';

const STATISTICS: Readonly<Record<string, string>> = { mean: '均值', median: '中位数', sample: '样品', control: '对照' };

/** The reasons and notes of attributes, in Chinese. */
export const ATTRIBUTE_SENTENCES = {
  'pending/no-acquisition': ({ panel, tube, stage }) =>
    `应有阶段 '${stage}' 的检测组合 '${panel}'${tube === null ? '' : `（管 '${tube}'）`} 的采集文件，实际没有。`,
  'pending/no-count': ({ count }) => `应有计数 '${count}'，实际没有。`,
  'pending/too-few-preparations': ({ planned, found }) => `应有 ${planned} 个制备样，实际有 ${preparations(found)}。`,
  'pending/no-plates': ({ assay }) => `应有试验 '${assay}' 的酶标板，实际没有。`,
  'attribute/repeat-of-valid': ({ file, replaces }) => `'${file}' 重复了 '${replaces}'，而后者本身有效或已被重复：超出计划一个。`,
  'attribute/count-unit': ({ count, unit, found, source }) => `'${count}' 的单位应为 ${unit}，${source} 处实际为 ${found}。`,
  'attribute/none-seeded': ({ passage }) => `${passage} 应有接种细胞，实际为 0。`,
  'attribute/more-than-planned': ({ planned, found }) =>
    `按计划应有 ${planned} 个制备样，实际有 ${preparations(found)}。多出的制备样仅在作为某个无效制备样的无效后重复检验（replaces）时计入。`,
  'attribute/not-planned': ({ purpose }) => `方法未为用途“${PURPOSE_NAMES[purpose]}”规定制备样数。`,
  'attribute/ambiguous-acquisition': ({ preparation, files }) =>
    `制备样 '${preparation}' 应只有一次采集，实际有 ${quoteAll(files)}。请指明管，或在样品清单中区分各制备样。`,
  'attribute/no-population': ({ populations, panel, files }) =>
    `检测组合 '${panel}' 中应有细胞群 ${populations.map(quoteText).join(' 和 ')}，${quoteAll(files)} 中没有。`,
  'attribute/not-nested': ({ population, of, file }) => `'${file}' 中 '${of}' 应为 '${population}' 的母群。`,
  'attribute/empty-parent': ({ population, file }) => `'${file}' 中细胞群 '${population}' 没有事件。`,
  'attribute/too-few-events': ({ minimum, found, population, file }) =>
    `${file === null ? '' : `'${file}' 的`}${population === null ? '分母' : ` ${quoteText(population)} `}中应至少有 ${minimum} 个事件，实际为 ${found}。`,
  'attribute/too-few-preparations': ({ planned, found, lacking }) =>
    `应有 ${planned} 个${lacking === 'events' ? '有事件' : '有结果'}的制备样，实际有 ${found} 个。`,
  'attribute/heterogeneous-preparations': ({ statistic, degreesOfFreedom, p, level, counts }) =>
    `各制备样间的差异超出计数误差所能解释的范围（χ² ${statistic.toPrecision(4)}，自由度 ${degreesOfFreedom}，p = ${p.toPrecision(2)}，低于 ${level}）：${counts.map(({ preparation, k, N }) => `${preparation}：${k} / ${N}`).join('；')}。`,
  'attribute/not-exclusive': ({ file, events }) => `'${file}' 中有 ${events} 个事件同时属于两个应互斥的类别。`,
  'attribute/exclusivity-not-checked': () => '未统计各类别的重叠；仅将其总和与分母比较。',
  'attribute/debris-before-dye': ({ file, gate }) => `'${file}' 中门 '${gate}' 位于活性染料设门之前，方法未说明理由。`,
  'attribute/not-live': ({ file, intermediate, live }) =>
    `'${file}' 中细胞群 '${intermediate}' 位于 '${live}' 之内：中间态细胞不计为活细胞。`,
  'attribute/no-intensity': ({ why, parameter, population, file, of, value }) => {
    const place = `（'${file}' 中 '${population}' 的 '${parameter}'）。`;
    switch (why) {
      case 'no-control':
        return `'${file}' 的比值应有对照 '${of ?? ''}'，实际没有。`;
      case 'no-parameter':
        return `'${file}' 中应有参数 '${parameter}'，没有此名称或标志物。`;
      case 'no-events':
        return `应至少有一个事件，实际没有${place}`;
      case 'one-event':
        return `应至少有两个事件，实际只有一个${place}`;
      case 'not-positive':
        return `计算 CV 的${STATISTICS[of ?? ''] ?? of ?? ''}应大于 0，实际为 ${value ?? 0}${place}`;
      case 'no-ratio':
        return `计算比值的${STATISTICS[of ?? ''] ?? of ?? ''}值应大于 0，实际为 ${value ?? 0}${place}`;
    }
  },
  'attribute/values-not-positive': ({ found, parameter, population, file }) =>
    `所有值应大于 0，实际有 ${found} 个为 0 或负值（'${file}' 中 '${population}' 的 '${parameter}'）。`,
  'attribute/no-count': ({ passage }) => `${passage}：应有接种至收获的小时数，实际没有。`,
  'attribute/bad-count': ({ count, value, source }) => `'${count}' 应不小于 0，${source} 处实际为 ${value}。`,
  'attribute/no-earlier-result': (fields) => `应有 ${earlierName(fields)} 的数值，实际没有。`,
  'attribute/earlier-result-not-valid': (fields) => `${earlierName(fields)} 的值无效。`,
  'attribute/not-a-number': ({ expression, known }) =>
    known.length === 0
      ? `公式 '${expression}' 得不到有限数。`
      : `对于其输入可能取的某个值，公式 '${expression}' 得不到有限数：${knownInputs(known)}。${NON_NEGATIVE}`,
  'attribute/other-occasion': ({ occasion, number, ...of }) =>
    `${earlierName(of)} 应在“${OCCASIONS[occasion]} ${number}”时检验，当时未检验。计算值的全部输入须来自同一次检验：请一并重新检验。`,
  'attribute/not-monotone': ({ expression, inputs, known }) =>
    `公式 '${expression}' 应随仅知其界限的输入单调上升或下降；随 ${quoteAll(inputs)} 既升又降（${knownInputs(known)}）。此类输入请只写一次。`,
  'attribute/divides-by-possible-zero': ({ expression, known }) =>
    `对于其输入可能取的某个值，公式 '${expression}' 除以 0：${knownInputs(known)}。${NON_NEGATIVE}`,
  'attribute/nothing-known': ({ expression, known }) => `由 ${knownInputs(known)} 无法得知公式 '${expression}' 的任何结果。`,
  'attribute/negative-value': ({ attribute, operator, value, source }) =>
    `'${attribute}' 应不小于 0，${source} 处实际为 ${operator}${value}。`,
  'attribute/unit-mismatch': ({ attribute, unit, found, source }) =>
    `'${attribute}' 的单位应为 '${unit}'，${source} 处实际为 '${found}'。请统一单位。`,
  'attribute/not-a-fraction': ({ known, unit, ...of }) =>
    `${earlierName(of)} 应为 0 至 1 的比例（单位 fraction），实际为 ${rangeText(known)}${unit === 'fraction' ? '' : `，单位 '${unit}'`}。`,
  'attribute/interval-not-covered': ({ why }, say) => `区间未涵盖：${why.map(say).join('')}`,
  'attribute/input-not-validated': ({ inputs, status, own }) =>
    `${inputs.map(earlierName).join('、')} 的方法状态为“${STATUSES[status]}”：由其计算的结果不能超出该状态，尽管其自身方法为“${STATUSES[own]}”。`,
  'attribute/assigned-potency-without-limits': ({ standard }) =>
    `参比品登记中 '${standard}' 的标示效价没有限度：其不确定度未计入区间。请给出 assigned_lower、assigned_upper 和 assigned_level，或将 assignment 写为 'defined'。`,
  'attribute/too-few-assays': ({ planned, found }) => `应有 ${planned} 个可报告的试验，实际有 ${found} 个。`,
  'attribute/well-excluded': ({ well, plate, reason }) =>
    `${plate === null ? '' : `板 '${plate}' 的`}孔 ${well ?? '–'} 已剔除：${reason}。`,
  'attribute/no-growth': ({ passage, of }) =>
    `${passage}：收获细胞数不多于接种细胞数；${of === 'doublings' ? '该代增加 0 次倍增' : '倍增时间无定义'}。`,
  'control/missing': ({ control, panel, tube, assayRun }) => {
    if (assayRun !== null)
      return `检验批次 '${assayRun}' 中没有文件作为${tube === null ? '' : `管 '${tube}' 的`}对照 '${control}'。请导出该对照并列入样品清单；若没有，请随检验批次重新采集，或记录偏差。`;
    return panel === null ? `检验项目声明了对照 '${control}'，未找到该对照。` : `检测组合 '${panel}' 应有对照 '${control}'，实际没有。`;
  },
  'control/ambiguous': ({ control, tube, assayRun, files }) =>
    assayRun === null
      ? `对照 '${control}' 应只有一次采集，实际有 ${quoteAll(files)}。`
      : `检验批次 '${assayRun}' 中${tube === null ? '' : `管 '${tube}' 的`}对照 '${control}' 应只有一个文件，实际有 ${quoteAll(files)}。`,
  'control/too-few-events': ({ control, file, population, minimum, found }) => {
    const named = control === null ? quoteText(file ?? '') : quoteText(control);
    const place = population === null ? '' : `的 '${population}' `;
    return `对照 ${named} ${place}中应至少有 ${minimum} 个事件，${found === null ? '没有该细胞群' : `实际为 ${found}`}。`;
  },
  'control/too-many-positive': ({ control, maximum, k, N }) => `对照 '${control}' 的阳性比例应不超过 ${maximum}，实际为 ${k} / ${N}。`,
  'control/above-sample': ({ control, k, N, sampleK, sampleN }) =>
    `对照 '${control}' 显著高于其样品（${k} / ${N} 对 ${sampleK} / ${sampleN}）。`,
} as const satisfies Sentences<typeof ATTRIBUTE_REASONS>;

function preparations(found: readonly string[]): string {
  return `${found.length} 个${found.length === 0 ? '' : `：${quoteAll(found)}`}`;
}
