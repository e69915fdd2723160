import * as z from 'zod';
import { MEANING_TEXTS } from '../../persons/steps.ts';

const name = z.string().min(1);
/** A path below the folder of a case: `export/samples.csv`, `method/pipeline.yaml`. */
const path = z.string().regex(/^(export|method)\/[^/].*$/);

/** A part of a file: of another one, from one byte to before another; or its own, as text or base64. */
const piece = z.union([
  z.strictObject({ from: path, begin: z.number().int().min(0), end: z.number().int().min(0) }),
  z.strictObject({ text: z.string() }),
  z.strictObject({ base64: z.base64() }),
]);
export type FilePiece = z.infer<typeof piece>;

/** A changed file: its parts one after the other; then, of an acquisition, the times of its events: the last 4 bytes of each, counted up from a first one, little-endian. */
const changedFile = z.strictObject({
  pieces: z.array(piece),
  times: z.strictObject({ begin: z.number().int(), bytesPerEvent: z.number().int().min(4), first: z.number() }).nullable(),
});
export type ChangedFile = z.infer<typeof changedFile>;

/** A file of a base: one that the generator writes, with its SHA-256, or a text. */
const baseFile = z.union([
  z.strictObject({ generated: name, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.strictObject({ text: z.string() }),
]);

const expectedSubject = z.strictObject({
  disposition: z.enum(['conforms', 'pending', 'no valid result', 'does not conform', 'information']),
  /** Row of the specification → outcome. */
  rows: z.record(z.string(), z.string()),
});

/** What is done on the store by persons, or to its files by whoever has rights to them. */
const hazardAct = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('approve-method') }),
  z.strictObject({ do: z.literal('sign'), person: z.enum(['approver', 'reviewer', 'analyst']), meaning: z.enum(MEANING_TEXTS) }),
  /** A line is added to a file of the last analysis. */
  z.strictObject({ do: z.literal('change-file'), file: name }),
]);
export type HazardAct = Readonly<z.infer<typeof hazardAct>>;

const hazardCase = z.strictObject({
  kind: z.enum(['cause', 'counterpart']),
  /** What is changed in the base. */
  what: name,
  /** Files that lie in the store for two days: path below it → text. */
  store: z.record(z.string(), z.string()),
  /** One run after the other into one store; each over the files of the base, with those that are changed. */
  runs: z.array(z.strictObject({ changed: z.record(path, changedFile), removed: z.array(path), reason: z.string().nullable() })).min(1),
  /** What is done before each run, and behind the last one. */
  acts: z.array(z.array(hazardAct)),
  expected: z.strictObject({
    /** `lot/folder of the subject`; none = nothing is published. */
    subjects: z.record(z.string(), expectedSubject),
    /** Codes that stand in a result or are said, and that must not. */
    codes: z.array(z.string()),
    without: z.array(z.string()),
    /** Published analyses of all subjects; `null` = not looked at. */
    analyses: z.number().int().nullable(),
    /** `lot/folder of the subject` → its state by the acts of persons, with what a signature says beyond it. */
    states: z.record(z.string(), z.string()),
  }),
});

const schema = z.strictObject({
  schemaVersion: z.literal(1),
  bases: z.record(name, z.strictObject({ fixture: name, files: z.record(path, baseFile) })),
  hazards: z.array(
    z.strictObject({
      id: name,
      /** What could happen. */
      hazard: z.strictObject({ en: name, zh: name }),
      /** What prevents it. */
      control: name,
      base: name,
      cases: z.array(hazardCase).length(2),
    }),
  ),
  /** What needs a test rig that does not ship: shown by the tests of the project. */
  shownByTests: z.array(z.strictObject({ id: name, hazard: z.strictObject({ en: name, zh: name }), control: name, test: name })),
});

/** `qualification/hazards.json`: ways to a wrong release, each with its honest counterpart, as inputs and what must come out of them. */
export type HazardData = z.infer<typeof schema>;
export type HazardOfData = HazardData['hazards'][number];
export type HazardCase = HazardOfData['cases'][number];

/** Reads the hazards that came with this build. Throws where they are none. */
export function parseHazardData(text: string): HazardData {
  return schema.parse(JSON.parse(text));
}

export type CaseFiles = ReadonlyMap<string, Uint8Array>;

/** The files of one run: those of the base, with what is changed. Pieces are of the base. */
export function filesOfRun(base: CaseFiles, { changed, removed }: HazardCase['runs'][number]): CaseFiles {
  const bytesOf = (one: FilePiece): Uint8Array => {
    if ('text' in one) return Buffer.from(one.text);
    if ('base64' in one) return Buffer.from(one.base64, 'base64');
    const whole = base.get(one.from);
    if (whole === undefined) throw new Error(`expected the file '${one.from}' in the base, found none`);
    return whole.subarray(one.begin, one.end);
  };
  const files = new Map([...base].filter(([file]) => !removed.includes(file)));
  for (const [file, { pieces, times }] of Object.entries(changed)) files.set(file, withTimes(Buffer.concat(pieces.map(bytesOf)), times));
  return files;
}

function withTimes(bytes: Buffer, times: ChangedFile['times']): Buffer {
  if (times === null) return bytes;
  const { begin, bytesPerEvent, first } = times;
  for (let event = 0; begin + (event + 1) * bytesPerEvent <= bytes.length; event += 1)
    bytes.writeFloatLE(first + event, begin + (event + 1) * bytesPerEvent - 4);
  return bytes;
}
