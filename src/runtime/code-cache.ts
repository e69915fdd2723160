import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

/** Where the build collects scripts whose code it wants to keep: see scripts/bundle-command.mjs. */
const RECORDER = Symbol.for('cytolot.code-cache');

type Wrapped = (
  this: unknown,
  exports: unknown,
  require: (name: string) => unknown,
  module: NodeJS.Module,
  file: string,
  folder: string,
) => void;

/**
 * Loads the chunks of the bundled command in a folder (`.cjs`) with the code that the engine compiled when they were built (`.cjs.cache` beside them). The names
 * of chunks hold a hash of their text, and code of another engine or of other flags is refused by the engine, which then compiles the text as ever.
 */
export function loadChunksWithCodeCache(folder: string): void {
  const extensions = Reflect.get(Module, '_extensions') as Record<string, (module: NodeJS.Module, file: string) => void>;
  const asEver = extensions['.js'];
  extensions['.cjs'] = (module, file) => {
    if (dirname(file) !== folder && asEver !== undefined) return asEver(module, file);
    const cachedData = readCache(`${file}.cache`);
    const text = Module.wrap(readFileSync(file, 'utf8'));
    const script = new Script(text, { filename: file, ...(cachedData === null ? {} : { cachedData }) });
    const recorder: unknown = Reflect.get(globalThis, RECORDER);
    if (recorder instanceof Map) recorder.set(file, script);
    const run = script.runInThisContext() as Wrapped;
    run.call(module.exports, module.exports, (name) => module.require(name), module, file, folder);
  };
}

function readCache(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    // Without it the command starts slower, and does the same.
    return null;
  }
}
