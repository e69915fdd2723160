import type { Sentences } from '../../../message.ts';
import type { STUDY_REASONS, StudyReasonFields } from '../../../studies/study-reasons.ts';
import { five, short } from './shown.ts';

/** The reasons of studies, in English. */
export const STUDY_REASON_SENTENCES = {
  'study/no-working-range': ({ curve }) =>
    `No two neighbouring levels of '${curve}' meet the limits of recovery and CV, or the validated range lies elsewhere.`,
  'study/control-recovery': ({ curve, control, lowerPercent, upperPercent, recoveryPercent }) => {
    const found = recoveryPercent === null ? 'none' : `${short(recoveryPercent)} %`;
    return `Expected a recovery of ${lowerPercent} to ${upperPercent} % of the control '${control}' of '${curve}', found ${found}.`;
  },
  'study/dilutions-differ': ({ finding, sample, curve, dilution, mostPercent, deviationPercent, dilutions }) => {
    const order = dilutions.map((one) => `1:${one.dilution} ${one.outcome}`).join(', ');
    const what = `'${sample}' of '${curve}'`;
    const sentences = {
      deviation: `Expected the dilution 1:${dilution ?? '?'} of ${what} within ${mostPercent ?? '?'} % of all dilutions, found ${short(deviationPercent)} %.`,
      contradiction: `The dilutions of ${what} contradict one another: ${order}.`,
      'none-inside': `No dilution of ${what} lies within the working range: ${order}.`,
    };
    return sentences[finding];
  },
  'study/validation-criterion': ({ criterion, level, found, lower, upper }) => {
    const limits = `has the limits ${short(lower)} to ${short(upper)}`;
    const sentences = {
      bias: `The relative bias at the level ${level ?? '?'} ${limits} %, outside the criterion.`,
      precision: `The intermediate precision at the level ${level ?? '?'} is ${short(found)} %GCV (upper limit ${short(upper)} %), above the criterion.`,
      slope: `The slope of ln RP on ln target ${limits}, outside the criterion.`,
    };
    return sentences[criterion];
  },
  'study/no-variance-components': () =>
    'No run has replicates, so nothing parts the variance between runs from that within: there is no format of the reportable value.',
  'study/too-few-assays': ({ for: what, name, against, needed, found }) =>
    what === 'standard'
      ? `Expected at least ${needed} independent assays of '${name}' against '${against ?? ''}' that vary, found ${found}; it is assigned no value.`
      : `Expected at least ${needed} historic assays of '${name}' that vary, found ${found}; no margin is proposed.`,
  'study/not-equivalent': ({ to, standard, against, lowerBound, upperBound, lower, upper }) => {
    const within = `within ${lowerBound ?? '−∞'} to ${upperBound ?? '∞'}`;
    return to === 'current-standard'
      ? `Expected the ratio of '${standard}' to '${against ?? ''}' ${within}, found ${interval(lower, upper)}.`
      : `Expected '${standard}' ${within} of the head of its chain, found ${short(lower)} to ${short(upper)}.`;
  },
  'study/too-few-times': ({ found, ...of }) =>
    `Expected runs of ${figureOf(of)} at three times at least, found ${found}; there is no line and no retest date.`,
  'study/trend-not-excluded': ({ lower, upper, ...of }) =>
    `The slope of ${figureOf(of)} has the limits ${interval(lower, upper)}, outside its margin.`,
  'study/no-control-limits': ({ runs, ...of }) =>
    `Expected at least eight runs of ${figureOf(of)} (or those of the baseline) that vary, found ${runs}; there are no control limits.`,
  'study/beyond-control-limits': ({ runs, lower, upper, ...of }) =>
    `Runs of ${figureOf(of)} beyond ${interval(lower, upper)}: ${runs.join(', ')}.`,
  'study/shelf-life-capped': ({ proposed, crossing, ...of }) =>
    `The limit of ${figureOf(of)} meets no bound before ${five(proposed)}${crossing === null ? '' : ` (but at ${five(crossing)})`}: the proposal ends with the data and the extrapolation.`,
  'study/outside-bounds': (of) => `The limit of ${figureOf(of)} lies outside its bounds from the start.`,
  'study/assay-left-out': ({ assay, because }, say) =>
    `The assay '${assay}' gives no figures: ${because === null ? 'a figure could not be computed.' : say(because)}`,
  'study/interval-not-defined': ({ of, area }) =>
    of === 'difference'
      ? 'The values do not vary, so the difference has no interval and nothing is shown.'
      : `The area ${five(area)} has the variance 0 (complete separation or ties), so it has no interval.`,
  'study/not-discriminated': ({ lower, upper }) => `Degraded against intact is ${interval(lower, upper)}, not wholly beyond the margin.`,
  'study/no-replicates': () => 'No cell has replicates that vary, so no effect has a variance and nothing can be shown.',
  'study/no-single-effect': ({ combinations }) =>
    `Combinations without the same doses alone, without a control above 0 or without replicates have no Bliss excess: ${pairsOf(combinations)}.`,
  'study/effect-outside-curve': ({ of, component, fraction, dose, combinations }) =>
    of === 'fraction'
      ? `'${component ?? ''}' has the fraction ${fraction ?? '?'} at the dose ${dose ?? '?'}, which has no ln(f/(1 − f)). Take the model 4pl.`
      : `A component alone does not give the effect of these combinations, so they have no combination index: ${pairsOf(combinations)}.`,
} as const satisfies Sentences<typeof STUDY_REASONS>;

function figureOf({ figure, standard }: { readonly figure: string; readonly standard: string | null }): string {
  return standard === null ? `'${figure}'` : `'${figure}' of '${standard}'`;
}

function interval(lower: number | null, upper: number | null): string {
  return `${five(lower)} to ${five(upper)}`;
}

function pairsOf(combinations: StudyReasonFields<'study/no-single-effect'>['combinations']): string {
  return combinations.map(({ doseA, doseB }) => `${doseA} + ${doseB}`).join(', ');
}
