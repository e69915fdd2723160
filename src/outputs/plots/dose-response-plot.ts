import { line as lineShape, max, type ScaleLinear, scaleLinear } from 'd3';
import { decimalsOf } from '../../numerics/exact/exact-decimal.ts';
import type { AssayResult, TestArticleResult } from '../../potency/potency-result.ts';
import type { PotencyCurves } from '../../results/figures.ts';
import type { Speech } from '../language.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import { formatDeclared } from '../words/forms/decimals.ts';
import { words } from '../words.ts';
import { type DoseScale, doseAxis, dosePlot, doseScale } from './dose-axis.ts';
import { excludedMark, outlierMark, pointMarks, SIDE_STEP } from './dose-marks.ts';
import { plotColours } from './palette.ts';
import { residualPanel } from './residual-panel.ts';
import { line, path, picture, text } from './svg.ts';

export interface DoseResponse {
  readonly assay: AssayResult;
  /** `null` = the preparation stands alone. */
  readonly test: TestArticleResult | null;
  readonly curves: PotencyCurves | null;
}

type ResponseScale = ScaleLinear<number, number>;

/** Points, parallel fits, free fits and EC50 of one test article against the reference, over the residuals on the same axis. */
export function doseResponsePlot(data: DoseResponse, { id, speech }: { id: string; speech: Speech }): Markup {
  const { assay, test, curves } = data;
  const all = [...assay.reference.points, ...(test?.points ?? [])];
  // Slope-ratio lines are straight in the dose itself.
  const x = doseScale(
    all.map((point) => point.dose),
    assay.model === 'slope-ratio' ? 'linear' : 'logarithmic',
  );
  const residuals = curves?.residuals ?? [];
  const y = responseScale(data);
  const height = residuals.length === 0 ? dosePlot.bottom + 58 : dosePlot.height;
  const content = [
    responseAxis(y, assay, speech),
    curves === null ? nothing : drawCurves(curves, x, y),
    drawPoints(data, x, y, speech),
    key(data, speech),
    doseAxis(x, dosePlot.bottom, residuals.length === 0 ? 'written' : 'ticks'),
    line([dosePlot.left, dosePlot.top], [dosePlot.left, dosePlot.bottom], { stroke: plotColours.axis }),
    residuals.length === 0 ? nothing : residualPanel(residuals, x, speech),
    text((dosePlot.left + dosePlot.right) / 2, height - 12, doseTitle(assay, x, speech), { anchor: 'middle' }),
  ];
  const names =
    test === null
      ? `${speech.text(words.preparation)} ${assay.reference.name}`
      : `${speech.text(words.reference)} ${assay.reference.name}, ${speech.text(words.testArticle)} ${test.name}`;
  const title = `${names}, ${assay.name}: ${all.length} ${speech.short(words.wells)}.`;
  return picture({ id, title, width: dosePlot.width, height, content });
}

/** Linear from 0, or from the lowest response where one is below. */
function responseScale({ assay, test, curves }: DoseResponse): ResponseScale {
  const responses = [...assay.reference.points, ...(test?.points ?? [])].map((point) => point.response);
  const drawn = [...responses, ...(curves?.reference ?? []), ...(curves?.test ?? [])].filter(Number.isFinite);
  const low = Math.min(0, ...drawn);
  // Fractions end at 1.
  const counted = assay.reference.points.some((point) => point.counts !== undefined);
  const high = counted ? 1 : Math.max(0, max(drawn) ?? 1) * 1.04;
  return (
    scaleLinear()
      // responses that are all 0 still need an axis
      .domain([low, high - low > 1e-100 ? high : low + 1])
      .nice(6)
      .range([dosePlot.bottom, dosePlot.top])
  );
}

function responseAxis(y: ResponseScale, assay: AssayResult, speech: Speech): Markup {
  const values = y.ticks(6);
  const decimals = Math.min(4, Math.max(0, ...values.map(decimalsOf)));
  const style = { size: 11, anchor: 'end', fill: plotColours.secondary } as const;
  const ticks = values.map((value) => [
    line([dosePlot.left, y(value)], [dosePlot.right, y(value)], { stroke: plotColours.grid }),
    text(dosePlot.left - 8, y(value) + 4, formatDeclared(value, value === 0 ? 0 : decimals), style),
  ]);
  const counted = assay.reference.points.some((point) => point.counts !== undefined);
  const title = [speech.short(counted ? words.fraction : words.response), assay.responseUnit ?? '']
    .filter((part) => part !== '')
    .join(', ');
  return markup`${ticks}${text(13, (dosePlot.top + dosePlot.bottom) / 2, title, { anchor: 'middle', turned: true })}`;
}

function drawCurves(curves: PotencyCurves, x: DoseScale, y: ResponseScale): Markup {
  const draw = (values: readonly number[] | null, stroke: string, style: { width: number; dash?: string }): Markup => {
    if (values === null) return nothing;
    const shape = lineShape<number>()
      .defined((value) => Number.isFinite(value))
      .x((_, i) => x.at(curves.doses[i] ?? 1))
      .y((value) => Math.max(dosePlot.top - 20, Math.min(dosePlot.bottom + 20, y(value))))
      .digits(1);
    return path(shape(values) ?? '', { stroke, ...style });
  };
  const drop = (ec50: number | null, stroke: string, values: readonly number[]): Markup => {
    const [low, high] = x.domain;
    if (ec50 === null || ec50 < low || ec50 > high) return nothing;
    const nearest = curves.doses.findIndex((dose) => dose >= ec50);
    const top = Math.max(dosePlot.top, y(values[nearest] ?? 0));
    return line([x.at(ec50), top], [x.at(ec50), dosePlot.bottom], { stroke, dash: '1 3' });
  };
  return markup`${draw(curves.freeReference, plotColours.reference, { width: 1, dash: '1 3' })}${draw(curves.freeTest, plotColours.test, { width: 1, dash: '1 3' })}${drop(curves.ec50Reference, plotColours.reference, curves.reference)}${drop(curves.ec50Test, plotColours.test, curves.test)}${draw(curves.reference, plotColours.reference, { width: 2 })}${draw(curves.test, plotColours.test, { width: 2, dash: '9 3' })}`;
}

/** Points at one dose stand 4.5 px apart; a zero dose has no place on a log axis and stands at its left edge. */
function drawPoints({ assay, test }: DoseResponse, x: DoseScale, y: ResponseScale, speech: Speech): Markup {
  const place = (dose: number): number => (dose > 0 || x.kind === 'linear' ? x.at(dose) : dosePlot.left + 4);
  const draw = (kind: 'reference' | 'test', points: TestArticleResult['points']): Markup => {
    const placed = points.map((point) => ({
      point,
      at: [place(point.dose) + (kind === 'reference' ? -SIDE_STEP : SIDE_STEP), y(point.response)] as const,
    }));
    const kept = placed.filter(({ point }) => point.excluded === null).map(({ at }) => at);
    const excluded = placed.filter(({ point }) => point.excluded !== null);
    const outliers = placed.filter(({ point }) => point.excluded === null && point.outlier !== undefined);
    const rings = outliers.map(({ point, at }) =>
      outlierMark(at, `${speech.short(words.outlier)}${point.well === null ? '' : ` ${point.well}`}`),
    );
    return markup`${pointMarks(kind, kept)}${rings}${excluded.map(({ point, at }) => excludedMark(at, excludedText(point, speech)))}`;
  };
  return markup`${draw('reference', assay.reference.points)}${draw('test', test?.points ?? [])}`;
}

function excludedText({ well, excluded, outlier }: TestArticleResult['points'][number], speech: Speech): string {
  if (outlier !== undefined) return `${speech.short(words.outlier)}${well === null ? '' : ` ${well}`}`;
  if (speech.language === 'zh') return `${well ?? ''} 孔已剔除：${excluded ?? ''}`;
  return `${well === null ? '' : `well ${well} `}${words.excluded.en}: ${excluded ?? ''}`;
}

/** Key above the plot, where no point can lie under it. */
function key({ assay, test, curves }: DoseResponse, speech: Speech): Markup {
  const x = dosePlot.left;
  const both = (name: string, title: { en: string; zh: string }): string =>
    speech.language === 'zh'
      ? `${title.zh} ${name}`
      : speech.language === 'en'
        ? `${title.en} ${name}`
        : `${title.en} ${name} · ${title.zh}`;
  const rows = [
    [
      markup`${line([x, 0], [x + 30, 0], { stroke: plotColours.reference, width: 2 })}${pointMarks('reference', [[x + 15, 0]])}`,
      both(assay.reference.name, test === null ? words.preparation : words.reference),
    ],
    ...(test === null
      ? []
      : [
          [
            markup`${line([x, 0], [x + 30, 0], { stroke: plotColours.test, width: 2, dash: '9 3' })}${pointMarks('test', [[x + 15, 0]])}`,
            both(test.name, words.testArticle),
          ] as const,
        ]),
    ...(curves?.freeReference == null
      ? []
      : [[line([x, 0], [x + 30, 0], { stroke: plotColours.axis, dash: '1 3' }), speech.text(words.freeFits)] as const]),
  ] as const;
  const drawn = rows.map(
    ([sign, name], i) =>
      markup`<g transform="translate(0 ${dosePlot.key + i * dosePlot.keyStep})">${sign}${text(x + 40, 4, name, { fill: plotColours.secondary })}</g>`,
  );
  return markup`${drawn}`;
}

function doseTitle(assay: AssayResult, { kind }: DoseScale, speech: Speech): string {
  const unit = assay.doseUnit === null ? '' : `, ${assay.doseUnit}`;
  return `${speech.short(words.dose)}${unit}${kind === 'linear' ? '' : ` (${speech.short(words.logScale)})`}`;
}
