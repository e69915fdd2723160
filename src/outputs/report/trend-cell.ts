import type { AttributeResult } from '../../attributes/attribute-result.ts';
import { type Markup, markup } from '../markup.ts';
import type { TrendSeries } from '../output.ts';
import { sparkline } from '../plots/sparkline.ts';
import type { ReportContext } from './parts.ts';

/** The earlier lots of one attribute as a small line; a dash where there are none. */
export function sparklineOf(row: AttributeResult, { trend, result, speech }: ReportContext): Markup {
  const index = (trend ?? []).findIndex((series) => isOf(series, row));
  const series = trend?.[index];
  if (series === undefined || series.lots.every((lot) => lot.value === null)) return markup`<span class="quiet">–</span>`;
  return sparkline(series, { id: `trend-${index}`, speech, lot: result.lot.id, fails: row.outcome === 'fails' });
}

function isOf(series: TrendSeries, row: AttributeResult): boolean {
  return series.attribute === row.attribute && series.component === row.component;
}
