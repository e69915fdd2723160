import { InputError } from '../../errors.ts';
import { decodeText } from '../../plates/file/decode-text.ts';
import type { PlateNote } from '../../plates/file/notes.ts';
import { createNotes } from '../../plates/file/notes.ts';
import type { SheetRow } from '../../plates/file/sheet.ts';
import { parseNumber } from '../../plates/numbers.ts';
import { assumePlateSize } from '../../plates/plate-size.ts';
import { parseWell, wellName } from '../../plates/wells.ts';
import { type AssaySample, notNumeric, type PotencyAssay, type SampleReason, type WellTakenOut } from '../potency-assay.ts';
import type { DosePoint } from '../potency-result.ts';
import { type AssayTableRequest, type Column, type DecimalMark, splitTable } from './assay-table-columns.ts';
import { countsOf, designPlaceOf } from './assay-table-fields.ts';
import { tableNotes } from './assay-table-notes.ts';
import { checkFieldCount, isDecimalComma } from './long-table.ts';
import { type DoseReading, parseDose } from './table-doses.ts';

/** An assay of a table that could not be read; the others are. */
export interface FailedAssay {
  readonly name: string;
  readonly error: InputError;
}

/** The assays of a long table, with what was odd about the text. */
export interface PotencyTable {
  readonly assays: readonly PotencyAssay[];
  /** Assays with a fault of their own. Where there is no other assay the fault is thrown. */
  readonly failed: readonly FailedAssay[];
  readonly notes: readonly PlateNote[];
}

/** Reads `assay, sample, dose, response` row by row; every fault names its line. Errors: plate/bad-encoding, plate/bad-export, potency/bad-data, usage/bad-argument. */
export async function readPotencyTable(bytes: Uint8Array, request: AssayTableRequest): Promise<PotencyTable> {
  const notes = createNotes();
  const text = decodeText(bytes, request.file, { notes });
  const { header, body, columns, doses } = await splitTable(text, request);
  const reading = {
    columns,
    doses,
    measures: request.measures ?? 'response',
    decimal: request.decimal ?? 'point',
    file: request.file,
  } as const;
  const assays = new Map<string, Map<string, Mutable>>();
  const wells = new Map<string, number>();
  const units = new Map<string, string>();
  const plates = new Map<string, string[]>();
  const faults = new Map<string, InputError>();
  for (const row of body) {
    checkFieldCount(row, header, request.file);
    const name = assayNameOf(row, reading);
    const samples = mapGet(assays, name, () => new Map<string, Mutable>());
    withFaults(faults, name, () => {
      const read = readRow(row, reading);
      checkTwice(read, { row, wells, file: request.file });
      checkUnit(read, { row, units, file: request.file });
      if (read.well !== null) mapGet(plates, read.plate ?? read.assay, (): string[] => []).push(read.well);
      addRow(
        mapGet(samples, read.sample, (): Mutable => ({ points: [], problems: [], excluded: [] })),
        read,
        { file: request.file, line: row.line },
      );
    });
  }
  if (assays.size === 0)
    throw new InputError('potency/bad-data', 'Expected rows of wells under the headings, found none.', {
      file: request.file,
      line: header.line,
    });
  // The size itself is not used; a well that lies far from all others is refused.
  for (const [plate, names] of plates) assumePlateSize(names, { plate, declared: null, file: request.file, notes: createNotes() });
  const read = [...assays].flatMap(([name, samples]) => {
    const assay = faults.has(name) ? null : withFaults(faults, name, () => assayOf(name, samples, request));
    return assay === null ? [] : [{ ...assay, doseUnit: units.get(name) ?? (doses.kind === 'dilution' ? '1/dilution' : null) }];
  });
  const failed = [...faults].map(([name, error]) => ({ name, error }));
  const [first] = failed;
  if (read.length === 0 && first !== undefined) throw first.error;
  return { assays: read, failed, notes: [...notes.all(), ...read.flatMap(tableNotes)] };
}

/** Keeps the first fault of an assay in place of throwing it, so that one bad assay does not stop the others. */
function withFaults<Value>(faults: Map<string, InputError>, assay: string, act: () => Value): Value | null {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    if (!faults.has(assay)) faults.set(assay, error);
    return null;
  }
}

function addRow(sample: Mutable, read: ReadRow, place: { readonly file: string; readonly line: number }): void {
  if (read.point !== null) sample.points.push(read.point);
  if (read.problem !== null) sample.problems.push(read.problem);
  if (read.unreadable !== null) sample.unreadable = [...(sample.unreadable ?? []), read.unreadable];
  const reason = read.unreadable?.reason ?? read.point?.excluded ?? null;
  if (reason !== null) sample.excluded.push({ of: 'line', well: null, line: place.line, sample: read.sample, reason });
  if (read.predilution === null) return;
  const known = sample.predilution ?? read.predilution;
  sample.predilution = known;
  if (known === read.predilution) return;
  throw new InputError(
    'potency/bad-data',
    `Expected one predilution of '${read.sample}', ${known}, found ${read.predilution}. Give samples of other predilutions other names.`,
    place,
  );
}

interface Mutable {
  readonly points: DosePoint[];
  readonly problems: NonNullable<AssaySample['problems']>[number][];
  /** Every excluded row. */
  readonly excluded: WellTakenOut[];
  unreadable?: WellTakenOut[];
  predilution?: number;
}

interface ReadRow {
  readonly assay: string;
  readonly sample: string;
  readonly point: DosePoint | null;
  readonly problem: Mutable['problems'][number] | null;
  /** An excluded row without a number. */
  readonly unreadable: WellTakenOut | null;
  readonly plate: string | null;
  readonly well: string | null;
  readonly unit: string | null;
  readonly predilution: number | null;
}

interface RowReading {
  readonly columns: ReadonlyMap<string, number>;
  readonly doses: DoseReading;
  readonly measures: 'response' | 'counts';
  readonly decimal: DecimalMark;
  readonly file: string;
}

/** The assay of a row; absent = one, named as the file. */
function assayNameOf(row: SheetRow, { columns, file }: RowReading): string {
  const at = columns.get('assay');
  return emptyAsNull(at === undefined ? null : (row.cells[at]?.trim() ?? null)) ?? file;
}

/** Records are written out, not spread: a long table has many rows, and a spread costs several times its fields. */
function readRow(row: SheetRow, reading: RowReading): ReadRow {
  const { columns, doses, measures, decimal, file } = reading;
  const mark = decimal === 'comma' ? ',' : '.';
  const cell = (name: Column): string | null => {
    const at = columns.get(name);
    return at === undefined ? null : (row.cells[at]?.trim() ?? null);
  };
  const place = { file, line: row.line };
  const sample = cell('sample') ?? '';
  if (sample === '') throw new InputError('potency/bad-data', 'Expected a sample name, found an empty field.', place);
  const dose = parseDose(cell('dose') ?? '', { ...doses, decimal }, place);
  const predilution = predilutionOf(cell('predilution'), mark, place);
  const plate = emptyAsNull(cell('plate'));
  const group = emptyAsNull(cell('group'));
  const well = wellOf(cell('well'), place);
  const excluded = emptyAsNull(cell('excluded'));
  const assay = assayNameOf(row, reading);
  const counts = measures === 'counts' ? countsOf(cell, place) : null;
  const text = cell('response') ?? '';
  const response = counts === null ? parseNumber(text, mark) : counts.responders / counts.total;
  const unit = cell('unit');
  if (response === null) {
    if (excluded === null)
      return {
        assay,
        sample,
        plate,
        well,
        unit,
        predilution,
        point: null,
        problem: notNumericLine(row.line, sample, text),
        unreadable: null,
      };
    const unreadable = { of: 'line', well: null, line: row.line, sample, reason: excluded } as const;
    return { assay, sample, plate, well, unit, predilution, point: null, problem: null, unreadable };
  }
  const design = designPlaceOf(cell);
  const bare: DosePoint = { dose, well, plate, excluded, group, response };
  const point = design === null && counts === null ? bare : withPlaceAndCounts(bare, design, counts);
  return { assay, sample, plate, well, unit, predilution, point, problem: null, unreadable: null };
}

/** By how much a sample was diluted before its doses: from 1 up. */
function predilutionOf(text: string | null, mark: '.' | ',', place: { readonly file: string; readonly line: number }): number | null {
  if (text === null || text === '') return null;
  const factor = parseNumber(/^1\s*[:/]\s*(.+)$/.exec(text)?.[1] ?? text, mark);
  if (factor !== null && factor >= 1 && factor < Number.POSITIVE_INFINITY) return factor;
  throw new InputError('potency/bad-data', `Expected a predilution such as 50 or 1:50, from 1 up, found '${text}'.`, place);
}

function withPlaceAndCounts(point: DosePoint, design: DosePoint['design'] | null, counts: DosePoint['counts'] | null): DosePoint {
  return { ...point, ...(design == null ? {} : { design }), ...(counts == null ? {} : { counts }) };
}

function notNumericLine(line: number, sample: string, text: string): SampleReason {
  const found = text === '' ? ({ fault: 'no-value' } as const) : ({ fault: 'marker', marker: text } as const);
  return notNumeric({ of: 'line', line, sample, ...found, mend: isDecimalComma(text) ? 'decimal-point' : 'exclude' });
}

/** `A1` and `A01` are one well. */
function wellOf(text: string | null, place: { readonly file: string; readonly line: number }): string | null {
  if (text === null) return null;
  const position = parseWell(text);
  if (position === null) throw new InputError('potency/bad-data', `Expected a well such as A1 or H12, found '${text}'.`, place);
  return wellName(position);
}

/** Doses of one assay are in one unit, which no row leaves out. */
function checkUnit(
  read: ReadRow,
  { row, units, file }: { readonly row: SheetRow; readonly units: Map<string, string>; readonly file: string },
): void {
  if (read.unit === null) return;
  const place = { file, line: row.line };
  if (read.unit === '') throw new InputError('potency/bad-data', 'Expected the unit of the dose, found an empty field.', place);
  const known = mapGet(units, read.assay, () => read.unit ?? '');
  if (known === read.unit) return;
  throw new InputError(
    'potency/bad-data',
    `Expected the doses of an assay in one unit, '${known}', found '${read.unit}'. Convert them first.`,
    place,
  );
}

/** One well has one row: a second one would count its response twice. */
function checkTwice(
  read: ReadRow,
  { row, wells, file }: { readonly row: SheetRow; readonly wells: Map<string, number>; readonly file: string },
): void {
  if (read.well === null) return;
  const key = JSON.stringify([read.assay, read.plate, read.well]);
  const earlier = wells.get(key);
  if (earlier !== undefined) {
    throw new InputError('potency/bad-data', `Expected every well of a plate once, found '${read.well}' also on line ${earlier}.`, {
      file,
      line: row.line,
    });
  }
  wells.set(key, row.line);
}

/** The name of the reference standard where the command names none. */
const USUAL_REFERENCE = 'reference';

function assayOf(name: string, samples: ReadonlyMap<string, Mutable>, request: AssayTableRequest): PotencyAssay {
  const named = request.controls ?? [];
  const controls = [...samples].filter(([sample]) => named.includes(sample));
  const others = [...samples].filter(([sample]) => !named.includes(sample));
  const [only] = others;
  // One preparation alone needs no name of a reference standard; who names one that is not there is told so.
  const unnamed = request.reference === USUAL_REFERENCE && !samples.has(USUAL_REFERENCE);
  const alone = unnamed && others.length === 1 && only !== undefined ? only[0] : request.reference;
  const reference = samples.get(alone);
  if (reference === undefined) {
    const found = [...samples.keys()].map((sample) => `'${sample}'`).join(', ');
    const sentence = `Expected the reference standard '${request.reference}' in the assay '${name}', found ${found}. Name it by --reference.`;
    throw new InputError('potency/bad-data', sentence, { file: request.file });
  }
  if (named.includes(alone)) {
    const sentence = `Expected controls in the method's fixed and plateQuality, found '${alone}', which is the reference standard.`;
    throw new InputError('potency/bad-data', sentence, { file: request.file });
  }
  const tests = others.filter(([sample]) => sample !== alone);
  return {
    name,
    doseUnit: null,
    responseUnit: null,
    reference: sampleOf(alone, reference),
    tests: tests.map(([sample, one]) => sampleOf(sample, one)),
    ...(controls.length === 0
      ? {}
      : {
          controls: controls.map(([control, { points, problems, excluded }]) => ({ name: control, wells: points, problems, excluded })),
        }),
  };
}

function sampleOf(name: string, { points, problems, unreadable, predilution }: Mutable): AssaySample {
  return {
    name,
    points,
    problems,
    ...(unreadable === undefined ? {} : { unreadable }),
    ...(predilution === undefined ? {} : { predilution }),
  };
}

function emptyAsNull(text: string | null): string | null {
  return text === '' ? null : text;
}

function mapGet<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
