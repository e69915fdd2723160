import { registryOf } from '../registry.ts';
import { calibration } from './calibration.ts';
import { discrimination } from './discrimination.ts';
import { margins } from './margins.ts';
import { marginsFromAssays } from './margins-from-assays.ts';
import { referenceTrend } from './reference-trend.ts';
import { standardCurve } from './standard-curve.ts';
import { synergy } from './synergy.ts';
import { validation } from './validation.ts';

/** Every study that `cytolot potency-study` computes. One file and one line here add another. */
export const POTENCY_STUDIES = registryOf(
  standardCurve,
  validation,
  calibration,
  referenceTrend,
  margins,
  marginsFromAssays,
  synergy,
  discrimination,
);
