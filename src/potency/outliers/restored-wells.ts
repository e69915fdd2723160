import { meanInAnyOrder } from '../../numerics/mean.ts';
import { asymptoteControls } from '../control-asymptotes.ts';
import type { PotencyMethod } from '../method.ts';
import type { AssaySample, ControlWells, PotencyAssay } from '../potency-assay.ts';
import { RESPONSE_TRANSFORMS } from '../response-transform.ts';

/** An assay with all wells put back that were excluded by hand, and the samples that they change. */
export interface RestoredAssay {
  readonly assay: PotencyAssay;
  /** Names of samples; a control that the method uses changes all of them. */
  readonly touched: ReadonlySet<string>;
}

/**
 * Puts excluded wells back that hold a number: of samples, of controls that the method uses, and of a blank that was subtracted, whose mean then changes every
 * response. `null` where there is none. A control's response that the transform does not admit stays out: an asymptote cannot be held at it.
 */
export function restoreWells(assay: PotencyAssay, method: PotencyMethod): RestoredAssay | null {
  const samples = [assay.reference, ...assay.tests];
  const usable = usableIn(method);
  const controls = (assay.controls ?? []).map((control) => (isUsed(control, method) ? restoreControl(control, usable) : control));
  const isChanged = controls.some((control, i) => control !== assay.controls?.[i]);
  const own = samples.filter((sample) => sample.points.some((point) => point.excluded !== null));
  if (!isChanged && own.length === 0) return null;
  const isBlankChanged = controls.some((control, i) => control.subtracted === true && control !== assay.controls?.[i]);
  const shift = isBlankChanged ? blankShift(controls) : 0;
  const restored = (sample: AssaySample): AssaySample => ({
    ...sample,
    points: sample.points.map((point) => ({ ...point, excluded: null, response: point.response - shift })),
  });
  const shifted = controls.map((control) => ({
    ...control,
    wells: control.wells.map((well) => ({ ...well, response: well.response - shift })),
  }));
  return {
    assay: {
      ...assay,
      reference: restored(assay.reference),
      tests: assay.tests.map(restored),
      ...(assay.controls === undefined ? {} : { controls: shifted }),
    },
    touched: new Set((isChanged ? samples : own).map(({ name }) => name)),
  };
}

function isUsed(control: ControlWells, method: PotencyMethod): boolean {
  const { high, low } = method.plateQuality;
  return control.subtracted === true || [high, low, ...asymptoteControls(method)].includes(control.name);
}

function usableIn({ responseTransform, ...method }: PotencyMethod): (control: ControlWells, response: number) => boolean {
  const { admits } = RESPONSE_TRANSFORMS[responseTransform];
  const held = asymptoteControls({ responseTransform, ...method });
  return ({ name }, response) => Number.isFinite(response) && (!held.includes(name) || admits(response));
}

function restoreControl(control: ControlWells, usable: ReturnType<typeof usableIn>): ControlWells {
  const isBack = ({ excluded, response }: ControlWells['wells'][number]) => excluded !== null && usable(control, response);
  if (!control.wells.some(isBack)) return control;
  return { ...control, wells: control.wells.map((well) => (isBack(well) ? { ...well, excluded: null } : well)) };
}

/** By how much the mean of the subtracted blank's wells that count lies above 0: their responses are what the mean of those that counted before left of them. */
function blankShift(controls: readonly ControlWells[]): number {
  const responses = controls
    .filter((control) => control.subtracted === true)
    .flatMap(({ wells }) => wells.filter(({ excluded }) => excluded === null).map(({ response }) => response));
  return responses.length === 0 ? 0 : meanInAnyOrder(responses);
}
