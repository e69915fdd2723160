import { isCompendial, ownLimits } from './line-models.ts';

interface Rule {
  readonly alpha: number;
  readonly action: string;
}

/** What of a method some models never read. */
interface Keys {
  readonly model: string;
  readonly heterogeneity: string;
  readonly interval: { readonly method: string };
  readonly sampleSuitability: { readonly compendial: Readonly<Record<string, Rule | 'disregarded'>> };
  readonly identification: { readonly maximumIntervalRatio: number };
}

/** A key of a method that its model never reads, with what the model would need. */
export interface IdleKey {
  readonly path: readonly string[];
  readonly message: string;
}

/** The compendial tests that a model makes; a curve makes none. */
const TESTS_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ['parallel-line', ['regression', 'parallelism', 'linearity']],
  ['slope-ratio', ['regression', 'intersection', 'linearity', 'blanks']],
  ['probit', ['regression', 'parallelism', 'linearity']],
  ['logit', ['regression', 'parallelism', 'linearity']],
]);

/** What equals the default was perhaps not written; everything else would be passed over in silence. */
export function idleKeys(method: Keys, defaults: { readonly maximumIntervalRatio: number }): readonly IdleKey[] {
  const { model, heterogeneity, interval, identification } = method;
  const isCurve = !isCompendial(model);
  const scales = heterogeneity === 'none' || model === 'probit' || model === 'logit';
  const isDefaultRatio = identification.maximumIntervalRatio === defaults.maximumIntervalRatio;
  return [
    ...idleTests(method),
    ...(scales ? [] : [HETEROGENEITY]),
    // A method of an interval that is the model's own says what is true; the default was perhaps not written.
    ...(isCurve || ['log-delta', ownLimits(model)].includes(interval.method) ? [] : [INTERVAL]),
    ...(isCurve || isDefaultRatio ? [] : [IDENTIFICATION]),
  ];
}

function idleTests({ model, sampleSuitability: { compendial } }: Keys): readonly IdleKey[] {
  const made = TESTS_OF.get(model) ?? [];
  const tests = made.length === 0 ? 'no compendial test' : `the compendial tests ${made.join(', ')} alone`;
  const message = `Expected ${tests} with the model '${model}'.`;
  return Object.entries(compendial)
    .filter(([name, rule]) => !made.includes(name) && (rule === 'disregarded' || rule.alpha !== 0.05 || rule.action !== 'fail'))
    .map(([name]) => ({ path: ['sampleSuitability', 'compendial', name], message }));
}

const HETEROGENEITY: IdleKey = { path: ['heterogeneity'], message: "Expected `heterogeneity` only with the models 'probit' and 'logit'." };
const INTERVAL: IdleKey = {
  path: ['interval', 'method'],
  message: 'Expected no method of an interval with straight lines or counts of responders, which have limits of their own.',
};
const IDENTIFICATION: IdleKey = {
  path: ['identification', 'maximumIntervalRatio'],
  message:
    'Expected `identification` only with a dose-response curve; a limit on the precision of every model is `sampleSuitability.maximumIntervalRatio`.',
};
