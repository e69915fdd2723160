import type { FcsDataSet } from '../fcs-file.ts';
import type { KeywordForm } from '../keyword-form.ts';
import { parseCount, parseDecimal, trimValue } from '../number-text.ts';

/** Where unstained cells lie in one parameter. */
export interface UnstainedCenter {
  /** `$PnN`. */
  readonly parameter: string;
  readonly value: number;
}

/** `$UNSTAINEDCENTERS` (FCS 3.2): `n`, then n names of parameters, then their n values, as `$SPILLOVER` lists its own. */
export function unstainedCentersForm(parameters: FcsDataSet['parameters']): KeywordForm<readonly UnstainedCenter[]> {
  const known = new Set(parameters.map(({ name }) => name));
  return {
    code: 'fcs/unstained-centers',
    expected: 'unstained-centers',
    parse: (text) => parseCenters(text.split(',').map(trimValue), known),
  };
}

function parseCenters([count = '', ...parts]: readonly string[], known: ReadonlySet<string>): readonly UnstainedCenter[] | null {
  const size = parseCount(count) ?? 0;
  // Before anything is made of it: the count is the file's word.
  if (size < 1 || parts.length !== 2 * size) return null;
  const names = parts.slice(0, size);
  if (new Set(names).size !== size || !names.every((name) => known.has(name))) return null;
  const centers = names.flatMap((parameter, index) => {
    const value = parseDecimal(parts[size + index] ?? '');
    return value === null ? [] : [{ parameter, value }];
  });
  return centers.length === size ? centers : null;
}
