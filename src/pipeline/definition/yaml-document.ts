import { type Document, isAlias, isMap, isPair, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';
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
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false, strict: true });
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const [problem, ...others] = [...document.errors, ...document.warnings, ...keysTwice(document)];
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

interface Problem {
  readonly message: string;
  readonly pos: readonly [number, number];
}

/** Keys that stand twice in one mapping. The parser compares each key with all before it: forty thousand would take minutes. */
function keysTwice(document: Document): readonly Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Map: (_, map) => {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) problems.push({ message: 'Map keys must be unique', pos: [startOf(key), startOf(key)] });
        seen.add(key.value);
      }
    },
  });
  return problems;
}

/** Throws where an alias stands within what it names: such a value has no end. */
function refuseEndless(value: unknown, above: ReadonlySet<unknown>, seen: Set<unknown>): void {
  if (typeof value !== 'object' || value === null) return;
  if (above.has(value)) throw new Error('an alias stands within the value that it names.');
  if (seen.has(value)) return;
  seen.add(value);
  const within = new Set(above).add(value);
  for (const part of Object.values(value)) refuseEndless(part, within, seen);
}

function toValue(document: Document, file: string): unknown {
  try {
    const value: unknown = document.toJS({ maxAliasCount: 200 });
    refuseEndless(value, new Set(), new Set());
    return value;
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
