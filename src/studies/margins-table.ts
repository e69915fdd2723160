import { InputError, type Place } from '../errors.ts';
import type { MarginOptions } from './margins-options.ts';
import { type ProposedMargins, proposeMargins } from './proposed-margins.ts';
import type { StudyTable } from './study.ts';
import { type StudyReason, studyReason } from './study-reasons.ts';
import { shown, shownInterval } from './study-text.ts';

/** A figure of one historic assay. */
export interface HistoricFigure {
  readonly figure: string;
  readonly assay: string;
  readonly value: number;
  readonly place: Place;
}

/** One figure with the margins that its history proposes; none with too few assays. */
export interface FigureMargins {
  readonly figure: string;
  readonly assays: number;
  readonly margins: ProposedMargins | null;
}

/** Margins of every figure, in order of appearance. Errors: potency/bad-data. */
export function marginsOf(
  values: readonly HistoricFigure[],
  options: MarginOptions,
): { readonly figures: readonly FigureMargins[]; readonly reasons: readonly StudyReason[] } {
  checkTwice(values);
  const figures = [...new Set(values.map(({ figure }) => figure))].map((figure): FigureMargins => {
    const own = values.filter((one) => one.figure === figure);
    const scale = options.linear.includes(figure) ? 'linear' : 'ln';
    const wrong = scale === 'ln' ? own.find(({ value }) => !(value > 0)) : undefined;
    if (wrong !== undefined) {
      const sentence = `Expected a value above 0 of '${figure}' on the scale ln, found ${wrong.value}. Name the figure under linear.`;
      throw new InputError('potency/bad-data', sentence, wrong.place);
    }
    const varies = own.some(({ value }) => value !== own[0]?.value);
    const sides = options.upperOnly.includes(figure) ? 'upper' : 'two';
    const enough = own.length >= options.minimumAssays && varies;
    const margins = enough
      ? proposeMargins(
          own.map(({ value }) => value),
          { scale, sides },
          options,
        )
      : null;
    return { figure, assays: own.length, margins };
  });
  const reasons = figures
    .filter(({ margins }) => margins === null)
    .map(({ figure, assays }) =>
      studyReason('study/too-few-assays', 'assay-run', { for: 'margin', name: figure, needed: options.minimumAssays, found: assays }),
    );
  return { figures, reasons };
}

function checkTwice(values: readonly HistoricFigure[]): void {
  const seen = new Set<string>();
  for (const { figure, assay, place } of values) {
    const key = JSON.stringify([figure, assay]);
    if (seen.has(key))
      throw new InputError('potency/bad-data', `Expected one value of '${figure}' an assay, found '${assay}' twice.`, place);
    seen.add(key);
  }
}

/** The margins for a terminal. */
export function marginsTable(figures: readonly FigureMargins[]): StudyTable {
  return {
    title: 'Proposed margins',
    head: ['figure', 'assays', 'scale', 'mean', 'SD', 'factor', 'margins'],
    rows: figures.map(({ figure, assays, margins }) => [
      figure,
      String(assays),
      margins?.scale ?? '–',
      shown(margins?.mean ?? null),
      shown(margins?.sd ?? null),
      shown(margins?.factor ?? null),
      margins === null ? '–' : margins.sides === 'upper' ? `at most ${shown(margins.upper)}` : shownInterval(margins),
    ]),
  };
}
