import { InputError } from '../../errors.ts';
import type { CounterSample } from '../../plates/plate-reading.ts';
import { quotedError } from '../../quoted-error.ts';
import type { Reason } from '../../reason.ts';
import type { HeldLot, UnusedRow } from '../binding/account-for-rows.ts';
import { INITIAL_OCCASION } from '../binding.ts';
import { type CountExportRule, type CountField, sampleIdPattern } from '../definition/count-export.ts';
import { readingsOfText } from '../definition/file-pattern.ts';
import { NO_PERSONS } from '../entry-persons.ts';
import { unusedRow } from '../notes.ts';
import { pipelineReason } from '../reasons.ts';
import type { StatedSubject } from '../stated-subject.ts';
import type { CountRow } from '../tables/counts.ts';
import { formatAcquisitionDate } from '../tables/dates.ts';
import { readStatedSubject } from '../tables/subject-columns.ts';
import { type CountExport, type CountedWell, figureOf, refuseOtherExports } from './counted-figure.ts';

/** What an export gives: rows of counts, lots that it holds, samples that serve nothing. */
export interface ExportedCounts {
  readonly rows: readonly CountRow[];
  readonly held: readonly HeldLot[];
  readonly unused: readonly UnusedRow[];
}

/** Samples without use that one note names. */
const MOST_NAMED = 5;

/**
 * Makes a row of each count of each sample of an export. `zone` completes times that have none. Throws `plate/bad-export` where a figure that the rule names is
 * missing, in another unit, or where the export is none of a cell counter.
 */
export function countsOfExport({ file, rule, fields: ofFile, reading }: CountExport, zone: string): ExportedCounts {
  refuseOtherExports(reading, rule, file);
  const pattern = sampleIdPattern(rule);
  const found = reading.plates.flatMap((plate) =>
    Object.entries(plate.counted ?? {}).map(([well, counted]) => ({ plate, well, counted, fields: fieldsOf(counted, rule, pattern) })),
  );
  const others = found.filter(({ fields }) => fields === null).map(({ plate, counted }) => counted.sample ?? plate.name);
  const counted = found.flatMap(({ fields, ...one }) =>
    fields === null ? [] : [rowsOfSample({ ...one, fields: new Map([...ofFile, ...fields]) }, { file, rule, zone })],
  );
  return {
    rows: counted.flatMap(({ rows }) => rows),
    held: counted.flatMap(({ held }) => held),
    unused:
      others.length === 0
        ? []
        : [{ place: file, lot: null, ...unusedRow('row/other-samples', { samples: others.slice(0, MOST_NAMED), of: others.length }) }],
  };
}

type Fields = ReadonlyMap<string, string>;

/** What the name of a sample says, in the one way in which it can be read; `null` where it has none, or several. */
function fieldsOf({ sample }: CounterSample, rule: CountExportRule, pattern: ReturnType<typeof sampleIdPattern>): Fields | null {
  const [only, second] = sample === null ? [] : readingsOfText(pattern, sample.trim());
  if (only === undefined || second !== undefined) return null;
  const replicate = only.get('replicate') ?? rule.set.replicate;
  if (replicate !== undefined && !/^[1-9]\d{0,5}$/.test(replicate)) return null;
  return only;
}

interface Sample extends CountedWell {
  readonly fields: Fields;
}

interface Source {
  readonly file: string;
  readonly rule: CountExportRule;
  readonly zone: string;
}

function rowsOfSample(sample: Sample, source: Source): Pick<ExportedCounts, 'rows' | 'held'> {
  const { rule, file } = source;
  const value = (field: CountField): string | null => rule.set[field] ?? sample.fields.get(field) ?? null;
  const lot = value('lot') ?? '';
  try {
    const subject = statedSubject(value);
    const reasons = sampleReasons(sample, source);
    const rows: CountRow[] = [];
    const held: HeldLot[] = [];
    for (const name of Object.keys(rule.counts)) {
      const figure = figureOf(name, sample, source);
      if (typeof figure === 'number') rows.push(rowOf(name, figure, { sample, source, value, subject, reasons }));
      else held.push({ lot, reason: figure });
    }
    return { rows, held };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const reason = pipelineReason('held/subject-unreadable', 'test-article', {
      file,
      source: `pattern ${rule.sampleId}`,
      error: quotedError(error),
    });
    return { rows: [], held: [{ lot, reason }] };
  }
}

function statedSubject(value: (field: CountField) => string | null): StatedSubject {
  const said = { purpose: value('purpose'), condition: value('condition'), time_point: value('timePoint'), shared: null };
  return readStatedSubject(
    (name) => said[name],
    (sentence) => {
      throw new InputError('external-results/bad-row', sentence);
    },
  );
}

function rowOf(
  name: string,
  figure: number,
  {
    sample,
    source,
    value,
    subject,
    reasons,
  }: {
    readonly sample: Sample;
    readonly source: Source;
    readonly value: (field: CountField) => string | null;
    readonly subject: StatedSubject;
    readonly reasons: readonly Reason[];
  },
): CountRow {
  const replicate = value('replicate');
  return {
    lot: value('lot') ?? '',
    stage: value('stage') ?? '',
    sample: value('sample'),
    preparation: value('preparation'),
    name,
    value: figure,
    unit: source.rule.counts[name]?.unit ?? '',
    testedAt: sample.plate.readAt == null ? null : formatAcquisitionDate(sample.plate.readAt, source.zone),
    replicate: replicate === null ? null : Number(replicate),
    ...NO_PERSONS,
    occasion: INITIAL_OCCASION,
    ...subject,
    place: placeOf(sample, source),
    files: [source.file],
    reasons,
  };
}

function placeOf({ counted, plate }: Sample, { file }: Source): string {
  return `${file}, sample ${counted.sample ?? plate.name}`;
}

/** What the counter says against a sample, whatever its figures are. */
function sampleReasons({ counted, plate }: Sample, { file, rule }: Source): Reason[] {
  const of = { file, sample: counted.sample ?? plate.name };
  const { viability, state, dilution } = counted;
  const reasons: Reason[] = [];
  if (viability === 'contradicts' || viability === 'without-counts')
    reasons.push(pipelineReason('held/count-viability', 'attribute', { ...of, why: viability }));
  if (state !== null && !rule.admit.includes(state)) reasons.push(pipelineReason('held/count-state', 'attribute', { ...of, state }));
  const isStated = dilution === rule.dilution || dilution === 1;
  if (dilution === 'unreadable' || (rule.dilution !== undefined && !isStated))
    reasons.push(
      pipelineReason('held/count-dilution', 'attribute', {
        ...of,
        made: rule.dilution ?? null,
        stated: typeof dilution === 'number' ? dilution : null,
      }),
    );
  return reasons;
}
