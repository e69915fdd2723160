import type { FileFault } from '../../../persons/file-fault.ts';
import type { SignatureFault } from '../../../persons/subject-acts.ts';

/** Why a signature is none, in Chinese. */
export const SIGNATURE_FAULT_WORDS = {
  unreadable: '无效：日志条目不是可读取的签名',
  'other-bytes': '无效：条目所指字节与其所含不同',
  'other-place': '无效：编号或签名此前已用过，或属于另一结果',
  'other-store': '无效：所签为另一结果库',
  'other-result': '无效：所签并非当时最后公布的结果',
  'other-files': '无效：结果文件与所签内容不同',
  'not-enrolled': '无效：密钥未登记',
  withdrawn: '无效：密钥此前已撤销',
  'other-name': '无效：姓名与密钥不符',
  'wrong-signature': '无效：签名与密钥或内容不符',
  'other-time': '无效：所签时间晚于其条目，或早于其条目十分钟以上',
  'other-meaning': '无效：签名含义与步骤不符',
  'not-entitled': '无效：该人员无此权限',
  'wrong-step': '无效：当时不允许该步骤',
  'same-person': '不计：同一人此前已签',
  'other-disposition': '无效：结果的处置建议与该签名含义不符',
  'entry-differs': '无效：条目所述理由、编号或先前状态与所签内容或实际不同',
  'result-changed': '无效：result.json 与所签内容不同',
  'file-missing': '签名文件不存在',
  'file-changed': '签名文件已被改动',
} as const satisfies Readonly<Record<SignatureFault | FileFault, string>>;
