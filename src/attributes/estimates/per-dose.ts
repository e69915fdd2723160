import { zeroCountUpperLimit } from '../../numerics/intervals/proportion-interval.ts';
import type { AttributeEstimate } from '../attribute-result.ts';
import type { DecisiveNumbers } from '../detail.ts';
import { RARE_EVENT_LEVEL } from './rare-event.ts';

const UNIT = 'cells per dose';

export interface CellsPerDose {
  readonly cells: number;
  /** Recovery of spiked cells; `null` = none was declared and nothing is corrected. */
  readonly recovery: { readonly estimate: number; readonly lowerLimit: number } | null;
}

/** A rare fraction per maximum dose: limits x viable cells / min(1, recovery's lower limit). */
export function perDose(whole: AttributeEstimate, { cells, recovery }: CellsPerDose): AttributeEstimate {
  const recovered = Math.min(1, recovery?.lowerLimit ?? 1);
  const scale = (value: number | null): number | null => (value === null ? null : (value * cells) / recovered);
  const { interval } = whole;
  return {
    ...whole,
    component: 'per-dose',
    title: { en: `${whole.title.en}, per maximum dose`, zh: `${whole.title.zh}（每最大剂量）` },
    unit: UNIT,
    estimate: whole.estimate === null ? null : (whole.estimate * cells) / Math.min(1, recovery?.estimate ?? 1),
    interval: interval === null ? null : { ...interval, lower: scale(interval.lower), upper: scale(interval.upper) },
    replicates: [],
    detection: null,
    details: [{ name: 'viable-cells-per-dose', value: cells, unit: 'cells' }, ...whole.details],
    ...(whole.decisive === undefined ? {} : { decisive: decisivePerDose(whole.decisive, whole.N, scale) }),
  };
}

/** A specification per dose cannot know what N events without a positive would have given; this says it. */
function decisivePerDose(decisive: DecisiveNumbers, N: number | null, scale: (value: number | null) => number | null): DecisiveNumbers {
  const { oneSided } = decisive;
  return {
    ...decisive,
    oneSided: oneSided === null ? null : { lower: scale(oneSided.lower), upper: scale(oneSided.upper) },
    zeroCountUpper: N === null || N === 0 ? null : scale(zeroCountUpperLimit(N, RARE_EVENT_LEVEL)),
  };
}
