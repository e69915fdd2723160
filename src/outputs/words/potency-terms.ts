import type { Title } from '../../attributes/attribute-result.ts';
import * as en from './en/potency-terms.ts';
import * as zh from './zh/potency-terms.ts';

/** Words of the potency page by the names that the record and the method give; a name that is none of ours stands as it is. */
export const potencyTerms = {
  parameter: (name: string): Title => titleOf(en.PARAMETER_TERMS, zh.PARAMETER_TERMS, name),
  source: (name: string): Title => titleOf(en.SOURCE_TERMS, zh.SOURCE_TERMS, name),
  setting: (name: keyof typeof en.SETTING_TERMS): Title => titleOf(en.SETTING_TERMS, zh.SETTING_TERMS, name),
  test: (name: keyof typeof en.TEST_TERMS): Title => titleOf(en.TEST_TERMS, zh.TEST_TERMS, name),
  action: (name: keyof typeof en.ACTION_TERMS): Title => titleOf(en.ACTION_TERMS, zh.ACTION_TERMS, name),
} as const;

function titleOf(english: Readonly<Record<string, string>>, chinese: Readonly<Record<string, string>>, name: string): Title {
  return { en: english[name] ?? name, zh: chinese[name] ?? name };
}
