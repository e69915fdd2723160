import { lazily } from '../../lazily.ts';
import type { GatingPlan } from '../gating-plan.ts';
import type { BlockLayout } from '../selection.ts';
import type { ValueReader } from '../statistics/statistics-plan.ts';
import type { CompiledCode } from './compiled-code.ts';
import { partsOf, partText } from './kernel-text.ts';
import { scaleOf } from './scale-value.ts';

export type StoredDecoders = readonly ((stored: number) => number)[];

/** The decoder of every column: generated readers and histograms call those of logarithmic columns. */
export function storedDecoders(plan: GatingPlan): StoredDecoders {
  return plan.conversions.map((conversion) => scaleOf(conversion));
}

/** The reader of each value, generated when it is first asked for: the numbers equal those of the exact path's readers bit for bit. */
export function compiledReaders(plan: GatingPlan, layout: BlockLayout, code: CompiledCode): (value: number) => ValueReader {
  const readers: ValueReader[] = [];
  const decoders = lazily(() => storedDecoders(plan));
  return (value) => {
    readers[value] ??= compiledReader(value, { plan, layout, decoders: decoders(), code });
    return readers[value];
  };
}

interface ReaderContext {
  readonly plan: GatingPlan;
  readonly layout: BlockLayout;
  readonly decoders: StoredDecoders;
  readonly code: CompiledCode;
}

function compiledReader(value: number, { plan, layout, decoders, code }: ReaderContext): ValueReader {
  const parts = [...new Set(partsOf(plan, value))];
  const lines = parts.map((part) => `const ${part} = ${partText(plan, layout, part)};`);
  // Indices and numeric literals only: nothing of a file's text gets in here.
  const names = decoders.map((_, c) => `const s${c} = s[${c}];`);
  const make = code.functionOf<(s: StoredDecoders) => ValueReader>(
    ['s'],
    `${names.join(' ')} return (values, p) => { ${lines.join(' ')} return v${value}; };`,
  );
  return make(decoders);
}
