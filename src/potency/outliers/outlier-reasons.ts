import type { Reason } from '../../reason.ts';
import { checkReason } from '../check-reason.ts';
import { suitabilityCheck } from '../dose-response/comparison/suitability.ts';
import type { OutlierTest } from '../method.ts';
import type { AssaySample } from '../potency-assay.ts';
import type { Outlier, SuitabilityCheck } from '../potency-result.ts';
import { reason, type SampleScope } from '../reasons.ts';
import type { FoundOutlier, SampleOutliers } from './find-outliers.ts';

/** What the outliers of one sample mean for it. */
export interface JudgedOutliers {
  readonly outliers: readonly Outlier[];
  readonly checks: readonly SuitabilityCheck[];
  readonly reasons: readonly Reason[];
  readonly notes: readonly Reason[];
}

interface SoughtOutliers {
  readonly rule: OutlierTest;
  readonly found: SampleOutliers | undefined;
  readonly scope: SampleScope;
}

/** The number of outliers, and of all wells that are lost, against the limits of the method; every outlier is a note. */
export function outlierReasons(sample: AssaySample, { rule, found, scope }: SoughtOutliers): JudgedOutliers {
  const all = found?.found ?? [];
  const notTested = found?.notTested ?? null;
  const prefix = scope === 'assay-run' ? 'reference ' : '';
  const wells = all.reduce((sum, one) => sum + one.wells.length, 0);
  const lost = wells + sample.points.filter((point) => point.excluded !== null).length + missing(sample);
  const tested = notTested === null ? all.length : null;
  const ofTest = suitabilityCheck({ name: `${prefix}outliers`, found: tested, unit: 'wells', limit: { upper: rule.maximum } }, scope);
  const limit = { upper: rule.maximumLost };
  const ofLost = suitabilityCheck({ name: `${prefix}outliers, excluded and missing wells`, found: lost, unit: 'wells', limit }, scope);
  const reasons: Reason[] = [];
  if (notTested !== null) {
    reasons.push(reason('potency/no-outlier-test', scope, { sample: sample.name, why: notTested }));
  } else if (all.length > rule.maximum) {
    reasons.push(checkReason('potency/outliers', ofTest, sample.name));
  }
  if (rule.maximumLost !== undefined && lost > rule.maximumLost) {
    reasons.push(checkReason('potency/too-many-excluded', ofLost, sample.name));
  }
  return {
    outliers: all.map((one) => one.outlier),
    checks: [ofTest, ofLost],
    reasons,
    notes: all.map((one) => noteOf(one, sample.name, scope)),
  };
}

function missing(sample: AssaySample): number {
  const unread = (sample.problems ?? []).filter((problem) => problem.code === 'potency/well-not-numeric').length;
  return unread + (sample.unreadable?.length ?? 0);
}

function noteOf({ outlier }: FoundOutlier, sample: string, scope: SampleScope): Reason {
  const { wells, dose, response, test, statistic, limit, p } = outlier;
  return reason('potency/outlier-found', scope, { sample, wells, dose, response, test, statistic, limit, p });
}
