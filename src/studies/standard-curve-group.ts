import { ln } from '../numerics/elementary.ts';
import { meanInAnyOrder } from '../numerics/mean.ts';
import { type Calibration, fitCalibrationCurve, fitCalibrationLine, type StandardPoint } from '../potency/calibration/calibration-curve.ts';
import { standardLevels, type UsableCurve, type WorkingRange, workingRangeOf } from '../potency/calibration/standard-curve.ts';
import { potencyMethod } from '../potency/method.ts';
import { reason } from '../potency/reasons.ts';
import { RESPONSE_TRANSFORMS } from '../potency/response-transform.ts';
import type { StandardCurveOptions } from './standard-curve-options.ts';
import type { AnalyteResult, StandardCurveRow } from './standard-curve-record.ts';
import { computeSample, controlOf, type Frame, groupBySample, notNumericRow, type Response } from './standard-curve-samples.ts';
import { type StudyReason, studyReason } from './study-reasons.ts';

/** The rows of one analyte on one plate as a result. */
export function computeGroup(
  rows: readonly StandardCurveRow[],
  options: StandardCurveOptions,
): { readonly analyte: AnalyteResult; readonly reasons: readonly StudyReason[] } {
  const { analyte = null, plate = null, unit = null } = rows[0] ?? {};
  const name = [analyte ?? 'the standards', plate === null ? '' : `plate ${plate}`].filter((part) => part !== '').join(', ');
  const used = rows.filter((row) => row.excluded === null);
  const prepared = prepare(used, options, name);
  const calibration = calibrate(prepared, options, name);
  const usable = calibration.curve === null ? null : { curve: calibration.curve, transform: transformOf(options) };
  const levels = usable === null ? [] : standardLevels(prepared.standards, usable, options);
  const workingRange = rangeOf(workingRangeOf(levels), options);
  const ready = usable !== null && workingRange !== null ? { ...usable, range: workingRange } : null;
  const frame = { ready, options, name };
  const controls = groupBySample(prepared.responses, 'control').map(([sample, wells]) => controlOf(sample, wells, frame));
  const lost = controls.flatMap(({ result }) => lostControl(result, frame));
  const noRange = usable !== null && workingRange === null ? [withoutRange(name)] : [];
  const runReasons = [...prepared.reasons, ...calibration.reasons, ...noRange, ...lost];
  const samples = groupBySample(prepared.responses, 'sample').map(([sample, wells]) => computeSample(sample, wells, frame));
  const judged = samples.map(({ result }) => (runReasons.length > 0 ? { ...result, outcome: 'not-reportable' as const } : result));
  return {
    analyte: {
      analyte,
      plate,
      unit,
      curve: calibration.curve?.summary ?? null,
      levels,
      workingRange,
      excluded: rows.length - used.length,
      controls: controls.map((control) => control.result),
      samples: judged,
    },
    reasons: [...runReasons, ...[...controls, ...samples].flatMap((one) => one.reasons)],
  };
}

function withoutRange(name: string): StudyReason {
  return studyReason('study/no-working-range', 'assay-run', { curve: name });
}

/** A control outside its limits; where there is no curve to find it by, the curve's own reason says enough. */
function lostControl(control: AnalyteResult['controls'][number], { ready, options, name }: Frame): StudyReason[] {
  if (control.meets || ready === null) return [];
  const { sample, recoveryPercent } = control;
  const { lower, upper } = options.controls.recoveryPercent;
  const found = { curve: name, control: sample, lowerPercent: lower, upperPercent: upper, recoveryPercent };
  return [studyReason('study/control-recovery', 'assay-run', found)];
}

interface Prepared {
  readonly standards: readonly StandardPoint[];
  readonly responses: readonly Response[];
  readonly reasons: readonly StudyReason[];
}

function prepare(rows: readonly StandardCurveRow[], options: StandardCurveOptions, name: string): Prepared {
  const reasons: StudyReason[] = [];
  const blanks = rows.filter((row) => row.role === 'blank').flatMap(({ response }) => (response.number === null ? [] : [response.number]));
  if (options.blank === 'subtract-mean' && blanks.length === 0)
    reasons.push(reason('potency/no-blank', 'assay-run', { of: 'curve', name }));
  const blank = options.blank === 'subtract-mean' && blanks.length > 0 ? meanInAnyOrder(blanks) : 0;
  const responses = rows.map((row): Response => ({ row, value: row.response.number === null ? null : row.response.number - blank }));
  const standards = responses.flatMap(({ row, value }) => {
    if (row.role !== 'standard') return [];
    if (value === null) reasons.push(notNumericRow(row, { curve: name }, 'assay-run'));
    return value === null || row.concentration === null ? [] : [{ concentration: row.concentration, response: value }];
  });
  const { admits } = RESPONSE_TRANSFORMS[options.model === 'log-log' ? 'ln' : options.responseTransform];
  const outside = standards.find((point) => !admits(point.response));
  if (outside !== undefined) {
    const { concentration, response } = outside;
    reasons.push(
      reason('potency/response-outside-transform', 'assay-run', { of: 'standard', sample: name, dose: concentration, response }),
    );
  }
  return { standards, responses, reasons };
}

function calibrate({ standards, reasons }: Prepared, options: StandardCurveOptions, name: string): Calibration {
  // A curve through what is left of the standards would look like one through all of them.
  if (reasons.length > 0) return { curve: null, reasons: [] };
  const { model, fixed, weights, responseTransform } = options;
  if (model === 'log-log' || model === 'log-linear') return fitCalibrationLine(standards, model, name);
  return fitCalibrationCurve(standards, { ...potencyMethod({ model, fixed, weights, responseTransform }), model }, name);
}

function transformOf({ model, responseTransform }: StandardCurveOptions): UsableCurve['transform'] {
  if (model === 'log-log') return (response) => (response > 0 ? ln(response) : Number.NEGATIVE_INFINITY);
  const { transform, admits } = RESPONSE_TRANSFORMS[responseTransform];
  // A response without a logarithm lies below every one that has.
  return (response) => (admits(response) ? transform(response) : Number.NEGATIVE_INFINITY);
}

function rangeOf(shown: WorkingRange | null, { validatedRange }: StandardCurveOptions): WorkingRange | null {
  if (shown === null || validatedRange === undefined) return shown;
  const lower = Math.max(shown.lower, validatedRange.lower);
  const upper = Math.min(shown.upper, validatedRange.upper);
  return lower < upper ? { lower, upper } : null;
}
