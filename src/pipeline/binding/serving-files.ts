import { type Subject, subjectKey } from '../../subject.ts';
import type { Binding } from '../binding.ts';
import type { Definition } from '../definition/definition.ts';
import { subjectOf } from '../tables/subject-columns.ts';

/** The subject of a sample that names its lot; `null` for all else. */
export function sampleSubject(binding: Binding): Subject | null {
  return binding.kind === 'sample' && binding.lot !== null ? subjectOf(binding.lot, binding) : null;
}

/** The subjects whose wells a plate's line binds: controls and the reference standard serve the assay run. */
export function plateSubjects(definition: Definition, binding: Binding): Subject[] {
  return binding.kind === 'plate' ? testSlots(definition, binding).map(([, lot]) => subjectOf(lot, binding)) : [];
}

/** The slots of a plate that its layout gives to test articles, with their lots. */
export function testSlots(definition: Definition, plate: Binding): [string, string][] {
  const layout = definition.assays.find((assay) => assay.id === plate.assay)?.layout;
  const tests = new Set((layout?.blocks ?? []).filter((block) => block.role === 'test').map((block) => block.slot));
  return Object.entries(plate.slots).filter(([slot]) => tests.has(slot));
}

/**
 * Tells for a subject the places, in `bindings`, of all that may serve it: its samples, the controls of their assay runs, its plates. In the order in which they
 * were bound, as the reasons of a lot are. A folder of hundreds of lots is looked through once.
 */
export function openServing(definition: Definition, bindings: readonly Binding[]): (subject: Subject) => readonly number[] {
  const subjects = new Map<string, number[]>();
  const controls = new Map<string, number[]>();
  const add = (places: Map<string, number[]>, key: string, place: number) => {
    const known = places.get(key);
    if (known === undefined) places.set(key, [place]);
    else known.push(place);
  };
  for (const [place, binding] of bindings.entries()) {
    const named = sampleSubject(binding);
    for (const subject of [...(named === null ? [] : [named]), ...plateSubjects(definition, binding)])
      add(subjects, subjectKey(subject), place);
    if (binding.kind === 'control' && binding.assayRun !== null) add(controls, binding.assayRun, place);
  }
  return (subject) => {
    const own = subjects.get(subjectKey(subject)) ?? [];
    const runs = new Set(own.flatMap((place) => (bindings[place]?.kind === 'sample' ? (bindings[place].assayRun ?? []) : [])));
    return [...new Set([...own, ...[...runs].flatMap((run) => controls.get(run) ?? [])])].sort((a, b) => a - b);
  };
}
