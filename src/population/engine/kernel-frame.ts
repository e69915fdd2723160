import { PLACE_CELLS, type PlaceCells, placeTable } from '../place-table.ts';
import type { BlockLayout } from '../selection.ts';
import type { ScaleTransform } from '../transforms/scale-transform.ts';
import { decoderFunction } from './kernel-decoder.ts';
import { placeFunction } from './kernel-places.ts';
import { GRID_SIDE, type RegionGrid } from './region-grid.ts';
import { type LogScale, logDecoder, logTableLength } from './scale-value.ts';
import { type Code, callImport, callOwn, clampCode, get, type Signature, type ValueType, type WasmFunction } from './wasm-code.ts';

/** Stored values as they come: singles, or doubles (everything that was decoded). */
export type ValueKind = 'singles' | 'doubles';

type Imported = (...operands: number[]) => number;
/** What is put into the memory before the first event, and what an imported function needs of it. */
type Filling = (memory: ArrayBuffer) => void;

/** Up to 2 MB each; more different amplifiers are decoded event by event. */
const MOST_TABLES = 32;

/** What the code of one kernel refers to: local variables, functions of the module and of ours, and places in its memory. */
export class KernelFrame {
  readonly layout: BlockLayout;
  readonly kind: ValueKind;
  readonly locals: ValueType[] = [];
  readonly imports: (Signature & { readonly name: string })[] = [];
  readonly own: WasmFunction[] = [];
  byteLength = 0;
  private readonly parameterCount: number;
  private readonly namedLocals = new Map<string, number>();
  private readonly functions: ((memory: ArrayBuffer) => Imported)[] = [];
  private readonly fillings: Filling[] = [];
  private readonly placesOf = new Map<ScaleTransform, (linear: Code) => Code>();
  private readonly exactOf = new Map<ScaleTransform, number>();
  private readonly decoders = new Map<string, number>();

  constructor(layout: BlockLayout, kind: ValueKind, parameterCount: number) {
    this.layout = layout;
    this.kind = kind;
    this.parameterCount = parameterCount;
  }

  /** The number of a local variable of the main function. */
  local(name: string, type: ValueType): number {
    const known = this.namedLocals.get(name);
    if (known !== undefined) return known;
    const number = this.parameterCount + this.locals.length;
    this.locals.push(type);
    this.namedLocals.set(name, number);
    return number;
  }

  /** Address of the event's stored values. */
  event(): Code {
    return get(this.local('p', 'i32'));
  }

  /** A part that has been computed for this event. */
  part(name: string): Code {
    return get(this.local(name, 'f64'));
  }

  /** A place in the memory, 16-byte aligned. */
  allocate(bytes: number): number {
    const address = Math.ceil(this.byteLength / 16) * 16;
    this.byteLength = address + bytes;
    return address;
  }

  /** Numbers in the memory: the engine loads them sooner than it makes them of an instruction. */
  numbers(values: readonly number[]): number {
    const address = this.allocate(8 * values.length);
    this.fillings.push((memory) => new Float64Array(memory, address, values.length).set(values));
    return address;
  }

  /** The exact transform of a linear value. */
  exact(transform: ScaleTransform, linear: Code): Code {
    const known = this.exactOf.get(transform) ?? this.import('f64', 1, () => transform.forward as Imported);
    this.exactOf.set(transform, known);
    return callImport(known, linear);
  }

  /** The place of a linear value on its scale, by table (`place-table.ts`). */
  place(transform: ScaleTransform | null, linear: Code): Code {
    if (transform === null) return linear;
    if (transform.bounds !== undefined) return clampCode(this.place(transform.bounds.of, linear), transform.bounds);
    if (transform.type === 'linear') return this.exact(transform, linear);
    const known = this.placesOf.get(transform) ?? this.placeTable(transform);
    this.placesOf.set(transform, known);
    return known(linear);
  }

  /** A function of ours over linear values that gives 1 or 0. */
  test(operands: number, decide: (...linear: number[]) => boolean): number {
    return this.import(
      'i32',
      operands,
      () =>
        (...linear) =>
          decide(...linear) ? 1 : 0,
    );
  }

  /** The cells of a grid (memory begins as zeros: all unknown), and the function that classifies one. */
  grid(grid: RegionGrid): { readonly cells: number; readonly classify: number } {
    const cells = this.allocate(GRID_SIDE * GRID_SIDE);
    const classify = this.import(
      'i32',
      2,
      (memory) => {
        const bytes = new Uint8Array(memory, cells, GRID_SIDE * GRID_SIDE);
        return (i, j) => {
          const state = grid.classify(i, j);
          bytes[j * GRID_SIDE + i] = state;
          return state;
        };
      },
      'i32',
    );
    return { cells, classify };
  }

  /** The own function that decodes a logarithmic column. */
  decoder(conversion: LogScale): number {
    const key = JSON.stringify(conversion);
    const known = this.decoders.get(key);
    if (known !== undefined) return known;
    const length = this.decoders.size < MOST_TABLES ? logTableLength(conversion) : 0;
    const address = this.allocate(8 * length);
    const slowly = this.import('f64', 1, (memory) => logDecoder(conversion, new Float64Array(memory, address, length)) as Imported);
    this.own.push(decoderFunction({ address, length, slowly }));
    this.decoders.set(key, this.own.length - 1);
    return this.own.length - 1;
  }

  /** The imported functions and the memory of one instance. */
  environment(): Readonly<Record<string, Imported | WebAssembly.Memory>> & { readonly memory: WebAssembly.Memory } {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(this.byteLength / 65_536) });
    for (const fill of this.fillings) fill(memory.buffer);
    const functions = this.imports.map(({ name }, i): [string, Imported] => [name, this.functions[i]!(memory.buffer)]);
    return { ...Object.fromEntries(functions), memory };
  }

  private placeTable(transform: ScaleTransform): (linear: Code) => Code {
    const address = this.allocate(PLACE_CELLS * 8);
    const cellsIn = (memory: ArrayBuffer): PlaceCells => new Float64Array(memory, address, PLACE_CELLS);
    this.fillings.push((memory) => cellsIn(memory).fill(Number.NaN));
    const slowly = this.import('f64', 1, (memory) => placeTable(transform, cellsIn(memory)) as Imported);
    this.own.push(placeFunction({ transform, address, slowly }));
    const place = this.own.length - 1;
    return (linear) => callOwn(place, linear);
  }

  private import(result: 'i32' | 'f64', operands: number, make: (memory: ArrayBuffer) => Imported, operand: ValueType = 'f64'): number {
    const place = this.imports.length;
    this.imports.push({ name: `i${place}`, parameters: Array.from({ length: operands }, () => operand), result });
    this.functions.push(make);
    return place;
  }
}
