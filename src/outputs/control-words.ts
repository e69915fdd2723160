import type { Title } from '../attributes/attribute-result.ts';

/** What became of a control, or of one line of it. */
export const controlOutcomeWords = {
  meets: { en: 'meets', zh: '符合规定' },
  fails: { en: 'fails', zh: '不符合规定' },
  missing: { en: 'missing', zh: '缺失' },
  'not judged': { en: 'not judged', zh: '未判定' },
  information: { en: 'information', zh: '仅供参考' },
} as const satisfies Readonly<Record<string, Title>>;

/** What a limit of a control asks about. */
export const controlLimitWords = {
  events: { en: 'events', zh: '事件数' },
  fraction: { en: 'fraction of parent', zh: '占母群比例' },
  median: { en: 'median', zh: '中位数' },
  iterations: { en: 'iterations until converged', zh: '收敛迭代次数' },
  separation: { en: 'separation of clusters', zh: '簇间分离度' },
  shift: { en: 'shift of the centroid', zh: '质心偏移' },
} as const satisfies Readonly<Record<string, Title>>;

export const settingWords = {
  cytometer: { en: 'cytometer', zh: '流式细胞仪' },
  serial: { en: 'serial number', zh: '序列号' },
  voltages: { en: 'voltages', zh: '电压' },
  gains: { en: 'gains', zh: '增益' },
} as const satisfies Readonly<Record<string, Title>>;

/** A setting of a control beside that of its samples. */
export const settingStateWords = {
  meets: { en: 'as the sample', zh: '与样品相同' },
  fails: { en: 'not as the sample', zh: '与样品不同' },
  'not judged': { en: 'not compared', zh: '未比较' },
} as const satisfies Readonly<Record<string, Title>>;

export const controlKindWords: ReadonlyMap<string, Title> = new Map([
  ['fmo', { en: 'FMO', zh: 'FMO 对照' }],
  ['unstained', { en: 'unstained', zh: '未染色对照' }],
  ['isotype', { en: 'isotype', zh: '同型对照' }],
  ['single-stain', { en: 'single stain', zh: '单染对照' }],
  ['negative', { en: 'negative', zh: '阴性对照' }],
  ['positive', { en: 'positive', zh: '阳性对照' }],
  ['viability', { en: 'viability', zh: '活率对照' }],
  ['clusters', { en: 'clusters', zh: '聚类' }],
]);
