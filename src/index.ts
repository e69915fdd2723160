/** The public API: pure functions over bytes and records that the caller brings. */
export type { AttributeContext } from './attributes/attribute-context.ts';
export type { AttributeEstimate, AttributeResult, Outcome } from './attributes/attribute-result.ts';
export { type AttributeDefinition, estimateAttribute } from './attributes/registry.ts';
export { type ErrorCode, InputError, InputErrors, type Place } from './errors.ts';
export { type Acquisition, acquisitionOf } from './fcs/acquisition.ts';
export { readDataSets } from './fcs/data-set.ts';
export type { Departure } from './fcs/departures.ts';
export { type Detector, detectorsOf } from './fcs/detectors.ts';
export { encodeFcs } from './fcs/encode-fcs.ts';
export { openEvents } from './fcs/events.ts';
export type { ByteSource, EventBlock, EventSource, FcsDataSet, FcsParameter, Spillover } from './fcs/fcs-file.ts';
export { toScale } from './fcs/scale.ts';
export {
  fitFromStarts,
  fitLeastSquares,
  type LeastSquaresFit,
  type LeastSquaresOptions,
  type LeastSquaresProblem,
  type StopReason,
} from './numerics/least-squares.ts';
export { proportionInterval } from './numerics/proportion-interval.ts';
export { type Definition, definitionSchema } from './pipeline/definition/definition.ts';
export { validateYaml } from './pipeline/definition/validate-yaml.ts';
export { parseYamlDocument } from './pipeline/definition/yaml-document.ts';
export { buildLayout, type Layout } from './plates/layout.ts';
export type { PlateReading } from './plates/plate-reading.ts';
export { readPlate } from './plates/read-plate.ts';
export { compileGating, gateEvents } from './population/gating.ts';
export type { GatingRequest } from './population/gating-request.ts';
export type { GatingResult, Population } from './population/population.ts';
export { combineAssays } from './potency/combination/combination.ts';
export { type PotencyMethod, potencyMethodSchema } from './potency/method.ts';
export type { PotencyAssay } from './potency/potency-assay.ts';
export type { AssayResult, PotencyResult } from './potency/potency-result.ts';
export { estimateAssay } from './potency/relative-potency.ts';
export { canonicalJson } from './results/canonical-json.ts';
export type { ReleaseResult } from './results/release-result.ts';
export { parseReleaseResult } from './results/release-result-schema.ts';
export { proposeDisposition } from './specification/disposition.ts';
export { evaluateSpecification } from './specification/evaluate-specification.ts';
export { type Specification, specificationSchema } from './specification/specification.ts';
export { version } from './version.ts';
