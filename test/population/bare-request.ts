import type { Gate } from '../../src/population/gates/registry.ts';
import type { GatingRequest } from '../../src/population/gating-request.ts';

/** Gates over values as acquired, without statistics; `more` goes over it. */
export function bareRequest(gates: readonly Gate[], more: Partial<GatingRequest> = {}): GatingRequest {
  return {
    gates,
    transforms: {},
    markers: {},
    compensation: { from: 'none' },
    thresholds: {},
    quantiles: [],
    histograms: [],
    points: [],
    ...more,
  };
}
