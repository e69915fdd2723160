import { readGateDocument } from '../../src/exchange/registry.ts';
import type { GatingRequest } from '../../src/population/gating-request.ts';

/** The request of a document's first set of gates. */
export function requestOfDocument(text: string, file: string): GatingRequest {
  const [set] = readGateDocument(text, file).sets;
  if (set === undefined) throw new Error('no gates');
  const { gates, transforms, matrices, markers, compensation } = set;
  return { gates, transforms, matrices, markers, compensation, thresholds: {}, quantiles: [], histograms: [], points: [] };
}
