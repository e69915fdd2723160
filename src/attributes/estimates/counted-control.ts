import type { Reason } from '../../reason.ts';
import type { AttributeEstimate } from '../attribute-result.ts';
import { attributeReason } from '../reasons.ts';
import type { FoundCounts } from './population-counts.ts';
import { probabilityAbove, type RareCount } from './rare-event.ts';

/** What a control whose events are counted beside the sample must keep to. */
export interface CountedControlLimits {
  readonly name: string;
  readonly minimumEvents: number;
  /** Largest fraction of positive events, 0–1; the limit itself is allowed. */
  readonly maximumPositiveFraction: number;
  /** One-sided level at which a control above its sample has failed. */
  readonly significance: number;
}

/** The control's counts; `null` where it has no events to count in. */
export function controlCount(findings: FoundCounts): RareCount | null {
  const count = findings.counts[0];
  return count === undefined || count.N === 0 || count.k > count.N ? null : { k: count.k, N: count.N };
}

/** Why a counted control is not valid. */
export function controlFailures(limits: CountedControlLimits, control: RareCount | null, sample: RareCount | null): Reason[] {
  if (control === null) return [];
  const { name, minimumEvents, maximumPositiveFraction, significance } = limits;
  const reasons: Reason[] = [];
  if (control.N < minimumEvents) {
    reasons.push(
      attributeReason('control/too-few-events', { control: name, file: null, population: null, minimum: minimumEvents, found: control.N }),
    );
  }
  if (control.k > maximumPositiveFraction * control.N) {
    reasons.push(attributeReason('control/too-many-positive', { control: name, maximum: maximumPositiveFraction, ...control }));
  }
  if (sample !== null && probabilityAbove(control, sample) < significance) {
    reasons.push(attributeReason('control/above-sample', { control: name, ...control, sampleK: sample.k, sampleN: sample.N }));
  }
  return reasons;
}

/** The control's counts, shown beside the sample's. */
export function controlDetails(control: RareCount | null, sample: RareCount | null): AttributeEstimate['details'] {
  if (control === null) return [];
  const rows: AttributeEstimate['details'] = [
    { name: 'control-positive', value: control.k, unit: 'events' },
    { name: 'control-events', value: control.N, unit: 'events' },
  ];
  if (sample === null) return rows;
  return [...rows, { name: 'p-above-control', value: probabilityAbove(sample, control), unit: '' }];
}
