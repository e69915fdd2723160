import { compileText } from './compiled-text.ts';
import type { GatingPlan } from './gating-plan.ts';
import { partsOf, partText } from './kernel-text.ts';
import { scaleOf } from './scale-value.ts';
import type { BlockLayout } from './selection.ts';
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
