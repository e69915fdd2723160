import type { CriterionFields } from '../../../attributes/criterion-record.ts';
import { type CriterionWords, criterionText } from '../forms/criterion-text.ts';

const WORDS: CriterionWords = {
  on: { estimate: '', 'lower-limit': 'lower limit ', 'upper-limit': 'upper limit ' },
  notDetected: 'not detected',
  report: 'report',
  to: ' to ',
  and: ' and ',
  about: (printed) => ` (about ${printed})`,
  amount: ({ amount, unit, per, patient }, digits) => {
    const which = patient === null ? '' : `, ${patient.which} patient ${digits(patient.kg)} kg`;
    return per === 'kg' ? `${digits(amount)} ${unit} per kg${which}` : `${digits(amount)} ${unit} per maximum dose`;
  },
};

/** A criterion or a limit in English. */
export function criterionInEnglish(criterion: CriterionFields): string {
  return criterionText(criterion, WORDS, 'en');
}
