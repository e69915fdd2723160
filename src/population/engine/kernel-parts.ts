import type { GatingPlan, Value } from '../gating-plan.ts';
import type { KernelFrame } from './kernel-frame.ts';
import {
  addDoubles,
  addPairs,
  type Code,
  callOwn,
  clampCode,
  divideDoubles,
  f64,
  get,
  i32,
  loadDouble,
  loadFour,
  loadSingle,
  multiplyDoubles,
  multiplyPairs,
  subtractDoubles,
  twice,
  twiceDouble,
  twiceSingle,
} from './wasm-code.ts';

export type SumValue = Extract<Value, { kind: 'sum' }>;

/** What stands behind a part's name (`kernel-text.ts` says what parts are): the same operations in the same order as the exact path. */
export function partCode(plan: GatingPlan, frame: KernelFrame, part: string): Code {
  const index = Number(part.slice(1));
  return part.startsWith('c') ? columnCode(plan, frame, index) : valueCode(plan, frame, index);
}

function columnCode(plan: GatingPlan, frame: KernelFrame, column: number): Code {
  const { layout, kind } = frame;
  const offset = layout.offsets[column] ?? 0;
  const stored = kind === 'singles' ? loadSingle(frame.event(), 4 * offset) : loadDouble(frame.event(), 8 * offset);
  const conversion = plan.conversions[column] ?? { kind: 'identity' };
  switch (conversion.kind) {
    case 'identity':
      return stored;
    case 'factor':
      return multiplyDoubles(stored, f64(conversion.factor));
    case 'gain':
      return divideDoubles(stored, f64(conversion.divisor));
    case 'log':
      return callOwn(frame.decoder(conversion), stored);
  }
}

function valueCode(plan: GatingPlan, frame: KernelFrame, index: number): Code {
  const value = plan.values[index]!;
  switch (value.kind) {
    case 'column':
      return frame.part(`c${value.column}`);
    case 'sum':
      if (value.columns.length === 0) return f64(0);
      return value.columns
        .map((column, i) => multiplyDoubles(frame.part(`c${column}`), f64(value.coefficients[i] ?? 0)))
        .reduce((sum, term) => addDoubles(sum, term));
    case 'ratio': {
      const above = multiplyDoubles(f64(value.A), subtractDoubles(frame.part(`v${value.numerator}`), f64(value.B)));
      const ratio = divideDoubles(above, subtractDoubles(frame.part(`v${value.denominator}`), f64(value.C)));
      return value.bounds === null ? ratio : clampCode(ratio, value.bounds);
    }
  }
}

/** A column twice, for sums of the same columns that are computed side by side. */
export function columnTwice(plan: GatingPlan, frame: KernelFrame, column: number): Code {
  const { layout, kind } = frame;
  const offset = layout.offsets[column] ?? 0;
  if ((plan.conversions[column]?.kind ?? 'identity') !== 'identity') return twice(frame.part(`c${column}`));
  return kind === 'singles' ? twiceSingle(frame.event(), 4 * offset) : twiceDouble(frame.event(), 8 * offset);
}

/** Two sums of the same columns at once: in each the same operations in the same order as alone. `s…` are the columns twice. */
export function sumsCode([first, second]: readonly [SumValue, SumValue], frame: KernelFrame): Code {
  const address = frame.numbers(first.columns.flatMap((_, i) => [first.coefficients[i] ?? 0, second.coefficients[i] ?? 0]));
  return first.columns
    .map((column, i) => multiplyPairs(get(frame.local(`s${column}`, 'v128')), loadFour(i32(0), address + 16 * i)))
    .reduce((sum, term) => addPairs(sum, term));
}
