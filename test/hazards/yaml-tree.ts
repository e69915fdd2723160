/** What a YAML document holds, so that a hazard can change one key of it. */
export type Tree = null | boolean | number | string | Tree[] | { [key: string]: Tree };

/** `attributes[viability].method.status`: keys joined by dots; in brackets the `id` or `name` of a list's entry, or its place from 0. */
function stepsOf(path: string): string[] {
  return path.split(/[.[\]]+/).filter((step) => step !== '');
}

function below(tree: Tree, step: string, path: string): { readonly holder: Tree[] | { [key: string]: Tree }; readonly key: string } {
  if (Array.isArray(tree)) {
    const named = tree.findIndex(
      (one) => one !== null && typeof one === 'object' && !Array.isArray(one) && [one.id, one.name].includes(step),
    );
    if (named >= 0 || /^\d+$/.test(step)) return { holder: tree, key: named >= 0 ? String(named) : step };
    throw new Error(`'${path}': no entry '${step}'`);
  }
  if (tree === null || typeof tree !== 'object') throw new Error(`'${path}': nothing below '${step}'`);
  return { holder: tree, key: step };
}

function valueAt({ holder, key }: ReturnType<typeof below>): Tree | undefined {
  return Array.isArray(holder) ? holder[Number(key)] : holder[key];
}

function place(tree: Tree, path: string): ReturnType<typeof below> {
  const steps = stepsOf(path);
  const last = steps.pop() ?? '';
  let at = tree;
  for (const step of steps) {
    const next = valueAt(below(at, step, path));
    if (next === undefined) throw new Error(`'${path}': nothing at '${step}'`);
    at = next;
  }
  return below(at, last, path);
}

/** The value at a path. Throws where there is none. */
export function getAt(tree: Tree, path: string): Tree {
  const found = valueAt(place(tree, path));
  if (found === undefined) throw new Error(`'${path}': nothing there`);
  return found;
}

/** Sets a key, new or not. */
export function setAt(tree: Tree, path: string, value: Tree): void {
  const { holder, key } = place(tree, path);
  if (Array.isArray(holder)) holder[Number(key)] = value;
  else holder[key] = value;
}

/** Takes a key or an entry away. */
export function removeAt(tree: Tree, path: string): void {
  getAt(tree, path);
  const { holder, key } = place(tree, path);
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

/** The list at a path. */
export function listAt(tree: Tree, path: string): Tree[] {
  const found = getAt(tree, path);
  if (!Array.isArray(found)) throw new Error(`'${path}': expected a list`);
  return found;
}
