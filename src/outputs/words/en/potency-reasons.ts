import type { Sentences } from '../../../message.ts';
import type { POTENCY_REASONS, PotencyReasonFields } from '../../../potency/reasons.ts';
import { type Checked, checkSentence } from './potency-checks.ts';
import { short, statistic } from './shown.ts';

/** The reasons of potency, in English. */
export const POTENCY_REASON_SENTENCES = {
  'potency/well-excluded': ({ of, well, line, sample, reason }) => {
    const where = of === 'well' ? `Well ${well ?? '–'}` : `Line ${line ?? '?'}`;
    return `${where} of '${sample}' has no number and is excluded: ${reason}.`;
  },
  'potency/well-not-numeric': wellWithoutNumber,
  'potency/no-wells': ({ sample, plate }) => `'${sample}' has no usable well on the plate '${plate}'.`,
  'potency/no-blank': ({ of, name }) =>
    of === 'plate'
      ? `The plate '${name}' has no usable blank well to subtract.`
      : `The mean blank is to be taken off, and '${name}' has no blank well with a number.`,
  'potency/response-outside-transform': ({ of, sample, response, dose, transform }) =>
    of === 'sample'
      ? `'${sample}' has the response ${response} at the dose ${dose}, to which the transform '${transform ?? ''}' does not apply.`
      : `The standard ${dose} of '${sample}' has the response ${short(response)}, which has no logarithm or root.`,
  'potency/response-out-of-range': ({ sample, response, dose, most }) =>
    `'${sample}' has the response ${response} at the dose ${dose}; more than ${most} cannot be a measurement.`,
  'potency/not-a-shift': ({ reference, test, shared }) => {
    const what = shared.length === 0 ? 'share no parameter' : `share only ${shared.join(', ')}`;
    return `'${reference}' and '${test}' ${what}, so that neither curve is the other one shifted: the ratio of their EC50s is no relative potency.`;
  },
  'potency/no-counts': ({ sample }) =>
    `'${sample}' has responses that are no counts; a quantal assay needs the columns total and responders of a long table.`,
  'potency/incomplete-design': (fields) => {
    const hint =
      fields.designFrom === 'table' && fields.fault !== 'is-cross-over'
        ? ' Name another design in the method where the columns of the table say nothing of one.'
        : '';
    return `The design '${fields.design}' of '${fields.sample}' is not whole. ${designFault(fields)}${hint}`;
  },
  'potency/too-few-doses': ({ for: needs, sample, doses, responses, neededDoses, neededResponses }) => {
    const sentences = {
      curve: `'${sample}' has ${doses ?? '?'} doses and ${responses ?? '?'} responses; the model needs at least ${neededDoses ?? '?'} doses and ${neededResponses ?? '?'} responses.`,
      line: `'${sample}' has ${doses ?? '?'} usable doses; a line needs at least ${neededDoses ?? '?'}.`,
      'logarithmic-line': `'${sample}' has a zero dose, which has no place on a line of ln dose; exclude it with a reason.`,
      'calibration-line': `'${sample}' has ${responses ?? '?'} responses at ${doses ?? '?'} concentrations; a line needs at least ${neededResponses ?? '?'} at ${neededDoses ?? '?'}.`,
    };
    return sentences[needs];
  },
  'potency/no-dose-response': ({ finding, sample, p, most, ...check }) => {
    const [name, limit] = [sample ?? '', most ?? '?'];
    const sentences = {
      'equal-responses': `All responses of '${name}' are equal.`,
      curve: `The response of '${name}' does not depend on the dose: p = ${short(p)}, expected less than ${limit}.`,
      'own-line': `The response of '${name}' alone does not depend on the dose: p = ${short(p)}, expected at most ${limit}.`,
      responders: `The responders of '${name}' alone do not depend on the dose: p = ${short(p)}, expected at most ${limit}.`,
      concentrations: `The response of '${name}' does not depend on the concentration: p = ${short(p)}, expected less than ${limit}.`,
      check: checkSentence({ sample, ...check }),
    };
    return sentences[finding];
  },
  'potency/not-identified': notIdentified,
  'potency/not-bracketed': ({ sample, lowest, highest }) =>
    `Expected no unit of '${sample}' to respond at its lowest dose and all at its highest, found ${short(100 * lowest)} % and ${short(100 * highest)} %.`,
  'potency/doses-evenly-spaced': ({ sample, lower, upper, count }) =>
    `The ${count} doses of '${sample}', ${short(lower)} to ${short(upper)}, rise by equal steps. If they are logarithms, say so by --dose-scale (log10, log2 or ln): read as doses they give another relative potency.`,
  'potency/ec50-outside-doses': ({ sample, finding, ec50, lnEc50, lower, upper }) => {
    if (finding === 'none') return `The curve of '${sample}' has no dose half-way between its asymptotes.`;
    const shown = finding === 'value' ? short(ec50) : `exp(${short(lnEc50)})`;
    return `The EC50 of '${sample}', ${shown}, lies outside its doses ${short(lower)} to ${short(upper)}.`;
  },
  'potency/not-converged': ({ of, sample, stopped, iterations }) => {
    const sentences = {
      curve: `The fit of '${sample}' stopped without a minimum ('${stopped ?? ''}' after ${iterations ?? '?'} iterations).`,
      'no-start': `No start for the curve of '${sample}' lies within the model's family.`,
      'relative-potency': `No relative potency of '${sample}' could be estimated: ${whyStopped(stopped)}.`,
      'ec50-ratio': `No ratio of EC50s of '${sample}' could be estimated: ${whyStopped(stopped)}.`,
    };
    return sentences[of];
  },
  'potency/no-weights': ({ fault, weights, dose, response, rounds }) => {
    const sentences = {
      'at-dose': `The weight '${weights ?? ''}' does not exist at the dose ${dose ?? '?'} with the response ${response ?? '?'}.`,
      'no-fit': `The free fits that the weights '${weights ?? ''}' come from do not converge.`,
      'fitted-not-positive': `The weights '${weights ?? ''}' do not exist where the fitted response is not positive.`,
      'not-settled': `The weights '${weights ?? ''}' do not settle in ${rounds ?? '?'} rounds.`,
    };
    return sentences[fault];
  },
  'potency/no-replicate-variation': ({ of, sample, count }) => {
    const sentences = {
      sample: `All replicates of '${sample ?? ''}' are equal, dose by dose.`,
      assay: `All replicates of the assay of '${sample ?? ''}' are equal, dose by dose, so there is no residual error.`,
      counts: `Expected a dose of '${sample ?? ''}' at which some of its units respond, and two units or more at each such dose; without them the variance of its ED50 is not known.`,
      'independent-assays': `Expected ${count ?? '?'} independent assays to differ, found one relative potency to the last digit in all of them. Look whether one assay stands under several names.`,
    };
    return sentences[of];
  },
  'potency/opposite-direction': ({ of, test, reference, testSlope, referenceSlope, ratio }) =>
    of === 'slopes'
      ? `The slope of '${test}' is ${short(testSlope)}, that of '${reference ?? ''}' ${short(referenceSlope)}: one rises, the other falls.`
      : `Expected a positive ratio of '${test}' to the reference standard, found ${short(ratio)}: one rises, the other falls.`,
  'potency/not-parallel': checkSentence,
  'potency/no-intersection': checkSentence,
  'potency/blanks-differ': (check) =>
    `${checkSentence(check)} Where non-linearity near the dose 0 is systematic, a method may leave the blanks out by \`blanks: disregarded\`.`,
  'potency/test-relaxed': ({ sample, test, how, alpha, p, factor }) => {
    const found = p === null ? '' : `, p = ${short(p)}`;
    const ways = {
      information: `the method takes it as information${found}`,
      'other-alpha': `the method asks it at ${alpha} in place of 0.05${found}`,
      disregarded: `the method leaves the zero doses out of the lines${found}`,
      scaled: `it is significant${found}, so that variances are multiplied by ${short(factor)} and limits take Student's t`,
    };
    return `The validity test '${test}' of '${sample}' is relaxed: ${ways[how]}.`;
  },
  'potency/not-equivalent': ({ sample, parameter, lowerMargin, upperMargin, lower, upper, level }) => {
    const interval = lower === null || upper === null ? 'no interval' : `${short(lower)} to ${short(upper)}`;
    return `Expected the ${parameter} of '${sample}' within ${lowerMargin ?? '−∞'} to ${upperMargin ?? '∞'}, found ${interval} at ${level}.`;
  },
  'potency/lack-of-fit': checkSentence,
  'potency/replicates-differ': ({ finding, curve, dilution, mostPercent, cvPercent, sample, ...check }) => {
    if (finding === 'check') return checkSentence({ sample, ...check });
    const found = cvPercent === null ? 'one that has no concentration' : `${short(cvPercent)} %`;
    return `Expected a CV of at most ${mostPercent ?? '?'} % between the replicates of '${sample ?? ''}' of '${curve ?? ''}' at 1:${dilution ?? '?'}, found ${found}.`;
  },
  'potency/unbounded-interval': ({ of, sample, method, g }) => {
    const sentences = {
      interval: `The ${method ?? ''} interval of the relative potency of '${sample}' is unbounded.`,
      line: `The Fieller interval of the relative potency of '${sample}' is unbounded: g = ${short(g)}, expected less than 1.`,
      quantal: `The Fieller interval of the relative potency of '${sample}' is unbounded: g = ${short(g)}.`,
      ed50: `The Fieller interval of the ED50 of '${sample}' is unbounded: g = ${short(g)}.`,
      estimate: `The relative potency of '${sample}' is beyond every number.`,
    };
    return sentences[of];
  },
  'potency/interval-too-wide': checkSentence,
  'potency/outside-range': checkSentence,
  'potency/unsuitable-reference': checkSentence,
  'potency/outliers': countSentence,
  'potency/outlier-found': ({ sample, wells, dose, response, test, statistic: found, limit, p }) => {
    const where = wells.length === 0 ? '' : `well ${wells.join(', ')}, `;
    const names = { grubbs: 'Grubbs, G', dixon: 'Dixon, r', studentised: 'studentised residual', rout: 'ROUT, t' };
    const beyond = limit === null ? '' : ` beyond ${statistic(limit)}`;
    const chance = p === null ? '' : `, p = ${statistic(p)}`;
    return `'${sample}', ${where}dose ${dose}, response ${response}: outlier (${names[test]} = ${statistic(found)}${beyond}${chance}).`;
  },
  'potency/outlier-suspected': ({ sample, wells, dose, response, t, p }) =>
    `'${sample}', ${wells.length === 0 ? '' : `well ${wells.join(', ')}, `}dose ${dose}: the response ${response} looks like an outlier, ${short(t)} standard errors from the curve of all others (p = ${short(p)}). Find its cause; exclude it with a reason, or name an outlier test in the method.`,
  'potency/no-outlier-test': ({ sample, why }) => {
    const reasons = {
      'no-response': 'it has no usable response',
      'no-curve': 'there is no curve with weights to compare its responses with',
      'too-few-replicates': 'no dose has three replicates',
      'no-residuals': 'its own curve has no residuals to studentise',
      'not-settled': 'its robust fit does not settle',
    };
    return `The outlier test of '${sample}' could not be made: ${reasons[why]}.`;
  },
  'potency/too-many-excluded': countSentence,
  'potency/too-few-assays': ({ of, needed, found, planned, replicates, run }) => {
    const sentences = {
      assays: `Expected ${needed} reportable independent assays of ${planned ?? '?'} planned, found ${found}.`,
      runs: `Expected ${needed} runs of ${replicates ?? '?'} reportable assays of ${planned ?? '?'} planned, found ${found}.`,
      'replicates-of-run': `Expected ${needed} reportable relative potencies of the assay run '${run ?? ''}', found ${found}; the run is left out.`,
    };
    return sentences[of];
  },
  'potency/more-than-planned': ({ assay, subject, planned, surplus }) => {
    const more = surplus.map(({ file, plate }) => `'${file}'${plate === null ? '' : `, plate '${plate}',`}`).join(', ');
    return `Expected ${planned} plates of the assay '${assay}' for '${subject}', as planned; ${more} is more. A further plate counts only as repeat-after-invalid of one that is not valid (replaces).`;
  },
  'potency/not-planned': ({ assay, purpose }) => `The method plans no number of assays '${assay}' for the purpose '${purpose}'.`,
  'potency/hook-effect': ({ finding, sample, topDose, peakDose, drop, t, p, ...check }) =>
    finding === 'check'
      ? checkSentence({ sample, ...check })
      : `The response of '${sample ?? ''}' turns back at the highest dose ${short(topDose)}, by ${short(100 * (drop ?? 0))} % of its range from the dose ${short(peakDose)}: t = ${short(t)}, p = ${short(p)}.`,
  'potency/plate-quality': checkSentence,
  'potency/plate-drift': ({ plates, ...check }) =>
    plates < 2
      ? `${checkSentence(check)} Drift is seen between plates with named wells, of which there are ${plates}.`
      : checkSentence(check),
  'potency/heterogeneous-assays': ({ of, mostPercent, gcvPercent, alpha, chiSquared, df, p, instead, estimate, lower, upper, unit }) => {
    if (of === 'gcv')
      return `Expected the independent assays to differ by at most ${mostPercent ?? '?'} %GCV, found ${short(gcvPercent)} %.`;
    const found = `Expected homogeneous assays (p at least ${alpha ?? '?'}), found chi-squared ${short(chiSquared)} on ${df ?? '?'}, p = ${short(p)}.`;
    if (instead === null) return found;
    return `${found} A weighted combination does not hold for them; '${instead}' gives ${short(estimate)} (${short(lower)} to ${short(upper)})${unit === null ? '' : ` ${unit}`}.`;
  },
  'potency/no-combination': ({ why, assay }) =>
    ({
      'no-interval': `The assay '${assay ?? ''}' has no bounded interval above 0 from which its weight could come.`,
      'too-few-intervals': 'Fewer than two assays have an interval, so their homogeneity cannot be tested.',
      'unlike-predilutions': `The assay '${assay ?? ''}' has another predilution of article over reference standard than the first, so that their relative potencies are not of the same doses; potencies in units combine where the reference standard has an assigned potency.`,
      'unlike-units': `The potency of the assay '${assay ?? ''}' is in another unit than that of the first.`,
    })[why],
  'potency/outcome-depends-on-outlier': ({ kind, test, original, reduced }) =>
    `With ${kind === 'outliers' ? 'the outliers' : 'the excluded wells'} put back '${test}' is ${outcome(original)}, without them ${outcome(reduced)}: neither is proposed.`,
} as const satisfies Sentences<typeof POTENCY_REASONS>;

/** A number of wells says what was counted first; the suspected outliers of a curve are a figure like any other. */
function countSentence(check: Checked): string {
  const counted = {
    outliers: 'outliers',
    'reference outliers': 'outliers',
    'outliers, excluded and missing wells': 'outliers, excluded and missing wells',
    'reference outliers, excluded and missing wells': 'outliers, excluded and missing wells',
  } as const;
  const what = new Map(Object.entries(counted)).get(check.check ?? '');
  return what === undefined
    ? checkSentence(check)
    : `Expected at most ${check.upper ?? '∞'} ${what} of '${check.sample ?? ''}', found ${check.found ?? 'none'}.`;
}

function wellWithoutNumber({
  of,
  fault,
  well,
  line,
  sample,
  curve,
  marker,
  mend,
}: PotencyReasonFields<'potency/well-not-numeric'>): string {
  const where =
    of === 'line'
      ? `Line ${line ?? '?'}${ofSample(sample, curve)}`
      : `${of === 'well' ? 'Well' : 'Blank well'} ${well ?? '–'}${ofSample(sample, null)}`;
  const nothing = of === 'line' ? 'holds no response' : 'holds no value';
  const found = fault === 'no-dose' ? 'has no dose' : fault === 'no-value' ? nothing : `holds '${marker ?? ''}' instead of a number`;
  const mends = { 'decimal-point': '; write decimals with a point', exclude: '; exclude it with a reason' };
  return `${where} ${found}${mend === null ? '' : mends[mend]}.`;
}

function ofSample(sample: string | null, curve: string | null): string {
  if (curve !== null) return sample === null ? `, a standard of '${curve}',` : `, '${sample}' of '${curve}',`;
  return sample === null ? '' : ` of '${sample}'`;
}

function designFault(fields: PotencyReasonFields<'potency/incomplete-design'>): string {
  const { fault, count, treatments, rows, columns, group, name, usual } = fields;
  const equally = `Expected the ${group ?? ''} '${name ?? ''}' to hold each of the ${treatments ?? '?'} treatments equally often`;
  const faults = {
    'no-block': `Expected every response to have a block, found ${count ?? '?'} without.`,
    'no-row-and-column': `Expected every response to have a row and a column, found ${count ?? '?'} without.`,
    'not-square': `Expected a Latin square of ${treatments ?? '?'} treatments to have ${treatments ?? '?'} rows and ${treatments ?? '?'} columns, found ${rows ?? '?'} and ${columns ?? '?'}.`,
    'treatment-missing': `${equally}, found ${count ?? '?'} of them.`,
    'treatment-more-often': `${equally}, found one of them ${count ?? '?'} times, others ${usual ?? '?'}.`,
    'is-cross-over': `Each of its ${count ?? '?'} blocks holds one response of either preparation, as the subjects of a cross-over do: name the design twin-cross-over (two doses each) or triple-cross-over (three).`,
    'no-subject': `Expected every response to have a subject (column subject or block), found ${count ?? '?'} without.`,
    'no-period': `Expected every response to have a period, or none, found ${count ?? '?'} without.`,
    'cross-over-doses': `Expected ${treatments ?? '?'} doses of either preparation, found ${count ?? '?'}.`,
    'cross-over-spacing': 'Expected one ratio between neighbouring doses in both preparations, found several.',
    'cross-over-pair': `Expected the subject '${name ?? ''}' to have one response to either preparation, found ${count ?? '?'} responses that are not.`,
    'cross-over-periods': `Expected two periods, found ${count ?? '?'}.`,
    'cross-over-opposite': `Expected the subject '${name ?? ''}' to have opposite doses of the two preparations in the two periods, the lowest with the highest, found others.`,
    'cross-over-sequences': `Expected ${treatments ?? '?'} sequences of doses with equally many subjects, found ${count ?? '?'} with ${rows ?? '?'} to ${usual ?? '?'} subjects.`,
  };
  return faults[fault];
}

function notIdentified(fields: PotencyReasonFields<'potency/not-identified'>): string {
  const { of, sample, reference, value, standardError, range, stopped, doses } = fields;
  const estimate = `${short(value)} with a standard error of ${short(standardError)}`;
  const asymptote = `asymptote of '${sample}' is not identified: ${estimate}, where the dose means span ${short(range)}.`;
  const sentences = {
    'relative-potency': `No relative potency of '${sample}' could be estimated: ${whyStopped(stopped)}.`,
    'ec50-ratio': `No ratio of EC50s of '${sample}' could be estimated: ${whyStopped(stopped)}.`,
    parameters: `The curve of '${sample}' is not identified: its doses do not determine every parameter.`,
    'lower-asymptote': `The lower ${asymptote}`,
    'upper-asymptote': `The upper ${asymptote}`,
    asymmetry: `The asymmetry of '${sample}' is not identified: it has run away to ${short(value)}.`,
    slope: `The slope of '${sample}' is not identified: ${estimate}.`,
    'residual-error': `'${sample}' has no replicates, so there is no residual error to test and to make limits with.`,
    likelihood: `The likelihood of the lines of '${reference ?? ''}' and '${sample}' has no maximum: ${doses ?? '?'} doses have some but not all units responding.`,
  };
  return sentences[of];
}

function whyStopped(stopped: string | null): string {
  return stopped === null ? 'there are too few doses or wells' : `the search stopped as '${stopped}'`;
}

function outcome({ result, codes, limits }: PotencyReasonFields<'potency/outcome-depends-on-outlier'>['original']): string {
  if (result === 'not-reportable') return codes.length === 0 ? 'not reportable' : `not reportable (${codes.join(', ')})`;
  return limits === null ? 'reportable' : `reportable and ${limits} the limits`;
}
