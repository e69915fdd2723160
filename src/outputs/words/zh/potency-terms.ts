import type * as en from '../en/potency-terms.ts';

/** The same in Chinese, none left out and none more; words as in ChP 1431 where it has them. */
export const PARAMETER_TERMS: Readonly<Record<keyof typeof en.PARAMETER_TERMS, string>> = {
  slope: '斜率',
  intercept: '截距',
  lowerAsymptote: '下渐近线',
  upperAsymptote: '上渐近线',
  asymmetry: '不对称系数',
  hormesis: '低剂量刺激效应',
  lnLocation: 'ln 位置参数',
  lnEc50: 'ln EC50',
  ec50: 'EC50',
  lnEd50: 'ln ED50',
  ed50: 'ED50',
  lnRelativePotency: 'ln 相对效价',
  relativePotency: '相对效价',
  naturalResponse: '自然反应率',
};

export const SOURCE_TERMS: Readonly<Record<keyof typeof en.SOURCE_TERMS, string>> = {
  preparations: '试品间',
  regression: '回归',
  'non-parallelism': '偏离平行',
  intersection: '交点',
  blanks: '空白',
  'non-linearity': '非线性（失拟）',
  treatments: '剂间（处理间）',
  blocks: '区组间',
  rows: '行间',
  columns: '列间',
  residual: '误差',
  'free residual': '无约束拟合的残差',
  'pure error': '纯误差',
  total: '总和',
  'quadratic regression': '二次回归',
  'difference of quadratics': '二次回归之差',
  days: '周期间',
  'days x preparations': '周期 × 试品',
  'days x regression': '周期 × 回归',
  'days x non-parallelism': '周期 × 偏离平行',
  'days x quadratic regression': '周期 × 二次回归',
  'days x difference of quadratics': '周期 × 二次回归之差',
  'residual between subjects': '受试单位间误差',
  subjects: '受试单位间',
  heterogeneity: '对共同斜率的异质性',
};

export const SETTING_TERMS: Readonly<Record<keyof typeof en.SETTING_TERMS, string>> = {
  model: '模型',
  responseTransform: '响应变换',
  blank: '空白',
  weights: '权重',
  fixed: '固定参数',
  shared: '共用参数',
  fit: '多个供试品的拟合',
  interval: '置信区间',
  averaging: '假重复的平均',
  design: '试验设计',
  heterogeneity: '异质性',
  outliers: '离群值检验',
  compendial: '可靠性检验',
  parallelismF: '平行性 F 检验',
  parallelismChiSquared: '平行性 χ² 检验',
  equivalence: '等效界限',
  lackOfFit: '失拟 F 检验',
  identification: '上限/下限之比不超过此值时可识别',
  assigned: '标示效价',
  combination: '合并计算方法',
  homogeneity: '合并计算的同质性检验',
  gcvLimit: '合并计算的最大 GCV',
};

export const TEST_TERMS: Readonly<Record<keyof typeof en.TEST_TERMS, string>> = {
  regression: '回归',
  parallelism: '平行性',
  intersection: '交点',
  linearity: '线性',
  blanks: '空白',
};

export const ACTION_TERMS: Readonly<Record<keyof typeof en.ACTION_TERMS, string>> = {
  fail: '判定有效性',
  information: '仅供参考',
  'semi-weight': '显著时改用半加权',
};
