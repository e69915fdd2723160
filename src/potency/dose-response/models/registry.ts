import { registryOf } from '../../../registry.ts';
import { brainCousens } from './brain-cousens.ts';
import { fiveParameterLogistic, fiveParameterLogisticUpper } from './five-parameter-logistic.ts';
import { fourParameterLogistic } from './four-parameter-logistic.ts';
import { threeParameterLogistic } from './three-parameter-logistic.ts';
import { weibull1 } from './weibull-1.ts';
import { weibull2 } from './weibull-2.ts';

/** Every dose-response model that a method may name. One file and one line here add another. */
export const DOSE_RESPONSE_MODELS = registryOf(
  fourParameterLogistic,
  threeParameterLogistic,
  fiveParameterLogistic,
  fiveParameterLogisticUpper,
  weibull1,
  weibull2,
  brainCousens,
);

export type ModelId = (typeof DOSE_RESPONSE_MODELS)['ids'][number];
