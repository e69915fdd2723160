import { InputError } from '../../../errors.ts';
import { meanInAnyOrder } from '../../../numerics/mean.ts';
import type { Reason } from '../../../reason.ts';
import type { PotencyMethod } from '../../method.ts';
import type { AssaySample, SampleReason } from '../../potency-assay.ts';
import type { DosePoint } from '../../potency-result.ts';
import { reason, type SampleScope } from '../../reasons.ts';
import { RESPONSE_TRANSFORMS } from '../../response-transform.ts';
import type { Observation } from './curve-data.ts';

/** A sample's wells on the scale of the fit, with what already speaks against it. */
export interface PreparedSample {
  readonly name: string;
  readonly points: readonly DosePoint[];
  /** Responses as measured, of the wells that are not excluded (averaged where the method says so). */
  readonly kept: readonly { readonly dose: number; readonly response: number }[];
  /** The same, transformed, with weight 1. */
  readonly observations: readonly Observation[];
  readonly reasons: readonly Reason[];
  /** Excluded wells that hold no number. */
  readonly unreadable: number;
}

const LARGEST = 1e100;

/** What is wrong with wells of a sample, as a reason of the scope that the sample has. */
export function scopedReason({ code, fields }: SampleReason, scope: SampleScope): Reason {
  return { code, scope, fields };
}

/** Takes out the excluded wells and transforms the others (`potency/bad-data` for a dose or response that is not a number of its kind). */
export function prepareSample(sample: AssaySample, method: PotencyMethod, scope: SampleScope): PreparedSample {
  for (const point of sample.points) checkPoint(point, sample.name);
  const reasons: Reason[] = (sample.problems ?? []).map((problem) => scopedReason(problem, scope));
  const used = sample.points.filter((point) => point.excluded === null);
  const kept = average(used, method.averaging);
  const { transform, admits } = RESPONSE_TRANSFORMS[method.responseTransform];
  const outside = kept.find((point) => !admits(point.response));
  const large = kept.find((point) => Math.abs(point.response) > LARGEST);
  if (outside !== undefined) {
    const { response, dose } = outside;
    const transform = method.responseTransform;
    reasons.push(reason('potency/response-outside-transform', scope, { of: 'sample', sample: sample.name, response, dose, transform }));
  }
  if (large !== undefined) {
    const { response, dose } = large;
    reasons.push(reason('potency/response-out-of-range', scope, { sample: sample.name, response, dose, most: LARGEST }));
  }
  const usable = outside === undefined && large === undefined;
  const observations = usable ? kept.map(({ dose, response }) => ({ dose, response: transform(response), weight: 1 })) : [];
  return { name: sample.name, points: sample.points, kept, observations, reasons, unreadable: sample.unreadable?.length ?? 0 };
}

function checkPoint(point: DosePoint, sample: string): void {
  const place = point.well === null ? {} : { well: point.well };
  if (!(point.dose >= 0 && point.dose < Number.POSITIVE_INFINITY)) {
    throw new InputError(
      'potency/bad-data',
      `Expected a dose from 0 up for '${sample}', found '${point.dose}'; correct the layout or the table.`,
      place,
    );
  }
  if (!Number.isFinite(point.response)) {
    throw new InputError(
      'potency/bad-data',
      `Expected a finite response for '${sample}' at the dose ${point.dose}, found '${point.response}'; exclude the well with a reason.`,
      place,
    );
  }
}

/** Wells as independent responses: those of a group (or of a dose) become one by their mean. */
function average(points: readonly DosePoint[], averaging: PotencyMethod['averaging']): PreparedSample['kept'] {
  if (averaging === 'none' || (averaging === 'by-group' && points.every((point) => !point.group))) return points;
  return independentWells(points, averaging).map((wells) => ({
    dose: wells[0]!.dose,
    response: wells.length === 1 ? wells[0]!.response : meanInAnyOrder(wells.map((well) => well.response)),
  }));
}

/** The wells behind each independent response, in the order of `kept` and `observations`. */
export function independentWells(points: readonly DosePoint[], averaging: PotencyMethod['averaging']): readonly (readonly DosePoint[])[] {
  const groups = new Map<string, DosePoint[]>();
  points.forEach((point, i) => {
    const own = averaging === 'by-dose' ? 'all' : averaging === 'by-group' && point.group ? `group ${point.group}` : `well ${i}`;
    const key = `${point.dose} ${own}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [point]);
    else group.push(point);
  });
  return [...groups.values()];
}

/** Largest coefficient of variation of the replicates at any dose, as a fraction; `null` without replicates or at a mean of 0. */
export function largestReplicateCv(kept: PreparedSample['kept']): number | null {
  const sorted = [...kept].sort((a, b) => a.dose - b.dose || a.response - b.response);
  let largest: number | null = null;
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    let sum = 0;
    for (; to < sorted.length && sorted[to]!.dose === sorted[from]!.dose; to += 1) sum += sorted[to]!.response;
    const count = to - from;
    const mean = sum / count;
    let squares = 0;
    for (let i = from; i < to; i += 1) squares += (sorted[i]!.response - mean) * (sorted[i]!.response - mean);
    from = to;
    if (count < 2) continue;
    const cv = mean === 0 ? Number.POSITIVE_INFINITY : Math.sqrt(squares / (count - 1)) / Math.abs(mean);
    largest = Math.max(largest ?? 0, cv);
  }
  return largest;
}
