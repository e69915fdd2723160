import { InputError } from '../errors.ts';
import { compileText } from './compiled-text.ts';
import type { GatingPlan } from './gating-plan.ts';
import { literal, partsOf, partText } from './kernel-text.ts';
import { scaleOf } from './scale-value.ts';
import type { BlockLayout, EventValues } from './selection.ts';
import type { ValueReader } from './statistics.ts';

export type StoredDecoders = readonly ((stored: number) => number)[];

/** The decoder of every column: kernels call those of logarithmic columns. */
export function storedDecoders(plan: GatingPlan): StoredDecoders {
  return plan.conversions.map((conversion) => scaleOf(conversion));
}

/** Readers of all values, generated: the numbers equal those of the exact path's readers bit for bit. */
export function compiledReaders(plan: GatingPlan, layout: BlockLayout): readonly ValueReader[] {
  const decoders = storedDecoders(plan);
  return plan.values.map((_, value) => {
    const parts = [...new Set(partsOf(plan, value))];
    const lines = parts.map((part) => `const ${part} = ${partText(plan, layout, part)};`);
    // Indices and numeric literals only: nothing of a file's text gets in here.
    const names = decoders.map((__, c) => `const s${c} = s[${c}];`);
    const make = compileText<(s: StoredDecoders) => ValueReader>(
      ['s'],
      `${names.join(' ')} return (values, p) => { ${lines.join(' ')} return v${value}; };`,
    );
    return make(decoders);
  });
}

/** Checks a block's values of the needed parameters: a value that is no finite number must never be compared. */
export type FiniteCheck = (values: EventValues, eventCount: number, firstEvent: number) => void;

/** Errors of the check: `fcs/not-a-number`. */
export function finiteCheck(plan: GatingPlan, layout: BlockLayout): FiniteCheck {
  const { columns, dataSet } = plan;
  if (columns.length === 0) return () => {};
  const at = columns.map((_, c) => `[p + ${literal(layout.offsets[c] ?? 0)}]`);
  const loop = (init: string, body: string, result: string) =>
    `${init} for (let e = 0, p = 0; e < n; e++, p += ${literal(layout.stride)}) ${body} return ${result};`;
  // 0 x a finite number is 0; 0 x infinity and 0 x NaN are NaN, which stays.
  const sum = pairwise(
    at.map((index) => `values${index}`),
    '+',
  );
  const finiteDoubles = compileText<(values: EventValues, eventCount: number) => boolean>(
    ['values', 'n'],
    loop('let z = 0;', `z += (${sum}) * 0;`, 'z === 0'),
  );
  // A single whose exponent is all ones, and no other, carries into the sign when one is added to the exponent: no need to make it a double.
  const carries = pairwise(
    at.map((index) => `((bits${index} & 0x7fffffff) + 0x00800000)`),
    '|',
  );
  const finiteSingles = compileText<(bits: Int32Array, eventCount: number) => boolean>(
    ['bits', 'n'],
    loop('let z = 0;', `z |= ${carries};`, 'z >= 0'),
  );
  const allFinite = (values: EventValues, eventCount: number) =>
    values instanceof Float32Array
      ? finiteSingles(new Int32Array(values.buffer, values.byteOffset, values.length), eventCount)
      : finiteDoubles(values, eventCount);
  return (values, eventCount, firstEvent) => {
    if (allFinite(values, eventCount)) return;
    for (let event = 0; event < eventCount; event++) {
      columns.forEach((position, c) => {
        const value = values[event * layout.stride + (layout.offsets[c] ?? 0)] ?? Number.NaN;
        if (Number.isFinite(value)) return;
        const name = dataSet.parameters[position]?.name ?? '';
        const sentence = `Expected a finite number as '${name}' of event ${firstEvent + event + 1}, found ${value}.`;
        throw new InputError('fcs/not-a-number', sentence, { file: dataSet.file, dataSet: dataSet.number });
      });
    }
  };
}

/** Joins two and two, so that the processor need not wait for each operation. */
function pairwise(terms: readonly string[], operator: '+' | '|'): string {
  if (terms.length <= 1) return terms[0] ?? '0';
  const half = terms.length >> 1;
  return `(${pairwise(terms.slice(0, half), operator)} ${operator} ${pairwise(terms.slice(half), operator)})`;
}
