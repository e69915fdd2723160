import type { FcsParameter, Spillover } from '../fcs-file.ts';
import { parseCount, parseDecimal, trimValue } from '../number-text.ts';
import type { Reading } from '../reading.ts';

/**
 * Compensation under `$DFCiTOj` (FCS 2.0: percent of fluorescence i seen by detector j) or `$COMP` (FCS 3.0), or `null`. Beckman's instruments wrote the
 * first for compensation done by their electronics before the values were stored, so that neither is ever applied without being asked for.
 */
export function readStatedCompensation(
  reading: Reading,
  keywords: ReadonlyMap<string, string>,
  parameters: readonly FcsParameter[],
): Spillover | null {
  const stated = fromPercentages(keywords) ?? fromMatrix(keywords, parameters);
  if (stated === null) return null;
  const { keyword, parameters: compensated } = stated;
  reading.note('fcs/stated-compensation', { keyword, parameters: compensated }, { keyword });
  return stated;
}

/** i and j number the fluorescence detectors, FL1 on; percentages become fractions, the diagonal is 1. */
function fromPercentages(keywords: ReadonlyMap<string, string>): Spillover | null {
  const cells: { readonly from: number; readonly to: number; readonly fraction: number }[] = [];
  for (const keyword of keywords.keys()) {
    const match = keyword.startsWith('$DFC') ? /^\$DFC(\d{1,3})TO(\d{1,3})$/.exec(keyword) : null;
    const percent = match === null ? null : parseDecimal(keywords.get(keyword) ?? '');
    if (match !== null && percent !== null && percent !== 0)
      cells.push({ from: Number(match[1]), to: Number(match[2]), fraction: hundredth(percent) });
  }
  const size = cells.reduce((largest, { from, to }) => Math.max(largest, from, to), 0);
  if (size < 2 || size > 64) return null;
  const matrix = Array.from({ length: size }, (_, row) => Array.from({ length: size }, (_, column): number => (row === column ? 1 : 0)));
  for (const { from, to, fraction } of cells) if (from !== to && from > 0 && to > 0) matrix[from - 1]![to - 1] = fraction;
  return { keyword: '$DFCiTOj', parameters: matrix.map((_, index) => `FL${index + 1}`), matrix };
}

/** `n,f11,f12,…`: n x n numbers over all parameters of the file, in their order. */
function fromMatrix(keywords: ReadonlyMap<string, string>, parameters: readonly FcsParameter[]): Spillover | null {
  const tokens = trimValue(keywords.get('$COMP') ?? '').split(',');
  const size = parseCount(tokens[0] ?? '');
  if (size === null || size !== parameters.length || tokens.length !== size * size + 1) return null;
  const values = tokens.slice(1).map(parseDecimal);
  if (values.includes(null)) return null;
  const rows = parameters.map((_, row) => values.slice(row * size, (row + 1) * size).filter((value) => value !== null));
  return { keyword: '$COMP', parameters: parameters.map(({ name }) => name), matrix: rows };
}

/** A hundredth of the number as its shortest decimal: 11.2 % is 0.112, which dividing by 100 misses by a bit. */
function hundredth(percent: number): number {
  const decimal = String(percent);
  return decimal.includes('e') ? percent / 100 : Number(`${decimal}e-2`);
}
