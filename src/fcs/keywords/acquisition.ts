import type { FcsDataSet } from '../fcs-file.ts';
import { ignoreForm, type KeywordForm, type NoteForm, readForm, statedText } from '../keyword-form.ts';
import { parseDecimal } from '../number-text.ts';
import { acquisitionBegin, acquisitionEnd } from './acquisition-time.ts';
import { statedByEither } from './carrier.ts';
import { type Moment, parseFcsDay, parseFcsTime } from './moment.ts';
import { type UnstainedCenter, unstainedCentersForm } from './unstained.ts';

/**
 * When, where and on what a data set was acquired, by the optional keywords up to FCS 3.2. A keyword of 3.2 goes before the older one that says the same.
 * `null`: absent, blank or not of the standard's form.
 */
export interface Acquisition {
  /** `$BEGINDATETIME`, else `$DATE` with `$BTIM`. */
  readonly begin: Moment | null;
  /** `$ENDDATETIME`, else `$DATE` with `$ETIM`, where that is not before the begin. */
  readonly end: Moment | null;
  /** `$CYT`: the instrument. */
  readonly cytometer: string | null;
  /** `$CYTSN`: its serial number. */
  readonly serialNumber: string | null;
  /** `$CARRIERID`, else `$PLATEID`. */
  readonly carrier: string | null;
  /** `$CARRIERTYPE` (3.2). */
  readonly carrierType: string | null;
  /** `$PLATENAME` (3.1). */
  readonly plateName: string | null;
  /** `$LOCATIONID`, else `$WELLID`. */
  readonly location: string | null;
  /** `$FLOWRATE` (3.2): the setting as text. */
  readonly flowRate: string | null;
  /** `$VOL`: volume of sample that was run. */
  readonly volumeNl: number | null;
  /** `$UNSTAINEDINFO` (3.2). */
  readonly unstainedInfo: string | null;
  /** `$UNSTAINEDCENTERS` (3.2). */
  readonly unstainedCenters: readonly UnstainedCenter[] | null;
  /** `$ORIGINALITY`: whether the file is as the instrument wrote it. */
  readonly originality: (typeof originalities)[number] | null;
  /** `$LAST_MODIFIED`. */
  readonly lastModified: Moment | null;
  /** `$LAST_MODIFIER`: who or what changed the file. */
  readonly lastModifier: string | null;
}

/** The words that `$ORIGINALITY` may have. */
export const originalities = ['Original', 'NonDataModified', 'Appended', 'DataModified', 'Unknown'] as const;

/** What a data set states of its acquisition. Nothing stops; `note` is told which values other than dates are not of their form. */
export function acquisitionOf(
  { keywords, version, parameters }: Pick<FcsDataSet, 'keywords' | 'version' | 'parameters'>,
  note: NoteForm = ignoreForm,
): Acquisition {
  const text = (keyword: string): string | null => statedText(keywords, keyword);
  const value = <T>(keyword: string, form: KeywordForm<T>): T | null => readForm({ keywords, note }, keyword, form);
  return {
    begin: acquisitionBegin({ keywords, version }),
    end: acquisitionEnd({ keywords, version }),
    cytometer: text('$CYT'),
    serialNumber: text('$CYTSN'),
    carrier: statedByEither(keywords, '$CARRIERID'),
    carrierType: text('$CARRIERTYPE'),
    plateName: text('$PLATENAME'),
    location: statedByEither(keywords, '$LOCATIONID'),
    flowRate: text('$FLOWRATE'),
    volumeNl: value('$VOL', volume),
    unstainedInfo: text('$UNSTAINEDINFO'),
    unstainedCenters: value('$UNSTAINEDCENTERS', unstainedCentersForm(parameters)),
    originality: value('$ORIGINALITY', originality),
    lastModified: value('$LAST_MODIFIED', modified(version)),
    lastModifier: text('$LAST_MODIFIER'),
  };
}

const volume: KeywordForm<number> = {
  code: 'fcs/acquisition-keyword',
  expected: 'volume',
  parse: (text) => {
    const value = parseDecimal(text);
    return value !== null && value >= 0 ? value : null;
  },
};

const originality: KeywordForm<(typeof originalities)[number]> = {
  code: 'fcs/acquisition-keyword',
  expected: 'originality',
  parse: (text) => originalities.find((word) => word === text) ?? null,
};

function modified(version: string): KeywordForm<Moment> {
  return {
    code: 'fcs/date',
    expected: 'day-and-time',
    parse: (text) => {
      const blank = text.indexOf(' ');
      const day = parseFcsDay(blank < 0 ? '' : text.slice(0, blank));
      const time = parseFcsTime(text.slice(blank + 1), version);
      return day === null || time === null ? null : { day, ...time, offset: null };
    },
  };
}
