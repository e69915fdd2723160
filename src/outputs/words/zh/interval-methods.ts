import type { IntervalMethodWords } from '../forms/interval-method-words.ts';

/** How limits were found, in Chinese; names of people, of variants and of compendia stay as they are. */
export const INTERVAL_METHOD_WORDS: IntervalMethodWords = {
  'clopper-pearson': () => 'Clopper-Pearson 法',
  wilson: () => 'Wilson 法',
  'student-t': () => '制备间 t 区间',
  'student-t-on-logarithms': () => '对数尺度 t 区间',
  'order-statistics': () => '次序统计量法',
  'delta-on-logarithms': () => '对数尺度 delta 法',
  combination: (_, { combination }) => {
    if (combination === undefined) return '试验结果合并';
    const { variant, replicatesPerRun, scale } = combination;
    const mean = scale === 'ratio' ? '比值的算术均值' : '几何均值';
    const own = scale === 'ratio' ? `试验结果合并（${variant}，比值尺度）` : `试验结果合并（${variant}）`;
    const named = variant === 'unweighted' ? `${mean}，试验间 t 区间` : own;
    return replicatesPerRun === 1 ? named : `${named}，每检验批次 ${replicatesPerRun} 个重复取均值`;
  },
  mover: (of) => `MOVER 法（${of}）`,
  'mover-on-logarithms': (of) => `对数尺度 MOVER 法（${of}）`,
  carried: (of) => `区间限代入公式（${of}）`,
  'with-assigned-potency': (of) => `${of}；与标示效价按对数尺度 MOVER 法合并`,
  'with-assigned-potency-as-ratio': (of) => `${of}；与标示效价按比值 MOVER 法合并`,
};
