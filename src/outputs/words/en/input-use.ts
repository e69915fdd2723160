import type { InputUse } from '../../../results/input-use.ts';

const after = (word: string, name: string | null): string => (name === null ? '' : `, ${word} ${name}`);

/** What a file serves, in English; a table serves as its kind says. */
export function inputUseInEnglish(use: InputUse): string {
  switch (use.what) {
    case 'sample':
      return `sample${use.stage === null ? '' : `, ${use.stage}`}${after('tube', use.tube)}${after('preparation', use.preparation)}`;
    case 'control':
      return `control ${use.control ?? ''}${after('tube', use.tube)}`;
    case 'assay':
      return `assay ${use.assay ?? ''}${after('plate', use.plate)}`;
    case 'table':
      return '';
  }
}
