import type { TestOccasion } from '../../attributes/attribute-result.ts';
import { countOccasions } from '../../specification/occasions.ts';
import { compareSubjects, type Subject, subjectKey, subjectTitle } from '../../subject.ts';
import type { Binding } from '../binding.ts';
import type { Definition } from '../definition/definition.ts';
import { nearest } from '../nearest-name.ts';
import { pipelineReason } from '../reasons.ts';
import { subjectOf } from '../tables/subject-columns.ts';
import { beyondAllowed } from './allowed-occasions.ts';
import type { BoundFile } from './bound-file.ts';
import type { AssayPlan, ControlPlan, LotPlan, Plan, SamplePlan } from './plan-record.ts';
import { placeRepeats } from './repeats.ts';

/**
 * Plans the subjects named by the samples; where the definition has no tubes, those on the plates. A plate whose line names another purpose than release
 * makes a subject by itself: a pull may be tested for potency alone. Sorted by `compareSubjects`.
 */
export function planLots(definition: Definition, bound: readonly BoundFile[], unbound: readonly string[]): Plan {
  const onPlates = bound.flatMap((one) => plateSubjects(definition, one.binding));
  const named = bound.flatMap((one) => sampleSubject(one.binding) ?? []);
  const found = definition.tubes.length > 0 ? [...named, ...onPlates.filter((subject) => subject.purpose !== 'release')] : onPlates;
  const subjects = [...new Map(found.map((subject) => [subjectKey(subject), subject])).values()].sort(compareSubjects);
  const known = new Set(subjects.map(subjectKey));
  const strangers = new Set(onPlates.filter((subject) => !known.has(subjectKey(subject))).map(subjectTitle));
  return {
    lots: subjects.map((subject) => planSubject(definition, subject, bound)),
    unbound,
    notes: [...strangers].sort().map((name) => `A plate carries '${name}', which has no sample in this folder: it is not judged.`),
  };
}

/** The subject of a sample that names its lot; `null` for all else. */
export function sampleSubject(binding: Binding): Subject | null {
  return binding.kind === 'sample' && binding.lot !== null ? subjectOf(binding.lot, binding) : null;
}

/** The subjects whose wells a plate's line binds: controls and the reference standard serve the assay run. */
export function plateSubjects(definition: Definition, binding: Binding): Subject[] {
  return binding.kind === 'plate' ? testSlots(definition, binding).map(([, lot]) => subjectOf(lot, binding)) : [];
}

/** Plans one subject from the files that serve it, or from all. */
export function planSubject(definition: Definition, subject: Subject, bound: readonly BoundFile[]): LotPlan {
  const key = subjectKey(subject);
  const own = bound.filter((one) => {
    const named = sampleSubject(one.binding);
    return named !== null && subjectKey(named) === key;
  });
  const samples = own.map((one) => {
    const same = own.filter(({ binding }) => binding.tube === one.binding.tube && binding.stage === one.binding.stage);
    return planSample(definition, one, { bound, placed: placeRepeats(same.map(({ binding }) => binding)) });
  });
  const expected = definition.tubes.flatMap((tube) => tube.stages.map((stage) => ({ tube: tube.id, stage })));
  const missing = expected.filter(({ tube, stage }) => !samples.some((sample) => sample.tube === tube && sample.stage === stage));
  const assays = definition.assays.flatMap((assay) => planAssay(definition, assay.id, { subject, bound }));
  return {
    subject,
    lot: subject.lot,
    samples,
    missing,
    assays,
    held: [
      ...samples.flatMap((sample) => sample.held).filter((reason) => reason.code !== 'pending/not-arrived'),
      ...beyondAllowed(
        countOccasions(
          [...samples, ...assays.flatMap((assay) => assay.plates)].map(({ binding }) => binding.occasion),
          definition.occasions,
        ),
        subjectTitle(subject),
      ),
    ],
  };
}

function planSample(
  definition: Definition,
  one: BoundFile,
  { bound, placed }: { readonly bound: readonly BoundFile[]; readonly placed: ReturnType<typeof placeRepeats> },
): SamplePlan {
  const { binding } = one;
  const place = placed.get(binding);
  const tube = definition.tubes.find((known) => known.id === binding.tube);
  const held = [...one.held, ...(place?.reasons ?? [])];
  const refuse = (code: 'held/unknown-tube' | 'held/unknown-stage', message: string) =>
    held.push(pipelineReason(code, 'test-article', message));
  if (tube === undefined) {
    refuse(
      'held/unknown-tube',
      `${binding.source} gives '${binding.file}' the tube '${binding.tube}', which the definition does not have. ${tubeHint(definition, binding.tube)}`,
    );
  } else if (!tube.stages.includes(binding.stage ?? '')) {
    refuse(
      'held/unknown-stage',
      `${binding.source} gives '${binding.file}' the stage '${binding.stage}'; tube '${tube.id}' is acquired at ${tube.stages.join(', ')}.`,
    );
  }
  const controls = (tube?.controls ?? []).map((control) => planControl(control.name, binding, bound));
  const occasion = place?.occasion ?? binding.occasion;
  return {
    tube: binding.tube ?? '',
    stage: binding.stage ?? '',
    binding,
    held,
    controls,
    occasion,
    replaces: place?.replaces?.file ?? null,
  };
}

function tubeHint(definition: Definition, tube: string | null): string {
  const names = definition.tubes.map((known) => known.id);
  const guess = nearest(tube ?? '', names);
  return guess === null ? `Its tubes: ${names.join(', ')}.` : `Did you mean '${guess}'?`;
}

/** The control of the sample's assay run and tube: exactly one file. A control row without a tube serves all tubes that name it. */
function planControl(name: string, sample: Binding, bound: readonly BoundFile[]): ControlPlan {
  const missing = (code: 'control/missing' | 'control/ambiguous', message: string): ControlPlan => ({
    name,
    binding: null,
    reasons: [pipelineReason(code, 'assay-run', message)],
  });
  if (sample.assayRun === null)
    return missing('control/missing', `'${sample.file}' names no assay run, so its control '${name}' cannot be found. Give assay_run.`);
  const fitting = bound.filter(
    ({ binding }) =>
      binding.kind === 'control' &&
      binding.control === name &&
      binding.assayRun === sample.assayRun &&
      (binding.tube === null || binding.tube === sample.tube),
  );
  const [first, second] = fitting;
  if (first === undefined) {
    return missing(
      'control/missing',
      `No file serves the control '${name}' of tube '${sample.tube}' in assay run '${sample.assayRun}'. Export it and name it in the sample list; if there is none, acquire it with the assay run again, or record a deviation.`,
    );
  }
  if (second !== undefined) {
    return missing(
      'control/ambiguous',
      `Expected one file for the control '${name}' of tube '${sample.tube}' in assay run '${sample.assayRun}', found ${fitting.map((one) => `'${one.binding.file}'`).join(', ')}.`,
    );
  }
  return { name, binding: first.binding, reasons: first.held };
}

/** One plan for each test occasion on which the subject's lot stands on plates of the assay. */
function planAssay(
  definition: Definition,
  assay: string,
  { subject, bound }: { readonly subject: Subject; readonly bound: readonly BoundFile[] },
): AssayPlan[] {
  const plates = bound.flatMap((one) => {
    if (one.binding.kind !== 'plate' || one.binding.assay !== assay) return [];
    const slot = testSlots(definition, one.binding).find(
      ([, name]) => subjectKey(subjectOf(name, one.binding)) === subjectKey(subject),
    )?.[0];
    return slot === undefined ? [] : [{ binding: one.binding, slot, held: one.held }];
  });
  const placed = placeRepeats(plates.map((plate) => plate.binding));
  const all = plates.map((plate) => {
    const { occasion, replaces, reasons } = placed.get(plate.binding) ?? { occasion: plate.binding.occasion, replaces: null, reasons: [] };
    return { occasion, plate: { ...plate, held: [...plate.held, ...reasons], replaces } };
  });
  const occasions = new Map(all.map(({ occasion }) => [occasionKey(occasion), occasion]));
  return [...occasions].map(([key, occasion]) => ({
    assay,
    occasion,
    plates: all.filter((one) => occasionKey(one.occasion) === key).map(({ plate }) => plate),
  }));
}

/** The slots of a plate that its layout gives to test articles, with their lots. */
export function testSlots(definition: Definition, plate: Binding): [string, string][] {
  const layout = definition.assays.find((assay) => assay.id === plate.assay)?.layout;
  const tests = new Set((layout?.blocks ?? []).filter((block) => block.role === 'test').map((block) => block.slot));
  return Object.entries(plate.slots).filter(([slot]) => tests.has(slot));
}

export function occasionKey(occasion: TestOccasion): string {
  return `${occasion.kind} ${occasion.number}`;
}
