import type { Gate } from '../../population/gates/registry.ts';
import type { NoteGate } from '../document/notes.ts';
import { shortened, unsupportedXml, type XmlElement, type XmlReading } from '../xml/xml.ts';

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
  return { names, parents, unknown: passedOver(root, { reading, tree: tree !== undefined }) };
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

interface OtherExtension {
  /** The element of the program within the extension; of one with text alone, the extension itself. */
  readonly program: string;
  readonly element: XmlElement;
  /** The id of the gate that it stands in. */
  readonly within: string | null;
}

/** Extensions that no program known here wrote, at the root, in a gate or in what a gate is made of. */
function otherExtensions(root: XmlElement): readonly OtherExtension[] {
  const found: OtherExtension[] = [];
  const add = (element: XmlElement, within: string | null) => {
    const own = element.children.filter((child) => !isKnown(child));
    const says = element.children.length > 0 ? own : element.text !== '' || element.attributes.size > 0 ? [element] : [];
    found.push(...says.map((one) => ({ program: programOf(one), element: one, within })));
  };
  const look = (element: XmlElement, within: string | null): void => {
    for (const child of element.children) {
      if (isExtension(child)) add(child, within);
      else look(child, element === root ? (child.attributes.get('id') ?? null) : within);
    }
  };
  look(root, null);
  return found;
}

/** Cytobank's names and Floreada's workspace, which are read. */
function isKnown(element: XmlElement): boolean {
  return element.name === 'cytobank' || descendants(element).some(({ name }) => name === 'fcsfile');
}

const STANDARD = 'http://www.isac-net.org/std/Gating-ML/';

/** A program is known by its element, and by its namespace where it has one. */
function programOf({ name, space }: XmlElement): string {
  return space === '' || space.startsWith(STANDARD) ? name : `${name} (${space})`;
}

/** An attribute may be a whole id; in text, as in JSON, ids stand between marks that none of them has. */
function namesGate({ element, within }: OtherExtension, ids: ReadonlySet<string>): string | null {
  const words = [element, ...descendants(element)].flatMap(({ attributes, text }) =>
    [...attributes.values(), text].flatMap((value) => [value.trim(), ...value.split(/["'\s,;:<>()[\]{}/|=]+/)]),
  );
  return words.find((word) => word !== within && ids.has(word)) ?? null;
}

/**
 * Names of extensions that are passed over. One that names gates while no gate has a `parent_id` may hold the tree, without which every gate would be one
 * of all events. Errors: `exchange/unsupported`.
 */
function passedOver(root: XmlElement, { reading, tree }: { readonly reading: XmlReading; readonly tree: boolean }): readonly string[] {
  const extensions = otherExtensions(root);
  const gates = root.children.filter(({ name }) => name.endsWith('Gate'));
  const ids = new Set(gates.flatMap(({ attributes }) => attributes.get('id') ?? []));
  const flat = !tree && ids.size > 1 && gates.every(({ attributes }) => !attributes.has('parent_id'));
  for (const extension of flat ? extensions : []) {
    const named = namesGate(extension, ids);
    if (named !== null) {
      const sentence = `expected the tree of gates in their 'parent_id', found none, and an extension of '${shortened(extension.program)}' that names the gate '${named}': it may hold the tree, and is not read. Export with parents as Gating-ML 2.0 has them`;
      throw unsupportedXml(reading, extension.element, sentence);
    }
  }
  return [...new Set(extensions.map(({ program }) => program))].slice(0, 10);
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
