import { InputError, type Place } from '../../errors.ts';
import { quantileByRank } from '../../numerics/quantile.ts';
import type { GatingPlan } from '../gating-plan.ts';
import type { GatingRequest, QuantileRequest } from '../gating-request.ts';
import type { GatingResult, Population, PopulationMembership, PopulationQuantiles } from '../population.ts';
import { drawnRows } from '../statistics/event-draw.ts';
import type { GatingState } from '../statistics/gating-state.ts';
import type { KeptValues } from '../statistics/kept-values.ts';
import { quantileLimits, valueMoments } from '../statistics/value-summary.ts';

/** The result of a finished state; populations stand in the order of the request's gates. */
export function finishGating(
  state: GatingState,
  { request, plan }: { readonly request: GatingRequest; readonly plan: GatingPlan },
): GatingResult {
  const { eventCount } = state;
  const countOf = (population: number) => (population < 0 ? eventCount : (state.counts[population] ?? 0));
  const populations = plan.listed.map((p): Population => {
    const { path, parent } = plan.populations[p]!;
    const count = countOf(p);
    const parentCount = countOf(parent);
    return { path, count, parentCount, frequencyOfParent: ratio(count, parentCount), frequencyOfTotal: ratio(count, eventCount) };
  });
  return {
    file: plan.dataSet.file,
    dataSet: plan.dataSet.number,
    eventCount,
    populations,
    quantiles: request.quantiles.map((asked, i) =>
      quantilesOf(state.quantiles[i]!, asked, { file: plan.dataSet.file, dataSet: plan.dataSet.number }),
    ),
    histograms: request.histograms.map(({ id, population, bins }, i) => ({ id, population, bins, ...state.histograms[i]! })),
    points: request.points.map(({ id, population }, i) => ({
      id,
      population,
      points: (state.points[i] ?? []).map(([, x, y]): [number, number] => [x, y]),
    })),
    overlaps: (request.overlaps ?? []).map(({ id, populations: names }, i) => ({ id, populations: names, count: state.overlaps[i] ?? 0 })),
    samples: (request.samples ?? []).map(({ id, population }, i) => ({
      id,
      population,
      count: countOf(plan.indexOf.get(population) ?? -1),
      points: drawnRows(state.samples[i]!),
    })),
    membership: (request.membership ?? []).map((population, i) => ({ population, bits: joinBits(state, i) })),
  };
}

function ratio(count: number, of: number): number | null {
  return of === 0 ? null : count / of;
}

/** Null where there are no values: an empty population is a result. Errors: `fcs/not-a-number` where a decoded or compensated value overflowed. */
function quantilesOf({ keep, values, length, seen, bad }: KeptValues, asked: QuantileRequest, place: Place): PopulationQuantiles {
  const { id, population, parameter, probabilities, limits, moments } = asked;
  const known = { id, population, parameter, count: seen, probabilities };
  if (seen === 0) return { ...known, values: null };
  if (bad !== null) {
    const sentence = `Expected finite linear values of '${parameter}' for a quantile, found ${bad}: stored values are too large to be decoded or compensated.`;
    throw new InputError('fcs/not-a-number', sentence, place);
  }
  const sorted = values.slice(0, length).sort();
  // Of the highest alone, the first one kept is not the first of all.
  const first = keep === 'highest' ? seen - length : 0;
  return {
    ...known,
    values: probabilities.map((p) => quantileByRank({ count: seen, valueAt: (rank) => sorted[rank - first] ?? 0 }, p)),
    ...(limits === undefined ? {} : { limits: quantileLimits(sorted, probabilities, limits) }),
    ...(moments === undefined ? {} : { moments: valueMoments(sorted) }),
  };
}

/** One bit set over all events from the sets of the blocks, least significant bit first. */
function joinBits({ membership, eventCount }: GatingState, index: number): PopulationMembership['bits'] {
  const joined = new Uint8Array((eventCount + 7) >> 3);
  for (const { firstEvent, bits, eventCount: length } of membership) {
    const part = bits[index]!;
    if (firstEvent % 8 === 0) joined.set(part, firstEvent >> 3);
    else {
      for (let e = 0; e < length; e++) {
        if ((part[e >> 3]! >> (e & 7)) & 1) joined[(firstEvent + e) >> 3]! |= 1 << ((firstEvent + e) & 7);
      }
    }
  }
  return joined;
}

/** Whether an event lies in a population. */
export function isMember({ bits }: PopulationMembership, event: number): boolean {
  return ((bits[event >> 3] ?? 0) >> (event & 7)) % 2 === 1;
}
