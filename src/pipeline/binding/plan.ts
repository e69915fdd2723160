import type { TestOccasion } from '../../attributes/attribute-result.ts';
import { attributeReason, isAwaited } from '../../attributes/reasons.ts';
import type { Reason } from '../../reason.ts';
import { countOccasions } from '../../specification/occasions.ts';
import { compareSubjects, type Subject, subjectKey, subjectTitle } from '../../subject.ts';
import type { Binding } from '../binding.ts';
import type { Definition } from '../definition/definition.ts';
import { nearestName } from '../nearest-name.ts';
import { pipelineNote } from '../notes.ts';
import { pipelineReason } from '../reasons.ts';
import { subjectOf } from '../tables/subject-columns.ts';
import { beyondAllowed } from './allowed-occasions.ts';
import type { BoundFile } from './bound-file.ts';
import type { AssayPlan, ControlPlan, LotPlan, Plan, SamplePlan } from './plan-record.ts';
import { placeRepeats } from './repeats.ts';
import { openServing, plateSubjects, sampleSubject, testSlots } from './serving-files.ts';

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
  const placesOf = openServing(
    definition,
    bound.map(({ binding }) => binding),
  );
  const strangers = new Set(onPlates.filter((subject) => !known.has(subjectKey(subject))).map(subjectTitle));
  return {
    lots: subjects.map((subject) =>
      planSubject(
        definition,
        subject,
        placesOf(subject).flatMap((place) => bound[place] ?? []),
      ),
    ),
    unbound,
    notes: [...strangers].sort().map((subject) => pipelineNote('plate/without-sample', { subject })),
  };
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
      ...samples.flatMap((sample) => sample.held).filter((reason) => !isAwaited(reason)),
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
  if (tube === undefined) held.push(unknownTube(definition, binding));
  else if (!tube.stages.includes(binding.stage ?? '')) {
    const { source, file, stage } = binding;
    held.push(pipelineReason('held/unknown-stage', 'test-article', { source, file, stage, tube: tube.id, stages: tube.stages }));
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

function unknownTube(definition: Definition, { source, file, tube }: Binding): Reason {
  const tubes = definition.tubes.map((known) => known.id);
  return pipelineReason('held/unknown-tube', 'test-article', { source, file, tube, tubes, guess: nearestName(tube ?? '', tubes) });
}

/** The control of the sample's assay run and tube: exactly one file. A control row without a tube serves all tubes that name it. */
function planControl(name: string, sample: Binding, bound: readonly BoundFile[]): ControlPlan {
  const without = (why: Reason): ControlPlan => ({ name, binding: null, reasons: [why] });
  const { assayRun, tube } = sample;
  if (assayRun === null) return without(pipelineReason('control/no-assay-run', 'assay-run', { file: sample.file, control: name }));
  const fitting = bound.filter(
    ({ binding }) =>
      binding.kind === 'control' &&
      binding.control === name &&
      binding.assayRun === sample.assayRun &&
      (binding.tube === null || binding.tube === sample.tube),
  );
  const [first, second] = fitting;
  if (first === undefined) return without(attributeReason('control/missing', { control: name, panel: null, tube, assayRun }));
  if (second !== undefined) {
    const files = fitting.map((one) => one.binding.file);
    return without(attributeReason('control/ambiguous', { control: name, tube, assayRun, files }));
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

export function occasionKey(occasion: TestOccasion): string {
  return `${occasion.kind} ${occasion.number}`;
}
