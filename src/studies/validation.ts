import * as z from 'zod';
import { InputError } from '../errors.ts';
import type { GivenFields } from '../given-fields.ts';
import { ln } from '../numerics/elementary.ts';
import type { VarianceComponents } from '../numerics/statistics/variance-components.ts';
import { defineStudy, type Placed, type StudyTable } from './study.ts';
import { nameColumn, numberColumn } from './study-columns.ts';
import { type STUDY_REASONS, type StudyReason, studyReason } from './study-reasons.ts';
import { shown } from './study-text.ts';
import { type ValidationOptions, validationOptions } from './validation-options.ts';
import {
  formatVariance,
  gcvPercent,
  type LevelPrecision,
  type Linearity,
  linearity,
  pooledComponents,
  precisionByLevel,
  probabilityOutside,
} from './validation-study.ts';

const row = z.object({
  level: numberColumn({ unit: '1', domain: 'positive', meaning: 'the target relative potency of the level' }),
  run: nameColumn('the independent run'),
  relative_potency: numberColumn({ unit: '1', domain: 'positive', meaning: 'a relative potency' }),
});

type Row = Placed<z.output<typeof row>>;
type Judgement = 'meets' | 'fails' | 'no-criterion';

interface JudgedLevel extends LevelPrecision {
  readonly bias: Judgement;
  readonly precision: Judgement;
}

interface FormatPrecision {
  readonly runs: number;
  readonly replicates: number;
  readonly gcvPercent: number;
}

interface ValidationResult {
  readonly levels: readonly JudgedLevel[];
  readonly pooled: {
    readonly anova: VarianceComponents | null;
    readonly reml: VarianceComponents | null;
    readonly intermediatePrecisionPercent: number | null;
    readonly repeatabilityPercent: number | null;
  };
  readonly formats: readonly FormatPrecision[];
  readonly linearity: (Linearity & { readonly outcome: Judgement }) | null;
  /** Lowest and highest level of the longest unbroken run of levels that meet every criterion; `null` without criteria or where none meets. */
  readonly range: { readonly lower: number; readonly upper: number } | null;
  readonly outOfSpecification: readonly (FormatPrecision & {
    readonly truth: number;
    readonly relativeBiasPercent: number;
    readonly probability: number;
  })[];
  readonly reasons: readonly StudyReason[];
}

/** Accuracy, precision, linearity and range of a potency assay from a validation study. */
export const validation = defineStudy({
  id: 'validation',
  title: 'Validation of a potency assay (USP <1033>, ICH Q2(R2))',
  row,
  options: validationOptions,
  compute: (rows, options): ValidationResult => {
    checkRuns(rows);
    const values = rows.map(({ level, run, relative_potency: relativePotency }) => ({ level, run, relativePotency }));
    const levels = precisionByLevel(values, { bias: options.biasLevel, precision: options.precisionLevel }).map((level) =>
      judge(level, options),
    );
    const anova = pooledComponents(values, 'anova');
    const reml = pooledComponents(values, 'reml');
    const used = options.components === 'reml' ? reml : anova;
    const formats = used === null ? [] : formatsOf(used, options);
    const line = linearity(values, options.slopeLevel);
    const judged = line === null ? null : { ...line, outcome: within(line.slopeLimits, options.criteria.slope) };
    return {
      levels,
      pooled: {
        anova,
        reml,
        intermediatePrecisionPercent: used === null ? null : gcvPercent(used.between + used.within),
        repeatabilityPercent: used === null ? null : gcvPercent(used.within),
      },
      formats,
      linearity: judged,
      range: rangeOf(levels),
      outOfSpecification: outOfSpecification(levels, used, options),
      reasons: reasonsOf(levels, judged, used),
    };
  },
  render: tablesOf,
});

function checkRuns(rows: readonly Row[]): void {
  for (const level of new Set(rows.map((one) => one.level))) {
    const own = rows.filter((one) => one.level === level);
    const place = own[0]?.place ?? {};
    const runs = new Set(own.map((one) => one.run)).size;
    if (runs < 2)
      throw new InputError(
        'potency/bad-data',
        `Expected at least two runs at the level ${level}, found ${runs}; one run shows no intermediate precision.`,
        place,
      );
    if (new Set(own.map((one) => one.relative_potency)).size < 2)
      throw new InputError(
        'potency/bad-data',
        `Expected relative potencies that vary at the level ${level}, found ${own.length} equal ones.`,
        place,
      );
  }
}

function judge(level: LevelPrecision, { criteria }: ValidationOptions): JudgedLevel {
  const { maximumIntermediatePrecisionPercent: most, precisionOn } = criteria;
  const found = precisionOn === 'upper-limit' ? level.intermediatePrecisionUpper : level.intermediatePrecisionPercent;
  const precision = most === undefined ? 'no-criterion' : found <= most ? 'meets' : 'fails';
  return { ...level, bias: within(level.biasLimits, criteria.relativeBiasPercent), precision };
}

function within(
  [lower, upper]: readonly [number, number],
  limits: { readonly lower: number; readonly upper: number } | undefined,
): Judgement {
  if (limits === undefined) return 'no-criterion';
  return lower >= limits.lower && upper <= limits.upper ? 'meets' : 'fails';
}

function formatsOf(components: VarianceComponents, { formats }: ValidationOptions): readonly FormatPrecision[] {
  return formats.runs.flatMap((runs) =>
    formats.replicates.map((replicates) => ({
      runs,
      replicates,
      gcvPercent: gcvPercent(formatVariance(components, { runs, replicates })),
    })),
  );
}

function rangeOf(levels: readonly JudgedLevel[]): ValidationResult['range'] {
  let best: readonly JudgedLevel[] = [];
  let run: JudgedLevel[] = [];
  for (const level of levels) {
    const judged = [level.bias, level.precision];
    run = judged.includes('meets') && !judged.includes('fails') ? [...run, level] : [];
    if (run.length > best.length) best = run;
  }
  const [first] = best;
  const last = best[best.length - 1];
  return first === undefined || last === undefined ? null : { lower: first.level, upper: last.level };
}

/** For every true potency of the product: the bias of the level nearest on the log scale, and the variance of each format. */
function outOfSpecification(
  levels: readonly JudgedLevel[],
  used: VarianceComponents | null,
  options: ValidationOptions,
): ValidationResult['outOfSpecification'] {
  const { specification } = options;
  if (specification === undefined || used === null) return [];
  const limits = { lower: specification.lower ?? null, upper: specification.upper ?? null };
  return specification.truths.flatMap((truth) => {
    const nearest = levels.reduce((best, level) => (distance(level.level, truth) < distance(best.level, truth) ? level : best));
    const { relativeBiasPercent } = nearest;
    return formatsOf(used, options).map((format) => {
      const probability = probabilityOutside(limits, { truth, relativeBiasPercent, variance: formatVariance(used, format) });
      return { ...format, truth, relativeBiasPercent, probability };
    });
  });
}

function distance(one: number, other: number): number {
  return Math.abs(ln(one / other));
}

function reasonsOf(
  levels: readonly JudgedLevel[],
  line: ValidationResult['linearity'],
  used: VarianceComponents | null,
): readonly StudyReason[] {
  const failed = levels.flatMap((level) => {
    const [lower, upper] = level.biasLimits;
    const precision = { found: level.intermediatePrecisionPercent, upper: level.intermediatePrecisionUpper };
    return [
      ...(level.bias === 'fails' ? [notMet({ criterion: 'bias', level: level.level, lower, upper })] : []),
      ...(level.precision === 'fails' ? [notMet({ criterion: 'precision', level: level.level, ...precision })] : []),
    ];
  });
  if (line?.outcome === 'fails') {
    const [lower, upper] = line.slopeLimits;
    failed.push(notMet({ criterion: 'slope', lower, upper }));
  }
  return used === null ? [...failed, studyReason('study/no-variance-components', 'assay-run', {})] : failed;
}

function notMet(found: GivenFields<(typeof STUDY_REASONS)['study/validation-criterion']['fields']>): StudyReason {
  return studyReason('study/validation-criterion', 'assay-run', found);
}

function tablesOf(result: ValidationResult): readonly StudyTable[] {
  const { levels, pooled, formats, range } = result;
  const line = result.linearity;
  const oos = result.outOfSpecification;
  const runs = [...new Set(formats.map((format) => format.runs))];
  const replicates = [...new Set(formats.map((format) => format.replicates))];
  const rangeText = range === null ? 'no range' : `range ${shown(range.lower)} to ${shown(range.upper)}`;
  const slope =
    line === null
      ? 'no line'
      : `slope ${shown(line.slope)} (${shown(line.slopeLimits[0])} to ${shown(line.slopeLimits[1])}, ${line.outcome}), R² ${shown(line.rSquared)}`;
  return [
    {
      title: `Levels: ${rangeText}; linearity: ${slope}`,
      head: ['level', 'runs', 'values', '% bias', 'limits', 'bias', '%GCV repeatability', '%GCV intermediate', 'upper limit', 'precision'],
      rows: levels.map((level) => [
        shown(level.level),
        String(level.runs),
        String(level.values),
        shown(level.relativeBiasPercent),
        `${shown(level.biasLimits[0])} to ${shown(level.biasLimits[1])}`,
        level.bias,
        shown(level.repeatabilityPercent),
        shown(level.intermediatePrecisionPercent),
        shown(level.intermediatePrecisionUpper),
        level.precision,
      ]),
    },
    {
      title: `All levels: ${shown(pooled.intermediatePrecisionPercent)} %GCV intermediate, ${shown(pooled.repeatabilityPercent)} %GCV repeatability; %GCV of a reportable value`,
      head: ['runs', ...replicates.map((n) => `${n} a run`)],
      rows: runs.map((k) => [
        String(k),
        ...replicates.map((n) => shown(formats.find((format) => format.runs === k && format.replicates === n)?.gcvPercent ?? null)),
      ]),
    },
    ...(oos.length === 0
      ? []
      : [
          {
            title: 'Probability of a reportable value out of specification',
            head: ['true potency', '% bias', 'runs', 'replicates', '%GCV', 'probability'],
            rows: oos.map((one) =>
              [one.truth, one.relativeBiasPercent, one.runs, one.replicates, one.gcvPercent, one.probability].map((value) => shown(value)),
            ),
          },
        ]),
  ];
}
