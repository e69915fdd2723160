import { isLikeTime, timeStepSeconds } from '../../fcs/keywords/parameters.ts';
import { parseDecimal } from '../../fcs/number-text.ts';
import type { GateFault } from '../document/gate-fault.ts';

/** A linear axis of FlowJo's as far as it says in what its coordinates count. */
interface TimeAxis {
  readonly parameter: string;
  readonly gain: number;
  readonly maxRange: number;
}

/** An axis reaches to the range of its parameter as stored: what FlowJo converts to seconds ends elsewhere. */
const SAME_RANGE = 0.01;

/**
 * What one of FlowJo's coordinates on a linear axis is in our values, or why that cannot be told. Up to FlowJo 10.8 the gain of Time is the seconds that
 * FlowJo gives a step, and coordinates are steps x gain; from 10.9 on it is 1 and coordinates are seconds by `$TIMESTEP`, as ours are. Of a time that is
 * not called Time (`HDR-T`, `T1`, or by `$PnTYPE` alone) nothing says whether FlowJo counts it in seconds: only an axis as long as `$PnR` shows steps.
 */
export function timeFactor(axis: TimeAxis, keywords: ReadonlyMap<string, string>): number | GateFault {
  const step = timeStepSeconds(keywords);
  if (axis.parameter.toUpperCase() === 'TIME') {
    if (axis.gain === 1) return 1;
    return keywords.size === 0 ? { cause: 'no-time-step', name: axis.parameter } : (step ?? 1) / axis.gain;
  }
  const time = otherTime(axis.parameter, keywords);
  if (time === null || step === null || step === 1) return 1;
  if (!(Math.abs(axis.maxRange - time.range) <= SAME_RANGE * time.range))
    return { cause: 'perhaps-seconds', name: axis.parameter, value: step };
  return time.read === 'seconds' ? step : 1;
}

interface OtherTime {
  /** What our values of it are. */
  readonly read: 'seconds' | 'steps';
  /** `$PnR`; NaN where it is not stated. */
  readonly range: number;
}

/** A parameter that is or may be the time though it is not called Time; null where it is none. */
function otherTime(parameter: string, keywords: ReadonlyMap<string, string>): OtherTime | null {
  const names = [...keywords].filter(([keyword]) => /^\$P\d+N$/.test(keyword));
  const own = names.find(([, name]) => name.trim() === parameter)?.[0].slice(0, -1);
  const range = own === undefined ? Number.NaN : (parseDecimal(keywords.get(`${own}R`) ?? '') ?? Number.NaN);
  if (own !== undefined && keywords.get(`${own}TYPE`)?.trim().toUpperCase() === 'TIME') return { read: 'seconds', range };
  const named = names.some(([, name]) => name.trim().toUpperCase() === 'TIME');
  return isLikeTime(parameter) && !named ? { read: 'steps', range } : null;
}
