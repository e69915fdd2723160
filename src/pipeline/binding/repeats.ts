import type { TestOccasion } from '../../attributes/attribute-result.ts';
import type { Reason } from '../../reason.ts';
import { parseOccasionName } from '../../specification/occasion-name.ts';
import { type Binding, scopeOfFile } from '../binding.ts';
import { pipelineReason } from '../reasons.ts';

/** Where a file belongs: its test occasion, or, where it repeats one plate or preparation, the occasion of that one. */
export interface OccasionPlace {
  readonly occasion: TestOccasion;
  /** The binding that it repeats; `null` = none by itself (a repeat of a whole occasion is an occasion of its own). */
  readonly replaces: Binding | null;
  readonly reasons: readonly Reason[];
}

/**
 * Places files that may stand for one another: the acquisitions of one tube and stage, or the plates of one assay. A repeat names an occasion, or
 * one plate, preparation or file among the others.
 */
export function placeRepeats(group: readonly Binding[]): ReadonlyMap<Binding, OccasionPlace> {
  return new Map(group.map((binding) => [binding, placeOf(binding, group, [])]));
}

function placeOf(binding: Binding, group: readonly Binding[], passed: readonly Binding[]): OccasionPlace {
  const { occasion } = binding;
  const own: OccasionPlace = { occasion, replaces: null, reasons: [] };
  const { replaces } = occasion;
  if (replaces === null || parseOccasionName(replaces) !== null) return own;
  const named = group.filter((other) => other !== binding && namesOf(other).includes(replaces));
  const [target, second] = named;
  if (target === undefined || second !== undefined || passed.includes(target)) {
    const found = named.map(({ file, source }) => ({ file, source }));
    return {
      ...own,
      reasons: [pipelineReason('held/replaces-unknown', scopeOfFile(binding), { source: binding.source, replaces, found })],
    };
  }
  if (target.occasion.number >= occasion.number) {
    const numbers = { number: occasion.number, of: target.occasion.number };
    return {
      ...own,
      reasons: [pipelineReason('held/repeat-not-counted', scopeOfFile(binding), { source: binding.source, replaces, ...numbers })],
    };
  }
  return { occasion: placeOf(target, group, [...passed, binding]).occasion, replaces: target, reasons: [] };
}

function namesOf(binding: Binding): readonly string[] {
  return [binding.file, binding.kind === 'plate' ? binding.plate : binding.preparation].filter((name) => name !== null);
}
