/*
 * A small writer of WebAssembly: instructions as bytes, operands before their operator, and a module of functions. What a kernel needs and no
 * more; the numbers of instructions are those of the WebAssembly core specification 2.0, chapter 5.4.
 */

/** Instructions that leave one value, or none: bytes, or pieces of code in one another, which are joined once when the module is made. */
export type Code = number | Uint8Array | readonly Code[];
export type ValueType = 'i32' | 'f64' | 'v128';

const TYPE_BYTE = { i32: 0x7f, f64: 0x7c, v128: 0x7b } as const satisfies Record<ValueType, number>;

export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value | 0; ; rest >>= 7) {
    const low = rest & 0x7f;
    if (rest >> 7 === ((low & 0x40) === 0 ? 0 : -1)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

export function f64(value: number): Code {
  return [0x44, numberBytes(value)];
}

function numberBytes(value: number): Code {
  if (Number.isNaN(value)) throw new RangeError('NaN in a kernel');
  const word = new DataView(new ArrayBuffer(8));
  word.setFloat64(0, value, true);
  return new Uint8Array(word.buffer);
}

export const i32 = (value: number): Code => [0x41, signed(value)];
export const get = (local: number): Code => [0x20, unsigned(local)];
export const set = (local: number, value: Code): Code => [value, 0x21, unsigned(local)];

const binary =
  (...operator: readonly number[]) =>
  (a: Code, b: Code): Code => [a, b, operator];
const unary =
  (...operator: readonly number[]) =>
  (a: Code): Code => [a, operator];

export const addDoubles = binary(0xa0);
export const subtractDoubles = binary(0xa1);
export const multiplyDoubles = binary(0xa2);
export const divideDoubles = binary(0xa3);
/** NaN where either is NaN, as `Math.min` and `Math.max`. */
const smaller = binary(0xa4);
const larger = binary(0xa5);
/** Brings a number between two, of which either may be infinite. */
export const clampCode = (x: Code, { min, max }: { readonly min: number; readonly max: number }): Code =>
  smaller(f64(max), larger(f64(min), x));
export const equal = binary(0x61);
export const less = binary(0x63);
export const greater = binary(0x64);
export const atMost = binary(0x65);
export const atLeast = binary(0x66);

export const not = unary(0x45);
export const sameInteger = binary(0x46);
export const otherInteger = binary(0x47);
export const lessInteger = binary(0x48);
export const belowUnsigned = binary(0x49);
export const atLeastInteger = binary(0x4e);
export const plus = binary(0x6a);
export const minus = binary(0x6b);
export const times = binary(0x6c);
export const and = binary(0x71);
export const or = binary(0x72);
export const xor = binary(0x73);
export const shiftRight = binary(0x76);
export const truncate = unary(0xfc, 0x02);
export const asNumber = unary(0xb7);
/** The bits of a number rounded to a single. */
export const bitsOfSingle = unary(0xb6, 0xbc);

const memory =
  (...operator: readonly number[]) =>
  (address: Code, offset = 0): Code => [address, operator, 0, unsigned(offset)];
export const loadSingle = (address: Code, offset = 0): Code => [address, 0x2a, 0, unsigned(offset), 0xbb];
export const loadDouble = memory(0x2b);
export const loadInteger = memory(0x28);
export const loadByte = memory(0x2d);
export const storeInteger = (address: Code, value: Code, offset = 0): Code => [address, value, 0x36, 0, unsigned(offset)];

/** Four integers side by side. */
export const loadFour = memory(0xfd, 0x00);
export const fourIntegers = (values: readonly number[]): Code => {
  const lanes = new DataView(new ArrayBuffer(16));
  values.forEach((value, lane) => {
    lanes.setInt32(4 * lane, value, true);
  });
  return [0xfd, 0x0c, new Uint8Array(lanes.buffer)];
};
export const andFour = binary(0xfd, 0x4e);
export const orFour = binary(0xfd, 0x50);
export const plusFour = binary(0xfd, 0xae, 0x01);
/** The signs of four integers as bits. */
export const signsOfFour = unary(0xfd, 0xa4, 0x01);

/** Two numbers side by side. */
export const twice = unary(0xfd, 0x14);
export const twiceSingle = (address: Code, offset: number): Code => [address, 0xfd, 0x09, 0, unsigned(offset), 0xfd, 0x5f];
export const twiceDouble = (address: Code, offset: number): Code => [address, 0xfd, 0x0a, 0, unsigned(offset)];
export const addPairs = binary(0xfd, 0xf0, 0x01);
export const multiplyPairs = binary(0xfd, 0xf2, 0x01);
export const ofPair = (pair: Code, lane: 0 | 1): Code => [pair, 0xfd, 0x21, lane];
/** A call of an imported function, by its place among the imports. */
export const callImport = (place: number, ...operands: readonly Code[]): Code => [operands, 0x10, unsigned(place)];
/** A call of a function of the module itself: its number is known when all imports are, until then it stands as one entry above all bytes. */
export const callOwn = (place: number, ...operands: readonly Code[]): Code => [operands, 0x10, FIRST_OWN + place];
const FIRST_OWN = 256;
export const when = (condition: Code, body: Code): Code => [condition, 0x04, 0x40, body, 0x0b];
/** One value or another: only the chosen one is computed. */
export const choose = (condition: Code, [yes, no]: readonly [Code, Code], type: ValueType = 'i32'): Code => [
  condition,
  0x04,
  TYPE_BYTE[type],
  yes,
  0x05,
  no,
  0x0b,
];
/** Truth values; the second is not computed where the first decides. */
export const both = (first: Code, second: Code): Code => choose(first, [second, i32(0)]);
export const either = (first: Code, second: Code): Code => choose(first, [i32(1), second]);
/** Runs the body, then again as long as the condition that it ends with holds. */
export const repeatWhile = (body: Code, condition: Code): Code => [0x03, 0x40, body, condition, 0x0d, 0, 0x0b];
export const returnNow = (value: Code): Code => [value, 0x0f];

export interface Signature {
  readonly parameters: readonly ValueType[];
  readonly result: ValueType | null;
}

export interface WasmFunction extends Signature {
  /** Absent = not to be called from outside. */
  readonly name?: string;
  readonly locals: readonly ValueType[];
  readonly body: Code;
}

/** The first bytes of every module: its mark and version 1. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00] as const;

/** Imports are `e.<name>` and the memory `e.memory`; functions of a module are numbered with the imported ones first. */
export function wasmModule(
  imports: readonly (Signature & { readonly name: string })[],
  functions: readonly WasmFunction[],
): Uint8Array<ArrayBuffer> {
  const exported = functions.flatMap(({ name }, i) => (name === undefined ? [] : [[text(name), 0x00, unsigned(imports.length + i)]]));
  return joined(
    [
      MAGIC,
      section(1, [...imports, ...functions].map(signatureCode)),
      section(2, [
        [text('e'), text('memory'), 0x02, 0x00, 0x00],
        ...imports.map(({ name }, i): Code => [text('e'), text(name), 0x00, unsigned(i)]),
      ]),
      section(
        3,
        functions.map((_, i) => unsigned(imports.length + i)),
      ),
      section(7, exported),
      section(
        10,
        functions.map((one) => sized(joined(functionCode(one), imports.length))),
      ),
    ],
    imports.length,
  );
}

function signatureCode({ parameters, result }: Signature): Code {
  const types = (list: readonly ValueType[]): Code => [unsigned(list.length), list.map((type) => TYPE_BYTE[type])];
  return [0x60, types(parameters), types(result === null ? [] : [result])];
}

function functionCode({ locals, body }: WasmFunction): Code {
  return [unsigned(locals.length), locals.map((type) => [0x01, TYPE_BYTE[type]]), body, 0x0b];
}

function section(id: number, entries: readonly Code[]): Code {
  return [id, sized(joined([unsigned(entries.length), entries], 0))];
}

function sized(bytes: Uint8Array): Code {
  return [unsigned(bytes.length), bytes];
}

function text(value: string): Code {
  return [unsigned(value.length), new TextEncoder().encode(value)];
}

/** All bytes of a piece of code. */
function joined(code: Code, importCount: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(lengthOf(code));
  return bytes.subarray(0, join(code, { bytes, importCount }, 0));
}

/** At most five bytes for the number of a function. */
function lengthOf(code: Code): number {
  if (typeof code === 'number') return code < FIRST_OWN ? 1 : 5;
  if (code instanceof Uint8Array) return code.length;
  let length = 0;
  for (let i = 0; i < code.length; i++) length += lengthOf(code[i]!);
  return length;
}

interface Joining {
  readonly bytes: Uint8Array;
  readonly importCount: number;
}

/** Writes from `at` on and gives the place after it. */
function join(code: Code, joining: Joining, at: number): number {
  const { bytes, importCount } = joining;
  if (typeof code === 'number') {
    if (code >= FIRST_OWN) return join(unsigned(importCount + code - FIRST_OWN), joining, at);
    bytes[at] = code;
    return at + 1;
  }
  if (code instanceof Uint8Array) {
    bytes.set(code, at);
    return at + code.length;
  }
  let end = at;
  for (let i = 0; i < code.length; i++) end = join(code[i]!, joining, end);
  return end;
}
