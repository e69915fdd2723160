/** `cytolot/gates`: gate trees of Gating-ML, FlowJo and FACSDiva, and the events that they select. The parser of XML and schemas are loaded with their first use. */
export { type ErrorCode, InputError, InputErrors, type Place } from '../errors.ts';
export { definitionOfGates, matrixCsv } from '../exchange/document/definition-of-gates.ts';
export { fitToFile } from '../exchange/document/fit-to-file.ts';
export { chooseSet, type GateDocument, type GateSet } from '../exchange/document/gate-document.ts';
export { besideStored, storedNotes } from '../exchange/document/stored-counts.ts';
export { countedWithoutPlace, withoutPlaceGates } from '../exchange/document/without-place.ts';
export { readGateDocument } from '../exchange/registry.ts';
export { type CompiledCode, openCompiledCode } from '../population/engine/compiled-code.ts';
export { type CompiledGating, compileGating, type GatingOptions, gateEvents, gateSource } from '../population/gating/gating.ts';
export type { GatingRequest } from '../population/gating-request.ts';
export type { GatingResult, Population } from '../population/population.ts';

import type { GateSet } from '../exchange/document/gate-document.ts';
import type { GatingRequest } from '../population/gating-request.ts';

/** What to compute of the gates of one sample: every population, and nothing else. More is asked for by giving the other keys. */
export function requestOf({ gates, transforms, matrices, compensation, markers }: GateSet): GatingRequest {
  return { gates, transforms, matrices, compensation, markers, thresholds: {}, quantiles: [], histograms: [], points: [] };
}
