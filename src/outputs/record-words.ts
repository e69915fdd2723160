import type { Title } from '../attributes/attribute-result.ts';
import type { CheckName } from '../potency/check-names.ts';

/** Status of a method. */
export const methodStatusWords = {
  draft: { en: 'draft', zh: '草案' },
  'under-validation': { en: 'under validation', zh: '验证中' },
  validated: { en: 'validated', zh: '已验证' },
  verified: { en: 'verified', zh: '已确认' },
  qualified: { en: 'qualified', zh: '阶段性验证' },
  retired: { en: 'retired', zh: '已停用' },
} as const satisfies Readonly<Record<string, Title>>;

/** What the head says of a method that is not simply validated or verified. */
export const methodNoticeWords = {
  draft: { en: 'draft method: not for release', zh: '方法为草案：不得用于放行' },
  'under-validation': { en: 'method under validation: not for release', zh: '方法尚在验证：不得用于放行' },
  retired: { en: 'retired method: not for release', zh: '方法已停用：不得用于放行' },
  qualified: {
    en: 'qualified method, not accepted by the specification: not for release',
    zh: '方法仅经阶段性验证，质量标准不予接受：不得用于放行',
  },
  acceptedAsQualified: {
    en: 'qualified, not validated: the specification accepts it (early clinical trial)',
    zh: '仅经阶段性验证，尚未完成验证：质量标准予以接受（早期临床）',
  },
} as const satisfies Readonly<Record<string, Title>>;

export const outcomeWords = {
  meets: { en: 'meets', zh: '符合规定' },
  fails: { en: 'fails', zh: '不符合规定' },
  'no valid result': { en: 'no valid result', zh: '无有效结果' },
  pending: { en: 'pending', zh: '待检' },
  information: { en: 'information', zh: '仅供参考' },
} as const satisfies Readonly<Record<string, Title>>;

/** The counts beside the disposition are short. */
export const countWords = {
  fails: { en: 'fails', zh: '不符合' },
  noValidResult: { en: 'no valid result', zh: '无有效结果' },
  pending: { en: 'pending', zh: '待检' },
  meets: { en: 'meets', zh: '符合' },
  information: { en: 'information', zh: '参考' },
} as const satisfies Readonly<Record<string, Title>>;

/** Counts of rows that do not release. */
export const besideWords = {
  supportive: {
    fails: { en: 'supportive fails', zh: '辅助项不符合' },
    noValidResult: { en: 'supportive, no valid result', zh: '辅助项无有效结果' },
    pending: { en: 'supportive pending', zh: '辅助项待检' },
    meets: { en: 'supportive meets', zh: '辅助项符合' },
  },
  parallel: {
    fails: { en: 'in parallel fails', zh: '平行项不符合' },
    noValidResult: { en: 'in parallel, no valid result', zh: '平行项无有效结果' },
    pending: { en: 'in parallel pending', zh: '平行项待检' },
    meets: { en: 'in parallel meets', zh: '平行项符合' },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Title>>>>;

export const limitCountWords = {
  discard: { en: 'discard limit crossed', zh: '超出废弃限' },
  action: { en: 'action limit open', zh: '超出纠偏限待调查' },
} as const satisfies Readonly<Record<string, Title>>;

/** Limits beside the acceptance criterion, as a row says them. */
export const limitWords = {
  alert: { crossed: { en: 'beyond the alert limit', zh: '超出警戒限' }, open: { en: 'alert limit not judged', zh: '警戒限未判定' } },
  action: { crossed: { en: 'beyond the action limit', zh: '超出纠偏限' }, open: { en: 'action limit not judged', zh: '纠偏限未判定' } },
  discard: { crossed: { en: 'beyond the discard limit', zh: '超出废弃限' }, open: { en: 'discard limit not judged', zh: '废弃限未判定' } },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Title>>>>;

export const dispositionWords = {
  conforms: { en: 'Conforms', zh: '符合规定' },
  information: { en: 'Information', zh: '仅供参考' },
  pending: { en: 'Pending', zh: '待检' },
  'no valid result': { en: 'No valid result', zh: '无有效结果' },
  'does not conform': { en: 'Does not conform', zh: '不符合规定' },
} as const satisfies Readonly<Record<string, Title>>;

/** How the disposition's sentence ends in Chinese. */
export const dispositionClauses = {
  conforms: '结果符合规定',
  information: '该标准没有对此用途作出判定的项目，结果仅供参考',
  pending: '部分项目待检',
  'no valid result': '部分项目无有效结果',
  'does not conform': '结果不符合规定',
} as const;

export const purposeWords: ReadonlyMap<string, Title> = new Map([
  ['release', { en: 'release', zh: '放行' }],
  ['stability', { en: 'stability', zh: '稳定性' }],
  ['comparability', { en: 'comparability', zh: '可比性' }],
  ['in-process', { en: 'in-process', zh: '过程控制' }],
  ['in-use', { en: 'in-use', zh: '使用中' }],
  ['characterisation', { en: 'characterisation', zh: '特性研究' }],
]);

/** Which date of a lot chose the revision of its specification. */
export const specificationDateWords: ReadonlyMap<string, Title> = new Map([
  ['first-acquisition', { en: 'first acquisition', zh: '首次采集日期' }],
  ['manufacture', { en: 'date of manufacture', zh: '生产日期' }],
  ['study-protocol', { en: 'date of the study protocol', zh: '研究方案日期' }],
]);

/** Kind of an input file. */
export const inputWords: ReadonlyMap<string, Title> = new Map([
  ['fcs', { en: 'flow cytometry', zh: '流式数据' }],
  ['plate', { en: 'plate reader', zh: '酶标仪数据' }],
  ['sample-list', { en: 'sample list', zh: '样品清单' }],
  ['external-results', { en: 'results from elsewhere', zh: '外部结果' }],
  ['reference-standards', { en: 'reference standards', zh: '标准品登记' }],
  ['spillover', { en: 'spillover', zh: '溢漏矩阵' }],
  ['counts', { en: 'counts', zh: '细胞计数' }],
  ['exclusions', { en: 'exclusions', zh: '剔除清单' }],
  ['investigations', { en: 'investigations', zh: '调查记录' }],
  ['reagents', { en: 'reagents used', zh: '试剂使用记录' }],
  ['reagent-register', { en: 'register of reagents', zh: '试剂登记' }],
]);

/** Status of a registered lot of a reagent. */
export const reagentStatusWords: ReadonlyMap<string, Title> = new Map([
  ['released', { en: 'released', zh: '已放行' }],
  ['quarantined', { en: 'quarantined', zh: '待验' }],
  ['rejected', { en: 'rejected', zh: '不合格' }],
  ['withdrawn', { en: 'withdrawn', zh: '已撤回' }],
]);

export const scopeWords: ReadonlyMap<string, Title> = new Map([
  ['assay-run', { en: 'assay run', zh: '检验批次' }],
  ['test-article', { en: 'test article', zh: '供试品' }],
  ['attribute', { en: 'attribute', zh: '检验项目' }],
]);

export const occasionWords: ReadonlyMap<string, Title> = new Map([
  ['initial', { en: 'initial', zh: '初检' }],
  ['repeat-after-invalid', { en: 'repeat after an invalid test', zh: '无效后重复检验' }],
  ['retest', { en: 'retest', zh: '复检' }],
]);

/** What an investigation concluded; an open one has no conclusion yet. */
export const conclusionWords = {
  'laboratory-error': { en: 'laboratory error: the occasion is not valid', zh: '实验室差错：该次检验无效' },
  'no-impact': { en: 'no impact', zh: '无影响' },
  confirmed: { en: 'confirmed: the result stays', zh: '结果确认：维持' },
  open: { en: 'open', zh: '未结案' },
} as const satisfies Readonly<Record<string, Title>>;

/** Sections of the guideline, by the identifiers that specifications use; another section shows as the specification writes it. */
export const sectionWords: ReadonlyMap<string, Title> = new Map([
  ['identity', { en: 'Identity', zh: '细胞鉴别' }],
  ['cell-activity', { en: 'Viability and growth', zh: '细胞活性' }],
  ['purity', { en: 'Purity', zh: '纯度' }],
  ['biological-activity', { en: 'Biological activity', zh: '生物学活性' }],
  ['impurities', { en: 'Product- and process-related impurities', zh: '产品和工艺相关杂质' }],
  ['tumorigenicity', { en: 'Tumorigenicity', zh: '成瘤性/致瘤性' }],
  ['unintended-differentiation', { en: 'Unintended differentiation', zh: '非预期分化' }],
  ['microbiological-safety', { en: 'Microbiological safety', zh: '微生物安全性' }],
  ['general', { en: 'General', zh: '一般检测' }],
  ['not-in-specification', { en: 'Not in the specification', zh: '标准规定以外' }],
]);

/** Parameters of the parallelism tests. */
export const parameterWords: ReadonlyMap<string, Title> = new Map([
  ['slope-ratio', { en: 'slope ratio', zh: '斜率比' }],
  ['upper-asymptote-ratio', { en: 'upper asymptote ratio', zh: '上渐近线比' }],
  ['lower-asymptote-difference', { en: 'lower asymptote diff.', zh: '下渐近线差' }],
  ['range-ratio', { en: 'range ratio', zh: '响应范围比' }],
  ['asymmetry-ratio', { en: 'asymmetry ratio', zh: '不对称系数比' }],
]);

/** Suitability checks by the names that the potency stage gives them. */
export const checkWords = {
  'reference EC50': { en: 'Reference EC50', zh: '参比品 EC50' },
  'reference lower asymptote': { en: 'Reference lower asymptote', zh: '参比品下渐近线' },
  'reference upper asymptote': { en: 'Reference upper asymptote', zh: '参比品上渐近线' },
  'reference upper over lower asymptote': { en: 'Reference upper / lower asymptote', zh: '参比品上/下渐近线比' },
  'reference slope': { en: 'Reference slope', zh: '参比品斜率' },
  'reference R-squared': { en: 'Reference R²', zh: '参比品 R²' },
  'reference largest replicate CV': { en: 'Reference replicate CV, largest', zh: '参比品重复孔最大 CV' },
  'reference wells excluded': { en: 'Reference wells excluded', zh: '参比品剔除孔数' },
  'parallelism F test, p': { en: 'Parallelism, extra-sum-of-squares F', zh: '平行性，附加平方和 F 检验' },
  'common slope, p': { en: 'Common slope, normal test', zh: '共同斜率检验' },
  'parallelism chi-squared, p': { en: 'Parallelism, chi-squared', zh: '平行性 χ² 检验' },
  'heterogeneity chi-squared, p': { en: 'Heterogeneity, chi-squared', zh: '异质性 χ² 检验' },
  'regression, p': { en: 'Regression, F', zh: '回归 F 检验' },
  'non-parallelism, p': { en: 'Non-parallelism, F', zh: '非平行性 F 检验' },
  'non-linearity, p': { en: 'Non-linearity, F', zh: '非线性 F 检验' },
  'non-linearity chi-squared, p': { en: 'Non-linearity, chi-squared', zh: '非线性 χ² 检验' },
  'blanks, p': { en: 'Blanks, F', zh: '空白 F 检验' },
  'intersection, p': { en: 'Intersection, F', zh: '交点 F 检验' },
  'lack of fit, p': { en: 'Lack of fit, F', zh: '失拟 F 检验' },
  'largest replicate CV': { en: 'Replicate CV, largest', zh: '重复孔最大 CV' },
  'wells excluded': { en: 'Wells excluded', zh: '剔除孔数' },
  'hook effect, p': { en: 'Hook effect, p', zh: '钩状效应 p 值' },
  'reference hook effect, p': { en: 'Reference hook effect, p', zh: '参比品钩状效应 p 值' },
  "Z'": { en: 'Z′ of the controls', zh: '对照 Z′ 因子' },
  "robust Z'": { en: 'Robust Z′ of the controls', zh: '对照稳健 Z′ 因子' },
  'signal window': { en: 'Signal window', zh: '信号窗' },
  'signal to background': { en: 'Signal to background', zh: '信号背景比' },
  'high control CV': { en: 'High control CV', zh: '高值对照 CV' },
  'low control CV': { en: 'Low control CV', zh: '低值对照 CV' },
  'row effect': { en: 'Row effect, largest', zh: '最大行效应' },
  'column effect': { en: 'Column effect, largest', zh: '最大列效应' },
  'edge effect': { en: 'Edge effect', zh: '边缘效应' },
  'change between plates': { en: 'Change between plates', zh: '板间变化' },
  'drift from plate to plate, lower': { en: 'Drift a plate, lower limit', zh: '逐板漂移下限' },
  'drift from plate to plate, upper': { en: 'Drift a plate, upper limit', zh: '逐板漂移上限' },
  outliers: { en: 'Outliers', zh: '离群值' },
  'reference outliers': { en: 'Reference outliers', zh: '参比品离群值' },
  'outliers, excluded and missing wells': { en: 'Outliers, excluded and missing wells', zh: '离群、剔除及缺失的孔' },
  'reference outliers, excluded and missing wells': {
    en: 'Reference outliers, excluded and missing wells',
    zh: '参比品离群、剔除及缺失的孔',
  },
  'upper over lower limit of the relative potency': { en: 'Upper / lower limit of the relative potency', zh: '相对效价上限/下限之比' },
  'relative potency': { en: 'Relative potency', zh: '相对效价' },
  'reference suspected outliers': { en: 'Reference suspected outliers', zh: '参比品可疑离群值' },
  'suspected outliers': { en: 'Suspected outliers', zh: '可疑离群值' },
  'sum of squares of non-parallelism': { en: 'Non-parallelism, sum of squares', zh: '非平行性平方和' },
} as const satisfies Readonly<Record<CheckName, Title>>;

/** A word from one of the maps, or the identifier as it stands. */
export function wordFor(map: ReadonlyMap<string, Title>, identifier: string): Title {
  return map.get(identifier) ?? { en: identifier, zh: '' };
}
