/** Chinese names of words that several registers have. */
export const PURPOSE_NAMES = {
  release: '放行',
  'in-process': '过程控制',
  stability: '稳定性',
  'in-use': '使用中',
  comparability: '可比性',
  characterisation: '特性研究',
} as const;

export const STATUSES = {
  draft: '草案',
  'under-validation': '验证中',
  validated: '已验证',
  verified: '已确认',
  qualified: '阶段性验证',
  retired: '已停用',
} as const;

export const OCCASIONS = { initial: '初检', 'repeat-after-invalid': '无效后重复检验', retest: '复检' } as const;

export const JUDGEMENTS = { meets: '符合规定', fails: '不符合规定', undecided: '无法判定' } as const;

export const LIMITS = { alert: '警戒限', action: '纠偏限', discard: '废弃限' } as const;

export const ROLE_NAMES = { release: '放行', supportive: '辅助', parallel: '平行', information: '信息' } as const;

export const OUTCOMES = {
  meets: '符合规定',
  fails: '不符合规定',
  'no valid result': '无有效结果',
  pending: '待检',
  information: '仅供参考',
} as const;

export const DISPOSITIONS = {
  conforms: '符合规定',
  'does not conform': '不符合规定',
  'no valid result': '无有效结果',
  pending: '待检',
  information: '仅供参考',
} as const;
