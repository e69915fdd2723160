import { brainCousens } from './brain-cousens.ts';
import { fiveParameterLogistic, fiveParameterLogisticUpper } from './five-parameter-logistic.ts';
import { fourParameterLogistic } from './four-parameter-logistic.ts';
import type { DoseResponseModel } from './model.ts';
import { threeParameterLogistic } from './three-parameter-logistic.ts';
import { weibull1 } from './weibull-1.ts';
import { weibull2 } from './weibull-2.ts';

/** Every dose-response model that a method may name. */
export const DOSE_RESPONSE_MODELS = {
  '4pl': fourParameterLogistic,
  '3pl': threeParameterLogistic,
  '5pl': fiveParameterLogistic,
  '5pl-upper': fiveParameterLogisticUpper,
  'weibull-1': weibull1,
  'weibull-2': weibull2,
  'brain-cousens': brainCousens,
} as const satisfies Record<string, DoseResponseModel>;

export type ModelId = keyof typeof DOSE_RESPONSE_MODELS;
