import type { Message } from '../message.ts';
import { compareCodeUnits } from '../order.ts';
import { bindFiles } from '../pipeline/binding/bind-files.ts';
import type { FileFact } from '../pipeline/binding/bound-file.ts';
import { demandOf, withDemand } from '../pipeline/binding/demand.ts';
import { planLots } from '../pipeline/binding/plan.ts';
import type { LotPlan } from '../pipeline/binding/plan-record.ts';
import type { Binding } from '../pipeline/binding.ts';
import type { Definition } from '../pipeline/definition/definition.ts';
import type { Specification } from '../specification/specification.ts';
import type { Subject } from '../subject.ts';
import { watchNote } from './watch-notes.ts';

/** A method that a drop folder is watched for. */
export interface WatchedMethod {
  readonly definition: Definition;
  readonly specification: Pick<Specification, 'rows'>;
}

/** What must be there before a subject is judged. */
export interface SubjectNeed {
  readonly subject: Subject;
  /** Files that serve it, each once, by path. */
  readonly files: readonly NeededFile[];
  /** What patterns may still bring, as far as the method asks for it. */
  readonly awaited: readonly Message[];
  /** What binds its files, as text without the lines on which it stands, sorted. */
  readonly rows: readonly string[];
  /** Names by which rows of other tables may mean it: lot, assay runs, samples, files, plates. */
  readonly names: readonly string[];
  /** Whether the method has its tubes and assays. */
  readonly fits: boolean;
}

export interface FolderNeeds {
  readonly subjects: readonly SubjectNeed[];
  /** Exports of cell counters: which subjects they count, only their rows say. */
  readonly counters: readonly string[];
}

export interface NeededFile {
  readonly path: string;
  /** The line of the list, or the pattern, that binds it. */
  readonly source: string;
  readonly from: 'list' | 'pattern';
}

/**
 * The subjects of a folder by its sample list and by patterns, with what each needs: of the list every file that it names for the subject, the controls of its
 * assay runs and its plates among them; by patterns whatever the method asks for and they may still bring. Throws what `bindFiles` refuses.
 */
export function subjectNeeds(
  { definition, specification }: WatchedMethod,
  listed: readonly Binding[],
  facts: readonly FileFact[],
): FolderNeeds {
  const { bound, counters } = bindFiles(definition, listed, facts);
  const isListed = new Set(listed);
  const plan = withDemand(definition, specification, planLots(definition, bound, []));
  return {
    subjects: plan.lots.map((lot) => needOf(lot, { definition, specification, isListed: (binding) => isListed.has(binding) })),
    counters: counters.map(({ file }) => file),
  };
}

interface Needing extends WatchedMethod {
  readonly isListed: (binding: Binding) => boolean;
}

function needOf(lot: LotPlan, needing: Needing): SubjectNeed {
  const { definition, isListed } = needing;
  const bindings = bindingsOf(lot);
  const files = new Map(
    bindings
      .filter(({ notTested }) => notTested === null)
      .map((binding): [string, NeededFile] => {
        const { file: path, source } = binding;
        return [path, { path, source, from: isListed(binding) ? 'list' : 'pattern' }];
      }),
  );
  const tubes = new Set(definition.tubes.map(({ id }) => id));
  return {
    subject: lot.subject,
    files: [...files.values()].sort((a, b) => compareCodeUnits(a.path, b.path)),
    awaited: awaitedOf(lot, needing),
    rows: bindings.map(rowText).sort(compareCodeUnits),
    names: namesOf(lot, bindings),
    fits: lot.samples.every(({ tube }) => tubes.has(tube)),
  };
}

/** Samples, the controls that they are read with, and plates. */
function bindingsOf({ samples, assays }: LotPlan): readonly Binding[] {
  const controls = samples.flatMap((sample) => sample.controls.flatMap(({ binding }) => binding ?? []));
  const plates = assays.flatMap((assay) => assay.plates.map(({ binding }) => binding));
  return [...new Set([...samples.map(({ binding }) => binding), ...controls, ...plates])];
}

/** A list says all that there is of its kind; where it says nothing, a pattern of that kind may bring more. */
function awaitedOf(lot: LotPlan, { definition, specification, isListed }: Needing): readonly Message[] {
  const kinds = new Set(definition.inputs.bind.map(({ kind }) => kind));
  const listedSamples = lot.samples.some(({ binding }) => isListed(binding));
  const samples = listedSamples || !kinds.has('sample') ? [] : lot.missing.map((one) => watchNote('watch/awaits-sample', one));
  const controls = kinds.has('control')
    ? lot.samples.flatMap(({ controls, tube, binding: { assayRun } }) =>
        controls
          .filter(({ binding, reasons }) => binding === null && reasons.some(({ code }) => code === 'control/missing'))
          .map(({ name: control }) => watchNote('watch/awaits-control', { control, tube, assayRun })),
      )
    : [];
  const arrived = new Set(lot.assays.map(({ assay }) => assay));
  const demanded = kinds.has('plate') ? demandOf(definition, specification, lot.subject.purpose).assays : [];
  const assays = demanded.filter((assay) => !arrived.has(assay)).map((assay) => watchNote('watch/awaits-assay', { assay }));
  return distinct([...samples, ...controls, ...assays]);
}

function distinct(messages: readonly Message[]): readonly Message[] {
  return [...new Map(messages.map((one) => [JSON.stringify(one), one])).values()];
}

function rowText(binding: Binding): string {
  const stated = Object.entries(binding).filter(([name]) => name !== 'source');
  return JSON.stringify(stated.sort(([a], [b]) => compareCodeUnits(a, b)));
}

function namesOf({ lot }: LotPlan, bindings: readonly Binding[]): readonly string[] {
  const names = bindings.flatMap(({ assayRun, sample, file, plate }) => [assayRun, sample, file, plate]);
  return [...new Set([lot, ...names.filter((name): name is string => name !== null)])].sort(compareCodeUnits);
}
