import type { NoteGate } from '../document/notes.ts';
import { childNamed, childrenNamed, requiredAttribute, type XmlElement, type XmlReading } from '../xml/xml.ts';

/** A group of a workspace, with the paths of the populations that are drawn on the group. */
export interface FlowJoGroup {
  readonly name: string;
  readonly populations: readonly string[];
}

/** The groups of each sample, by its id. Errors: `exchange/bad-xml`. */
export function readGroups(root: XmlElement, reading: XmlReading): ReadonlyMap<string, readonly FlowJoGroup[]> {
  const groups = new Map<string, FlowJoGroup[]>();
  for (const node of childrenNamed(childNamed(root, 'Groups') ?? root, 'GroupNode')) {
    const group = childNamed(node, 'Group');
    const references = group === null ? null : childNamed(group, 'SampleRefs');
    if (group === null || references === null) continue;
    const one = { name: requiredAttribute(reading, group, 'name'), populations: pathsBelow(node, '') };
    for (const reference of childrenNamed(references, 'SampleRef')) {
      const id = requiredAttribute(reading, reference, 'sampleID');
      const known = groups.get(id);
      if (known === undefined) groups.set(id, [one]);
      else known.push(one);
    }
  }
  return groups;
}

const POPULATIONS: ReadonlySet<string> = new Set(['Population', 'AndNode', 'OrNode', 'NotNode']);

function pathsBelow(node: XmlElement, above: string): readonly string[] {
  const children = (childNamed(node, 'Subpopulations')?.children ?? []).filter(({ name }) => POPULATIONS.has(name));
  return children.flatMap((child) => {
    const path = `${above}${child.attributes.get('name') ?? ''}`;
    return [path, ...pathsBelow(child, `${path}/`)];
  });
}

/** FlowJo hands the gates of a group on to its samples: those that a sample does not have were drawn and not applied, or taken away from it. */
export function noteGroupGates(
  groups: readonly FlowJoGroup[],
  { paths, note }: { readonly paths: ReadonlyMap<string, readonly string[]>; readonly note: NoteGate },
): void {
  for (const { name, populations } of groups) {
    const missing = [...new Set(populations)].filter((path) => !paths.has(path));
    if (missing.length > 0) note('gate-file/group-gates', { group: name, populations: missing.slice(0, 20), count: missing.length });
  }
}
