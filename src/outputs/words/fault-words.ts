import type { SignatureFault } from '../../persons/acts.ts';

/** What can be wrong of the file of a signature, or of the result under it, as they lie on the disk. */
export const FILE_FAULTS = ['result-changed', 'file-missing', 'file-changed'] as const;
export type FileFault = (typeof FILE_FAULTS)[number];

/** Why a signature is none, in both languages. */
export const FAULT_WORDS = {
  unreadable: { en: 'invalid: the entry is no signature that can be read', zh: '无效：日志条目不是可读取的签名' },
  'other-bytes': { en: 'invalid: the entry names other bytes than it holds', zh: '无效：条目所指字节与其所含不同' },
  'other-place': {
    en: 'invalid: the number or the signature was used before, or is of another result',
    zh: '无效：编号或签名此前已用过，或属于另一结果',
  },
  'other-result': { en: 'invalid: of a result that was not the last one published', zh: '无效：所签并非当时最后公布的结果' },
  'not-enrolled': { en: 'invalid: the key was not enrolled', zh: '无效：密钥未登记' },
  withdrawn: { en: 'invalid: the key was withdrawn before', zh: '无效：密钥此前已撤销' },
  'other-name': { en: 'invalid: the name is not that of the key', zh: '无效：姓名与密钥不符' },
  'wrong-signature': { en: 'invalid: the signature is not of the key and this text', zh: '无效：签名与密钥或内容不符' },
  'other-meaning': { en: 'invalid: the meaning is not of the step', zh: '无效：签名含义与步骤不符' },
  'not-entitled': { en: 'invalid: the person may not do this', zh: '无效：该人员无此权限' },
  'wrong-step': { en: 'invalid: the step was not allowed then', zh: '无效：当时不允许该步骤' },
  'same-person': { en: 'does not count: the same person signed this before', zh: '不计：同一人此前已签' },
  'result-changed': { en: 'invalid: result.json is not what was signed', zh: '无效：result.json 与所签内容不同' },
  'file-missing': { en: 'the signature file is not there', zh: '签名文件不存在' },
  'file-changed': { en: 'the signature file was changed', zh: '签名文件已被改动' },
} as const satisfies Readonly<Record<SignatureFault | FileFault, { readonly en: string; readonly zh: string }>>;
