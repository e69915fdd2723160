import type { InputUse } from '../../../results/input-use.ts';

const after = (word: string, name: string | null): string => (name === null ? '' : `，${word} ${name}`);

/** What a file serves, in Chinese; a table serves as its kind says. */
export function inputUseInChinese(use: InputUse): string {
  switch (use.what) {
    case 'sample':
      return `样品${use.stage === null ? '' : `，${use.stage}`}${after('管', use.tube)}${after('制备', use.preparation)}`;
    case 'control':
      return `对照 ${use.control ?? ''}${after('管', use.tube)}`;
    case 'assay':
      return `试验 ${use.assay ?? ''}${after('微孔板', use.plate)}`;
    case 'table':
      return '';
  }
}
