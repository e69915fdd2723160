import type { ScaleConversion } from '../../fcs/fcs-file.ts';
import type { GatingPlan, Value } from '../gating-plan.ts';
import type { BlockLayout } from '../selection.ts';

/** A number as a literal that reads back as the same number. */
export function literal(value: number): string {
  if (Number.isNaN(value)) throw new RangeError('NaN in a kernel');
  return value < 0 || Object.is(value, -0) ? `(${Object.is(value, -0) ? '-0' : String(value)})` : String(value);
}

/** Scale value of a column of the event whose stored values begin at `p`; `s…` are the decoders of logarithmic columns. */
export function columnText(plan: GatingPlan, layout: BlockLayout, column: number): string {
  const stored = `values[p + ${literal(layout.offsets[column] ?? 0)}]`;
  const conversion: ScaleConversion = plan.conversions[column] ?? { kind: 'identity' };
  switch (conversion.kind) {
    case 'identity':
      return stored;
    case 'factor':
      return `${stored} * ${literal(conversion.factor)}`;
    case 'gain':
      return `${stored} / ${literal(conversion.divisor)}`;
    case 'log':
      return `s${column}(${stored})`;
  }
}

/** A value from columns `c…` and other values `v…`: the same operations in the same order as the exact path. */
export function valueText(value: Value): string {
  switch (value.kind) {
    case 'column':
      return `c${value.column}`;
    case 'sum':
      return value.columns.map((column, i) => `c${column} * ${literal(value.coefficients[i] ?? 0)}`).join(' + ') || '0';
    case 'ratio': {
      const ratio = `(${literal(value.A)} * (v${value.numerator} - ${literal(value.B)})) / (v${value.denominator} - ${literal(value.C)})`;
      return value.bounds === null ? ratio : `Math.min(${literal(value.bounds.max)}, Math.max(${literal(value.bounds.min)}, ${ratio}))`;
    }
  }
}

/** The columns and values that a value is made of, itself last. */
export function partsOf(plan: GatingPlan, value: number): readonly string[] {
  const part = plan.values[value]!;
  switch (part.kind) {
    case 'column':
      return [`c${part.column}`, `v${value}`];
    case 'sum':
      return [...part.columns.map((column) => `c${column}`), `v${value}`];
    case 'ratio':
      return [...partsOf(plan, part.numerator), ...partsOf(plan, part.denominator), `v${value}`];
  }
}

/** What stands behind a part's name: `c…` or `v…`. */
export function partText(plan: GatingPlan, layout: BlockLayout, part: string): string {
  const index = Number(part.slice(1));
  return part.startsWith('c') ? columnText(plan, layout, index) : valueText(plan.values[index]!);
}
