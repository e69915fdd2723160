import { basename } from 'node:path';
import { InputError } from '../../../errors.ts';
import type { Message } from '../../../message.ts';
import type { MethodSettings } from '../../../outputs/report/settings-table.ts';
import { combineGiven, combineTable } from '../../../potency/combination/combine-table.ts';
import { estimateTable } from '../../../potency/estimation/estimate-table.ts';
import { isQuantalModel } from '../../../potency/line-models.ts';
import type { PotencyMethod } from '../../../potency/method.ts';
import { type FailedAssay, type PotencyTable, readPotencyTable } from '../../../potency/plate/assay-table.ts';
import { POTENCY_COLUMNS } from '../../../potency/plate/assay-table-columns.ts';
import { controlsOfMethod } from '../../../potency/plate/control-findings.ts';
import { holdsPotencies, readGivenPotencies } from '../../../potency/plate/given-potencies.ts';
import { parseHeadings } from '../../../potency/plate/long-table.ts';
import type { DoseReading } from '../../../potency/plate/table-doses.ts';
import type { PotencyAssay } from '../../../potency/potency-assay.ts';
import type { AssayResult } from '../../../potency/potency-result.ts';
import { readBytes } from '../../../runtime/disk/files.ts';
import { type OutputTarget, refuseTaken } from '../../../runtime/disk/output-file.ts';
import { type Warning, warningLines } from '../../../runtime/job/warning.ts';
import { filesOfDefinition, outputTarget } from '../../inputs/output-target.ts';
import { terminal } from '../../terminal/terminal.ts';
import { sentenceWithCode, withReasonTexts, withText } from '../../terminal/with-text.ts';
import type { CombinationLine } from './potency-combination.ts';
import { type CombinationOptions, combinationRequest } from './potency-combination-options.ts';
import { type MethodOptions, methodOf } from './potency-method.ts';
import { checkTogether, checkWithGiven, optionNames } from './potency-options.ts';
import { combinationSettings, settingsAlone, settingsOf } from './potency-settings.ts';
import { methodText, type PotencyOutput, potencyText } from './potency-text.ts';

interface Options extends MethodOptions, CombinationOptions {
  readonly reference?: string;
  readonly columns?: string;
  readonly layout?: string;
  readonly slots?: string;
  readonly format?: string;
  readonly label?: string;
  readonly spot?: string;
  readonly doses?: string;
  readonly doseScale?: string;
  readonly decimal?: string;
  readonly pipeline?: string;
  readonly assay?: string;
  readonly points?: boolean;
  readonly html?: string;
  readonly force?: boolean;
  readonly language?: string;
  readonly json?: boolean;
}

/**
 * `cytolot potency FILE.csv`: relative potency of every test article of every assay of a long table, without a lot; with `--pipeline` of the plates of an
 * export folder. Reasons also go to stderr as warnings.
 */
export async function potency(file: string, options: Options): Promise<number> {
  const name = basename(file);
  checkTogether(optionNames(options));
  const target = options.html === undefined ? null : await pageTarget(options.html, file, options);
  const computed = options.pipeline === undefined ? await ofTable(file, options) : await ofFolder(file, options.pipeline, options);
  const { assays, failed = [], combinations, drifts, warnings, messages = [], methods } = computed;
  for (const text of [...warnings, ...articleWarnings(assays), ...combinations.flatMap(combinationWarnings)]) warn(name, text);
  if (target !== null) {
    const { writePotencyPage } = await import('./potency-page.ts');
    writePotencyPage(
      { assays, combinations, methods: computed.settings, failed },
      { target, title: name, language: languageOf(options.language) },
    );
  }
  const combines = options.combine !== undefined || options.pipeline !== undefined;
  const said = drifts.map(withReasonTexts);
  const drifting = said.length === 0 ? {} : options.pipeline === undefined ? { drift: said[0] } : { drifts: said };
  const left = failed.map(({ name: assay, error }) => ({ assay, code: error.code, text: error.message, line: error.place.line ?? null }));
  const result = {
    assays,
    ...(left.length === 0 ? {} : { failed: left }),
    ...(combines ? { combinations: combinations.map(withReasonTexts) } : {}),
    ...drifting,
    ...(messages.length === 0 ? {} : { warnings: messages.map(withText) }),
  };
  if (options.json === true) terminal.json(recordOf(result, options.points === true), 'one line');
  else terminal.out(potencyText(computed, methods));
  // The others stand; whoever asks by the exit code alone must know that one is missing.
  return failed.length === 0 ? 0 : 65;
}

/** Checked before anything is computed. */
async function pageTarget(path: string, file: string, options: Options): Promise<OutputTarget> {
  const read = await Promise.all([options.method, options.layout, options.pipeline].map(filesOfDefinition));
  const target = outputTarget(path, [file, ...read.flat()], options);
  refuseTaken(target);
  return target;
}

interface Computed extends PotencyOutput {
  /** Lines for stderr. */
  readonly warnings: readonly string[];
  /** The same as data, of a folder. */
  readonly messages?: readonly Warning[];
  readonly methods: string;
  readonly settings: readonly MethodSettings[];
}

async function ofTable(file: string, options: Options): Promise<Computed> {
  if (options.layout === undefined && holdsPotencies(readBytes(file), { file: basename(file), columns: options.columns })) {
    checkWithGiven(optionNames(options));
    return ofGiven(file, options, await methodOf(options));
  }
  const method = await methodOf(options);
  const table = await readAssays(file, options, method);
  const unused =
    method.model !== 'parallel-line' && table.assays.some(hasDesign)
      ? [`The columns block, row, column, subject and period are used with the model parallel-line alone, not with '${method.model}'.`]
      : [];
  const diluted = table.assays.some(({ reference, tests }) => [reference, ...tests].some((one) => one.predilution !== undefined));
  if (diluted && method.assigned === undefined)
    unused.push('The column predilution is used with --assigned alone: relative potencies are those of the doses.');
  const { assays, failed, drift } = estimateTable(table, method);
  const request = options.combine === undefined ? null : combinationRequest(options, method.interval.level);
  const lost = failed.map((one) => one.name);
  if (request !== null && assays.length > 0 && assays.every((one) => one.preparation !== undefined)) {
    throw new InputError(
      'usage/bad-argument',
      `Expected test articles to combine with --combine, found one preparation alone in every assay: ${assays.map((one) => `'${one.name}'`).join(', ')}.`,
    );
  }
  const combinations = request === null ? [] : combineTable(assays, request, lost);
  const settings = settingsOf(null, method, request);
  const warnings = [...table.notes.map(sentenceWithCode), ...unused, ...failed.map(failedWarning)];
  return {
    assays,
    failed,
    combinations,
    drifts: drift === null ? [] : [drift],
    warnings,
    methods: methodText(method),
    settings: [assays.every((assay) => assay.preparation !== undefined) ? settingsAlone(settings) : settings],
  };
}

/** Potencies with limits and degrees of freedom that were computed elsewhere: only combined. */
async function ofGiven(file: string, options: Options, method: PotencyMethod): Promise<Computed> {
  if (method.assigned !== undefined) {
    throw new InputError(
      'usage/bad-argument',
      "Expected a method without 'assigned' beside a table of potencies, found one: it would change nothing.",
    );
  }
  const scale = method.model === 'slope-ratio' ? 'ratio' : 'logarithm';
  const table = { file: basename(file), columns: options.columns, decimal: decimalOf(options), scale } as const;
  const { potencies: given, notes } = await readGivenPotencies(readBytes(file), table);
  const request = combinationRequest(options, method.interval.level);
  const combinations = combineGiven(given, request, scale);
  return {
    assays: [],
    combinations,
    drifts: [],
    warnings: notes.map(sentenceWithCode),
    methods: `${given.length} potencies as given, level ${method.interval.level}`,
    settings: [combinationSettings(request)],
  };
}

function failedWarning({ name, error }: FailedAssay): string {
  const line = error.place.line === undefined ? '' : `line ${error.place.line}: `;
  return `assay '${name}' is left out: ${line}${error.message} [${error.code}]`;
}

/** The definition says everything. */
async function ofFolder(path: string, pipeline: string, { assay = null }: { readonly assay?: string | null }): Promise<Computed> {
  const { folderPotency } = await import('./potency-folder.ts');
  const { warnings: messages, ...found } = await folderPotency(path, { pipeline, assay });
  return { ...found, messages, warnings: warningLines(messages) };
}

function articleWarnings(assays: readonly AssayResult[]): string[] {
  return assays.flatMap(({ name: assay, tests, preparation }) => [
    ...[...(preparation?.reasons ?? []), ...(preparation?.notes ?? [])].map(
      (one) => `assay '${assay}', '${preparation?.name ?? ''}': ${sentenceWithCode(one)}`,
    ),
    ...tests.flatMap(({ name, reasons, notes = [] }) =>
      [...reasons, ...notes].map((one) => `assay '${assay}', '${name}': ${sentenceWithCode(one)}`),
    ),
  ]);
}

function combinationWarnings({ test, reasons }: CombinationLine): string[] {
  return reasons.map((one) => `'${test}', combined: ${sentenceWithCode(one)}`);
}

/** The assays of a long table, or of a plate-reader export where a layout says what its wells are. */
async function readAssays(file: string, options: Options, method: PotencyMethod): Promise<PotencyTable> {
  if (options.layout === undefined) {
    if (method.blank !== 'none') throw noBlankWells(method.blank);
    return readPotencyTable(readBytes(file), {
      file: basename(file),
      headings: parseHeadings(options.columns, POTENCY_COLUMNS),
      reference: options.reference ?? 'reference',
      controls: controlsOfMethod(method),
      measures: isQuantalModel(method.model) ? 'counts' : 'response',
      doses: doseReadingOf(options),
      decimal: decimalOf(options),
    });
  }
  const { readPlateAssays } = await import('./potency-plate.ts');
  return readPlateAssays({
    file,
    layout: options.layout,
    slots: options.slots,
    format: options.format,
    label: options.label,
    spot: options.spot,
    method,
  });
}

function noBlankWells(blank: string): InputError {
  return new InputError(
    'potency/bad-model',
    `Expected a method with 'blank: none' for a long table, which says of no well that it is a blank, found '${blank}'. Subtract the blank first, or give the plate with --layout.`,
  );
}

function hasDesign({ reference, tests }: PotencyAssay): boolean {
  return [reference, ...tests].some((sample) => sample.points.some((point) => point.design !== undefined));
}

function languageOf(text = 'en'): 'en' | 'zh' | 'both' {
  if (text === 'en' || text === 'zh' || text === 'both') return text;
  throw new InputError('usage/bad-argument', `Expected --language to be en, zh or both, found '${text}'.`);
}

function warn(file: string, text: string): void {
  terminal.line(`warning: ${file}: ${text}`);
}

/** `--doses` and `--dose-scale`; absent = by the headings, linear. */
function doseReadingOf({ doses, doseScale }: Options): Partial<DoseReading> {
  return {
    ...(doses === undefined ? {} : { kind: oneOf('--doses', doses, ['concentration', 'dilution']) }),
    ...(doseScale === undefined ? {} : { scale: oneOf('--dose-scale', doseScale, ['linear', 'log10', 'log2', 'ln']) }),
  };
}

function decimalOf({ decimal = 'point' }: Options): 'point' | 'comma' {
  return oneOf('--decimal', decimal, ['point', 'comma']);
}

function oneOf<Choice extends string>(option: string, text: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new InputError('usage/bad-argument', `Expected ${option} to be ${choices.join(', ')}, found '${text}'.`);
}

function recordOf(result: { readonly assays: readonly AssayResult[] }, withPoints: boolean): unknown {
  const said = result.assays.map(withSentences);
  return { ...result, assays: withPoints ? said : said.map(withoutPoints) };
}

/** The sentences beside the reasons and notes of every article, and of its results with and without wells; of one preparation alone likewise. */
function withSentences(assay: AssayResult): AssayResult {
  const preparation = assay.preparation === undefined ? {} : { preparation: withAllTexts(assay.preparation) };
  return { ...assay, ...preparation, tests: assay.tests.map(withAllTexts) };
}

interface Reasoned {
  readonly reasons: readonly Message[];
}

interface WithNotes extends Reasoned {
  readonly notes?: readonly Message[];
  readonly comparisons?: readonly { readonly original: Reasoned; readonly reduced: Reasoned }[];
}

function withAllTexts<One extends WithNotes>(one: One): One {
  const { notes, comparisons } = one;
  const both = comparisons?.map((each) => ({
    ...each,
    original: withReasonTexts(each.original),
    reduced: withReasonTexts(each.reduced),
  }));
  return {
    ...withReasonTexts(one),
    ...(both === undefined ? {} : { comparisons: both }),
    ...(notes === undefined ? {} : { notes: notes.map(withText) }),
  };
}

/** What is `undefined` is not written. A replacer of JSON.stringify, which is asked of every value, would cost more than all the writing. */
function withoutPoints(assay: AssayResult) {
  const { reference, tests, plates } = assay;
  return {
    ...assay,
    reference: { ...reference, points: undefined },
    tests: tests.map((test) => ({ ...test, points: undefined, residuals: undefined })),
    ...(plates === undefined ? {} : { plates: plates.map((plate) => ({ ...plate, residuals: undefined })) }),
  };
}
