import type { Departure } from '../../../fcs/departures.ts';
import type { ByteSource, FcsDataSet } from '../../../fcs/fcs-file.ts';
import { formSubject } from '../../../fcs/keyword-form.ts';
import { acquisitionOf } from '../../../fcs/keywords/acquisition.ts';
import { deprecatedKeywords } from '../../../fcs/keywords/deprecated-keywords.ts';
import { detectorsOf } from '../../../fcs/keywords/detectors.ts';
import { formDepartures } from '../../../fcs/keywords/form-departures.ts';
import type { ParameterSummary } from '../../../fcs/reading/event-summary.ts';
import { expectedForm } from '../../../outputs/words/en/fcs-forms.ts';
import { sha256OfSource } from '../../../runtime/disk/files.ts';
import type { SecondReading } from '../../../runtime/threads/second-reader.ts';

/** What one pass over the events adds to a data set's record. */
export interface EventPass {
  readonly summaries: readonly ParameterSummary[] | null;
  readonly rawValuesSha256: string | null;
  readonly departures: readonly Departure[];
}

/** What `inspect` shows of one data set; the JSON contract of DESIGN. */
export type Inspection = Awaited<ReturnType<typeof withSentences>> & { readonly secondReader?: ShownSecondReading };

/** What the second reader made of the file; what it says of it has its sentence. */
export type ShownSecondReading =
  | Extract<SecondReading, { readonly outcome: 'agrees' }>
  | (Exclude<SecondReading, { readonly outcome: 'agrees' }> & { readonly detail: { readonly text: string } });

export interface InspectionInput {
  readonly dataSet: FcsDataSet;
  readonly dataSetCount: number;
  readonly findings: EventPass;
  readonly statistics: boolean;
}

export function inspectionOf(source: ByteSource, { dataSet, dataSetCount, findings, statistics }: InspectionInput) {
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
    notes: dataSet.notes ?? [],
    ...(findings.rawValuesSha256 === null ? {} : { rawValuesSha256: findings.rawValuesSha256 }),
  };
}

/** What a record states; `null` is left out. */
export function statedOnly<T extends object>(record: T): Partial<T> {
  const stated: Partial<T> = { ...record };
  for (const key in stated) if (stated[key] === null) delete stated[key];
  return stated;
}

/** Values of an older file that are not of the standard's form. Those of FCS 3.2 are departures, and so is a contradiction to a keyword of 3.2 in any version. */
export function looseKeywords(dataSet: FcsDataSet) {
  if (dataSet.version === 'FCS3.2') return [];
  return formDepartures(dataSet)
    .filter(({ code }) => code !== 'fcs/date-conflict' && code !== 'fcs/carrier-conflict')
    .map((finding) => ({
      keyword: finding.keyword,
      value: finding.value,
      expected: finding.expected,
      text: expectedForm(formSubject(finding)),
    }));
}

/** Its file and data set stand at the top. */
export function shownDeparture({ place = {}, ...message }: Departure) {
  const { file: _, dataSet: __, ...within } = place;
  return { ...message, ...(Object.keys(within).length === 0 ? {} : { place: within }) };
}

/** An inspection whose departures and notes have their sentences, which are loaded only where there is something to say. */
export async function withSentences(found: ReturnType<typeof inspectionOf>) {
  if (found.departures.length + found.notes.length === 0) return { ...found, departures: [], notes: [] };
  const { withText } = await import('../../terminal/with-text.ts');
  return { ...found, departures: found.departures.map(withText), notes: found.notes.map(withText) };
}
