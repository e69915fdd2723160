import type { Title } from '../../attributes/attribute-result.ts';
import type { Speech } from '../language.ts';
import type { Markup } from '../markup.ts';
import { potencyTerms } from '../words/potency-terms.ts';
import { words } from '../words.ts';
import { plainTable } from './plain-table.ts';
import type { Margins, PotencySetting, SettingValue, TestRule } from './potency-setting.ts';

/** A method with what it is called; the only one of a page needs no name. */
export interface MethodSettings {
  readonly name: string | null;
  readonly settings: readonly PotencySetting[];
}

/** Model, weights, interval, design, validity rules and combination of the method. */
export function settingsTable({ name, settings }: MethodSettings, speech: Speech): Markup {
  const columns = [[words.setting, 'text'] as const, [words.value, 'text'] as const];
  const caption = name === null ? words.settings : { en: `${words.settings.en}: ${name}`, zh: `${words.settings.zh}：${name}` };
  const rows = settings.map((one) => [speech.plainWord(potencyTerms.setting(one.name)), speech.plainWord(settingText(one.value))]);
  return plainTable({ caption, columns, rows }, speech);
}

/** A value in words; what the method writes as a code stands as it is in every language. */
export function settingText(value: SettingValue): Title {
  switch (value.kind) {
    case 'code':
      return same(value.code);
    case 'none':
      return words.none;
    case 'all-but-the-location':
      return words.allButTheLocation;
    case 'by-columns':
      return words.byColumns;
    case 'fixed':
      return list(value.parameters.map(({ name, at }) => fixedText(name, at)));
    case 'interval':
      return same(`${value.method}, ${percent(value.level)}`);
    case 'test':
      return ruleText(value.rule);
    case 'tests':
      return list(value.tests.map(({ name, rule }) => joinedTitles([potencyTerms.test(name), ruleText(rule)], ': ')));
    case 'margins':
      return list(value.margins.map(marginText));
    case 'homogeneity':
      return joinedTitles([same(`alpha ${value.alpha}`), potencyTerms.action(value.action)], ', ');
    case 'most':
      return same(value.unit === null ? String(value.most) : `${value.most} ${value.unit}`);
  }
}

function same(text: string): Title {
  return { en: text, zh: text };
}

function joinedTitles(titles: readonly Title[], separator: string): Title {
  return { en: titles.map(({ en }) => en).join(separator), zh: titles.map(({ zh }) => zh).join(separator) };
}

function list(titles: readonly Title[]): Title {
  return { en: titles.map(({ en }) => en).join('; '), zh: titles.map(({ zh }) => zh).join('；') };
}

function ruleText(rule: TestRule | 'disregarded'): Title {
  if (rule === 'disregarded') return words.disregarded;
  return joinedTitles([same(`alpha ${rule.alpha}`), potencyTerms.action(rule.action)], ', ');
}

function fixedText(name: string, at: number | { readonly control: string }): Title {
  const parameter = potencyTerms.parameter(name);
  if (typeof at === 'number') return joinedTitles([parameter, same(String(at))], ' = ');
  return {
    en: `${parameter.en} = ${words.meanOfControl.en} ${at.control}`,
    zh: `${parameter.zh} = ${words.meanOfControl.zh} ${at.control}`,
  };
}

function marginText({ parameter, lower, upper, level, action }: Margins): Title {
  const limits = `${lower ?? '−∞'} – ${upper ?? '∞'}`.replaceAll('-', '−');
  return joinedTitles([same(`${parameter} ${limits}, ${percent(level)}`), potencyTerms.action(action)], ', ');
}

/** 0.95 as `95 %`, without what binary fractions add. */
function percent(level: number): string {
  return `${Number((level * 100).toPrecision(10))} %`;
}
