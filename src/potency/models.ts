import { DOSE_RESPONSE_MODELS } from './dose-response/models/registry.ts';
import { LINE_MODELS, QUANTAL_MODELS } from './line-models.ts';

/** Every model that a method may name: curves, straight lines, quantal assays. */
export const MODELS: readonly string[] = [...DOSE_RESPONSE_MODELS.ids, ...LINE_MODELS, ...QUANTAL_MODELS];
