import type { Message, Say, Sentences } from '../../../message.ts';
import type { BoundFields, NamedThing, Served } from '../../../pipeline/reason-fields.ts';
import type { PIPELINE_REASONS } from '../../../pipeline/reasons.ts';
import { quoteAll, quoteText } from './quote.ts';

/** What a name names. */
export const THINGS: Readonly<Record<NamedThing, string>> = {
  lot: 'lot',
  subject: 'subject',
  attribute: 'attribute',
  stage: 'stage',
  count: 'count',
  slot: 'slot',
  'assay-run': 'assay run',
  'reagent-kind': 'kind of reagent',
  served: 'tube, control, assay or attribute',
  tube: 'tube',
  control: 'control',
  assay: 'assay',
  sample: 'sample',
  preparation: 'preparation',
  row: 'row',
};

const OTHER_SETTING = {
  cytometer: 'another cytometer',
  serial: 'another instrument',
  voltages: 'other voltages',
  gains: 'other gains',
} as const;

/** The reasons of the pipeline, in English. */
export const PIPELINE_SENTENCES = {
  'pending/too-few-plates': ({ assay, subject, planned, found }) =>
    `Expected ${planned} plates of the assay '${assay}' for '${subject}', found ${found}. Export the others; one that is lost is named in the sample list with the status not-tested.`,
  'held/repeat-not-counted': ({ source, replaces, number, of }) =>
    `${source} repeats '${replaces}' with the occasion number ${number}: expected a number above its ${of}, so that repeats are counted. Give occasion_number.`,
  'held/no-data-set': ({ file, dataSet }) => `'${file}' has no data set ${dataSet}.`,
  'held/sample-not-stated': ({ count, places, samples }) =>
    `Expected a sample in ${places.join(', ')}, since other rows of '${count}' name ${quoteAll(samples)}; found none.`,
  'held/replicate-not-planned': (fields) =>
    `Expected one reading of ${countOf(fields)}, the method plans no replicates; found ${rowsOf(fields.rows)}.`,
  'held/replicate-units': ({ units, ...fields }) =>
    `Expected the replicates of ${countOf(fields)} in one unit, found ${units.join(', ')}: ${rowsOf(fields.rows)}.`,
  'held/two-spellings': ({ what, spellings, places }) =>
    `Expected one spelling of a ${what}, found ${quoteAll(spellings)} at ${places.join(', ')}. Write them alike, or name them so that they differ by more than case, Unicode form or separators.`,
  'control/no-assay-run': ({ file, control }) =>
    `'${file}' names no assay run, so its control '${control}' cannot be found. Give assay_run.`,
  'instrument/stated-once': ({ setting, quiet, file, other, names }) =>
    `The ${quiet} '${file}' does not state the ${setting} of ${firstOf(names)}, which the ${quiet === 'control' ? 'sample' : 'control'} '${other}' states: they are not shown to be equal.`,
  'population/clusters-without-control': ({ clusters, control }) =>
    `The clusters '${clusters}' have no control '${control}' to be learned from.`,
  'population/clusters-of-samples': ({ clusters }) => `The clusters '${clusters}' are learned from samples, which this file is not.`,
  'population/gating-failed': gatingError,
  'reference/not-bound': ({ source, file }) =>
    `${source} binds no reference standard to the plate of '${file}'. Give slots, such as reference=RS-07.`,
  'pending/not-arrived': ({ source, file, guess }) =>
    `${source} names '${file}', which is not in the export folder. ${guess === null ? 'Export it, or correct the name.' : `Did you mean '${guess}'?`}`,
  'held/not-tested': ({ source, file, why, found }) =>
    found === 'absent'
      ? `${source} says that '${file}' was not tested: ${why}.`
      : `${source} says that '${file}' was not tested (${why}), and the file is in the export folder. Correct the line, or take the file away.`,
  'held/replaces-unknown': ({ source, replaces, found }) =>
    `${source} repeats '${replaces}': expected one plate, preparation or file of that name beside it, found ${found.length === 0 ? 'none' : found.map((one) => `'${one.file}' (${one.source})`).join(', ')}. Name an occasion such as initial, or give the file.`,
  'occasion/repeated': ({ file, occasion, number, replaced, reason, reference }) =>
    `'${file}' (${occasion} ${number}) repeats '${replaced.file}${replaced.plate === null ? '' : `, plate ${replaced.plate}`}': ${[reason, reference].filter((part) => part !== null).join(', ')}.`,
  'held/unreadable-file': ({ file, error }, say) => `'${file}' cannot be read: ${say(error)}`,
  'held/changed': ({ file, found, error }, say) => {
    const what = { gone: 'it is gone', replaced: 'it was changed or replaced', unreadable: 'it could not be read again' }[found];
    return `'${file}' did not stay as it was while it was judged: ${what}. ${error === null ? 'Run again when nothing writes to the folder.' : say(error)}`;
  },
  'held/not-computed': ({ file, error }, say) => `'${file}' was not computed: ${say(error)}`,
  'held/duplicate-content': ({ same, own, other, relation }) => {
    const what = `${boundText(own)} ${SAME[same]} ${boundText(other)}.`;
    return relation === 'counted-twice'
      ? `${what} It would count twice within one value, which 'shared' cannot admit: bind it once.`
      : `${what} One content cannot be two things: bind the right file and take the copy away, or, where one material really serves both, give both lines the same name under 'shared'.`;
  },
  'held/identity-missing': ({ file, field, sources, missing }) =>
    `'${file}' must state its ${field} in ${sources.map(sourceText).join(', ')}; it is missing in ${missing.map(sourceText).join(', ')}.`,
  'held/identity-mismatch': ({ file, field, found }) =>
    `'${file}' does not agree on its ${field}: ${found.map((one) => `${sourceText(one)} says ${one.values.map(quoteText).join(' or ')}`).join(', ')}. Find out which one is right before the file is used.`,
  'held/unknown-tube': ({ source, file, tube, tubes, guess }) =>
    `${source} gives '${file}' the tube '${tube ?? ''}', which the definition does not have. ${guess === null ? `Its tubes: ${tubes.join(', ')}.` : `Did you mean '${guess}'?`}`,
  'held/unknown-stage': ({ source, file, stage, tube, stages }) =>
    `${source} gives '${file}' the stage '${stage ?? ''}'; tube '${tube}' is acquired at ${stages.join(', ')}.`,
  'held/departure': ({ file, departure }, say) =>
    `'${file}' departs from the FCS standard: ${say(departure)} [${departure.code}] The definition does not admit it (departures.admit).`,
  'held/second-reader': ({ file, reader, detail }, say) =>
    `'${file}' is read otherwise by the second reader (${reader}). ${say(detail)} One of the two is wrong: report the file before it is used.`,
  'held/occasion-not-allowed': ({ occasion, subject, found, allowed }) =>
    `Expected at most ${allowed} test occasions of the kind ${occasion} for lot '${subject}', found ${found}. The definition fixes their number (occasions).`,
  'held/double-count': (fields) =>
    `Expected one row for ${countOf(fields)}, found ${fields.rows.length}: ${rowsOf(fields.rows)}. They are not averaged: delete what does not belong, name a second preparation, or plan replicates in the definition.`,
  'held/count-differs': ({ count, rows }) =>
    `The count '${count}' is ${rows.map(({ place, value, unit }) => `${value} ${unit} in ${place}`).join(' and ')}. Find out which one is right; leave the row out of the table where the export is.`,
  'held/count-no-number': ({ file, sample, column, found }) =>
    `Expected a number for '${column}' of the sample '${sample}' in ${file}, found ${found === '' ? 'nothing' : `'${found}'`}. Count it again.`,
  'held/count-viability': ({ file, sample, why }) =>
    why === 'contradicts'
      ? `The viability of the sample '${sample}' in ${file} is not that of its counts: the export was edited, or read wrongly. Export it again.`
      : `The viability of the sample '${sample}' in ${file} cannot be checked: its counts are no numbers. Count it again.`,
  'held/count-state': ({ file, sample, state }) =>
    `The counter says '${state}' of the sample '${sample}' in ${file}. Count it again, or admit this state in the definition (admit).`,
  'held/count-dilution': ({ file, sample, made, stated }) =>
    `Expected the dilution of the sample '${sample}' in ${file} to be ${made === null ? 'a number' : `${made}, or 1 where the counter was not told of it`}; found ${stated === null ? 'none' : stated}.`,
  'held/count-replicates': ({ planned, ...fields }) =>
    `Expected the replicates 1 to ${planned} of ${countOf(fields)}, each once; found ${rowsOf(fields.rows)}. Give the column replicate; what is missing is counted again, or the method's plan is changed.`,
  'held/double-result': ({ attribute, places }) =>
    `Expected one result of '${attribute}' on one test occasion, found ${places.length}: ${places.join(', ')}. A further test is an occasion of its own: give occasion, occasion_number, occasion_reason and, where it repeats an invalid one, replaces.`,
  'pending/not-checked': ({ place, column, enteredBy, checkedBy }) => {
    const missing = [
      ...(enteredBy === null ? [`nobody who entered it (column ${column})`] : []),
      ...(checkedBy === null ? ['no second person who checked it (column checked_by)'] : []),
    ];
    return `The method asks for a second person, and ${place} names ${missing.join(' and ')}${enteredBy === null ? '' : `; '${enteredBy}' entered it`}. It does not count until another person has checked it and stands in its row.`;
  },
  'held/same-person': ({ place, enteredBy, checkedBy }) =>
    `The method asks for a second person, and ${place} names one person twice: entered by '${enteredBy}', checked by '${checkedBy}'. Let another person check it.`,
  'held/checked-before-entry': ({ place, entered, checked }) =>
    `Expected ${place} to be checked after it was entered (${entered}), found it checked at ${checked}. Correct the dates, or let it be checked as it now stands.`,
  'held/text-disagrees': ({ attribute, operator, value, text, place }) =>
    `${place} gives '${attribute}' as ${operator === '' ? '' : `${operator} `}${value} and writes '${text}' beside it. Correct what is wrong, or leave the text empty.`,
  'held/date-implausible': ({ attribute, tested, latest, due, place }) =>
    `${place} dates '${attribute}' ${tested}; the latest other date of the subject is ${latest}${due === null ? ", and no 'due' is stated" : `, and it was due on ${due}`}. Correct the date, or state in the column 'due' until when the result may come.`,
  'held/other-method': ({ attribute, method, found, place }) =>
    `Expected a result of '${attribute}' by '${method}', found one by '${found}' at ${place}. Correct the row, or test by the method.`,
  'held/other-spelling': ({ place, what, name, known }) =>
    `${place} names the ${THINGS[what]} '${name}', which differs from '${known}' only in case, Unicode form or separators. Write it as '${known}', or give it a name of its own.`,
  'held/subject-unreadable': ({ file, source, error }, say) =>
    `'${file}', bound by the ${source}, does not say which subject it is for. ${say(error)}`,
  'held/subject-not-stated': ({ place, lot, subjects }) =>
    `${place} has no purpose, and lot '${lot}' has the subjects ${subjects.length === 1 ? `only ${quoteAll(subjects)}, which is no release` : quoteAll(subjects)}. Give its purpose, and condition and time point where it has them.`,
  'control/outside-limits': ({ file, figure, population, parameter, lower, upper, found }) => {
    const what = figure === 'median' ? `median of ${parameter ?? ''} in ${population}` : `fraction in ${population}`;
    const limits = [lower === null ? '' : `at least ${lower}`, upper === null ? '' : `at most ${upper}`]
      .filter((part) => part !== '')
      .join(', ');
    return `Expected the ${what} of the control '${file ?? ''}' to be ${limits}, found ${found === null ? 'not computed' : found.toPrecision(4)}.`;
  },
  'control/no-threshold': ({ threshold, file, events, error }, say) => {
    if (error !== null) return `The threshold '${threshold}' cannot be taken from '${file ?? ''}': ${say(error)}`;
    return events === null
      ? `The threshold '${threshold}' could not be computed.`
      : `Expected at least ${events.minimum} events in '${events.population}' of '${file ?? ''}' for the threshold '${threshold}', found ${events.found}.`;
  },
  'instrument/mismatch': ({ setting, control, sample, differences }) =>
    `The control '${control}' was acquired with ${OTHER_SETTING[setting]} than the sample '${sample}': ${firstOf(differences.map((one) => `${one.of} ${one.control} against ${one.sample}`))}.`,
  'instrument/not-stated': ({ setting, files }) =>
    `The method compares the ${setting} of control and sample, which ${files.map(quoteText).join(' and ')} ${files.length === 2 ? 'do' : 'does'} not state. Where the instrument never writes them, leave ${setting} out of the control's settings.`,
  'population/missing-parameter': gatingError,
  'population/ambiguous-parameter': gatingError,
  'population/not-clustered': ({ clusters, file, why }, say) => `The clusters '${clusters}' cannot be taken from '${file}': ${say(why)}`,
  'population/not-gated': ({ population, file, reasons }, say) =>
    `'${population}' of the control '${file ?? ''}' could not be gated: ${reasons.map(say).join(' ')}`,
  'reference/unregistered': ({ standard }) =>
    `Reference standard '${standard}' is not in the register. Register it, with its assigned potency and dates.`,
  'reference/not-yet-qualified': ({ standard, qualifiedFrom, day }) =>
    `Reference standard '${standard}' is qualified from ${qualifiedFrom}; the assay was on ${day}.`,
  'reference/retest-due': ({ standard, retestDate, day }) =>
    `Reference standard '${standard}' was to be retested by ${retestDate}; the assay was on ${day}.`,
  'reference/expired': ({ standard, expiryDate, day }) =>
    `Reference standard '${standard}' expired on ${expiryDate}; the assay was on ${day}.`,
  'reference/no-assay-date': ({ standard }) =>
    `The assay with reference standard '${standard}' has no date to compare its dates with. Give acquired_at in the sample list.`,
  'reference/not-shared': ({ standards }) =>
    `Expected the assays of one reportable value to share one reference standard, found ${quoteAll(standards)}. Repeat the assays on one of them.`,
  'reference/level-mismatch': ({ standard, level, found }) =>
    `Expected the limits of the assigned potency of reference standard '${standard}' at the level ${level} of the assay's interval, found ${found} in the register. Give the register limits of that level.`,
  'reference/wrong-kind': ({ standard, kind, found }) =>
    `Reference standard '${standard}' is registered as '${found}'; the assay asks for '${kind}'.`,
  'reagent/not-stated': ({ kind, assayRun, served }) =>
    `Expected the lot of the kind '${kind}' of assay run '${assayRun ?? ''}', which ${servedText(served)} demands; found none in the table of reagents. Add its row.`,
  'reagent/several-lots': ({ kind, assayRun, served, rows }) =>
    `Expected one lot of the kind '${kind}' of assay run '${assayRun ?? ''}', which ${servedText(served)} demands; found ${rows.map(({ lot, place }) => `'${lot}' at ${place}`).join(', ')}. Say in the column serves which lot served what.`,
  'reagent/unregistered': ({ kind, lot, served, registeredAs, guess }) => {
    const found = registeredAs === null ? 'is not in the register of reagents' : `is registered as '${registeredAs}'`;
    return `Lot '${lot}' of '${kind}' ${found}; it served ${servedText(served)}. ${guess === null ? 'Register it, with its status and dates.' : `Did you mean '${guess}'?`}`;
  },
  'reagent/not-released': ({ kind, lot, served, status }) =>
    `Lot '${lot}' of '${kind}' is ${status}; it served ${servedText(served)}. Only a released lot may.`,
  'reagent/not-yet-qualified': ({ kind, lot, served, qualifiedFrom, day }) =>
    `Lot '${lot}' of '${kind}' is qualified from ${qualifiedFrom}; ${servedText(served)} was acquired on ${day}.`,
  'reagent/retest-due': ({ kind, lot, served, retestDate, day }) =>
    `Lot '${lot}' of '${kind}' was to be retested by ${retestDate}; ${servedText(served)} was acquired on ${day}.`,
  'reagent/expired': ({ kind, lot, served, expiryDate, day }) =>
    `Lot '${lot}' of '${kind}' expired on ${expiryDate}; ${servedText(served)} was acquired on ${day}.`,
  'reagent/no-date': ({ kind, lot, served }) =>
    `Lot '${lot}' of '${kind}' has dates to compare, and ${servedText(served)} has no date of acquisition. Give acquired_at in the sample list.`,
  'plate/unreadable': ({ file, error }, say) => `'${file}' cannot be used: ${say(error)}`,
  'population/bad-spillover': gatingError,
  'population/bad-gate': gatingError,
  'population/bad-transform': gatingError,
} as const satisfies Sentences<typeof PIPELINE_REASONS>;

function gatingError({ file, error }: { readonly file: string; readonly error: Message }, say: Say): string {
  return `'${file}': ${say(error)}`;
}

const SAME = { place: 'is bound a second time as', bytes: 'holds the same bytes as', values: 'holds the same values as' } as const;

/** A file with the line that binds it and what it serves there. */
export function boundText(bound: BoundFields): string {
  const { file, dataSet, source, kind, lot, stage, tube, preparation, control, assay, plate, assayRun } = bound;
  const serves = {
    sample: [`sample of lot ${lot ?? '–'}`, stage, `tube ${tube ?? '–'}`, preparation === null ? null : `preparation ${preparation}`],
    control: [`control ${control ?? '–'}`, assayRun],
    plate: [`assay ${assay ?? '–'}`, plate === null ? null : `plate ${plate}`, assayRun],
  }[kind].filter((part) => part !== null);
  return `'${file}'${dataSet === 1 ? '' : `, data set ${dataSet}`} (${source}: ${serves.join(', ')})`;
}

function sourceText({ kind, name }: { readonly kind: 'sample-list' | 'file-name' | 'keyword'; readonly name: string }): string {
  if (kind === 'sample-list') return name;
  return kind === 'file-name' ? 'the file name' : `the keyword ${name}`;
}

function countOf({ count, preparation }: { readonly count: string; readonly preparation: string }): string {
  return `'${count}' of preparation '${preparation}'`;
}

function rowsOf(rows: readonly { readonly place: string; readonly replicate: number | null }[]): string {
  return rows.map(({ place, replicate }) => `${place}${replicate === null ? '' : ` (replicate ${replicate})`}`).join(', ');
}

/** The first four of a list, and how many more there are. */
function firstOf(names: readonly string[]): string {
  const more = names.length > 4 ? ` and ${names.length - 4} more` : '';
  return `${names.slice(0, 4).join(', ')}${more}`;
}

function servedText({ what, name }: Served): string {
  return `${what} '${name}'`;
}

/** A sentence that was made elsewhere, with its full stop. */
