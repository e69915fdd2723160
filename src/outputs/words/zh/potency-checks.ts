import type { CheckName } from '../../../potency/check-names.ts';
import type { Checked } from '../en/potency-checks.ts';
import { short } from '../en/shown.ts';

/** The lines of a suitability table, in Chinese. */
export const CHECK_NAMES_ZH = {
  'reference EC50': '参比品 EC50',
  'reference lower asymptote': '参比品下渐近线',
  'reference upper asymptote': '参比品上渐近线',
  'reference upper over lower asymptote': '参比品上/下渐近线比',
  'reference slope': '参比品斜率',
  'reference R-squared': '参比品 R²',
  'reference largest replicate CV': '参比品重复孔最大 CV',
  'reference suspected outliers': '参比品可疑离群值数',
  'reference hook effect, p': '参比品钩状效应 p 值',
  'reference wells excluded': '参比品剔除孔数',
  'reference outliers': '参比品离群值数',
  'reference outliers, excluded and missing wells': '参比品离群、剔除及缺失的孔数',
  'parallelism F test, p': '平行性 F 检验 p 值',
  'parallelism chi-squared, p': '平行性 χ² 检验 p 值',
  'sum of squares of non-parallelism': '非平行性平方和',
  'common slope, p': '共同斜率检验 p 值',
  'heterogeneity chi-squared, p': '异质性 χ² 检验 p 值',
  'regression, p': '回归 F 检验 p 值',
  'non-parallelism, p': '非平行性 F 检验 p 值',
  'intersection, p': '交点 F 检验 p 值',
  'non-linearity, p': '非线性 F 检验 p 值',
  'non-linearity chi-squared, p': '非线性 χ² 检验 p 值',
  'blanks, p': '空白 F 检验 p 值',
  'lack of fit, p': '失拟 F 检验 p 值',
  'largest replicate CV': '重复孔最大 CV',
  'wells excluded': '剔除孔数',
  'suspected outliers': '可疑离群值数',
  outliers: '离群值数',
  'outliers, excluded and missing wells': '离群、剔除及缺失的孔数',
  'hook effect, p': '钩状效应 p 值',
  'upper over lower limit of the relative potency': '相对效价上限/下限之比',
  'relative potency': '相对效价',
  "Z'": '对照 Z′ 因子',
  "robust Z'": '对照稳健 Z′ 因子',
  'signal window': '信号窗',
  'signal to background': '信号背景比',
  'high control CV': '高值对照 CV',
  'low control CV': '低值对照 CV',
  'row effect': '最大行效应',
  'column effect': '最大列效应',
  'edge effect': '边缘效应',
  'change between plates': '板间变化',
  'drift from plate to plate, lower': '逐板漂移下限',
  'drift from plate to plate, upper': '逐板漂移上限',
} as const satisfies Readonly<Record<CheckName, string>>;

/** A figure that does not meet its limits. */
export function checkSentence({ sample, check, lower, upper, found }: Checked): string {
  const limits = [...(lower === null ? [] : [`不小于 ${lower}`]), ...(upper === null ? [] : [`不大于 ${upper}`])];
  const name = check === null ? '' : CHECK_NAMES_ZH[check];
  const shown = found === null ? '无法算出' : `为 ${short(found)}`;
  return `${sample === null ? '' : `'${sample}' 的`}${name}应${limits.join('且')}，实际${shown}。`;
}
