import { type ErrorCode, InputError, InputErrors } from '../../errors.ts';
import type { Message } from '../../message.ts';
import { type Subject, subjectKey, subjectTitle } from '../../subject.ts';
import { type Binding, placeOfSource } from '../binding.ts';
import type { Definition } from '../definition/definition.ts';
import { pipelineNote } from '../notes.ts';
import type { CountRow } from '../tables/counts.ts';
import { subjectOf } from '../tables/subject-columns.ts';
import { plateSubjects, sampleSubject, testSlots } from './serving-files.ts';

/** A line of a table, or a file bound by its name, that gives a sample to a subject. */
export interface SampleLine {
  readonly subject: Subject;
  readonly sample: string | null;
  readonly shared: string | null;
  /** `samples.csv:4`, for messages. */
  readonly source: string;
  readonly code: ErrorCode;
}

export function sampleLines(bindings: readonly Binding[]): SampleLine[] {
  return bindings.flatMap((binding) => {
    const subject = sampleSubject(binding);
    return subject === null
      ? []
      : [{ subject, sample: binding.sample, shared: binding.shared, source: binding.source, code: 'sample-list/bad-row' }];
  });
}

/** Counts of a named sample; one without a purpose says nothing of its subject. */
export function countLines(rows: readonly CountRow[]): SampleLine[] {
  return rows.flatMap((row) =>
    row.purpose === null
      ? []
      : [{ subject: subjectOf(row.lot, row), sample: row.sample, shared: row.shared, source: row.place, code: 'external-results/bad-row' }],
  );
}

/**
 * Refuses a sample (a lot's sample id) that serves two subjects without `shared` and one name on each of its lines: one vial counted for a release and
 * for its stability study is either meant or a mistake, and only the line can say which. Throws the `bad-row` of its table at each line that does not say it.
 */
export function refuseSamplesOfTwoSubjects(lines: readonly SampleLine[]): void {
  const samples = new Map<string, SampleLine[]>();
  for (const line of lines) {
    if (line.sample === null) continue;
    const key = JSON.stringify([line.subject.lot, line.sample]);
    samples.set(key, [...(samples.get(key) ?? []), line]);
  }
  const mistakes = [...samples.values()].flatMap(mixed);
  if (mistakes.length > 0) throw new InputErrors(mistakes);
}

function mixed(lines: readonly SampleLine[]): InputError[] {
  const subjects = new Map(lines.map((line) => [subjectKey(line.subject), line]));
  if (subjects.size < 2) return [];
  const name = lines.find((line) => line.shared !== null)?.shared ?? null;
  const where = [...subjects.values()].map((line) => `'${subjectTitle(line.subject)}' (${line.source})`).join(' and ');
  return lines
    .filter((line) => line.shared === null || line.shared !== name)
    .map(
      ({ sample, shared, source, code }) =>
        new InputError(
          code,
          `Expected ${name === null ? 'shared' : `shared '${name}'`} on every line of the sample '${sample}', which serves ${where}; found ${shared === null ? 'none' : `'${shared}'`} here. Material serves two subjects only where each of its lines says so: give shared the same name on all of them, or each sample its own id.`,
          placeOfSource(source),
        ),
    );
}

/**
 * Refuses plates whose lines disagree. Several lines of one plate are different wells for different subjects, or the same wells where each line says
 * `shared` with one name. Throws `sample-list/bad-row` at the later of two lines.
 */
export function refusePlatesBoundTwice(definition: Definition, bindings: readonly Binding[]): void {
  const plates = new Map<string, Binding[]>();
  for (const binding of bindings.filter((one) => one.kind === 'plate')) {
    const key = JSON.stringify([binding.file, binding.dataSet, binding.plate, binding.assay]);
    plates.set(key, [...(plates.get(key) ?? []), binding]);
  }
  const mistakes = [...plates.values()].flatMap((lines) =>
    lines.flatMap((line, index) => {
      const found = lines
        .slice(0, index)
        .map((earlier) => ({ earlier, sentence: disagreement(definition, earlier, line) }))
        .find(({ sentence }) => sentence !== null);
      return found === undefined ? [] : [twice(line, found.earlier, found.sentence ?? '')];
    }),
  );
  if (mistakes.length > 0) throw new InputErrors(mistakes);
}

function twice(line: Binding, earlier: Binding, sentence: string): InputError {
  return new InputError(
    'sample-list/bad-row',
    `Expected one row for '${line.file}', data set ${line.dataSet}; the first is ${earlier.source}. ${sentence}`,
    placeOfSource(line.source),
  );
}

/** Why two lines cannot stand for one plate; `null` where they can. */
function disagreement(definition: Definition, a: Binding, b: Binding): string | null {
  const tests = new Set([...testSlots(definition, a), ...testSlots(definition, b)].map(([slot]) => slot));
  const other = Object.entries(a.slots).find(([slot, name]) => !tests.has(slot) && (b.slots[slot] ?? name) !== name)?.[0];
  if (a.assayRun !== b.assayRun) return 'Lines of one plate must name one assay run.';
  if (other !== undefined) return `Lines of one plate must bind its slot '${other}' to the same name.`;
  const [ofA, ofB] = [a, b].map((one) => new Set(plateSubjects(definition, one).map(subjectKey)));
  if ([...(ofA ?? [])].some((key) => ofB?.has(key)))
    return 'Another line of a plate is for other subjects: all slots of one subject stand on one line.';
  const sameWells = testSlots(definition, a).some(([slot]) => slot in b.slots);
  return sameWells && (a.shared === null || a.shared !== b.shared)
    ? 'Wells serve two subjects only where each of their lines says shared with one name.'
    : null;
}

/** Names under `shared` that only one subject uses: the other subject's lines may stand in another folder, so this is no mistake. */
export function sharedAlone(definition: Definition, bindings: readonly Binding[]): Message[] {
  const names = new Map<string, { readonly subjects: Set<string>; readonly source: string }>();
  for (const binding of bindings) {
    if (binding.shared === null) continue;
    const sample = sampleSubject(binding);
    const own = sample === null ? plateSubjects(definition, binding) : [sample];
    const entry = names.get(binding.shared) ?? { subjects: new Set<string>(), source: binding.source };
    for (const subject of own) entry.subjects.add(subjectKey(subject));
    if (binding.kind === 'control') entry.subjects.add(JSON.stringify([binding.assayRun, binding.control]));
    names.set(binding.shared, entry);
  }
  return [...names]
    .filter(([, { subjects }]) => subjects.size < 2)
    .map(([name, { source }]) => pipelineNote('shared/alone', { source, name }));
}
