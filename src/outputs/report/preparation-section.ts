import type { AssayResult, PreparationResult } from '../../potency/potency-result.ts';
import type { PotencyCurves } from '../../results/figures.ts';
import type { Speech } from '../language.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import { doseResponsePlot } from '../plots/dose-response-plot.ts';
import { quantilePlot } from '../plots/quantile-plot.ts';
import { formatLevel } from '../words/forms/decimals.ts';
import { words } from '../words.ts';
import { doseTable } from './dose-table.ts';
import { ownParameterTable } from './parameter-table.ts';
import { section } from './parts.ts';
import { plotNote } from './potency.ts';
import { chiSquaredTable } from './variance-table.ts';

/** An assay of one preparation without another to compare it with. */
export interface PreparationAlone {
  readonly assay: AssayResult;
  readonly preparation: PreparationResult;
  readonly curves: PotencyCurves | null;
}

/** Each preparation alone: its curve, parameters, tests and data. */
export function preparationSection(alone: readonly PreparationAlone[], speech: Speech): Markup {
  if (alone.length === 0) return nothing;
  const each = alone.map((one, i) => preparationOf(one, `preparation-${i + 1}`, speech));
  return section('preparation', speech.plainWord(words.preparations), markup`${each}`);
}

function preparationOf({ assay, preparation, curves }: PreparationAlone, id: string, speech: Speech): Markup {
  const plot = doseResponsePlot({ assay, test: null, curves }, { id: `${id}-dose`, speech });
  const residuals = curves?.residuals ?? [];
  const quantiles =
    residuals.length < 3
      ? nothing
      : markup`<h3>${speech.plainWord(words.quantiles)}</h3><div class="wide">${quantilePlot(residuals, { id: `${id}-quantiles`, speech })}</div>`;
  const tests = preparation.quantal === null ? nothing : chiSquaredTable(preparation.quantal, speech);
  const title = assay.name === preparation.name ? preparation.name : `${assay.name}, ${preparation.name}`;
  const shape = quantiles === nothing ? ' alone' : '';
  return markup`<h3>${title}</h3><div class="potency${shape}"><figure class="wide">${plot}<figcaption>${caption({ assay, preparation, curves }, speech)}</figcaption></figure><div>${quantiles}</div></div>${ownParameterTable(preparation.fit, speech)}${tests}${doseTable([assay.reference], assay.doseUnit, speech)}\n`;
}

function caption({ assay, preparation, curves }: PreparationAlone, speech: Speech): Markup {
  const reasons = [...preparation.reasons, ...(preparation.notes ?? [])].map(
    (one) => markup`<span class="line">${speech.said(one)}</span>`,
  );
  const value = preparationText(assay, preparation, speech);
  const shown =
    preparation.outcome === 'reportable'
      ? markup`${preparation.quantity} <b>${value}</b>. `
      : markup`<b>${speech.plainWord(words.notReportable)}</b>. `;
  return markup`${shown}${plotNote(curves, { speech })}${reasons}`;
}

/** `3.39 (2.59–4.26) ng/ml, 95 %`; limits that no level belongs to stand without one. */
export function preparationText(
  { doseUnit }: AssayResult,
  { estimate, lower, upper, level, method }: PreparationResult,
  speech: Speech,
): string {
  if (estimate === null) return '–';
  const unit = doseUnit === null ? '' : ` ${doseUnit}`;
  return `${speech.interval({ estimate, lower, upper })}${unit}${method === 'bracketing-doses' ? '' : `, ${formatLevel(level)}`}`;
}
