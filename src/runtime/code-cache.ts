import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

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
 * Loads the chunks of the bundled command in a folder (`.cjs`, each the text of a function) with the code that the engine compiled when they were built (`.cjs.cache` beside
 * them). Code of another engine or of other flags is refused by the engine, which then compiles the text as ever. Damaged code it does not
 * refuse, nor code of another text of the same length: therefore each cache ends with a checksum over the text and the code.
 */
export function loadChunksWithCodeCache(folder: string): void {
  const extensions = Reflect.get(Module, '_extensions') as Record<string, (module: NodeJS.Module, file: string) => void>;
  const asEver = extensions['.js'];
  extensions['.cjs'] = (module, file) => {
    if (dirname(file) !== folder && asEver !== undefined) return asEver(module, file);
    const text = readFileSync(file);
    const cachedData = readCache(`${file}.cache`, text);
    const script = new Script(text.toString('utf8'), { filename: file, ...(cachedData === null ? {} : { cachedData }) });
    const recorder: unknown = Reflect.get(globalThis, RECORDER);
    if (recorder instanceof Map) recorder.set(file, script);
    const run = script.runInThisContext() as Wrapped;
    run.call(module.exports, module.exports, (name) => module.require(name), module, file, folder);
  };
}

const CHECKSUM_BYTES = 4;

/** The compiled code of a text, or null where there is none that belongs to it: then the command starts slower, and does the same. */
function readCache(file: string, text: Buffer): Buffer | null {
  const bytes = readWhereThere(file);
  if (bytes === null || bytes.length <= CHECKSUM_BYTES) return null;
  const code = bytes.subarray(0, -CHECKSUM_BYTES);
  return crc32(code, crc32(text)) === bytes.readUInt32LE(code.length) ? code : null;
}

function readWhereThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}
