import { ln } from '../numerics/elementary.ts';
import { meanOf } from '../numerics/mean.ts';
import { type Calibration, fitCalibrationCurve, fitCalibrationLine } from '../potency/calibration/calibration-curve.ts';
import { potencyMethod } from '../potency/method.ts';
import { blissExcess } from '../potency/synergy/bliss.ts';
import { type CellMean, cellMean, type DoseCell, pooledVariance } from '../potency/synergy/dose-cells.ts';
import { type ComponentCurve, combinationIndex } from '../potency/synergy/loewe.ts';
import { type StudyReason, studyReason } from './study-reasons.ts';
import type { CombinationResult, SynergyOptions, SynergyResult, SynergyRow } from './synergy-record.ts';

interface Frame {
  readonly cells: readonly DoseCell[];
  readonly pooled: ReturnType<typeof pooledVariance>;
  readonly options: SynergyOptions;
  readonly level: number;
  readonly a: ComponentCurve | null;
  readonly b: ComponentCurve | null;
}

/** Every combination against its components alone. */
export function computeSynergy(rows: readonly SynergyRow[], options: SynergyOptions): SynergyResult {
  const cells = cellsOf(rows);
  const combined = cells.filter((cell) => cell.doseA > 0 && cell.doseB > 0);
  const level = options.adjust === 'bonferroni' ? 1 - (1 - options.level) / combined.length : options.level;
  const [a, b] = [componentOf(cells, 'A', options), componentOf(cells, 'B', options)];
  const frame = { cells, pooled: pooledVariance(cells), options, level, a: a.component, b: b.component };
  const combinations = combined.map((cell): CombinationResult => {
    const { doseA, doseB, responses } = cell;
    return { doseA, doseB, wells: responses.length, bliss: blissOf(cell, frame), loewe: loeweOf(cell, frame) };
  });
  return {
    components: { a: a.component?.curve.summary ?? null, b: b.component?.curve.summary ?? null },
    levelOfEach: level,
    combinations,
    reasons: [...a.reasons, ...b.reasons, ...missing(combinations, frame)],
  };
}

function cellsOf(rows: readonly SynergyRow[]): readonly DoseCell[] {
  const cells = new Map<string, { readonly doseA: number; readonly doseB: number; readonly responses: number[] }>();
  for (const { dose_a: doseA, dose_b: doseB, response } of rows) {
    const key = `${doseA}/${doseB}`;
    const known = cells.get(key);
    if (known === undefined) cells.set(key, { doseA, doseB, responses: [response] });
    else known.responses.push(response);
  }
  return [...cells.values()].sort((one, other) => one.doseA - other.doseA || one.doseB - other.doseB);
}

/** The curve of one component alone, the control as its dose 0. */
function componentOf(
  cells: readonly DoseCell[],
  name: 'A' | 'B',
  { model, effect }: SynergyOptions,
): { readonly component: ComponentCurve | null; readonly reasons: readonly StudyReason[] } {
  const alone = cells.filter((cell) => (name === 'A' ? cell.doseB : cell.doseA) === 0);
  const points = alone.flatMap((cell) =>
    cell.responses.map((response) => ({ concentration: name === 'A' ? cell.doseA : cell.doseB, response })),
  );
  const doses = points.map((point) => point.concentration).filter((dose) => dose > 0);
  const title = `component ${name} alone`;
  const { curve, reasons } =
    model === 'median-effect'
      ? medianEffect(points, title, effect)
      : fitCalibrationCurve(points, { ...potencyMethod({ model }), model }, title);
  if (curve === null) return { component: null, reasons };
  return { component: { curve, lowest: Math.min(...doses), highest: Math.max(...doses) }, reasons };
}

function medianEffect(
  points: readonly { readonly concentration: number; readonly response: number }[],
  title: string,
  effect: SynergyOptions['effect'],
): Pick<Calibration, 'curve'> & { readonly reasons: readonly StudyReason[] } {
  const dosed = points.filter((point) => point.concentration > 0);
  const outside = dosed.find(({ response }) => !(response > 0 && response < 1));
  if (outside === undefined)
    return fitCalibrationLine(
      dosed.map((point) => ({ ...point, response: logit(point.response, effect) })),
      'log-linear',
      title,
    );
  const { response, concentration } = outside;
  const found = { of: 'fraction', component: title, fraction: response, dose: concentration, combinations: [] } as const;
  return { curve: null, reasons: [studyReason('study/effect-outside-curve', 'assay-run', found)] };
}

/** ln(f/(1 − f)) of the affected fraction. */
function logit(fraction: number, effect: SynergyOptions['effect']): number {
  return effect === 'fraction-affected' ? ln(fraction / (1 - fraction)) : ln((1 - fraction) / fraction);
}

function blissOf(cell: DoseCell, { cells, pooled, options, level }: Frame): CombinationResult['bliss'] {
  const at = (doseA: number, doseB: number): CellMean | null => {
    const found = cells.find((one) => one.doseA === doseA && one.doseB === doseB);
    return found === undefined ? null : unaffected(cellMean(found, options.variance, pooled), options.effect);
  };
  const [combination, aloneA, aloneB, control] = [at(cell.doseA, cell.doseB), at(cell.doseA, 0), at(0, cell.doseB), at(0, 0)];
  if (combination === null || aloneA === null || aloneB === null) return null;
  const divides = options.effect === 'response';
  // A control at or below 0 leaves no fraction.
  if (divides && !(control !== null && control.mean > 0)) return null;
  const found = blissExcess({ combination, aloneA, aloneB, control: divides ? control : null }, { level, variance: options.variance });
  const outcome = (found.lower ?? 0) > 0 ? 'synergistic' : (found.upper ?? 0) < 0 ? 'antagonistic' : 'not-shown';
  return { ...found, outcome };
}

function unaffected(cell: CellMean | null, effect: SynergyOptions['effect']): CellMean | null {
  return cell === null || effect !== 'fraction-affected' ? cell : { ...cell, mean: 1 - cell.mean };
}

function loeweOf(cell: DoseCell, { cells, pooled, options, level, a, b }: Frame): CombinationResult['loewe'] {
  if (a === null || b === null || pooled === null) return null;
  const count = cell.responses.length;
  const combination = onCurveScale({ mean: meanOf(cell.responses), count, ...pooled }, options);
  if (combination === null) return null;
  const controls = cells.find((one) => one.doseA === 0 && one.doseB === 0)?.responses.length ?? 0;
  const sharedControls = options.model === 'median-effect' ? 0 : controls;
  const found = combinationIndex(a, b, { doseA: cell.doseA, doseB: cell.doseB, combination, sharedControls, level });
  if (found === null) return null;
  return { ...found, outcome: found.upper < 1 ? 'synergistic' : found.lower > 1 ? 'antagonistic' : 'not-shown' };
}

/** The mean effect as the curves have it; on the scale of ln(f/(1 − f)) the variance is divided by (f(1 − f))². */
function onCurveScale(cell: CellMean, { model, effect }: SynergyOptions): CellMean | null {
  if (model !== 'median-effect') return cell;
  const { mean, variance } = cell;
  if (!(mean > 0 && mean < 1)) return null;
  const slope = 1 / (mean * (1 - mean));
  return { ...cell, mean: logit(mean, effect), variance: variance * slope * slope };
}

function missing(combinations: readonly CombinationResult[], { pooled, a, b }: Frame): readonly StudyReason[] {
  if (pooled === null) {
    return [studyReason('study/no-replicates', 'assay-run', {})];
  }
  const list = (wanted: (one: CombinationResult) => boolean) => combinations.filter(wanted).map(({ doseA, doseB }) => ({ doseA, doseB }));
  const noBliss = list((one) => one.bliss === null);
  const noLoewe = a === null || b === null ? [] : list((one) => one.loewe === null);
  return [
    ...(noBliss.length === 0 ? [] : [studyReason('study/no-single-effect', 'assay-run', { combinations: noBliss })]),
    ...(noLoewe.length === 0
      ? []
      : [studyReason('study/effect-outside-curve', 'assay-run', { of: 'combinations', combinations: noLoewe })]),
  ];
}
