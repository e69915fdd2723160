import type { Sentences } from '../../../message.ts';
import type { POTENCY_REASONS, PotencyReasonFields } from '../../../potency/reasons.ts';
import { short, statistic } from '../en/shown.ts';
import { checkSentence } from './potency-checks.ts';

/** The reasons of potency, in Chinese. */
export const POTENCY_REASON_SENTENCES = {
  'potency/well-excluded': ({ of, well, line, sample, reason }) => {
    const where = of === 'well' ? `孔 ${well ?? '–'}` : `第 ${line ?? '?'} 行`;
    return `'${sample}' 的${where}没有数值，已剔除：${reason}。`;
  },
  'potency/well-not-numeric': wellWithoutNumber,
  'potency/no-wells': ({ sample, plate }) => `'${sample}' 在板 '${plate}' 上没有可用的孔。`,
  'potency/no-blank': ({ of, name }) =>
    of === 'plate' ? `板 '${name}' 没有可扣除的空白孔。` : `应扣除空白均值，但 '${name}' 没有含数值的空白孔。`,
  'potency/response-outside-transform': ({ of, sample, response, dose, transform }) =>
    of === 'sample'
      ? `'${sample}' 在剂量 ${dose} 的响应为 ${response}，不适用变换 '${transform ?? ''}'。`
      : `'${sample}' 的标准品 ${dose} 的响应为 ${short(response)}，没有对数或平方根。`,
  'potency/response-out-of-range': ({ sample, response, dose, most }) =>
    `'${sample}' 在剂量 ${dose} 的响应为 ${response}；大于 ${most} 的值不可能是测量值。`,
  'potency/not-a-shift': ({ reference, test, shared }) => {
    const what = shared.length === 0 ? '不共用任何参数' : `只共用 ${shared.join('、')}`;
    return `'${reference}' 与 '${test}' ${what}，两条曲线并非平移关系：其 EC50 之比不是相对效价。`;
  },
  'potency/no-counts': ({ sample }) => `'${sample}' 的响应不是计数；质反应试验需要长表中的 total 与 responders 两列。`,
  'potency/incomplete-design': (fields) => {
    const hint = fields.designFrom === 'table' && fields.fault !== 'is-cross-over' ? '若表中各列未说明设计，请在方法中指明另一设计。' : '';
    return `'${fields.sample}' 的设计 '${fields.design}' 不完整。${designFault(fields)}${hint}`;
  },
  'potency/too-few-doses': ({ for: needs, sample, doses, responses, neededDoses, neededResponses }) => {
    const sentences = {
      curve: `'${sample}' 有 ${doses ?? '?'} 个剂量、${responses ?? '?'} 个响应；模型至少需要 ${neededDoses ?? '?'} 个剂量和 ${neededResponses ?? '?'} 个响应。`,
      line: `'${sample}' 有 ${doses ?? '?'} 个可用剂量；直线至少需要 ${neededDoses ?? '?'} 个。`,
      'logarithmic-line': `'${sample}' 有零剂量，在 ln 剂量的直线上没有位置；请注明原因将其剔除。`,
      'calibration-line': `'${sample}' 在 ${doses ?? '?'} 个浓度有 ${responses ?? '?'} 个响应；直线至少需要 ${neededDoses ?? '?'} 个浓度的 ${neededResponses ?? '?'} 个响应。`,
    };
    return sentences[needs];
  },
  'potency/no-dose-response': ({ finding, sample, p, most, ...check }) => {
    const [name, limit] = [sample ?? '', most ?? '?'];
    const sentences = {
      'equal-responses': `'${name}' 的所有响应都相等。`,
      curve: `'${name}' 的响应不随剂量变化：p = ${short(p)}，应小于 ${limit}。`,
      'own-line': `'${name}' 单独拟合时响应不随剂量变化：p = ${short(p)}，应不大于 ${limit}。`,
      responders: `'${name}' 单独拟合时反应数不随剂量变化：p = ${short(p)}，应不大于 ${limit}。`,
      concentrations: `'${name}' 的响应不随浓度变化：p = ${short(p)}，应小于 ${limit}。`,
      check: checkSentence({ sample, ...check }),
    };
    return sentences[finding];
  },
  'potency/not-identified': notIdentified,
  'potency/not-bracketed': ({ sample, lowest, highest }) =>
    `'${sample}' 在最低剂量应无个体反应、在最高剂量应全部反应，实际为 ${short(100 * lowest)} % 和 ${short(100 * highest)} %。`,
  'potency/doses-evenly-spaced': ({ sample, lower, upper, count }) =>
    `'${sample}' 的 ${count} 个剂量（${short(lower)} 至 ${short(upper)}）等差递增。若为对数值，请用 --dose-scale 注明（log10、log2 或 ln）：按剂量解读会得到另一个相对效价。`,
  'potency/ec50-outside-doses': ({ sample, finding, ec50, lnEc50, lower, upper }) => {
    if (finding === 'none') return `'${sample}' 的曲线在两条渐近线之间没有半数效应剂量。`;
    const shown = finding === 'value' ? short(ec50) : `exp(${short(lnEc50)})`;
    return `'${sample}' 的 EC50（${shown}）在其剂量范围 ${short(lower)} 至 ${short(upper)} 之外。`;
  },
  'potency/not-converged': ({ of, sample, stopped, iterations }) => {
    const sentences = {
      curve: `'${sample}' 的拟合未达到极小值即停止（'${stopped ?? ''}'，${iterations ?? '?'} 次迭代后）。`,
      'no-start': `'${sample}' 的曲线没有落在模型族内的初值。`,
      'relative-potency': `无法估计 '${sample}' 的相对效价：${whyStopped(stopped)}。`,
      'ec50-ratio': `无法估计 '${sample}' 的 EC50 之比：${whyStopped(stopped)}。`,
    };
    return sentences[of];
  },
  'potency/no-weights': ({ fault, weights, dose, response, rounds }) => {
    const sentences = {
      'at-dose': `权重 '${weights ?? ''}' 在剂量 ${dose ?? '?'}、响应 ${response ?? '?'} 处不存在。`,
      'no-fit': `权重 '${weights ?? ''}' 所依据的自由拟合不收敛。`,
      'fitted-not-positive': `拟合响应不为正时，权重 '${weights ?? ''}' 不存在。`,
      'not-settled': `权重 '${weights ?? ''}' 经 ${rounds ?? '?'} 轮仍未稳定。`,
    };
    return sentences[fault];
  },
  'potency/no-replicate-variation': ({ of, sample, count }) => {
    const sentences = {
      sample: `'${sample ?? ''}' 各剂量的重复都相等。`,
      assay: `'${sample ?? ''}' 的试验中各剂量的重复都相等，因此没有残差误差。`,
      counts: `'${sample ?? ''}' 应有部分单位反应的剂量，且每个此类剂量至少两个单位；否则其 ED50 的方差未知。`,
      'independent-assays': `${count ?? '?'} 次独立试验的相对效价应有差异，实际所有位数都相同。请核查是否同一试验以多个名称出现。`,
    };
    return sentences[of];
  },
  'potency/opposite-direction': ({ of, test, reference, testSlope, referenceSlope, ratio }) =>
    of === 'slopes'
      ? `'${test}' 的斜率为 ${short(testSlope)}，'${reference ?? ''}' 的为 ${short(referenceSlope)}：一升一降。`
      : `'${test}' 与参比品之比应为正数，实际为 ${short(ratio)}：一升一降。`,
  'potency/not-parallel': checkSentence,
  'potency/no-intersection': checkSentence,
  'potency/blanks-differ': (check) =>
    `${checkSentence(check)}若零剂量附近的非线性是系统性的，方法可用 \`blanks: disregarded\` 不采用空白。`,
  'potency/test-relaxed': ({ sample, test, how, alpha, p, factor }) => {
    const found = p === null ? '' : `，p = ${short(p)}`;
    const ways = {
      information: `方法仅将其作为参考信息${found}`,
      'other-alpha': `方法以 ${alpha} 代替 0.05 作为检验水准${found}`,
      disregarded: `方法在拟合直线时不采用零剂量${found}`,
      scaled: `结果显著${found}，故方差乘以 ${short(factor)}，置信限采用 t 分布`,
    };
    return `'${sample}' 的有效性检验“${TESTS[test]}”已放宽：${ways[how]}。`;
  },
  'potency/not-equivalent': ({ sample, parameter, lowerMargin, upperMargin, lower, upper, level }) => {
    const interval = lower === null || upper === null ? '没有区间' : `为 ${short(lower)} 至 ${short(upper)}`;
    const name = new Map(Object.entries(PARAMETERS)).get(parameter) ?? parameter;
    return `'${sample}' 的${name}应在 ${lowerMargin ?? '−∞'} 至 ${upperMargin ?? '∞'} 之内，实际${interval}（置信水平 ${level}）。`;
  },
  'potency/lack-of-fit': checkSentence,
  'potency/replicates-differ': ({ finding, curve, dilution, mostPercent, cvPercent, sample, ...check }) => {
    if (finding === 'check') return checkSentence({ sample, ...check });
    const found = cvPercent === null ? '有一个重复没有浓度' : `为 ${short(cvPercent)} %`;
    return `'${curve ?? ''}' 中 '${sample ?? ''}' 在稀释度 1:${dilution ?? '?'} 的重复间 CV 应不大于 ${mostPercent ?? '?'} %，实际${found}。`;
  },
  'potency/unbounded-interval': ({ of, sample, method, g }) => {
    const sentences = {
      interval: `'${sample}' 相对效价的 ${method ?? ''} 区间无界。`,
      line: `'${sample}' 相对效价的 Fieller 区间无界：g = ${short(g)}，应小于 1。`,
      quantal: `'${sample}' 相对效价的 Fieller 区间无界：g = ${short(g)}。`,
      ed50: `'${sample}' 的 ED50 的 Fieller 区间无界：g = ${short(g)}。`,
      estimate: `'${sample}' 的相对效价超出任何数值。`,
    };
    return sentences[of];
  },
  'potency/interval-too-wide': checkSentence,
  'potency/outside-range': checkSentence,
  'potency/unsuitable-reference': checkSentence,
  'potency/outliers': checkSentence,
  'potency/outlier-found': ({ sample, wells, dose, response, test, statistic: found, limit, p }) => {
    const where = wells.length === 0 ? '' : `孔 ${wells.join('、')}，`;
    const names = { grubbs: 'Grubbs 检验，G', dixon: 'Dixon 检验，r', studentised: '学生化残差', rout: 'ROUT 检验，t' };
    const beyond = limit === null ? '' : `，超过 ${statistic(limit)}`;
    const chance = p === null ? '' : `，p = ${statistic(p)}`;
    return `'${sample}'，${where}剂量 ${dose}，响应 ${response}：离群值（${names[test]} = ${statistic(found)}${beyond}${chance}）。`;
  },
  'potency/outlier-suspected': ({ sample, wells, dose, response, t, p }) =>
    `'${sample}'，${wells.length === 0 ? '' : `孔 ${wells.join('、')}，`}剂量 ${dose}：响应 ${response} 疑为离群值，偏离其余响应的曲线 ${short(t)} 个标准误（p = ${short(p)}）。请查明原因，注明原因后剔除，或在方法中指定离群值检验。`,
  'potency/no-outlier-test': ({ sample, why }) => {
    const reasons = {
      'no-response': '没有可用的响应',
      'no-curve': '没有可供比较的加权曲线',
      'too-few-replicates': '没有一个剂量有三个重复',
      'no-residuals': '其自身曲线没有可学生化的残差',
      'not-settled': '其稳健拟合未稳定',
    };
    return `'${sample}' 无法进行离群值检验：${reasons[why]}。`;
  },
  'potency/too-many-excluded': checkSentence,
  'potency/too-few-assays': ({ of, needed, found, planned, replicates, run }) => {
    const sentences = {
      assays: `计划 ${planned ?? '?'} 次独立试验，应有 ${needed} 次可报告，实际 ${found} 次。`,
      runs: `计划 ${planned ?? '?'} 个检验批次，应有 ${needed} 个各含 ${replicates ?? '?'} 次可报告试验，实际 ${found} 个。`,
      'replicates-of-run': `检验批次 '${run ?? ''}' 应有 ${needed} 个可报告的相对效价，实际 ${found} 个；不采用该批次。`,
    };
    return sentences[of];
  },
  'potency/more-than-planned': ({ assay, subject, planned, surplus }) => {
    const more = surplus.map(({ file, plate }) => `'${file}'${plate === null ? '' : `（板 '${plate}'）`}`).join('、');
    return `'${subject}' 的试验 '${assay}' 计划 ${planned} 块板；${more} 超出计划。追加的板只有作为无效板的无效后重复检验（replaces）才计入。`;
  },
  'potency/not-planned': ({ assay, purpose }) => `方法未规定用途 '${purpose}' 的试验 '${assay}' 的次数。`,
  'potency/hook-effect': ({ finding, sample, topDose, peakDose, drop, t, p, ...check }) =>
    finding === 'check'
      ? checkSentence({ sample, ...check })
      : `'${sample ?? ''}' 的响应在最高剂量 ${short(topDose)} 处回落，自剂量 ${short(peakDose)} 起下降其响应范围的 ${short(100 * (drop ?? 0))} %：t = ${short(t)}，p = ${short(p)}。`,
  'potency/plate-quality': checkSentence,
  'potency/plate-drift': ({ plates, ...check }) =>
    plates < 2 ? `${checkSentence(check)}漂移须在有孔名的板之间比较，现有 ${plates} 块。` : checkSentence(check),
  'potency/heterogeneous-assays': ({ of, mostPercent, gcvPercent, alpha, chiSquared, df, p, instead, estimate, lower, upper, unit }) => {
    if (of === 'gcv') return `独立试验之间的差异应不大于 ${mostPercent ?? '?'} %GCV，实际为 ${short(gcvPercent)} %。`;
    const found = `独立试验应同质（p 不小于 ${alpha ?? '?'}），实际 χ² = ${short(chiSquared)}，自由度 ${df ?? '?'}，p = ${short(p)}。`;
    if (instead === null) return found;
    return `${found}加权合并不适用；'${instead}' 的结果为 ${short(estimate)}（${short(lower)} 至 ${short(upper)}）${unit === null ? '' : ` ${unit}`}。`;
  },
  'potency/no-combination': ({ why, assay }) =>
    ({
      'no-interval': `试验 '${assay ?? ''}' 没有大于 0 的有界区间，无法得出其权重。`,
      'too-few-intervals': '有区间的试验少于两次，无法检验其同质性。',
      'unlike-predilutions': `试验 '${assay ?? ''}' 中供试品与参比品的预稀释倍数之比与第一次试验不同，其相对效价所对应的剂量不一致；参比品有标示效价时，以单位表示的效价可以合并。`,
      'unlike-units': `试验 '${assay ?? ''}' 的效价单位与第一次试验不同。`,
    })[why],
  'potency/outcome-depends-on-outlier': ({ kind, test, original, reduced }) =>
    `放回${kind === 'outliers' ? '离群值' : '剔除的孔'}时 '${test}' ${outcome(original)}，去除后${outcome(reduced)}：两者都不提出。`,
} as const satisfies Sentences<typeof POTENCY_REASONS>;

const TESTS = { regression: '回归', parallelism: '平行性', intersection: '交点', linearity: '线性', blanks: '空白' } as const;

const PARAMETERS = {
  'slope-ratio': '斜率比',
  'upper-asymptote-ratio': '上渐近线比',
  'lower-asymptote-difference': '下渐近线差',
  'range-ratio': '响应范围比',
  'asymmetry-ratio': '不对称系数比',
} as const;

function wellWithoutNumber({
  of,
  fault,
  well,
  line,
  sample,
  curve,
  marker,
  mend,
}: PotencyReasonFields<'potency/well-not-numeric'>): string {
  const owner = ofSample(sample, curve);
  const where = of === 'line' ? `第 ${line ?? '?'} 行` : `${of === 'well' ? '孔' : '空白孔'} ${well ?? '–'}`;
  const found = fault === 'no-dose' ? '没有剂量' : fault === 'no-value' ? '没有数值' : `为 '${marker ?? ''}'，不是数值`;
  const mends = { 'decimal-point': '；请以句点作小数点', exclude: '；请注明原因将其剔除' };
  return `${owner}${where}${found}${mend === null ? '' : mends[mend]}。`;
}

function ofSample(sample: string | null, curve: string | null): string {
  if (curve !== null) return sample === null ? `'${curve}' 的标准品，` : `'${curve}' 中的 '${sample}'，`;
  return sample === null ? '' : `'${sample}' 的`;
}

function designFault(fields: PotencyReasonFields<'potency/incomplete-design'>): string {
  const { fault, count, treatments, rows, columns, group, name, usual } = fields;
  const groups = { block: '区组', row: '行', column: '列' };
  const equally = `${group === null ? '' : groups[group]} '${name ?? ''}' 应等次包含 ${treatments ?? '?'} 个处理`;
  const faults = {
    'no-block': `每个响应都应有区组，实际 ${count ?? '?'} 个没有。`,
    'no-row-and-column': `每个响应都应有行和列，实际 ${count ?? '?'} 个没有。`,
    'not-square': `${treatments ?? '?'} 个处理的拉丁方应有 ${treatments ?? '?'} 行和 ${treatments ?? '?'} 列，实际为 ${rows ?? '?'} 行和 ${columns ?? '?'} 列。`,
    'treatment-missing': `${equally}，实际只有 ${count ?? '?'} 个。`,
    'treatment-more-often': `${equally}，实际有一个出现 ${count ?? '?'} 次，其余 ${usual ?? '?'} 次。`,
    'is-cross-over': `${count ?? '?'} 个区组各含两种制剂各一个响应，正如交叉设计的受试单位：请将设计写为 twin-cross-over（各两剂量）或 triple-cross-over（各三剂量）。`,
    'no-subject': `每个响应都应有受试单位（subject 或 block 列），实际 ${count ?? '?'} 个没有。`,
    'no-period': `每个响应都应有周期，或都没有，实际 ${count ?? '?'} 个没有。`,
    'cross-over-doses': `两种制剂各应有 ${treatments ?? '?'} 个剂量，实际为 ${count ?? '?'} 个。`,
    'cross-over-spacing': '两种制剂相邻剂量之比应相同，实际有多个。',
    'cross-over-pair': `受试单位 '${name ?? ''}' 对两种制剂应各有一个响应，实际的 ${count ?? '?'} 个响应并非如此。`,
    'cross-over-periods': `应有两个周期，实际为 ${count ?? '?'} 个。`,
    'cross-over-opposite': `受试单位 '${name ?? ''}' 在两个周期中应接受两种制剂的相反剂量（最低对最高），实际并非如此。`,
    'cross-over-sequences': `应有 ${treatments ?? '?'} 个受试单位数相等的剂量序列，实际有 ${count ?? '?'} 个，受试单位 ${rows ?? '?'} 至 ${usual ?? '?'} 个。`,
  };
  return faults[fault];
}

function notIdentified(fields: PotencyReasonFields<'potency/not-identified'>): string {
  const { of, sample, reference, value, standardError, range, stopped, doses } = fields;
  const estimate = `${short(value)}，标准误 ${short(standardError)}`;
  const asymptote = `渐近线无法确定：${estimate}，而剂量均值的跨度为 ${short(range)}。`;
  const sentences = {
    'relative-potency': `无法估计 '${sample}' 的相对效价：${whyStopped(stopped)}。`,
    'ec50-ratio': `无法估计 '${sample}' 的 EC50 之比：${whyStopped(stopped)}。`,
    parameters: `'${sample}' 的曲线无法确定：其剂量不足以确定所有参数。`,
    'lower-asymptote': `'${sample}' 的下${asymptote}`,
    'upper-asymptote': `'${sample}' 的上${asymptote}`,
    asymmetry: `'${sample}' 的不对称系数无法确定：偏离至 ${short(value)}。`,
    slope: `'${sample}' 的斜率无法确定：${estimate}。`,
    'residual-error': `'${sample}' 没有重复，因此没有用于检验和求置信限的残差误差。`,
    likelihood: `'${reference ?? ''}' 与 '${sample}' 的直线的似然没有极大值：只有 ${doses ?? '?'} 个剂量部分有反应。`,
  };
  return sentences[of];
}

function whyStopped(stopped: string | null): string {
  return stopped === null ? '剂量或孔太少' : `搜索停止（'${stopped}'）`;
}

function outcome({ result, codes, limits }: PotencyReasonFields<'potency/outcome-depends-on-outlier'>['original']): string {
  if (result === 'not-reportable') return codes.length === 0 ? '不可报告' : `不可报告（${codes.join('、')}）`;
  if (limits === null) return '可报告';
  return `可报告且在限度${limits === 'inside' ? '之内' : '之外'}`;
}
