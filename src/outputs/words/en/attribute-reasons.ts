import type { ATTRIBUTE_REASONS } from '../../../attributes/reasons.ts';
import type { Sentences } from '../../../message.ts';
import { rangeText } from './known-range.ts';
import { quoteAll, quoteText } from './quote.ts';

interface Earlier {
  readonly attribute: string;
  readonly component: string | null;
}

/** An earlier result: `'vcn'`, `'purity', component 'CD3'`. */
export function earlierName({ attribute, component }: Earlier): string {
  return `${quoteText(attribute)}${component === null ? '' : `, component ${quoteText(component)}`}`;
}

interface KnownInput {
  readonly input: string;
  readonly known: Parameters<typeof rangeText>[0];
}

const knownInputs = (known: readonly KnownInput[]): string =>
  known.map(({ input, known: range }) => `${input} ${rangeText(range)}`).join(', ');

const NON_NEGATIVE = 'Where the quantity cannot be negative, say so at its attribute (nonNegative: true).';

/** The reasons and notes of attributes, in English. */
export const ATTRIBUTE_SENTENCES = {
  'pending/no-acquisition': ({ panel, tube, stage }) =>
    `Expected an acquisition of panel '${panel}'${tube === null ? '' : `, tube '${tube}'`} at stage '${stage}', found none.`,
  'pending/no-count': ({ count }) => `Expected the count '${count}', found none.`,
  'pending/too-few-preparations': ({ planned, found }) => `Expected ${planned} preparations, found ${preparations(found)}.`,
  'pending/no-plates': ({ assay }) => `Expected plates of the assay '${assay}', found none.`,
  'attribute/repeat-of-valid': ({ file, replaces }) =>
    `'${file}' repeats '${replaces}', which is valid by itself or repeated already: it is one more than planned.`,
  'attribute/count-unit': ({ count, unit, found, source }) => `Expected '${count}' in ${unit}, found ${found} at ${source}.`,
  'attribute/none-seeded': ({ passage }) => `Expected cells seeded in ${passage}, found 0.`,
  'attribute/more-than-planned': ({ planned, found }) =>
    `Expected ${planned} preparations as planned, found ${preparations(found)}. A further one counts only as repeat-after-invalid of one that is not valid (replaces).`,
  'attribute/not-planned': ({ purpose }) => `The method plans no number of preparations for the purpose '${purpose}'.`,
  'attribute/ambiguous-acquisition': ({ preparation, files }) =>
    `Expected one acquisition of the preparation '${preparation}', found ${quoteAll(files)}. Name the tube, or tell the preparations apart in the sample list.`,
  'attribute/no-population': ({ populations, panel, files }) =>
    `Expected the population ${populations.map(quoteText).join(' and ')} in panel '${panel}', found none in ${quoteAll(files)}.`,
  'attribute/not-nested': ({ population, of, file }) => `Expected '${of}' to be a parent of '${population}' in '${file}'.`,
  'attribute/empty-parent': ({ population, file }) => `The population '${population}' has no events in '${file}'.`,
  'attribute/too-few-events': ({ minimum, found, population, file }) =>
    `Expected at least ${minimum} events in ${population === null ? 'the denominator' : quoteText(population)}${file === null ? '' : ` of '${file}'`}, found ${found}.`,
  'attribute/too-few-preparations': ({ planned, found, lacking }) =>
    `Expected ${planned} preparations with ${lacking === 'events' ? 'events' : 'a value'}, found ${found}.`,
  'attribute/heterogeneous-preparations': ({ statistic, degreesOfFreedom, p, level, counts }) =>
    `The preparations differ by more than counting explains (chi-square ${statistic.toPrecision(4)}, ${degreesOfFreedom} df, p = ${p.toPrecision(2)}, below ${level}): ${counts.map(({ preparation, k, N }) => `${preparation}: ${k} of ${N}`).join('; ')}.`,
  'attribute/not-exclusive': ({ file, events }) => `In '${file}' ${events} events lie in two classes that must exclude one another.`,
  'attribute/exclusivity-not-checked': () =>
    'The overlap of the classes was not counted; only their sum was compared with the denominator.',
  'attribute/debris-before-dye': ({ file, gate }) =>
    `In '${file}' the gate '${gate}' comes before the dye, without a justification in the method.`,
  'attribute/not-live': ({ file, intermediate, live }) =>
    `In '${file}' the population '${intermediate}' lies within '${live}': intermediates are not live.`,
  'attribute/no-intensity': ({ why, parameter, population, file, of, value }) => {
    const place = `('${parameter}' in '${population}' of '${file}').`;
    switch (why) {
      case 'no-control':
        return `Expected the control '${of ?? ''}' for the ratio of '${file}', found none.`;
      case 'no-parameter':
        return `Expected the parameter '${parameter}' in '${file}', found none of this name or marker.`;
      case 'no-events':
        return `Expected at least one event, found none ${place}`;
      case 'one-event':
        return `Expected at least two events, found one ${place}`;
      case 'not-positive':
        return `Expected a ${of ?? ''} above 0 for a CV, found ${value ?? 0} ${place}`;
      case 'no-ratio':
        return `Expected a value of the ${of ?? ''} above 0 for a ratio, found ${value ?? 0} ${place}`;
    }
  },
  'attribute/values-not-positive': ({ found, parameter, population, file }) =>
    `Expected values above 0 alone, found ${found} at 0 or below ('${parameter}' in '${population}' of '${file}').`,
  'attribute/no-count': ({ passage }) => `${passage}: expected the hours between seeding and harvest, found none.`,
  'attribute/bad-count': ({ count, value, source }) => `Expected '${count}' to be 0 or more, found ${value} at ${source}.`,
  'attribute/no-earlier-result': (fields) => `Expected a number of ${earlierName(fields)}, found none.`,
  'attribute/earlier-result-not-valid': (fields) => `The value of ${earlierName(fields)} is not valid.`,
  'attribute/not-a-number': ({ expression, known }) =>
    known.length === 0
      ? `The formula '${expression}' gives no finite number.`
      : `The formula '${expression}' gives no finite number for some value that its inputs can have: ${knownInputs(known)}. ${NON_NEGATIVE}`,
  'attribute/other-occasion': ({ occasion, number, ...of }) =>
    `Expected ${earlierName(of)} on the test occasion '${occasion} ${number}', found it not tested then. All inputs of a computed value come from one occasion: test it again too.`,
  'attribute/not-monotone': ({ expression, inputs, known }) =>
    `Expected the formula '${expression}' to rise, or to fall, with what is only known to lie below or above a number; with ${quoteAll(inputs)} it does both (${knownInputs(known)}). Write each such input once.`,
  'attribute/divides-by-possible-zero': ({ expression, known }) =>
    `The formula '${expression}' divides by 0 for some value that its inputs can have: ${knownInputs(known)}. ${NON_NEGATIVE}`,
  'attribute/nothing-known': ({ expression, known }) => `Of the formula '${expression}' nothing is known with ${knownInputs(known)}.`,
  'attribute/negative-value': ({ attribute, operator, value, source }) =>
    `Expected '${attribute}' to be 0 or more, found ${operator}${value} at ${source}.`,
  'attribute/unit-mismatch': ({ attribute, unit, found, source }) =>
    `Expected '${attribute}' in '${unit}', found '${found}' at ${source}. Give both the same unit.`,
  'attribute/not-a-fraction': ({ known, unit, ...of }) =>
    `Expected ${earlierName(of)} as a fraction of 0 to 1 (unit fraction), found ${rangeText(known)}${unit === 'fraction' ? '' : ` in '${unit}'`}.`,
  'attribute/interval-not-covered': ({ why }, say) => `Interval not covered: ${why.map(say).join(' ')}`,
  'attribute/input-not-validated': ({ inputs, status, own }) =>
    `The method of ${inputs.map(earlierName).join(', ')} has the status '${status}': what is computed from it can do no more, though its own method is '${own}'.`,
  'attribute/assigned-potency-without-limits': ({ standard }) =>
    `The register gives reference standard '${standard}' an assigned potency without limits: its uncertainty is not in the interval. Give assigned_lower, assigned_upper and assigned_level, or assignment 'defined'.`,
  'attribute/too-few-assays': ({ planned, found }) => `Expected ${planned} reportable assays, found ${found}.`,
  'attribute/well-excluded': ({ well, plate, reason }) =>
    `Well ${well ?? '–'}${plate === null ? '' : ` of plate '${plate}'`} excluded: ${reason}.`,
  'attribute/no-growth': ({ passage, of }) =>
    `${passage}: no more cells were harvested than seeded; ${of === 'doublings' ? 'the passage adds 0 doublings' : 'there is no doubling time'}.`,
  'control/missing': ({ control, panel, tube, assayRun }) => {
    if (assayRun !== null)
      return `No file serves the control '${control}'${tube === null ? '' : ` of tube '${tube}'`} in assay run '${assayRun}'. Export it and name it in the sample list; if there is none, acquire it with the assay run again, or record a deviation.`;
    return panel === null
      ? `The attribute declares the control '${control}', which was not found.`
      : `Expected the control '${control}' of panel '${panel}', found none.`;
  },
  'control/ambiguous': ({ control, tube, assayRun, files }) =>
    assayRun === null
      ? `Expected one acquisition of the control '${control}', found ${quoteAll(files)}.`
      : `Expected one file for the control '${control}'${tube === null ? '' : ` of tube '${tube}'`} in assay run '${assayRun}', found ${quoteAll(files)}.`,
  'control/too-few-events': ({ control, file, population, minimum, found }) => {
    const place = population === null ? '' : `'${population}' of `;
    const named = control === null ? quoteText(file ?? '') : quoteText(control);
    return `Expected at least ${minimum} events in ${place}the control ${named}, found ${found ?? 'no such population'}.`;
  },
  'control/too-many-positive': ({ control, maximum, k, N }) =>
    `Expected at most ${maximum} positive in the control '${control}', found ${k} of ${N}.`,
  'control/above-sample': ({ control, k, N, sampleK, sampleN }) =>
    `The control '${control}' is significantly above its sample (${k} of ${N} against ${sampleK} of ${sampleN}).`,
} as const satisfies Sentences<typeof ATTRIBUTE_REASONS>;

function preparations(found: readonly string[]): string {
  return `${found.length}${found.length === 0 ? '' : `: ${quoteAll(found)}`}`;
}
