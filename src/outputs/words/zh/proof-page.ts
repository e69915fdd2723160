import type { PROOF_WORDS as EN } from '../en/proof-page.ts';

/** What stands on a proof page, in Chinese. */
export const PROOF_WORDS: Readonly<Record<keyof typeof EN, string>> = {
  title: '结果及其证明',
  checking: '正在核对……',
  cannot: '此处无法核对：需要支持脚本且其 WebCrypto 支持 Ed25519 的浏览器',
  consistent: '一致，由密钥 KEY 签名：请与贵处的密钥核对',
  inconsistent: '不一致：见以下步骤',
  unreadable: '不一致：本页有内容无法读取',
  result: '结果与清单和日志条目所列相同',
  report: '报告与清单所列相同',
  manifest: '清单与日志条目所列相同',
  logged: '该条目在日志中，且日志的检查点由该密钥签名',
  keys: '每个人员密钥均由有权的密钥登记，且这些条目在日志中',
  unlogged: '无效：其条目不在日志中',
  keyOf: '密钥',
  entryOf: '条目',
  trusted: '密钥与您给出的相同',
  field: '贵处的密钥（name+hex+base64），用于比较：',
  limits:
    '任何人都可以制作显示任意内容的页面。请将指纹与贵处的书面记录核对，或用自己的程序核对本文件：docs/check-proof.py 或 cytolot verify --known。本文件之外是否另有条目撤销密钥或发布后续分析，以及方法是否获批并允许这些人员签名，由 cytolot verify 对结果库核对。',
  reportTitle: '报告',
  entryTitle: '日志条目',
  signaturesTitle: '签名',
};
