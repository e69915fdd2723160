import type { RULE_BROKEN } from '../../../audit-log/verify-notes.ts';

/** What an act broke, in Chinese: the end of a sentence. */
export const RULE_WORDS = {
  'approver-is-analyst': '方法要求批准人不得为该批的分析人',
  'approver-is-reviewer': '方法要求批准人不得为该结果的复核人',
  'does-not-conform': '结果不符合规定',
  'not-pending': '结果并非仅待后续检验结果',
  conforms: '结果符合规定，例外放行仅适用于不符合者',
  'rapid-not-permitted': '方法不允许在结果待定时放行',
  'exception-not-permitted': '方法不允许对此类结果例外放行',
  'method-not-approved': '该方法与质量标准在结果产生时未获批准',
  'result-unreadable': '无法读取该结果',
} as const satisfies Readonly<Record<(typeof RULE_BROKEN)[number], string>>;
