import {
  asNumber,
  belowUnsigned,
  both,
  callImport,
  equal,
  f64,
  get,
  i32,
  less,
  loadDouble,
  returnNow,
  set,
  times,
  truncate,
  type WasmFunction,
  when,
} from './wasm-code.ts';

interface LogTable {
  readonly address: number;
  readonly length: number;
  /** Place among the imports of the function that decodes any value and remembers it. */
  readonly slowly: number;
}

const [STORED, INDEX, KNOWN] = [0, 1, 2] as const;

/** Stored integer → scale value by table (`scale-value.ts`); whatever is no integer of the table, or not yet in it (0), is decoded by itself. */
export function decoderFunction({ address, length, slowly }: LogTable): WasmFunction {
  const [stored, index] = [get(STORED), get(INDEX)];
  const inTable = both(belowUnsigned(index, i32(length)), equal(asNumber(index), stored));
  const body = [
    set(INDEX, truncate(stored)),
    when(inTable, [set(KNOWN, loadDouble(times(index, i32(8)), address)), when(less(f64(0), get(KNOWN)), returnNow(get(KNOWN)))]),
    callImport(slowly, stored),
  ];
  return { parameters: ['f64'], result: 'f64', locals: ['i32', 'f64'], body };
}
