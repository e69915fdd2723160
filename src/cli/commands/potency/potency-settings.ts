import type { LineTestName, Margins, PotencySetting, SettingValue } from '../../../outputs/report/potency-setting.ts';
import type { MethodSettings } from '../../../outputs/report/settings-table.ts';
import type { CombinationMethod } from '../../../potency/combination/combination-schema.ts';
import { homogeneityRule } from '../../../potency/combination/homogeneity-rule.ts';
import { isCompendial, isLineModel, isQuantalModel, ownLimits } from '../../../potency/line-models.ts';
import type { PotencyMethod } from '../../../potency/method.ts';

/** How assays are combined, as the page needs it. */
export type CombinationSettings = Pick<CombinationMethod, 'variant'> &
  Partial<Pick<CombinationMethod, 'homogeneity' | 'maximumGcvPercent'>>;

/** The settings of a method, and of its combination, as the page shows them: what a reader needs to compute the values again. */
export function settingsOf(name: string | null, method: PotencyMethod, combination: CombinationSettings | null): MethodSettings {
  const { model } = method;
  return {
    name,
    settings: [
      setting('model', code(method.orientation === undefined ? model : `${model}, ${method.orientation}`)),
      ...(isQuantalModel(model)
        ? []
        : [setting('responseTransform', codeOrNone(method.responseTransform)), setting('blank', codeOrNone(method.blank))]),
      ...(isCompendial(model) ? linesOf(method) : curvesOf(method)),
      setting('fit', code(method.fit)),
      setting('averaging', codeOrNone(method.averaging)),
      ...(method.outliers === undefined ? [] : [setting('outliers', code(method.outliers.test))]),
      ...(method.assigned === undefined ? [] : [setting('assigned', code(`${method.assigned.potency} ${method.assigned.unit}`))]),
      ...(combination === null ? [] : combinationOf(combination)),
    ],
  };
}

/** What compares two preparations says nothing where each stands alone. */
const COMPARING: readonly PotencySetting['name'][] = [
  'shared',
  'parallelismF',
  'parallelismChiSquared',
  'equivalence',
  'lackOfFit',
  'identification',
  'fit',
  'assigned',
];

/** The settings that matter to preparations alone. */
export function settingsAlone({ name, settings }: MethodSettings): MethodSettings {
  return { name, settings: settings.filter((one) => !COMPARING.includes(one.name)) };
}

/** Of potencies that were computed elsewhere only their combination is known. */
export function combinationSettings(combination: CombinationSettings): MethodSettings {
  return { name: null, settings: combinationOf(combination) };
}

function setting(name: PotencySetting['name'], value: SettingValue): PotencySetting {
  return { name, value };
}

function code(text: string): SettingValue {
  return { kind: 'code', code: text };
}

function codeOrNone(text: string): SettingValue {
  return text === 'none' ? { kind: 'none' } : code(text);
}

function curvesOf({ weights, fixed, shared, interval, identification, sampleSuitability }: PotencyMethod): readonly PotencySetting[] {
  const { lackOfFit, parallelism } = sampleSuitability;
  const held = Object.entries(fixed).flatMap(([name, at]) => (at === undefined ? [] : [{ name, at }]));
  const margins = parallelism.equivalence.map(
    ({ parameter, lower = null, upper = null, level, action }): Margins => ({ parameter, lower, upper, level, action }),
  );
  return [
    setting('weights', codeOrNone(weights)),
    setting('fixed', held.length === 0 ? { kind: 'none' } : { kind: 'fixed', parameters: held }),
    setting('shared', shared === undefined ? { kind: 'all-but-the-location' } : codeOrNone(shared.join(', ') || 'none')),
    setting('interval', { kind: 'interval', ...interval }),
    setting('parallelismF', { kind: 'test', rule: parallelism.fTest }),
    ...(parallelism.chiSquared === undefined ? [] : [setting('parallelismChiSquared', { kind: 'test', rule: parallelism.chiSquared })]),
    setting('equivalence', margins.length === 0 ? { kind: 'none' } : { kind: 'margins', margins }),
    setting('lackOfFit', { kind: 'test', rule: lackOfFit }),
    setting('identification', { kind: 'most', most: identification.maximumIntervalRatio, unit: null }),
  ];
}

function linesOf({ model, interval, design, heterogeneity, sampleSuitability }: PotencyMethod): readonly PotencySetting[] {
  const limits: SettingValue = {
    kind: 'interval',
    method: ownLimits(model) ?? interval.method,
    level: interval.level,
  };
  const tests = testsOf(model).map((name) => ({ name, rule: sampleSuitability.compendial[name] }));
  return [
    setting('interval', limits),
    ...(model === 'parallel-line' ? [setting('design', design === undefined ? { kind: 'by-columns' } : code(design))] : []),
    ...(model === 'probit' || model === 'logit' ? [setting('heterogeneity', codeOrNone(heterogeneity))] : []),
    ...(tests.length === 0 ? [] : [setting('compendial', { kind: 'tests', tests })]),
  ];
}

/** The tests that a model is judged by. */
function testsOf(model: PotencyMethod['model']): readonly LineTestName[] {
  if (model === 'slope-ratio') return ['regression', 'linearity', 'intersection', 'blanks'];
  if (model === 'spearman-kaerber') return [];
  return isLineModel(model) || isQuantalModel(model) ? ['regression', 'linearity', 'parallelism'] : [];
}

function combinationOf({ variant, homogeneity, maximumGcvPercent }: CombinationSettings): readonly PotencySetting[] {
  return [
    setting('combination', code(variant)),
    setting('homogeneity', { kind: 'homogeneity', ...homogeneityRule(variant, homogeneity) }),
    ...(maximumGcvPercent === undefined ? [] : [setting('gcvLimit', { kind: 'most', most: maximumGcvPercent, unit: '%' })]),
  ];
}
