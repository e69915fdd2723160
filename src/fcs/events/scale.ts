import type { ScaleConversion } from '../fcs-file.ts';

/** Stored value → scale value of one parameter, never clipped to `$PnR` (FCS 3.1, $PnE and $PnG). */
export function scaleFunction(scale: ScaleConversion): (stored: number) => number {
  switch (scale.kind) {
    case 'identity':
      return (stored) => stored;
    case 'factor': {
      const { factor } = scale;
      return (stored) => stored * factor;
    }
    case 'gain': {
      const { divisor } = scale;
      return (stored) => stored / divisor;
    }
    case 'log': {
      const { offset, decades, range } = scale;
      // 10^x as e^(x ln 10): native exp is the one function of this kind that kernels may use.
      return (stored) => offset * Math.exp((decades * stored * Math.LN10) / range);
    }
  }
}

/** Stored values → scale values, written over `values`. */
export function toScale(values: Float64Array, scale: ScaleConversion): Float64Array {
  if (scale.kind === 'identity') return values;
  const convert = scaleFunction(scale);
  for (let index = 0; index < values.length; index++) values[index] = convert(values[index]!);
  return values;
}
