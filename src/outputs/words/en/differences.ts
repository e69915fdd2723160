import type { Sentences } from '../../../message.ts';
import type { DIFFERENCES, DifferingRow, DifferingValue } from '../../../results/differences.ts';
import { inputUseInEnglish } from './input-use.ts';

const rowName = ({ id, attribute, component }: DifferingRow): string =>
  `row '${id ?? (component === null ? attribute : `${attribute}/${component}`)}'`;

function valueText({ estimate, operator, text, unit, k, N }: DifferingValue): string {
  const value = text === null ? `${operator}${estimate ?? 'no value'} ${unit}`.trim() : `'${text}'`;
  return k === null || N === null ? value : `${value} (${k} of ${N})`;
}

const hashed = ({ id, version, sha256 }: { readonly id: string; readonly version: string; readonly sha256: string }): string =>
  `${id} ${version} (${sha256.slice(0, 8)})`;

/** Phrases that stand in a list, in English. */
export const DIFFERENCE_SENTENCES = {
  'difference/software': ({ before, now }) => `software ${before}, now ${now}`,
  'difference/not-readable': () => 'the software: this version cannot read that result',
  'difference/document': ({ what, before, now }) => `${what} ${hashed(before)}, now ${hashed(now)}`,
  'difference/table-row': ({ file, row }) => `a row of '${file}' that was used is changed or gone: ${row}`,
  'difference/input-gone': ({ file, serves }) => `input '${file}' (${inputUseInEnglish(serves)}) is gone`,
  'difference/content': ({ file, before, now }) =>
    `input '${file}' has other content (${before.slice(0, 8)}, now ${now?.slice(0, 8) ?? 'without a hash'})`,
  'difference/stated': ({ file, field, before, now }) =>
    `input '${file}': ${field === 'acquiredAt' ? 'date of acquisition' : 'instrument'} ${before ?? 'not given'}, now ${now ?? 'not given'}`,
  'difference/value': ({ row, before, now }) =>
    `${rowName(row)} was ${valueText(before)}, now ${now === null ? 'there is no such row' : valueText(now)}`,
  'difference/outcome': ({ row, before, now }) => `${rowName(row)} was '${before}', now '${now}', although no input of its own differs`,
  'difference/held': ({ codes }) => `the subject is held now (${codes.join(', ')}), although no input of its own differs`,
  'difference/findings': () => 'its reasons, notes or controls, although no input of its own differs',
} as const satisfies Sentences<typeof DIFFERENCES>;
