import type { BlockLayout } from '../selection.ts';
import type { ValueKind } from './kernel-frame.ts';
import {
  and,
  andFour,
  type Code,
  fourIntegers,
  get,
  i32,
  lessInteger,
  loadFour,
  loadInteger,
  not,
  or,
  orFour,
  plus,
  plusFour,
  repeatWhile,
  set,
  signsOfFour,
  times,
  type WasmFunction,
  when,
} from './wasm-code.ts';

interface FiniteRequest {
  readonly layout: BlockLayout;
  readonly kind: ValueKind;
  /** Where in an event the needed values lie. */
  readonly columns: readonly number[];
  /** Address of the first event. */
  readonly values: number;
}

const [COUNT, ADDRESS, END, SEEN, SEEN_FOUR] = [0, 1, 2, 3, 4] as const;
const ALL_BUT_SIGN = 0x7fffffff;
/** One in the exponent of a single, and of the upper half of a double. */
const EXPONENT = { singles: 0x00800000, doubles: 0x00100000 } as const;

/**
 * `finite(count)`: 1 where the needed values of the first events are all finite, else 0. A number whose exponent is all ones (infinity, NaN), and no
 * other, carries into the sign when one is added to its exponent.
 */
export function finiteFunction({ layout, kind, columns, values }: FiniteRequest): WasmFunction {
  const size = kind === 'singles' ? 4 : 8;
  const stride = size * layout.stride;
  const check = kind === 'singles' && layout.stride >= 4 ? checkByFours(columns, layout.stride) : checkOneByOne(columns, kind);
  const body = [
    set(ADDRESS, i32(values)),
    set(END, plus(i32(values), times(get(COUNT), i32(stride)))),
    when(
      lessInteger(get(ADDRESS), get(END)),
      repeatWhile([check, set(ADDRESS, plus(get(ADDRESS), i32(stride)))], lessInteger(get(ADDRESS), get(END))),
    ),
    not(or(lessInteger(get(SEEN), i32(0)), signsOfFour(get(SEEN_FOUR)))),
  ];
  return { name: 'finite', parameters: ['i32'], result: 'i32', locals: ['i32', 'i32', 'i32', 'v128'], body };
}

function checkOneByOne(columns: readonly number[], kind: ValueKind): Code {
  const size = kind === 'singles' ? 4 : 8;
  // The upper half of a little-endian double comes second.
  const offset = kind === 'singles' ? 0 : 4;
  return columns.map((column) =>
    set(SEEN, or(get(SEEN), plus(and(loadInteger(get(ADDRESS), size * column + offset), i32(ALL_BUT_SIGN)), i32(EXPONENT[kind])))),
  );
}

/** Four columns at a time; the last four overlap those before where the columns are no multiple of four. */
function checkByFours(columns: readonly number[], stride: number): Code {
  const needed = new Set(columns);
  const starts = Array.from({ length: Math.ceil(stride / 4) }, (_, i) => Math.min(4 * i, stride - 4));
  return starts.map((start) => {
    const lanes = [0, 1, 2, 3].map((lane) => (needed.has(start + lane) ? ALL_BUT_SIGN : 0));
    if (lanes.every((lane) => lane === 0)) return [];
    const one = fourIntegers([0, 1, 2, 3].map(() => EXPONENT.singles));
    return set(SEEN_FOUR, orFour(get(SEEN_FOUR), plusFour(andFour(loadFour(get(ADDRESS), 4 * start), fourIntegers(lanes)), one)));
  });
}
