import { type ErrorCode, InputError, type Place } from '../errors.ts';
import type { FieldValue, Message } from '../message.ts';
import { type Departure, type DepartureCode, type DepartureFields, departure, type GroupedCode, type SubjectOf } from './departures.ts';
import type { ByteSource } from './fcs-file.ts';
import type { FcsNote, FcsNoteCode, FcsNoteFields } from './notes.ts';

/** What the steps of reading one data set share: where it lies, and where departures are noted. */
export interface Reading {
  readonly source: ByteSource;
  /** Absolute offset of the data set's HEADER. All offsets in a data set count from here (FCS 3.1, $NEXTDATA). */
  readonly base: number;
  /** Bytes from `base` to the end of the file. */
  readonly byteLength: number;
  readonly dataSet: number;
  readonly note: <Code extends DepartureCode>(code: Code, fields: DepartureFields<Code>, place?: Place) => void;
  /** Notes one departure for all subjects (keywords, mostly) that share it. */
  readonly noteEach: <Code extends GroupedCode>(code: Code, subject: SubjectOf<Code>) => void;
  readonly departures: () => readonly Departure[];
  /** What is worth knowing and departs from nothing. */
  readonly remark: <Code extends FcsNoteCode>(code: Code, fields: FcsNoteFields<Code>) => void;
  readonly notes: () => readonly FcsNote[];
  /** Marks bytes, counted from the HEADER of the data set, as belonging to a segment: what nothing claims is looked at in the end. */
  readonly claim: (segment: { readonly begin: number; readonly end: number }) => void;
  readonly claims: () => readonly ByteRange[];
}

/** First and last byte, counted from the begin of the file. */
export interface ByteRange {
  readonly begin: number;
  readonly end: number;
}

/** Departures of one kind beyond this many are counted, not listed: a file must not be able to flood a report. */
const listedPerCode = 20;

export function startReading(source: ByteSource, base: number, dataSet: number): Reading {
  const noted: Departure[] = [];
  const counts = new Map<DepartureCode, number>();
  const shared = new Map<GroupedCode, FieldValue[]>();
  const here: Place = { file: source.name, dataSet };
  function note<Code extends DepartureCode>(code: Code, fields: DepartureFields<Code>, place?: Place): void;
  function note(code: DepartureCode, fields: Message['fields'], place: Place = {}): void {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    if (count <= listedPerCode) noted.push({ code, fields, place: { ...here, ...place } });
  }
  function noteEach<Code extends GroupedCode>(code: Code, subject: SubjectOf<Code>): void;
  function noteEach(code: GroupedCode, subject: FieldValue): void {
    const group = shared.get(code);
    if (group === undefined) shared.set(code, [subject]);
    else group.push(subject);
  }
  const grouped = (): Departure[] => [...shared].map(([code, subjects]) => ({ code, fields: cutList(subjects), place: here }));
  const unlisted = (): Departure[] =>
    [...counts]
      .filter(([, count]) => count > listedPerCode)
      .map(([code, count]) => departure('fcs/more-departures', { count: count - listedPerCode, of: code }, here));
  const departures = (): readonly Departure[] => [...noted, ...grouped(), ...unlisted()];
  const remarks: FcsNote[] = [];
  function remark<Code extends FcsNoteCode>(code: Code, fields: FcsNoteFields<Code>): void;
  function remark(code: FcsNoteCode, fields: Message['fields']): void {
    remarks.push({ code, fields });
  }
  const claimed: ByteRange[] = [];
  return {
    source,
    base,
    byteLength: source.byteLength - base,
    dataSet,
    note,
    noteEach,
    departures,
    remark,
    notes: () => remarks,
    claim: ({ begin, end }) => claimed.push({ begin: base + begin, end: base + end }),
    claims: () => claimed,
  };
}

/** A list as a message carries it, cut where it would flood a report. */
export function cutList<Subject>(subjects: readonly Subject[]): { readonly all: readonly Subject[]; readonly unlisted: number } {
  const all = subjects.slice(0, listedPerCode);
  return { all, unlisted: subjects.length - all.length };
}

/** An error that carries the file and data set. */
export function refusal(reading: Reading, code: ErrorCode, sentence: string, place: Place = {}): InputError {
  return new InputError(code, sentence, { file: reading.source.name, dataSet: reading.dataSet, ...place });
}

/** An optional segment that begins in the file and ends behind it: the file was cut off, whatever the segment holds. */
export function refuseCutSegment(
  reading: Reading,
  name: string,
  { begin, end }: { readonly begin: number | null; readonly end: number | null },
): void {
  if (begin === null || end === null || begin < 1 || begin >= reading.byteLength || end < reading.byteLength || end < begin) return;
  const sentence = `Expected ${name} in bytes ${begin} to ${end}, found only ${reading.byteLength} bytes. The file was cut off: copy it again.`;
  throw refusal(reading, 'fcs/truncated', sentence, { byte: reading.base + reading.byteLength });
}

/** Bytes of the data set, counted from its HEADER. The caller has checked that they are there. */
export function bytesOf(reading: Reading, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  reading.source.read(reading.base + offset, bytes);
  return bytes;
}
