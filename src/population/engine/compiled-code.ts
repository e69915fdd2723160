import type { Kernel } from './kernel.ts';

/**
 * What was compiled for gates, and what the engine has learnt about it: files of one plate share it. Whoever gates on one thread opens one and hands it on;
 * it needs no closing, since all that it holds goes with it.
 */
export interface CompiledCode {
  /** A function of generated text, which holds indices and numeric literals only: the same text gives the same function. */
  readonly functionOf: <Compiled>(parameters: readonly string[], text: string) => Compiled;
  /** The same bytes give the same module: files with different spillover share theirs. */
  readonly moduleOf: (bytes: Uint8Array<ArrayBuffer>) => WebAssembly.Module;
  /** A kernel that was kept under all that decides what it does. */
  readonly kernelOf: (key: string) => Kernel | undefined;
  readonly keepKernel: (key: string, kernel: Kernel) => void;
}

const MOST = { functions: 64, modules: 64, kernels: 16 } as const;

/** Nothing is compiled yet. */
export function openCompiledCode(): CompiledCode {
  const functions = kept<unknown>(MOST.functions);
  const modules = kept<WebAssembly.Module>(MOST.modules);
  const kernels = kept<Kernel>(MOST.kernels);
  return {
    functionOf: <Compiled>(parameters: readonly string[], text: string) =>
      // The one place where text becomes code; what it may hold is said above. The text decides the type, which only its writer knows.
      // oxlint-disable-next-line typescript/no-implied-eval
      functions.of(`${parameters.join()} ${text}`, () => new Function(...parameters, text)) as Compiled,
    moduleOf: (bytes) => modules.of(new TextDecoder('latin1').decode(bytes), () => new WebAssembly.Module(bytes)),
    kernelOf: kernels.get,
    keepKernel: kernels.keep,
  };
}

/** Values by their keys; when there are too many, all go. */
function kept<Value>(most: number) {
  const values = new Map<string, Value>();
  const keep = (key: string, value: Value): Value => {
    if (values.size >= most && !values.has(key)) values.clear();
    values.set(key, value);
    return value;
  };
  return {
    get: (key: string) => values.get(key),
    keep,
    of: (key: string, make: () => Value): Value => values.get(key) ?? keep(key, make()),
  };
}
