import type { CriterionFields } from '../../../attributes/criterion-record.ts';
import { type CriterionWords, criterionText } from '../forms/criterion-text.ts';

const unitName = (unit: string): string => (unit === 'cells' ? '个细胞' : unit);

const WORDS: CriterionWords = {
  on: { estimate: '', 'lower-limit': '下限 ', 'upper-limit': '上限 ' },
  notDetected: '不得检出',
  report: '报告结果',
  to: '～',
  and: ' 且 ',
  about: (printed) => `（约 ${printed}）`,
  amount: ({ amount, unit, per, patient }, digits) => {
    const which = patient === null ? '' : `，${patient.which === 'lightest' ? '最轻' : '最重'}患者 ${digits(patient.kg)} kg`;
    return per === 'kg' ? `${digits(amount)} ${unitName(unit)}/kg${which}` : `${digits(amount)} ${unitName(unit)}/最大剂量`;
  },
};

/** A criterion or a limit in Chinese. */
export function criterionInChinese(criterion: CriterionFields): string {
  return criterionText(criterion, WORDS, 'zh');
}
