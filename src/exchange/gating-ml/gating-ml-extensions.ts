import type { Gate } from '../../population/gates/registry.ts';
import type { NoteGate } from '../document/notes.ts';
import { unsupportedXml, type XmlElement, type XmlReading } from '../xml/xml.ts';

/** What programs add to Gating-ML in elements of their own; each program names its one in its own way. */
const EXTENSION_NAMES: ReadonlySet<string> = new Set(['custom_info', 'custom-info']);

export function isExtension(element: XmlElement): boolean {
  return EXTENSION_NAMES.has(element.name);
}

/** What is read of the extensions of a document: names for its gates, and a gate tree where a program keeps it apart from the gates. */
export interface Extensions {
  /** Id of a gate → what its program calls it. */
  readonly names: ReadonlyMap<string, string>;
  /** Id of a gate → id of its parent; `null` where no extension holds a tree, and `parent_id` of the gates does. */
  readonly parents: ReadonlyMap<string, string | null> | null;
  /** Elements of a program that is not known here. */
  readonly unknown: readonly string[];
}

/**
 * Reads the extensions of Cytobank (names of populations in the `custom_info` of each gate) and Floreada (the gate tree, which its gates do not have).
 * Another program's is named in a note. Errors: `exchange/unsupported` for a Floreada workspace with a tree for each file.
 */
export function readExtensions(root: XmlElement, reading: XmlReading): Extensions {
  const names = new Map<string, string>();
  for (const gate of root.children) {
    const id = gate.attributes.get('id');
    const name = cytobankName(gate);
    if (id !== undefined && name !== null) names.set(id, name);
  }
  const trees = root.children.filter(isExtension).flatMap((extension) => descendants(extension).filter(({ name }) => name === 'fcsfile'));
  if (trees.length > 1) {
    const files = trees.map((tree) => `'${tree.attributes.get('name') ?? ''}'`).join(', ');
    throw unsupportedXml(
      reading,
      root,
      `expected one gate tree in a Floreada workspace, found one for each of ${files}; export the Gating-ML of one file from Floreada`,
    );
  }
  const [tree] = trees;
  const parents = tree === undefined ? null : new Map<string, string | null>();
  if (tree !== undefined && parents !== null) readTree(tree, null, { parents, names });
  return { names, parents, unknown: tree === undefined ? otherExtensions(root) : [] };
}

function descendants(element: XmlElement): readonly XmlElement[] {
  return element.children.flatMap((child) => [child, ...descendants(child)]);
}

function cytobankName(gate: XmlElement): string | null {
  const cytobank = gate.children.filter(isExtension).flatMap(({ children }) => children.filter(({ name }) => name === 'cytobank'))[0];
  const name = cytobank?.children.find((child) => child.name === 'name')?.text ?? '';
  return name === '' ? null : name;
}

function readTree(
  element: XmlElement,
  parent: string | null,
  found: { readonly parents: Map<string, string | null>; readonly names: Map<string, string> },
): void {
  for (const gate of element.children.filter(({ name }) => name === 'gate')) {
    const id = gate.attributes.get('id') ?? '';
    found.parents.set(id, parent);
    const name = gate.attributes.get('name') ?? '';
    if (name !== '') found.names.set(id, name);
    readTree(gate, id, found);
  }
}

/** Extensions at the root of a document that no program known here wrote. */
function otherExtensions(root: XmlElement): string[] {
  const children = root.children.filter(isExtension).flatMap((extension) => extension.children);
  const unknown = new Set(children.filter(({ name }) => name !== 'cytobank').map(({ name }) => name));
  return [...unknown].slice(0, 10);
}

/** The gates under the parents that an extension gives; one that its tree does not have stays out of it, in a note. */
export function withParents(gates: readonly Gate[], { parents }: Extensions, note: NoteGate): readonly Gate[] {
  if (parents === null) return gates;
  return gates.flatMap((gate) => {
    const parent = parents.get(gate.name);
    if (parent === undefined) {
      note('gate-file/not-in-tree', { gate: gate.name });
      return [];
    }
    return [{ ...gate, parent }];
  });
}
