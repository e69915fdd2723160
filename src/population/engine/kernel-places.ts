import { CELL, FIRST_KEY, KEY_SHIFT, KEYS, placeUnit } from '../place-table.ts';
import type { ScaleTransform } from '../transforms/scale-transform.ts';
import {
  addDoubles,
  and,
  atLeastInteger,
  bitsOfSingle,
  type Code,
  callImport,
  choose,
  equal,
  f64,
  get,
  i32,
  lessInteger,
  loadDouble,
  minus,
  multiplyDoubles,
  not,
  plus,
  returnNow,
  set,
  shiftRight,
  subtractDoubles,
  times,
  type WasmFunction,
  when,
} from './wasm-code.ts';

interface PlaceTable {
  readonly transform: ScaleTransform;
  readonly address: number;
  /** Place among the imports of the function that fills cells and asks the transform itself. */
  readonly slowly: number;
}

const [LINEAR, X, PATTERN, KEY, AT, T, PLACE] = [0, 1, 2, 3, 4, 5, 6] as const;

/** The look-up of `place-table.ts`, operation for operation, over the same cells. */
export function placeFunction({ transform, address, slowly }: PlaceTable): WasmFunction {
  const coefficient = (i: number): Code => loadDouble(get(AT), address + 8 * i);
  const ask = returnNow(callImport(slowly, get(LINEAR)));
  const cell = plus(
    choose(lessInteger(get(KEY), i32(0)), [i32(0), plus(get(KEY), i32(1))]),
    choose(lessInteger(get(PATTERN), i32(0)), [i32(KEYS + 1), i32(0)]),
  );
  const cubic = addDoubles(
    coefficient(1),
    multiplyDoubles(
      get(T),
      addDoubles(coefficient(2), multiplyDoubles(get(T), addDoubles(coefficient(3), multiplyDoubles(get(T), coefficient(4))))),
    ),
  );
  const body = [
    set(X, multiplyDoubles(get(LINEAR), f64(placeUnit(transform)))),
    set(PATTERN, bitsOfSingle(get(X))),
    set(KEY, minus(shiftRight(and(get(PATTERN), i32(0x7fffffff)), i32(KEY_SHIFT)), i32(FIRST_KEY))),
    when(atLeastInteger(get(KEY), i32(KEYS)), ask),
    set(AT, times(cell, i32(8 * CELL))),
    set(T, subtractDoubles(get(X), coefficient(0))),
    set(PLACE, cubic),
    when(not(equal(get(PLACE), get(PLACE))), ask),
    get(PLACE),
  ];
  return { parameters: ['f64'], result: 'f64', locals: ['f64', 'i32', 'i32', 'i32', 'f64', 'f64'], body };
}
