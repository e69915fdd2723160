import { createHash } from 'node:crypto';
import { InputError } from '../../../errors.ts';
import { acquisitionOf } from '../../../fcs/acquisition.ts';
import { checkCrc } from '../../../fcs/crc.ts';
import { readDataSets } from '../../../fcs/data-set.ts';
import type { Departure } from '../../../fcs/departures.ts';
import { deprecatedKeywords } from '../../../fcs/deprecated-keywords.ts';
import { detectorsOf } from '../../../fcs/detectors.ts';
import { eventDepartures, finishSummary, type ParameterSummary, startSummary, stepSummary } from '../../../fcs/event-summary.ts';
import { openEvents } from '../../../fcs/events.ts';
import type { ByteSource, FcsDataSet } from '../../../fcs/fcs-file.ts';
import { formFindings } from '../../../fcs/form-findings.ts';
import { findingSubject } from '../../../fcs/keyword-form.ts';
import { littleEndianDoubles } from '../../../fcs/value-bytes.ts';
import { expectedForm } from '../../../outputs/words/en/fcs-forms.ts';
import { openByteSource, sha256OfSource } from '../../../runtime/disk/files.ts';
import type { SecondReading } from '../../../runtime/folder/second-reader.ts';
import { warnOfDepartures } from '../../terminal/departure-warnings.ts';
import { jsonText } from '../../terminal/print-json.ts';
import { printable } from '../../terminal/report-error.ts';
import { terminal } from '../../terminal/terminal.ts';
import { withText } from '../../with-text.ts';
import { inspectionText } from './inspect-text.ts';

interface InspectOptions {
  readonly json?: boolean;
  readonly statistics?: boolean;
  readonly hash?: boolean;
  readonly secondReader?: boolean;
  readonly dataSet: string;
}

/** What one pass over the events adds to a data set's record. */
interface EventFindings {
  readonly summaries: readonly ParameterSummary[] | null;
  readonly rawValuesSha256: string | null;
  readonly departures: readonly Departure[];
}

/** What `inspect` shows of one data set; the JSON contract of DESIGN. */
export type Inspection = ReturnType<typeof inspectionOf> & { readonly secondReader?: SecondReading };

/** `cytolot inspect FILE`: what is in an FCS file. Every departure is also a line on stderr. */
export async function inspect(path: string, options: InspectOptions): Promise<number> {
  const source = openByteSource(path);
  try {
    const dataSets = readDataSets(source);
    const dataSet = chooseDataSet(dataSets, options.dataSet);
    const findings = passOverEvents(source, dataSet, options);
    const inspection = inspectionOf(source, { dataSet, dataSetCount: dataSets.length, findings, statistics: options.statistics === true });
    const secondReader = options.secondReader === true ? await readAgain(path, dataSet.number) : null;
    warnOfDepartures(dataSet, [...dataSet.departures, ...findings.departures]);
    const shown = secondReader === null ? inspection : { ...inspection, secondReader };
    terminal.out(options.json === true ? `${jsonText(shown)}\n` : printable(inspectionText(shown)));
    return secondReader?.outcome === 'differs' ? 65 : 0;
  } finally {
    source.close();
  }
}

/** The package is loaded only when it is asked for. A difference between the readers is an error: one of them is wrong. */
async function readAgain(path: string, dataSet: number): Promise<SecondReading> {
  const { secondReading } = await import('../../../runtime/folder/second-reader.ts');
  const found = secondReading(path, dataSet);
  if (found.outcome === 'differs') terminal.err(printable(`error: the second reader (${found.reader}) differs: ${found.difference}\n`));
  return found;
}

function chooseDataSet(dataSets: readonly FcsDataSet[], asked: string): FcsDataSet {
  const number = /^\d{1,9}$/.test(asked) ? Number(asked) : 0;
  if (number < 1) throw new InputError('usage/bad-argument', `Expected a number of a data set from 1 on for --data-set, found '${asked}'.`);
  const dataSet = dataSets[number - 1];
  if (dataSet !== undefined) return dataSet;
  const file = dataSets[0]?.file ?? '';
  throw new InputError('fcs/no-such-data-set', `Expected data set ${number}, found ${dataSets.length} in the file.`, { file });
}

/** Reads the events only where something was asked that they tell. */
function passOverEvents(source: ByteSource, dataSet: FcsDataSet, { statistics, hash }: InspectOptions): EventFindings {
  if (statistics !== true && hash !== true) return { summaries: null, rawValuesSha256: null, departures: [] };
  const events = openEvents(source, dataSet, { columns: dataSet.parameters.map((_, column) => column) });
  const state = startSummary(dataSet);
  const digest = hash === true ? createHash('sha256') : null;
  const doublesOf = littleEndianDoubles(events);
  for (const block of events.blocks()) {
    stepSummary(state, events, block);
    digest?.update(doublesOf(block));
  }
  const crc = checkCrc(source, dataSet);
  return {
    summaries: finishSummary(state, dataSet.eventCount),
    rawValuesSha256: digest === null ? null : digest.digest('hex'),
    departures: [...eventDepartures(state, dataSet), ...(crc === null ? [] : [crc])],
  };
}

interface InspectionInput {
  readonly dataSet: FcsDataSet;
  readonly dataSetCount: number;
  readonly findings: EventFindings;
  readonly statistics: boolean;
}

function inspectionOf(source: ByteSource, { dataSet, dataSetCount, findings, statistics }: InspectionInput) {
  return {
    file: dataSet.file,
    sha256: sha256OfSource(source),
    version: dataSet.version,
    dataSetCount,
    dataSet: dataSet.number,
    byteOrder: dataSet.byteOrder,
    dataType: dataSet.dataType,
    eventCount: dataSet.eventCount,
    parameterCount: dataSet.parameters.length,
    parameters: dataSet.parameters.map(({ index, name, label, bits, range, amplification, gain, dataType }, column) => ({
      index,
      name,
      label,
      bits,
      range,
      amplification,
      gain,
      ...(dataType === undefined ? {} : { dataType }),
      ...(statistics ? { raw: findings.summaries?.[column]?.raw ?? null, scale: findings.summaries?.[column]?.scale ?? null } : {}),
    })),
    keywords: Object.fromEntries(dataSet.keywords),
    spillover: dataSet.spillover,
    ...(dataSet.statedCompensation === undefined ? {} : { statedCompensation: dataSet.statedCompensation }),
    ...(dataSet.analysis === undefined ? {} : { analysis: Object.fromEntries(dataSet.analysis) }),
    acquisition: statedOnly(acquisitionOf(dataSet)),
    detectors: detectorsOf(dataSet).map(statedOnly),
    deprecatedKeywords: deprecatedKeywords(dataSet),
    looseKeywords: looseKeywords(dataSet),
    departures: [...dataSet.departures, ...findings.departures].map(shownDeparture),
    notes: (dataSet.notes ?? []).map(withText),
    ...(findings.rawValuesSha256 === null ? {} : { rawValuesSha256: findings.rawValuesSha256 }),
  };
}

/** Its file and data set stand at the top. */
function shownDeparture({ place = {}, ...message }: Departure) {
  const { file: _, dataSet: __, ...within } = place;
  return { ...withText(message), ...(Object.keys(within).length === 0 ? {} : { place: within }) };
}

/** What a record states; `null` is left out. */
function statedOnly<T extends object>(record: T): Partial<T> {
  const stated: Partial<T> = { ...record };
  for (const key in stated) if (stated[key] === null) delete stated[key];
  return stated;
}

/** Values of an older file that are not of the standard's form. Those of FCS 3.2 are departures, and so is a contradiction to a keyword of 3.2 in any version. */
function looseKeywords(dataSet: FcsDataSet) {
  if (dataSet.version === 'FCS3.2') return [];
  return formFindings(dataSet)
    .filter(({ code }) => code !== 'fcs/date-conflict' && code !== 'fcs/carrier-conflict')
    .map((finding) => ({
      keyword: finding.keyword,
      value: finding.value,
      expected: finding.expected,
      text: expectedForm(findingSubject(finding)),
    }));
}
