import type { RareEventWords } from '../forms/rare-event-words.ts';

/** The table of a rare event, in Chinese. */
export const RARE_EVENT_WORDS: RareEventWords = {
  counts: '阳性数/总数',
  estimate: '估计值',
  'upper-limit': (level, method) => `${level} 单侧上限，${method}`,
  criterion: '标准规定',
  'cells-per-dose': '每最大剂量细胞数上限',
  'events-needed': (level) => `以 ${level} 置信度排除限度所需事件数`,
  atMost: (count) => `至多 ${count}`,
  inGate: (k, N) => `门内 ${k} / ${N}`,
};
