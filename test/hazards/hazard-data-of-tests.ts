import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import type { ChangedFile, FilePiece, HazardCase, HazardData } from '../../src/runtime/qualification/hazard-data.ts';
import { HAZARD_SECTIONS } from './all-hazards.ts';
import { takeApart } from './fcs-bytes.ts';
import { BASES, type Base, type Case, type Hazard } from './hazard.ts';
import { HAZARDS_ZH } from './hazards-zh.ts';
import type { LotFolder } from './lot-folder.ts';
import { shippedFolder } from './shipped-folder.ts';
import { SHOWN_BY_TESTS } from './shown-by-tests.ts';

type Files = ReadonlyMap<string, Buffer>;

/** The files of a folder as a run is given them. */
export function filesOf(lot: LotFolder): Files {
  return new Map([
    ...[...lot.files].map(([name, bytes]) => [`export/${name}`, bytes] as const),
    ...[...lot.tables].map(([name, table]) => [`export/${name}`, Buffer.from(table.text())] as const),
    ['method/pipeline.yaml', Buffer.from(stringify(lot.definition.tree))],
    ['method/specification.yaml', Buffer.from(stringify(lot.specification.tree))],
    ...[...lot.methodFiles].map(([name, bytes]) => [`method/${name}`, bytes] as const),
  ]);
}

/** What a case's runs are given: one, or an earlier analysis first. */
export function runsOf(base: Base, one: Case): readonly Files[] {
  const lot = shippedFolder(base);
  const runs: Files[] = [];
  for (const change of one.first === undefined ? [one.change] : [one.first, one.change]) {
    change(lot);
    runs.push(new Map([...filesOf(lot)].map(([path, bytes]) => [path, Buffer.from(bytes)])));
  }
  return runs;
}

/** `qualification/hazards.json` as the hazards of the tests make it. */
export function hazardData(): HazardData {
  const bases = Object.keys(BASES).filter((name): name is Base => name in BASES);
  const hazards = HAZARD_SECTIONS.flatMap((section) => section.hazards);
  const given = new Map(bases.map((base) => [base, openBase(base)]));
  const filesIn = (base: Base): Given => given.get(base) ?? openBase(base);
  return {
    schemaVersion: 1,
    bases: Object.fromEntries(bases.map((base) => [base, { fixture: BASES[base].fixture, files: baseFiles(filesIn(base).files) }])),
    hazards: hazards.map(({ id, hazard, control, base, violation, counterpart }) => ({
      id,
      hazard: { en: hazard, zh: HAZARDS_ZH[id] ?? '' },
      control,
      base,
      cases: [
        caseOf(base, filesIn(base), { kind: 'cause', one: violation, absent: [] }),
        caseOf(base, filesIn(base), { kind: 'counterpart', one: counterpart, absent: shownOnlyBy({ violation, counterpart }) }),
      ],
    })),
    shownByTests: [...SHOWN_BY_TESTS],
  };
}

export const hazardDataText = (): string => `${JSON.stringify(hazardData(), null, 1)}\n`;

/** Codes of the violation that its counterpart does not expect too: they must not stand in it. */
function shownOnlyBy({ violation, counterpart }: Pick<Hazard, 'violation' | 'counterpart'>): readonly string[] {
  return violation.expect.codes.filter((code) => !counterpart.expect.codes.includes(code));
}

function baseFiles(files: Files): HazardData['bases'][string]['files'] {
  return Object.fromEntries(
    [...files].map(([path, bytes]) => [
      path,
      path.endsWith('.fcs')
        ? { generated: path.slice('export/'.length), sha256: createHash('sha256').update(bytes).digest('hex') }
        : { text: bytes.toString('utf8') },
    ]),
  );
}

interface TestedCase {
  readonly kind: HazardCase['kind'];
  readonly one: Case;
  /** Codes that must not stand there. */
  readonly absent: readonly string[];
}

function caseOf(base: Base, given: Given, { kind, one, absent }: TestedCase): HazardCase {
  const { subjects, codes, without = [], analyses, states = {} } = one.expect;
  const runs = runsOf(base, one);
  const reason = one.arguments?.[0] === '--reason' ? (one.arguments[1] ?? null) : null;
  return {
    kind,
    what: one.what,
    store: { ...one.store },
    runs: runs.map((files, at) => ({ ...changes(given, files), reason: at === runs.length - 1 ? reason : null })),
    acts: (one.acts ?? []).map((acts) => acts.map((act) => ({ ...act }))),
    expected: {
      subjects:
        subjects === 'none'
          ? {}
          : Object.fromEntries(
              Object.entries(subjects).map(([key, { disposition, rows = {} }]) => [key, { disposition, rows: { ...rows } }]),
            ),
      codes: [...codes],
      without: [...without, ...absent],
      analyses: analyses ?? null,
      states: { ...states },
    },
  };
}

function changes(base: Given, files: Files): Pick<HazardCase['runs'][number], 'changed' | 'removed'> {
  const changed = [...files].filter(([path, bytes]) => base.files.get(path)?.equals(bytes) !== true);
  return {
    changed: Object.fromEntries(changed.map(([path, bytes]) => [path, changedFile(bytes, base)])),
    removed: [...base.files.keys()].filter((path) => !files.has(path)),
  };
}

/** A file as parts of the base. Where only the times of events were counted anew, events are found without theirs. */
function changedFile(bytes: Buffer, base: Given): ChangedFile {
  const times = countedTimes(bytes);
  if (times === null) return { pieces: piecesOf(bytes, base), times };
  const { begin, bytesPerEvent } = times;
  const pieces = piecesOf(bytes.subarray(0, begin), base);
  for (let at = begin; at < bytes.length; at += bytesPerEvent) {
    const row = bytes.subarray(at, at + bytesPerEvent);
    const place = base.events.get(eventKey(row));
    const last = pieces.at(-1);
    if (place === undefined) pieces.push(literalOf(row));
    else if (last !== undefined && 'from' in last && last.from === place.file && last.end === place.at)
      pieces.splice(-1, 1, { ...last, end: place.at + bytesPerEvent });
    else pieces.push({ from: place.file, begin: place.at, end: place.at + bytesPerEvent });
  }
  return { pieces, times };
}

/** The place of its events, where their times are counted up by one; `null` = they are not, or it is no acquisition. */
function countedTimes(bytes: Buffer): ChangedFile['times'] {
  const events = eventsOf(bytes);
  if (events === null || events.count < 2) return null;
  const { begin, bytesPerEvent, count } = events;
  const timeOf = (event: number): number => bytes.readFloatLE(begin + (event + 1) * bytesPerEvent - 4);
  const first = timeOf(0);
  const isCounted = Array.from({ length: count }, (_, event) => timeOf(event) === first + event).every(Boolean);
  return isCounted ? { begin, bytesPerEvent, first } : null;
}

function eventsOf(bytes: Buffer): { readonly begin: number; readonly bytesPerEvent: number; readonly count: number } | null {
  if (bytes.toString('latin1', 0, 3) !== 'FCS' || bytes.length < 58) return null;
  const [begin, end] = [26, 34].map((at) => Number(bytes.toString('latin1', at, at + 8)));
  if (begin === undefined || end === undefined || begin === 0 || end + 1 !== bytes.length) return null;
  const { keywords } = takeApart(bytes);
  const bytesPerEvent = 4 * Number(keywords.find(([name]) => name === '$PAR')?.[1]);
  return { begin, bytesPerEvent, count: (bytes.length - begin) / bytesPerEvent };
}

const eventKey = (row: Buffer): string => row.toString('latin1', 0, row.length - 4);

const WINDOW = 32;

/** A file as parts of files of the base, where 32 bytes and more are equal, and what stands between them. */
function piecesOf(bytes: Buffer, base: Given): FilePiece[] {
  const pieces: FilePiece[] = [];
  let own = 0;
  const literal = (end: number): void => {
    if (end > own) pieces.push(literalOf(bytes.subarray(own, end)));
  };
  for (let at = 0; at + WINDOW <= bytes.length; ) {
    const place = base.places.get(bytes.toString('latin1', at, at + WINDOW));
    const from = place === undefined ? undefined : base.files.get(place.file);
    if (place === undefined || from === undefined) {
      at += 1;
      continue;
    }
    let [begin, source, end] = [at, place.at, at + WINDOW];
    while (begin > own && source > 0 && bytes[begin - 1] === from[source - 1]) [begin, source] = [begin - 1, source - 1];
    while (end < bytes.length && source + end - begin < from.length && bytes[end] === from[source + end - begin]) end += 1;
    literal(begin);
    pieces.push({ from: place.file, begin: source, end: source + end - begin });
    [at, own] = [end, end];
  }
  literal(bytes.length);
  return pieces;
}

/** The files of a base, and where stretches of 32 bytes begin in them: each of a text, every 32nd of another file. */
interface Given {
  readonly files: Files;
  readonly places: ReadonlyMap<string, Place>;
  /** Events by all but their time. */
  readonly events: ReadonlyMap<string, Place>;
}

interface Place {
  readonly file: string;
  readonly at: number;
}

function openBase(base: Base): Given {
  const files = filesOf(shippedFolder(base));
  const places = new Map<string, Place>();
  const events = new Map<string, Place>();
  for (const [file, bytes] of files)
    for (let at = 0; at + WINDOW <= bytes.length; at += file.endsWith('.fcs') ? WINDOW : 1) {
      const window = bytes.toString('latin1', at, at + WINDOW);
      if (!places.has(window)) places.set(window, { file, at });
    }
  for (const [file, bytes] of files) {
    const found = eventsOf(bytes);
    for (let event = 0; found !== null && event < found.count; event += 1) {
      const at = found.begin + event * found.bytesPerEvent;
      const key = eventKey(bytes.subarray(at, at + found.bytesPerEvent));
      if (!events.has(key)) events.set(key, { file, at });
    }
  }
  return { files, places, events };
}

function literalOf(bytes: Buffer): FilePiece {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) && !text.includes('\0') ? { text } : { base64: bytes.toString('base64') };
}
