import { DAYS_PER_MONTH, dayNumber } from '../calendar.ts';
import { InputError } from '../errors.ts';
import { computeFigure, type FigureTrend } from './reference-trend-figure.ts';
import { type ReferenceTrendOptions, referenceTrendOptions } from './reference-trend-options.ts';
import type { ReferenceTrendRow, TimedRun } from './reference-trend-record.ts';
import { referenceTrendRow } from './reference-trend-record.ts';
import { defineStudy, type StudyTable } from './study.ts';
import type { StudyReason } from './study-reasons.ts';
import { shown, shownInterval } from './study-text.ts';

interface TrendResult {
  readonly figures: readonly FigureTrend[];
  readonly reasons: readonly StudyReason[];
}

/** Trend, control limits and proposed retest date of the figures of a reference standard over its runs. */
export const referenceTrend = defineStudy({
  id: 'reference-trend',
  title: 'Trend of a reference standard',
  row: referenceTrendRow,
  options: referenceTrendOptions,
  compute: (rows, options): TrendResult => {
    const keys = [...new Set(rows.map((one) => JSON.stringify([one.standard, one.figure])))];
    checkFigures(rows, options);
    const found = keys.map((key) => {
      const own = rows.filter((one) => JSON.stringify([one.standard, one.figure]) === key);
      return computeFigure(timed(own), {
        standard: own[0]?.standard ?? null,
        figure: own[0]?.figure ?? '',
        excluded: own.flatMap(({ run, excluded }) => (excluded === null ? [] : [{ run, reason: excluded }])),
        options,
      });
    });
    return { figures: found.map(({ figure }) => figure), reasons: found.flatMap(({ reasons }) => reasons) };
  },
  render: tablesOf,
});

function checkFigures(rows: readonly ReferenceTrendRow[], { figures }: ReferenceTrendOptions): void {
  const known = new Set(rows.map((one) => one.figure));
  const strange = Object.keys(figures).find((name) => !known.has(name));
  if (strange === undefined) return;
  const sentence = `Expected the figure '${strange}' of the options in the table, found ${[...known].map((name) => `'${name}'`).join(', ')}.`;
  throw new InputError('potency/bad-data', sentence, rows[0]?.place ?? {});
}

interface Timed {
  readonly runs: readonly TimedRun[];
  /** Day of the time 0, where the table gives dates. */
  readonly firstDay: number | null;
}

/** Runs in order of time, without the excluded ones. */
function timed(rows: readonly ReferenceTrendRow[]): Timed {
  const days = rows.map(({ date, time, place }) => {
    if ((date === null) === (time === null))
      throw new InputError('potency/bad-data', `Expected either a time or a date, found ${date === null ? 'neither' : 'both'}.`, place);
    if (date === null) return null;
    const day = dayNumber(date);
    if (day === null) throw new InputError('potency/bad-data', `Expected a date such as 2027-03-31, found '${date}'.`, place);
    return day;
  });
  const dated = days.filter((day) => day !== null);
  const firstDay = dated.length === 0 ? null : Math.min(...dated);
  const undated = rows.find((_, i) => firstDay !== null && days[i] === null);
  if (undated !== undefined)
    throw new InputError('potency/bad-data', 'Expected a date as in the other rows of the figure, found a time.', undated.place);
  const runs = rows.map(({ run, value, time, place }, i) => {
    const day = days[i] ?? null;
    return { run, value, place, time: day === null ? (time ?? 0) : (day - (firstDay ?? 0)) / DAYS_PER_MONTH };
  });
  const kept = runs.filter((_, i) => rows[i]?.excluded === null);
  return { runs: kept.sort((a, b) => a.time - b.time), firstDay };
}

function tablesOf({ figures }: TrendResult): readonly StudyTable[] {
  const name = (one: FigureTrend): string => (one.standard === null ? one.figure : `${one.standard}, ${one.figure}`);
  return [
    {
      title: 'Trend',
      head: ['figure', 'runs', 'scale', 'slope', 'limits', 'trend', 'mean at the last run', 'crossing', 'proposed retest by'],
      rows: figures.map((one) => [
        name(one),
        String(one.runs),
        one.scale,
        shown(one.trend?.slope ?? null),
        shownInterval(one.trend?.slopeLimits ?? null),
        one.trend?.outcome ?? '–',
        one.trend === null ? '–' : `${shown(one.trend.meanAtLast.estimate)} (${shownInterval(one.trend.meanAtLast)})`,
        shown(one.shelfLife?.crossing ?? null),
        one.shelfLife === null
          ? '–'
          : `${one.shelfLife.proposedDate ?? shown(one.shelfLife.proposed)}${one.shelfLife.capped ? ' (last run and extrapolation)' : ''}`,
      ]),
    },
    {
      title: 'Control limits (individuals, mean moving range)',
      head: ['figure', 'centre', 'limits', 'runs beyond', 'excluded'],
      rows: figures.map((one) => [
        name(one),
        shown(one.control?.centre ?? null),
        shownInterval(one.control),
        one.control === null ? '–' : one.control.beyond.join(', ') || 'none',
        one.excluded.map(({ run, reason }) => `${run}: ${reason}`).join('; ') || 'none',
      ]),
    },
  ];
}
