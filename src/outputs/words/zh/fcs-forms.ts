import type { ExpectedForm, FORM_FIELDS } from '../../../fcs/expected-form.ts';
import type { ValueOf } from '../../../message.ts';
import { listed, quote } from './quote.ts';

type FormSubject = ValueOf<{ readonly record: typeof FORM_FIELDS }>;

const FORMS = {
  'measurement-type':
    'Forward Scatter、Side Scatter、Raw Fluorescence、Unmixed Fluorescence、Mass、Time、Electronic Volume、Classification、Index 之一',
  'measurement-feature': 'Area、Height 或 Width',
  wavelengths: '大于 0 的波长（nm），以逗号分隔',
  'excitation-power': '不小于 0 的功率（mW）',
  voltage: '不小于 0 的电压（V）',
  calibration: "'factor,unit' 或 'factor,offset,unit'，系数大于 0",
  'display-scale': "'Linear,lower,upper' 或 'Logarithmic,decades,offset'，数量级与偏移均大于 0",
  volume: '不小于 0 的体积（nL）',
  originality: 'Original、NonDataModified、Appended、DataModified、Unknown 之一',
  'unstained-centers': 'n、n 个不同的参数名及 n 个数值',
  'date-time-with-offset': 'yyyy-mm-ddThh:mm:ss，可带时区偏移',
  'day-of-four-digit-year': 'dd-mmm-yyyy',
  'day-of-two-digit-year': 'dd-mmm-yy',
  'day-and-time': 'dd-mmm-yyyy hh:mm:ss',
  'time-of-seconds': 'hh:mm:ss',
  'time-of-sixtieths': 'hh:mm:ss 或 hh:mm:ss:tt（1/60 秒）',
  'time-of-hundredths': 'hh:mm:ss 或 hh:mm:ss.cc',
} as const satisfies Readonly<Record<Exclude<ExpectedForm, 'not-before' | 'as-stated-by'>, string>>;

function expectedForm({ expected, other }: Pick<FormSubject, 'expected' | 'other'>): string {
  const value = other?.value ?? { text: '', characters: 0 };
  const keywords = other?.keywords.join(' 与 ') ?? '';
  if (expected === 'not-before') return `不早于 ${keywords} 的 ${quote(value)}`;
  return expected === 'as-stated-by' ? `${keywords} 所给出的 ${quote(value)}` : FORMS[expected];
}

/** All values that are not as the standard has them, as one sentence. */
export function formSentence({ all, unlisted }: { readonly all: readonly FormSubject[]; readonly unlisted: number }): string {
  const found = all.map((one) => `${one.keyword} 的值为 ${quote(one.value)}（应为${expectedForm(one)}）`);
  return `关键字的值与标准规定的格式不符：${listed(found, unlisted)}。`;
}
