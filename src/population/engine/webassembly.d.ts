/** What kernels use of the WebAssembly interface, which the types of Node 20 leave to those of browsers. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
  }
  class Memory {
    constructor(descriptor: { readonly initial: number });
    readonly buffer: ArrayBuffer;
  }
  type Function = (...operands: number[]) => number;
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, Function | Memory>>>>);
    readonly exports: Readonly<Record<string, Function>>;
  }
}
