import { check } from '../dose-response/comparison/suitability.ts';
import type { OutlierTest } from '../method.ts';
import type { AssaySample } from '../potency-assay.ts';
import type { Outlier, Reason, SuitabilityCheck } from '../potency-result.ts';
import { reason, type SampleScope } from '../reasons.ts';
import type { FoundOutlier, SampleOutliers } from './find-outliers.ts';

/** What the outliers of one sample mean for it. */
export interface OutlierFindings {
  readonly outliers: readonly Outlier[];
  readonly checks: readonly SuitabilityCheck[];
  readonly reasons: readonly Reason[];
  readonly flags: readonly Reason[];
}

interface Told {
  readonly rule: OutlierTest;
  readonly found: SampleOutliers | undefined;
  readonly scope: SampleScope;
}

/** The number of outliers, and of all wells that are lost, against the limits of the method; every outlier is a flag. */
export function outlierFindings(sample: AssaySample, { rule, found, scope }: Told): OutlierFindings {
  const all = found?.found ?? [];
  const notTested = found?.notTested ?? null;
  const prefix = scope === 'assay-run' ? 'reference ' : '';
  const wells = all.reduce((sum, one) => sum + one.wells.length, 0);
  const lost = wells + sample.points.filter((point) => point.excluded !== null).length + missing(sample);
  const checks = [
    check(
      { name: `${prefix}outliers`, found: notTested === null ? all.length : null, unit: 'wells', limit: { upper: rule.maximum } },
      scope,
    ),
    check({ name: `${prefix}outliers, excluded and missing wells`, found: lost, unit: 'wells', limit: { upper: rule.maximumLost } }, scope),
  ];
  const reasons: Reason[] = [];
  if (notTested !== null) {
    reasons.push(reason('potency/no-outlier-test', scope, `The outlier test of '${sample.name}' could not be made: ${notTested}.`));
  } else if (all.length > rule.maximum) {
    const message = `Expected at most ${rule.maximum} outliers of '${sample.name}', found ${all.length}.`;
    reasons.push(reason('potency/outliers', scope, message));
  }
  if (rule.maximumLost !== undefined && lost > rule.maximumLost) {
    const message = `Expected at most ${rule.maximumLost} outliers, excluded and missing wells of '${sample.name}', found ${lost}.`;
    reasons.push(reason('potency/too-many-excluded', scope, message));
  }
  return { outliers: all.map((one) => one.outlier), checks, reasons, flags: all.map((one) => flagOf(one, sample.name, scope)) };
}

function missing(sample: AssaySample): number {
  const unread = (sample.problems ?? []).filter((problem) => problem.code === 'potency/well-not-numeric').length;
  return unread + (sample.unreadable?.length ?? 0);
}

function flagOf({ outlier, sentence }: FoundOutlier, sample: string, scope: Told['scope']): Reason {
  const where = outlier.wells.length === 0 ? '' : `well ${outlier.wells.join(', ')}, `;
  return reason('potency/outlier-found', scope, `'${sample}', ${where}dose ${outlier.dose}, response ${outlier.response}: ${sentence}.`);
}
