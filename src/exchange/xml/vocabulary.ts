import type { XmlElement } from './xml.ts';

/** What an element of a program's file is known to hold. What is not named here was passed over, and is told. */
export interface KnownElement {
  /** Attributes that are read. */
  readonly read?: readonly string[];
  /** Attributes that say nothing of which events a gate holds: colours, places of labels, ids. */
  readonly harmless?: readonly string[];
  /** Children that may come once; of a second one nobody could say which is meant. */
  readonly one?: readonly string[];
  readonly many?: readonly string[];
  /** Children that say nothing of which events a gate holds, whatever they have in them; `others` = the reader itself tells of all that are not named here. */
  readonly passedOver?: readonly string[] | 'others';
}

/** By local name. An element without a line is passed over with all that is in it. */
export type Vocabulary = Readonly<Record<string, KnownElement>>;

/** What was not read of a kind of element, and how often it stands there. */
export interface UnreadPart {
  readonly element: string;
  readonly kind: 'attribute' | 'element' | 'second-element';
  readonly part: string;
  readonly count: number;
  /** Line of the first. */
  readonly line: number;
}

/** Every attribute and element below `roots` that the vocabulary does not have, each kind once, in the order in which they stand. */
export function unreadParts(roots: readonly XmlElement[], vocabulary: Vocabulary): readonly UnreadPart[] {
  const found = new Map<string, UnreadPart>();
  const add = (element: XmlElement, kind: UnreadPart['kind'], part: string, line: number): void => {
    const key = JSON.stringify([element.name, kind, part]);
    const known = found.get(key);
    found.set(key, known === undefined ? { element: element.name, kind, part, count: 1, line } : { ...known, count: known.count + 1 });
  };
  const visit = (element: XmlElement): void => {
    const known = Object.hasOwn(vocabulary, element.name) ? vocabulary[element.name] : undefined;
    if (known === undefined) return;
    for (const name of element.attributes.keys())
      if (![...(known.read ?? []), ...(known.harmless ?? [])].includes(name)) add(element, 'attribute', name, element.line);
    const seen = new Set<string>();
    for (const child of element.children) {
      const [isOne, isMany] = [known.one?.includes(child.name) === true, known.many?.includes(child.name) === true];
      const isPassedOver = known.passedOver === 'others' ? !isOne && !isMany : known.passedOver?.includes(child.name) === true;
      if (isPassedOver) continue;
      if (isOne && seen.has(child.name)) add(element, 'second-element', child.name, child.line);
      else if (!isOne && !isMany) add(element, 'element', child.name, child.line);
      seen.add(child.name);
      visit(child);
    }
  };
  for (const root of roots) visit(root);
  return [...found.values()];
}
