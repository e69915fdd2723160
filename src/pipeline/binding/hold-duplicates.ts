import { distinctMessages, type Message } from '../../message.ts';
import type { Reason } from '../../reason.ts';
import { subjectKey } from '../../subject.ts';
import { type Binding, scopeOfFile } from '../binding.ts';
import type { Definition } from '../definition/definition.ts';
import { pipelineNote } from '../notes.ts';
import type { BoundFields } from '../reason-fields.ts';
import { pipelineReason } from '../reasons.ts';
import { subjectOf } from '../tables/subject-columns.ts';
import type { BoundFile } from './bound-file.ts';
import { testSlots } from './serving-files.ts';

/** One way in which the content of a binding is known; two bindings with one key have the same content. */
export interface ContentKey {
  readonly key: string;
  /** What is the same, in messages. */
  readonly of: 'place' | 'bytes' | 'values';
  /** Where the content lies: a data set of a file, a plate of an export. Within one place only a key of the kind `place` counts. */
  readonly place: string;
  /** A small text export without a time may be like another by chance: that is worth a note, and no more. */
  readonly decides: 'holds' | 'note';
}

/** Everything that is bound with a content that is bound elsewhere too is held, naming both places. */
export function holdDuplicates(
  definition: Definition,
  bound: readonly BoundFile[],
  keysOf: (binding: Binding) => readonly ContentKey[],
): { readonly bound: readonly BoundFile[]; readonly notes: readonly Message[] } {
  const twins = twinsOf(bound, keysOf);
  const notes: Message[] = [];
  const held = bound.map((one) => {
    const { binding } = one;
    const reasons = (twins.get(binding) ?? []).flatMap(({ other, key }): Reason[] => {
      const relation = relationOf(definition, binding, other);
      if (relation === 'one thing' || relation === 'shared') return [];
      if (key.decides === 'note') {
        notes.push(noteOf(binding, other));
        return [];
      }
      return [
        pipelineReason('held/duplicate-content', scopeOfFile(binding), {
          same: key.of,
          own: boundFields(binding),
          other: boundFields(other),
          relation: relation === 'counted twice' ? 'counted-twice' : 'unsaid',
        }),
      ];
    });
    return reasons.length === 0 ? one : { ...one, held: [...one.held, ...reasons] };
  });
  return { bound: held, notes: distinctMessages(notes) };
}

interface Twin {
  readonly other: Binding;
  readonly key: ContentKey;
}

/** For every binding the others of the same content, each once, by the first key that says so. */
function twinsOf(bound: readonly BoundFile[], keysOf: (binding: Binding) => readonly ContentKey[]): ReadonlyMap<Binding, readonly Twin[]> {
  const groups = new Map<string, { readonly binding: Binding; readonly key: ContentKey }[]>();
  for (const { binding } of bound)
    for (const key of keysOf(binding)) groups.set(key.key, [...(groups.get(key.key) ?? []), { binding, key }]);
  const twins = new Map<Binding, Map<Binding, Twin>>();
  for (const members of groups.values()) {
    for (const { binding, key } of members) {
      const own = twins.get(binding) ?? new Map<Binding, Twin>();
      for (const { binding: other, key: theirs } of members) {
        const counts = other !== binding && (key.of === 'place' || key.place !== theirs.place);
        if (counts && !own.has(other)) own.set(other, { other, key });
      }
      twins.set(binding, own);
    }
  }
  return new Map([...twins].map(([binding, own]) => [binding, [...own.values()]]));
}

/** What two bindings of one content are to each other. */
export type Relation = 'one thing' | 'shared' | 'counted twice' | 'unsaid';

/**
 * One plate that two assays read is one thing, and so is one whose wells stand on several lines for several subjects. Material is shared where both lines say so with one name; that cannot make two preparations or two
 * independent assays of one content, which would be counted twice within one value.
 */
export function relationOf(definition: Definition, a: Binding, b: Binding): Relation {
  if (isOnePlate(definition, a, b)) return 'one thing';
  if (a.shared === null || a.shared !== b.shared) return 'unsaid';
  return countsTwice(definition, a, b) ? 'counted twice' : 'shared';
}

function isOnePlate(definition: Definition, a: Binding, b: Binding): boolean {
  if (a.kind !== 'plate' || b.kind !== 'plate') return false;
  if (a.file !== b.file || a.plate !== b.plate || a.assayRun !== b.assayRun) return false;
  // Lines of one plate and assay bind different wells; that these are for different subjects was asked when the files were bound.
  if (a.assay === b.assay) return a.dataSet === b.dataSet && testSlots(definition, a).every(([slot]) => !(slot in b.slots));
  return occasionOf(a) === occasionOf(b) && namesOf(a) === namesOf(b);
}

function countsTwice(definition: Definition, a: Binding, b: Binding): boolean {
  // The lot of a plate stands in its slots.
  const [one, two] = [subjectOf(a.lot ?? '', a), subjectOf(b.lot ?? '', b)].map(subjectKey);
  if (one !== two) return false;
  if (a.kind === 'sample' && b.kind === 'sample') return a.stage === b.stage && a.tube === b.tube;
  if (a.kind !== 'plate' || b.kind !== 'plate' || a.assay !== b.assay) return false;
  const lots = new Set(testSlots(definition, a).map(([, name]) => name));
  return testSlots(definition, b).some(([, name]) => lots.has(name));
}

function occasionOf({ occasion }: Binding): string {
  return `${occasion.kind} ${occasion.number}`;
}

function namesOf({ slots }: Binding): string {
  return JSON.stringify([...new Set(Object.values(slots))].sort());
}

function noteOf(a: Binding, b: Binding): Message {
  const [one, other] = [boundFields(a), boundFields(b)];
  const inOrder = JSON.stringify(one) <= JSON.stringify(other);
  return pipelineNote('content/same-bytes', inOrder ? { one, other } : { one: other, other: one });
}

/** A file with the line that binds it and what it serves there. */
function boundFields(binding: Binding): BoundFields {
  const { file, dataSet, source, kind, lot, stage, tube, preparation, control, assay, plate, assayRun } = binding;
  return { file, dataSet, source, kind, lot, stage, tube, preparation, control, assay, plate, assayRun };
}
