import { join } from 'node:path';
import type { Script } from 'node:vm';
import { ScriptReader } from './code-cache.ts';

/** Where the build collects what was loaded: see scripts/record-code-cache.cjs. */
const RECORDER = Symbol.for('cytolot.code-cache');

type Require = (name: string) => unknown;
type Chunk = (this: unknown, exports: unknown, require: Require, module: { exports: unknown }, file: string, folder: string) => void;

/**
 * Gives what loads the chunks of the bundled command in a folder, by their names. A chunk is the text of a function; those that commands load together
 * at their start lie in one file, the text of an object of chunks, and `groups.json` says which. `outside` loads everything that is no chunk.
 */
export function openChunks(folder: string, outside: Require): Require {
  const reader = new ScriptReader();
  const groupOf: Readonly<Record<string, string>> = JSON.parse(reader.readText(join(folder, 'groups.json')));
  const recorder = Reflect.get(globalThis, RECORDER) as Recorder | undefined;
  const evaluated = new Map<string, unknown>();
  const modules = new Map<string, { exports: unknown }>();

  const evaluate = (name: string): unknown => {
    if (evaluated.has(name)) return evaluated.get(name);
    const file = join(folder, name);
    const script = reader.readScript(file);
    recorder?.scripts.set(file, script);
    const value: unknown = script.runInThisContext();
    evaluated.set(name, value);
    return value;
  };
  const load = (name: string): unknown => {
    const known = modules.get(name);
    if (known !== undefined) return known.exports;
    const group = groupOf[name];
    const chunk = (group === undefined ? evaluate(name) : Reflect.get(Object(evaluate(group)), name)) as Chunk;
    recorder?.chunks.push(name);
    const module = { exports: {} };
    modules.set(name, module);
    try {
      chunk.call(module.exports, module.exports, requireOfChunk, module, join(folder, name), folder);
    } catch (error) {
      // Whoever asks again must not get half of it.
      modules.delete(name);
      throw error;
    }
    return module.exports;
  };
  const requireOfChunk: Require = (name) => (name.startsWith('./') ? load(name.slice(2)) : outside(name));
  return load;
}

interface Recorder {
  readonly scripts: Map<string, Script>;
  readonly chunks: string[];
}
