import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What somebody does who follows one of the five tasks of CONTRIBUTING.md, from a blank file. */
export interface Recipe {
  /** As the task begins there. */
  readonly task: string;
  readonly steps: readonly Step[];
  /** A test of what the project can do then, by its name in `test/recipes`. */
  readonly proof: { readonly name: string; readonly text: string };
}

/** A new file, or a text put before another that stands once in a file; `last` is what is done last: pages, examples, the second language. */
export type Step = { readonly path: string; readonly last?: true } & (
  | { readonly write: string }
  | { readonly before: string; readonly put: string }
  | { readonly instead: string; readonly put: string }
);

/** Does a step in a copy of the project. */
export function take(step: Step, root: string): void {
  const path = join(root, step.path);
  if ('write' in step) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, step.write, { flag: 'wx' });
    return;
  }
  const text = readFileSync(path, 'utf8');
  const at = 'before' in step ? step.before : step.instead;
  if (text.split(at).length !== 2) throw new Error(`expected '${at}' once in ${step.path}, found it ${text.split(at).length - 1} times`);
  const put = 'before' in step ? `${step.put}${at}` : step.put;
  writeFileSync(
    path,
    text.replace(at, () => put),
  );
}

/** Files that a recipe touches, each once, by what they are. */
export function touched({ steps }: Recipe): Readonly<Record<'source' | 'page' | 'fixture' | 'test', number>> {
  const files = [...new Set(steps.map(({ path }) => path))];
  const count = (pattern: RegExp) => files.filter((file) => pattern.test(file)).length;
  return {
    source: count(/^src\//),
    page: count(/^docs\//),
    fixture: count(/^test\/.*\/fixtures\//),
    test: count(/^test\/.*\.test\.ts$/),
  };
}
