import { type Document, isAlias, isMap, isPair, LineCounter, type Node, parseDocument } from 'yaml';
import { InputError, type Place } from '../../errors.ts';

/** A YAML text with its values and the place of each of them. */
export interface YamlDocument {
  readonly file: string;
  readonly value: unknown;
  /** Where the value at a path stands, or its nearest parent that exists. */
  readonly placeOf: (path: readonly PropertyKey[]) => Place;
  /** Where a key of the mapping at a path stands. */
  readonly placeOfKey: (path: readonly PropertyKey[], key: string) => Place;
}

/** Parses a YAML 1.2 text. Throws `definition/bad-yaml` for the first syntax error, duplicate keys included, at its line and column. */
export function parseYamlDocument(text: string, file: string): YamlDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false, strict: true });
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const [problem, ...others] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    // What a wrong indentation makes of the rest of the file is not worth reading.
    const more = others.length === 0 ? '' : ' Mend this first: errors further down may come from it.';
    throw new InputError(
      'definition/bad-yaml',
      `Expected valid YAML: ${problem.message.replace(/\.$/, '')}.${more}`,
      place(problem.pos[0]),
    );
  }
  return {
    file,
    value: toValue(document, file),
    placeOf: (path) => place(startOf(nearestNode(document, path))),
    placeOfKey: (path, key) => place(keyStart(document, path, key)),
  };
}

function toValue(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 200 });
  } catch (error) {
    throw new InputError(
      'definition/bad-yaml',
      `Expected aliases that expand to a small document: ${error instanceof Error ? error.message : String(error)}`,
      { file },
    );
  }
}

function nearestNode(document: Document, path: readonly PropertyKey[]): Node | null {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = nodeAt(document, path.slice(0, length));
    if (node !== null) return node;
  }
  return null;
}

function nodeAt(document: Document, path: readonly PropertyKey[]): Node | null {
  let node = document.contents as Node | null;
  for (const key of path) {
    if (isAlias(node)) node = (node.resolve(document) as Node | undefined) ?? null;
    if (node === null || !('get' in node)) return null;
    node = ((node as unknown as { get: (k: unknown, keep: true) => unknown }).get(key, true) as Node | undefined) ?? null;
  }
  return node;
}

function keyStart(document: Document, path: readonly PropertyKey[], key: string): number {
  let node = nodeAt(document, path);
  if (isAlias(node)) node = (node.resolve(document) as Node | undefined) ?? null;
  if (isMap(node)) {
    for (const pair of node.items) {
      if (isPair(pair) && String((pair.key as { value?: unknown } | null)?.value) === key) return startOf(pair.key as Node);
    }
  }
  return startOf(nearestNode(document, path));
}

function startOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}
