import {
  asNumber,
  belowUnsigned,
  both,
  callImport,
  choose,
  equal,
  get,
  i32,
  loadDouble,
  set,
  times,
  truncate,
  type WasmFunction,
} from './wasm-code.ts';

interface LogTable {
  readonly address: number;
  readonly length: number;
  /** Place among the imports of the function that decodes any value. */
  readonly slowly: number;
}

/** Stored integer → scale value by table (`scale-value.ts`); whatever is no integer of the table is decoded by itself. */
export function decoderFunction({ address, length, slowly }: LogTable): WasmFunction {
  const [stored, index] = [get(0), get(1)];
  const inTable = both(belowUnsigned(index, i32(length)), equal(asNumber(index), stored));
  const body = [set(1, truncate(stored)), choose(inTable, [loadDouble(times(index, i32(8)), address), callImport(slowly, stored)], 'f64')];
  return { parameters: ['f64'], result: 'f64', locals: ['i32'], body };
}
