import * as z from 'zod';
import { InputError } from '../errors.ts';
import { exp, ln } from '../numerics/elementary.ts';
import { type MeanDifference, pairedDifference, welchDifference } from '../numerics/intervals/mean-difference.ts';
import { proportionInterval } from '../numerics/intervals/proportion-interval.ts';
import { countsAt, type RocArea, rocArea, youdenThreshold } from '../numerics/statistics/roc.ts';
import { defineStudy, type Placed, type StudyTable } from './study.ts';
import { choiceColumn, numberColumn, optionalText } from './study-columns.ts';
import { type StudyReason, studyReason } from './study-reasons.ts';
import { shown, shownInterval } from './study-text.ts';

const row = z.object({
  class: choiceColumn(['intact', 'degraded'], 'the class of the sample'),
  value: numberColumn({ unit: 'its own', domain: 'any', meaning: 'the relative potency or other figure of the sample' }),
  sample: optionalText('the sample'),
  pair: optionalText('the pair, such as the assay in which both were tested; in every row or in none'),
});

type Row = Placed<z.output<typeof row>>;

const options = z
  .strictObject({
    scale: z.enum(['ln', 'linear']).default('ln').describe('Ratio (`ln`) or difference (`linear`) of degraded to intact.'),
    degradedIs: z.enum(['lower', 'higher']).default('lower').describe('On which side degraded samples are expected.'),
    level: z.number().gt(0).lt(1).default(0.95).describe('Two-sided level of all intervals.'),
    margin: z.number().optional().describe('Ratio or difference that the whole interval must lie beyond; absent = 1 or 0, any difference.'),
    cutOff: z.number().optional().describe('Value beyond which a sample is called degraded; the value itself is not beyond.'),
  })
  .refine((settings) => settings.scale === 'linear' || (settings.margin ?? 1) > 0, {
    path: ['margin'],
    message: 'expected a ratio above 0 on the scale ln',
  })
  .describe('How degraded samples are told from intact ones.');

type Options = z.output<typeof options>;

interface Proportion {
  readonly k: number;
  readonly n: number;
  readonly estimate: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

interface AtCutOff {
  readonly cutOff: number;
  readonly sensitivity: Proportion;
  readonly specificity: Proportion;
}

interface DiscriminationResult {
  readonly intact: number;
  readonly degraded: number;
  readonly design: 'paired' | 'unpaired';
  /** Degraded over intact, or degraded minus intact. */
  readonly comparison: {
    readonly estimate: number;
    readonly lower: number;
    readonly upper: number;
    readonly degreesOfFreedom: number;
  } | null;
  readonly outcome: 'discriminates' | 'not-shown';
  readonly roc: RocArea;
  /** Chosen on these data: it flatters itself. */
  readonly youden: AtCutOff | null;
  readonly atCutOff: AtCutOff | null;
  readonly reasons: readonly StudyReason[];
}

/** Whether a method tells degraded product from intact one. */
export const discrimination = defineStudy({
  id: 'discrimination',
  title: 'Discrimination of degraded product',
  row,
  options,
  compute: (rows, settings): DiscriminationResult => {
    const design = checkRows(rows, settings);
    const of = (name: Row['class']): number[] => rows.filter((one) => one.class === name).map((one) => one.value);
    const [intact, degraded] = [of('intact'), of('degraded')];
    const difference =
      design === 'paired'
        ? pairedDifference(pairsOf(rows, settings), settings.level)
        : welchDifference(degraded.map(scaled(settings)), intact.map(scaled(settings)), settings.level);
    // The curve counts what lies higher as positive.
    const sign = settings.degradedIs === 'lower' ? -1 : 1;
    const [positives, negatives] = [degraded.map((value) => sign * value), intact.map((value) => sign * value)];
    const roc = rocArea(positives, negatives, settings.level);
    const best = youdenThreshold(positives, negatives);
    const at = (threshold: number): AtCutOff => cutOffAt(threshold, { positives, negatives, sign, level: settings.level });
    const comparison = difference === null ? null : onScale(difference, settings);
    return {
      intact: intact.length,
      degraded: degraded.length,
      design,
      comparison,
      outcome: judge(comparison, settings),
      roc,
      youden: best === null ? null : at(best),
      atCutOff: settings.cutOff === undefined ? null : at(sign * settings.cutOff),
      reasons: reasonsOf(comparison, roc, settings),
    };
  },
  render: tablesOf,
});

function checkRows(rows: readonly Row[], { scale }: Options): DiscriminationResult['design'] {
  for (const name of ['intact', 'degraded'] as const) {
    const own = rows.filter((one) => one.class === name);
    if (own.length < 2)
      throw new InputError(
        'potency/bad-data',
        `Expected at least two ${name} samples, found ${own.length}.`,
        own[0]?.place ?? rows[0]?.place ?? {},
      );
  }
  const wrong = rows.find((one) => scale === 'ln' && !(one.value > 0));
  if (wrong !== undefined)
    throw new InputError(
      'potency/bad-data',
      `Expected a value above 0 for a ratio, found ${wrong.value}. Take the scale linear.`,
      wrong.place,
    );
  const unpaired = rows.find((one) => one.pair === null);
  if (unpaired === undefined) return 'paired';
  const paired = rows.find((one) => one.pair !== null);
  if (paired !== undefined)
    throw new InputError('potency/bad-data', 'Expected a pair in every row or in none, found an empty field.', unpaired.place);
  return 'unpaired';
}

/** Degraded and intact of each pair, on the scale. */
function pairsOf(rows: readonly Row[], settings: Options): readonly (readonly [number, number])[] {
  return [...new Set(rows.map((one) => one.pair))].map((pair) => {
    const own = rows.filter((one) => one.pair === pair);
    const intact = own.filter((one) => one.class === 'intact');
    const degraded = own.filter((one) => one.class === 'degraded');
    const [a, b] = [degraded[0], intact[0]];
    if (a === undefined || b === undefined || own.length !== 2) {
      const sentence = `Expected one intact and one degraded value in the pair '${pair ?? ''}', found ${intact.length} and ${degraded.length}.`;
      throw new InputError('potency/bad-data', sentence, own[0]?.place ?? {});
    }
    return [scaled(settings)(a.value), scaled(settings)(b.value)] as const;
  });
}

function scaled({ scale }: Options): (value: number) => number {
  return (value) => (scale === 'ln' ? ln(value) : value);
}

function onScale(
  { difference, lower, upper, degreesOfFreedom }: MeanDifference,
  { scale }: Options,
): NonNullable<DiscriminationResult['comparison']> {
  const back = (value: number): number => (scale === 'ln' ? exp(value) : value);
  return { estimate: back(difference), lower: back(lower), upper: back(upper), degreesOfFreedom };
}

function judge(comparison: DiscriminationResult['comparison'], { scale, degradedIs, margin }: Options): DiscriminationResult['outcome'] {
  const beyond = margin ?? (scale === 'ln' ? 1 : 0);
  if (comparison === null) return 'not-shown';
  const shows = degradedIs === 'lower' ? comparison.upper < beyond : comparison.lower > beyond;
  return shows ? 'discriminates' : 'not-shown';
}

function cutOffAt(
  threshold: number,
  settings: { readonly positives: readonly number[]; readonly negatives: readonly number[]; readonly sign: number; readonly level: number },
): AtCutOff {
  const { truePositives, trueNegatives } = countsAt(threshold, settings.positives, settings.negatives);
  const of = (k: number, n: number): Proportion => ({
    k,
    n,
    estimate: k / n,
    ...proportionInterval(k, n, { method: 'clopper-pearson', level: settings.level, sides: 'two' }),
  });
  return {
    cutOff: settings.sign * threshold,
    sensitivity: of(truePositives, settings.positives.length),
    specificity: of(trueNegatives, settings.negatives.length),
  };
}

function reasonsOf(comparison: DiscriminationResult['comparison'], roc: RocArea, settings: Options): readonly StudyReason[] {
  const reasons: StudyReason[] = [];
  if (comparison === null) reasons.push(studyReason('study/interval-not-defined', 'assay-run', { of: 'difference' }));
  else if (judge(comparison, settings) === 'not-shown')
    reasons.push(studyReason('study/not-discriminated', 'assay-run', { lower: comparison.lower, upper: comparison.upper }));
  if (roc.lower === null) reasons.push(studyReason('study/interval-not-defined', 'assay-run', { of: 'area', area: roc.auc }));
  return reasons;
}

function tablesOf(result: DiscriminationResult): readonly StudyTable[] {
  const { comparison, roc } = result;
  const cutOffs = [
    { name: 'Youden', at: result.youden },
    { name: 'given', at: result.atCutOff },
  ];
  return [
    {
      title: `${result.degraded} degraded, ${result.intact} intact, ${result.design}: ${result.outcome}`,
      head: ['figure', 'estimate', 'limits'],
      rows: [
        ['degraded against intact', shown(comparison?.estimate ?? null), shownInterval(comparison)],
        ['area under the ROC curve', shown(roc.auc), shownInterval(roc)],
      ],
    },
    {
      title: 'Cut-offs',
      head: ['cut-off', 'value', 'sensitivity', 'limits', 'specificity', 'limits'],
      rows: cutOffs.flatMap(({ name, at }) =>
        at === null
          ? []
          : [
              [
                name,
                shown(at.cutOff),
                `${at.sensitivity.k}/${at.sensitivity.n}`,
                shownInterval(at.sensitivity),
                `${at.specificity.k}/${at.specificity.n}`,
                shownInterval(at.specificity),
              ],
            ],
      ),
    },
  ];
}
