import { dirname, join } from 'node:path';
import { InputError, InputErrors } from '../../errors.ts';
import { compareCodeUnits } from '../../order.ts';
import type { QualificationCheck, QualificationPart } from '../../results/qualification.ts';
import { parseReleaseResult } from '../../results/release-result-schema.ts';
import { makeFolders, messageOf } from '../disk/disk.ts';
import { openShelf } from '../disk/draft.ts';
import { sha256Of } from '../disk/files.ts';
import type { Surroundings } from '../disk/surroundings.ts';
import type { RunOutcome } from '../job/run-job.ts';
import { openEngine } from '../run/engine.ts';
import { actsFound, openHazardActs } from './hazard-acts.ts';
import { type CaseFiles, filesOfRun, type HazardCase, type HazardData, type HazardOfData } from './hazard-data.ts';
import type { QualifyingMeans } from './qualify.ts';

/** The files of a fixture, as its generator writes them, by name. */
export type Generate = (fixture: string) => ReadonlyMap<string, Uint8Array>;

const TWO_DAYS_MILLISECONDS = 48 * 60 * 60 * 1000;

/** Runs every hazard and its honest counterpart as a site's own folders would be run, and compares what comes out with what must. */
export async function runHazards(
  { bases, hazards }: Pick<HazardData, 'bases' | 'hazards'>,
  means: QualifyingMeans & { readonly generate: Generate },
): Promise<readonly QualificationPart[]> {
  const filesOf = openBases(bases, means.generate);
  const parts: QualificationPart[] = [];
  for (const hazard of hazards) {
    const checks: QualificationCheck[] = [];
    for (const one of hazard.cases) checks.push(await runCase(hazard, one, { ...means, filesOf }));
    parts.push({
      id: hazard.id,
      title: { en: `${hazard.id}: ${hazard.hazard.en}`, zh: `${hazard.id}：${hazard.hazard.zh}` },
      source: null,
      checks,
    });
  }
  return parts;
}

type FilesOf = (base: string) => CaseFiles;

/** The files of each base, made when it is first asked for. Throws where the generator wrote other bytes. */
function openBases(bases: HazardData['bases'], generate: Generate): FilesOf {
  const made = new Map<string, CaseFiles>();
  return (name) => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const base = bases[name];
    if (base === undefined) throw new Error(`expected a base '${name}', found none of that name`);
    const { fixture, files } = base;
    const generated = generate(fixture);
    const written = Object.entries(files).map(([path, file]): [string, Uint8Array] => {
      if ('text' in file) return [path, Buffer.from(file.text)];
      const bytes = generated.get(file.generated) ?? new Uint8Array();
      if (sha256Of(bytes) === file.sha256) return [path, bytes];
      throw new Error(`expected the file '${file.generated}' with SHA-256 ${file.sha256}, found ${sha256Of(bytes)}`);
    });
    const filesOfBase = new Map(written);
    made.set(name, filesOfBase);
    return filesOfBase;
  };
}

async function runCase(
  hazard: HazardOfData,
  one: HazardCase,
  means: QualifyingMeans & { readonly filesOf: FilesOf },
): Promise<QualificationCheck> {
  const title = { cause: { en: 'Cause', zh: '起因' }, counterpart: { en: 'Honest counterpart', zh: '正常对照' } }[one.kind];
  const check = { id: `${hazard.id} ${one.kind}`, title: { en: `${title.en}: ${one.what}`, zh: `${title.zh}（${one.what}）` } };
  try {
    const { text, missing, strange } = compare(one.expected, await published(hazard, one, means));
    const found = [text, ...missing.map((code) => `no ${code}`), ...strange.map((code) => `${code}, which must not be there`)].join('; ');
    const expected = [expectedText(one.expected), ...one.expected.codes].join('; ');
    const isRight = text === expectedText(one.expected) && missing.length === 0 && strange.length === 0;
    return { ...check, expected, found: isRight ? expected : found, outcome: isRight ? 'passed' : 'failed' };
  } catch (error) {
    return { ...check, expected: expectedText(one.expected), found: messageOf(error), outcome: 'failed' };
  }
}

interface Found {
  /** Subject → its disposition and the outcomes of its rows. */
  readonly subjects: ReadonlyMap<string, { readonly disposition: string; readonly rows: ReadonlyMap<string, string> }>;
  readonly analyses: number;
  readonly states: ReadonlyMap<string, string>;
  readonly codes: ReadonlySet<string>;
}

function compare(expected: HazardCase['expected'], { subjects, analyses, states, codes }: Found) {
  const shown = [...subjects].map(([key, { disposition, rows }]) => {
    const wanted = Object.keys(expected.subjects[key]?.rows ?? {});
    return subjectText(
      key,
      disposition,
      wanted.map((row) => [row, rows.get(row) ?? 'not there']),
    );
  });
  return {
    text: foundText(shown, {
      analyses: expected.analyses === null ? null : analyses,
      states: Object.keys(expected.states).map((key) => [key, states.get(key) ?? 'nothing']),
    }),
    missing: expected.codes.filter((code) => !codes.has(code)),
    strange: expected.without.filter((code) => codes.has(code)),
  };
}

function expectedText({ subjects, analyses, states }: HazardCase['expected']): string {
  return foundText(
    Object.entries(subjects).map(([key, { disposition, rows }]) => subjectText(key, disposition, Object.entries(rows))),
    { analyses, states: Object.entries(states) },
  );
}

function subjectText(key: string, disposition: string, rows: readonly (readonly [string, string])[]): string {
  const outcomes = [...rows].sort(([a], [b]) => compareCodeUnits(a, b)).map(([row, outcome]) => ` ${row} ${outcome}`);
  return `${key} ${disposition}${outcomes.length === 0 ? '' : ` (${outcomes.join(',').trim()})`}`;
}

function foundText(
  subjects: readonly string[],
  { analyses, states }: { readonly analyses: number | null; readonly states: readonly (readonly [string, string])[] },
): string {
  const all = subjects.length === 0 ? ['nothing is published'] : [...subjects].sort(compareCodeUnits);
  const acted = states.map(([key, state]) => `${key} is ${state}`);
  return [...all, ...(analyses === null ? [] : [`${analyses} analyses`]), ...acted].join('; ');
}

/** Runs a case and reads what stands in its store then. */
async function published(hazard: HazardOfData, one: HazardCase, means: QualifyingMeans & { readonly filesOf: FilesOf }): Promise<Found> {
  const root = join(means.workFolder, `${hazard.id}-${one.kind}`);
  const { disk } = means.surroundings;
  write(means.surroundings, join(root, 'out'), new Map(Object.entries(one.store).map(([path, text]) => [path, Buffer.from(text)])));
  // What lies in a store for two days, lies there for two days by the clock of the run.
  const surroundings = Object.keys(one.store).length === 0 ? means.surroundings : twoDaysLater(means.surroundings);
  const engine = openEngine({ surroundings, threads: means.threads });
  let said: ReadonlySet<string> = new Set();
  const shelf = openShelf(join(root, 'out'), surroundings);
  const persons = openHazardActs(shelf, join(root, 'method/pipeline.yaml'));
  const acting = async (turn: number): Promise<void> => {
    for (const act of one.acts[turn] ?? []) await persons.act(act);
  };
  for (const [turn, run] of one.runs.entries()) {
    for (const folder of ['export', 'method']) disk.remove(join(root, folder));
    write(surroundings, root, filesOfRun(means.filesOf(hazard.base), run));
    await acting(turn);
    said = await codesOfRun(
      engine.run({
        folder: join(root, 'export'),
        pipeline: join(root, 'method/pipeline.yaml'),
        specification: null,
        out: join(root, 'out'),
        lot: null,
        language: 'en',
        progress: 'quiet',
        ...(run.reason === null ? {} : { reason: run.reason }),
      }),
    );
  }
  await acting(one.runs.length);
  const found = readStore(surroundings, join(root, 'out'), said);
  const acts = one.acts.length === 0 ? null : actsFound(shelf);
  disk.remove(root);
  return { ...found, states: acts?.states ?? new Map(), codes: new Set([...found.codes, ...persons.codes, ...(acts?.codes ?? [])]) };
}

function twoDaysLater(surroundings: Surroundings): Surroundings {
  const { clock } = surroundings;
  return { ...surroundings, clock: { ...clock, now: () => new Date(clock.now().getTime() + TWO_DAYS_MILLISECONDS) } };
}

function write({ disk }: Surroundings, root: string, files: CaseFiles): void {
  for (const [path, bytes] of files) {
    makeFolders(disk, dirname(join(root, path)));
    disk.writeNew(join(root, path), bytes);
  }
}

/** What a run says, as codes: warnings, what failed, what needs a reason; of one that is refused, its errors. */
async function codesOfRun(running: Promise<RunOutcome>): Promise<ReadonlySet<string>> {
  try {
    const { warnings, failed, refused } = await running;
    return new Set([...codesIn([warnings, failed]), ...refused.map(() => 'usage/reason-needed')]);
  } catch (error) {
    const errors = error instanceof InputErrors ? error.errors : [error];
    return new Set(
      errors.map((one) => {
        if (one instanceof InputError) return one.code;
        throw one;
      }),
    );
  }
}

/** The last analysis of every subject of a store, by `lot/subject`. */
function readStore({ disk }: Surroundings, out: string, said: ReadonlySet<string>): Omit<Found, 'states'> {
  const namesIn = (folder: string): readonly string[] =>
    disk.kindOf(folder) === 'folder' ? disk.names(folder).filter((name) => !name.startsWith('.')) : [];
  const subjects = new Map<string, Found['subjects'] extends ReadonlyMap<string, infer Subject> ? Subject : never>();
  const codes = new Set(said);
  let analyses = 0;
  for (const lot of namesIn(join(out, 'lots')))
    for (const subject of namesIn(join(out, 'lots', lot))) {
      const numbers = namesIn(join(out, 'lots', lot, subject)).filter((name) => /^\d{4,}$/.test(name));
      // A store of the old layout has no subjects.
      if (numbers.length === 0) continue;
      const folder = join(out, 'lots', lot, subject, numbers.toSorted((a, b) => Number(a) - Number(b)).at(-1) ?? '');
      if (disk.kindOf(join(folder, 'result.json')) !== 'file') continue;
      const json: unknown = JSON.parse(disk.readText(join(folder, 'result.json')));
      for (const code of codesIn([json, JSON.parse(disk.readText(join(folder, 'record.json')))])) codes.add(code);
      analyses += numbers.length;
      subjects.set(`${lot}/${subject}`, subjectOf(json));
    }
  return { subjects, analyses, codes };
}

function subjectOf(json: unknown): { readonly disposition: string; readonly rows: ReadonlyMap<string, string> } {
  const { attributes, disposition } = parseReleaseResult(json);
  const standing = attributes.filter(({ notes }) => !notes.some(({ code }) => code === 'specification/superseded'));
  const rows = standing.flatMap(({ criterion, outcome }): [string, string][] => (criterion === null ? [] : [[criterion.id, outcome]]));
  return { disposition: disposition.proposed, rows: new Map(rows) };
}

/** Every `code` anywhere in what JSON holds. */
function codesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(codesIn);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inside]) => (key === 'code' && typeof inside === 'string' ? [inside] : codesIn(inside)));
}
