import { zeroCountUpperLimit } from '../../numerics/intervals/proportion-interval.ts';
import { type AttributeEstimate, DETAIL } from '../attribute-result.ts';
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
    details: [
      ...zeroCountDetail(whole.N, scale),
      {
        name: 'viable-cells-per-dose',
        title: { en: 'viable cells per maximum dose', zh: '每最大剂量活细胞数' },
        value: cells,
        unit: 'cells',
      },
      ...whole.details.map((row) =>
        isLimit(row.name) && typeof row.value === 'number' ? { ...row, value: scale(row.value), unit: UNIT } : row,
      ),
    ],
  };
}

function isLimit(name: string): boolean {
  return name === DETAIL.lowerLimit || name === DETAIL.upperLimit;
}

/** A specification per dose cannot know what N events without a positive would have given; this says it. */
function zeroCountDetail(N: number | null, scale: (value: number | null) => number | null): AttributeEstimate['details'] {
  if (N === null || N === 0) return [];
  const title = { en: 'upper limit had none been positive', zh: '无阳性事件时的上限' };
  return [{ name: DETAIL.zeroCountLimit, title, value: scale(zeroCountUpperLimit(N, RARE_EVENT_LEVEL)), unit: UNIT }];
}
