import type { ExpectedForm, FORM_FIELDS } from '../../../fcs/expected-form.ts';
import type { ValueOf } from '../../../message.ts';
import { listed, quote } from './quote.ts';

type FormSubject = ValueOf<{ readonly record: typeof FORM_FIELDS }>;

/** What the standard asks of a keyword, as a part of a sentence. */
const FORMS = {
  'measurement-type':
    'one of Forward Scatter, Side Scatter, Raw Fluorescence, Unmixed Fluorescence, Mass, Time, Electronic Volume, Classification, Index',
  'measurement-feature': 'Area, Height or Width',
  wavelengths: 'wavelengths in nm above 0, with commas between them',
  'excitation-power': 'a power in mW of at least 0',
  voltage: 'a voltage in V of at least 0',
  calibration: "'factor,unit' or 'factor,offset,unit' with a factor above 0",
  'display-scale': "'Linear,lower,upper' or 'Logarithmic,decades,offset' with decades and offset above 0",
  volume: 'nanolitres of at least 0',
  originality: 'one of Original, NonDataModified, Appended, DataModified, Unknown',
  'unstained-centers': 'n, n different names of parameters and n numbers',
  'date-time-with-offset': 'yyyy-mm-ddThh:mm:ss with an offset or none',
  'day-of-four-digit-year': 'dd-mmm-yyyy',
  'day-of-two-digit-year': 'dd-mmm-yy',
  'day-and-time': 'dd-mmm-yyyy hh:mm:ss',
  'time-of-seconds': 'hh:mm:ss',
  'time-of-sixtieths': 'hh:mm:ss or hh:mm:ss:tt in sixtieths of a second',
  'time-of-hundredths': 'hh:mm:ss or hh:mm:ss.cc',
} as const satisfies Readonly<Record<Exclude<ExpectedForm, 'not-before' | 'as-stated-by'>, string>>;

/** What was expected of a keyword; `value` is what other keywords say. */
export function expectedForm({ expected, other }: Pick<FormSubject, 'expected' | 'other'>): string {
  const value = other?.value ?? { text: '', characters: 0 };
  const keywords = other?.keywords.join(' and ') ?? '';
  if (expected === 'not-before') return `no time before ${keywords}, ${quote(value)}`;
  if (expected !== 'as-stated-by') return FORMS[expected];
  return other?.keywords.length === 1 ? `${quote(value)}, as ${keywords} says` : `${value.text}, as ${keywords} say`;
}

/** All values that are not as the standard has them, as one sentence. */
export function formSentence({ all, unlisted }: { readonly all: readonly FormSubject[]; readonly unlisted: number }): string {
  const found = all.map((one) => `${quote(one.value)} for ${one.keyword} (expected ${expectedForm(one)})`);
  return `Expected values as the standard describes them, found ${listed(found, unlisted)}.`;
}
