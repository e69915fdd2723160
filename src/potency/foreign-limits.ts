import { isCompendial, isQuantalModel } from './line-models.ts';

interface Rule {
  readonly alpha: number;
  readonly action: string;
}

/** The limits of a method, as far as they need a dose-response curve. */
interface Limits {
  readonly model: string;
  readonly systemSuitability: Readonly<Record<string, unknown>> & { readonly hookEffect: { readonly action: string } };
  readonly sampleSuitability: Readonly<Record<string, unknown>> & {
    readonly hookEffect: { readonly action: string };
    readonly parallelism: {
      readonly fTest: Rule;
      readonly chiSquared?: unknown;
      readonly maximumRsse?: unknown;
      readonly equivalence: readonly unknown[];
    };
    readonly lackOfFit: Rule;
  };
}

const OF_A_CURVE = ['ec50', 'lowerAsymptote', 'upperAsymptote', 'asymptoteRatio', 'slope', 'rSquared', 'outliers'] as const;

/** Paths of the limits that the model of a method cannot be judged by: straight lines and counts have no curve. They would else be passed over in silence. */
export function foreignLimits({ model, systemSuitability, sampleSuitability }: Limits): readonly (readonly string[])[] {
  if (!isCompendial(model)) return [];
  const { parallelism } = sampleSuitability;
  const replicates = isQuantalModel(model) ? ['maximumReplicateCv'] : [];
  return [
    ...[...OF_A_CURVE, ...replicates]
      .filter((key) => systemSuitability[key] !== undefined)
      .map((key) => ['systemSuitability', key] as const),
    ...(systemSuitability.hookEffect.action === 'fail' ? [['systemSuitability', 'hookEffect'] as const] : []),
    ...['outliers', ...replicates].filter((key) => sampleSuitability[key] !== undefined).map((key) => ['sampleSuitability', key] as const),
    ...(sampleSuitability.hookEffect.action === 'fail' ? [['sampleSuitability', 'hookEffect'] as const] : []),
    ...(parallelism.chiSquared === undefined ? [] : [['sampleSuitability', 'parallelism', 'chiSquared'] as const]),
    ...(parallelism.maximumRsse === undefined ? [] : [['sampleSuitability', 'parallelism', 'maximumRsse'] as const]),
    ...(parallelism.equivalence.length === 0 ? [] : [['sampleSuitability', 'parallelism', 'equivalence'] as const]),
  ];
}

/** Paths of tests of curves in a method of lines or counts, whose own tests stand under `compendial`; what equals the default was perhaps not written. */
export function testsOfCurves({ model, sampleSuitability: { parallelism, lackOfFit } }: Limits): readonly (readonly string[])[] {
  if (!isCompendial(model)) return [];
  const isDefault = (rule: Rule, alpha: number, action: string): boolean => rule.alpha === alpha && rule.action === action;
  return [
    ...(isDefault(parallelism.fTest, 0.05, 'fail') ? [] : [['sampleSuitability', 'parallelism', 'fTest']]),
    ...(isDefault(lackOfFit, 0.01, 'information') ? [] : [['sampleSuitability', 'lackOfFit']]),
  ];
}
