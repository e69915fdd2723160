import { scaleLinear } from 'd3';
import type { PotencyCurves } from '../../results/figures.ts';
import type { Speech } from '../language.ts';
import { type Markup, markup } from '../markup.ts';
import { words } from '../words.ts';
import { type DoseScale, doseAxis, dosePlot } from './dose-axis.ts';
import { pointMarks, SIDE_STEP } from './dose-marks.ts';
import { plotColours } from './palette.ts';
import { line, text } from './svg.ts';

const EDGE = 3;

/** Residuals in units of s below the curves: band ±2, what lies beyond ±3 stands at the edge. */
export function residualPanel(residuals: PotencyCurves['residuals'], x: DoseScale, speech: Speech): Markup {
  const { left, right, residualTop, residualBottom } = dosePlot;
  const y = scaleLinear().domain([-EDGE, EDGE]).range([residualBottom, residualTop]);
  const ticks = [-2, 0, 2].map((value) =>
    text(left - 8, y(value) + 4, String(value).replace('-', '−'), { size: 11, anchor: 'end', fill: plotColours.secondary }),
  );
  const marksOf = (kind: 'reference' | 'test'): Markup => {
    const own = residuals.filter(({ sample }) => sample === kind);
    const shift = kind === 'reference' ? -SIDE_STEP : SIDE_STEP;
    return pointMarks(
      kind,
      own.map(
        ({ dose, value }) =>
          [(dose > 0 || x.kind === 'linear' ? x.at(dose) : left + 4) + shift, y(Math.max(-EDGE, Math.min(EDGE, value)))] as const,
      ),
    );
  };
  const marks = [marksOf('reference'), marksOf('test')];
  return markup`<rect x="${left}" y="${y(2)}" width="${right - left}" height="${y(-2) - y(2)}" fill="${plotColours.residualBand}"/>${line([left, y(0)], [right, y(0)], { stroke: plotColours.axis })}${line([left, residualTop], [left, residualBottom], { stroke: plotColours.axis })}${doseAxis(x, residualBottom, 'written')}${ticks}${marks}${text(13, (residualTop + residualBottom) / 2, speech.short(words.residuals), { anchor: 'middle', turned: true })}`;
}
