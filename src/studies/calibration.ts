import { InputError } from '../errors.ts';
import {
  type AssignedValue,
  carryValue,
  primaryValue,
  type RatioOfStandards,
  ratioOfStandards,
  valueLimits,
} from '../potency/calibration/reference-chain.ts';
import { type CalibrationOptions, calibrationOptions } from './calibration-options.ts';
import { type Calibrated, calibrationOrder } from './calibration-order.ts';
import type { CalibrationRow } from './calibration-record.ts';
import { calibrationRow } from './calibration-record.ts';
import { defineStudy, type StudyTable } from './study.ts';
import { type StudyReason, studyReason } from './study-reasons.ts';
import { shown, shownInterval } from './study-text.ts';
import { gcvPercent } from './validation-study.ts';

type Equivalence = 'equivalent' | 'not-equivalent' | 'not-judged';

interface Link {
  readonly standard: string;
  readonly against: string;
  readonly generation: number;
  readonly assays: number;
  /** Against the current standard; limits are `null` with fewer than two assays or none that vary. */
  readonly ratio: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly gcvPercent: number | null;
  readonly outcome: Equivalence;
  readonly assigned: {
    readonly value: number;
    readonly unit: string;
    readonly relativeUncertaintyPercent: number;
    readonly lower: number;
    readonly upper: number;
    readonly degreesOfFreedom: number | null;
  } | null;
  /** Against the head of the chain, over all generations. */
  readonly fromPrimary: { readonly ratio: number; readonly lower: number; readonly upper: number; readonly outcome: Equivalence } | null;
}

interface CalibrationResult {
  readonly quantities: readonly { readonly quantity: string | null; readonly chain: readonly Link[] }[];
  readonly reasons: readonly StudyReason[];
}

/** A new standard against the current one, and the values that a chain of standards carries along. */
export const calibration = defineStudy({
  id: 'calibration',
  title: 'Calibration of reference standards',
  row: calibrationRow,
  options: calibrationOptions,
  compute: (rows, options): CalibrationResult => {
    const chains = [...new Set(rows.map((one) => one.quantity))].map((quantity) => {
      const own = rows.filter((one) => one.quantity === quantity);
      return { quantity, links: linksOf(quantity, own, options) };
    });
    return {
      quantities: chains.map(({ quantity, links }) => ({ quantity, chain: links.map(({ link }) => link) })),
      reasons: chains.flatMap(({ links }) => links.flatMap(({ reasons }) => reasons)),
    };
  },
  render: tablesOf,
});

interface Head {
  readonly generation: number;
  readonly unit: string;
  /** `null` below a link that gives none. */
  readonly assigned: AssignedValue | null;
  /** The same without the uncertainty of the head of the chain, whose value is 1. */
  readonly fromPrimary: AssignedValue | null;
}

interface Found {
  readonly link: Link;
  readonly reasons: readonly StudyReason[];
}

function linksOf(quantity: string | null, rows: readonly CalibrationRow[], options: CalibrationOptions): readonly Found[] {
  const heads = new Map<string, Head>();
  for (const one of options.primaries) {
    if ((one.quantity ?? null) !== quantity) continue;
    const assigned = primaryValue(one.value, one.relativeUncertaintyPercent / 100);
    heads.set(one.standard, { generation: 0, unit: one.unit, assigned, fromPrimary: primaryValue(1, 0) });
  }
  return calibrationOrder(rows, [...heads.keys()]).map((calibrated) => {
    const current = heads.get(calibrated.against);
    if (current === undefined)
      throw new InputError('potency/bad-data', `Expected the standard '${calibrated.against}' in the chain, found none.`, calibrated.place);
    const { found, head } = linkOf(calibrated, current, options);
    heads.set(calibrated.standard, head);
    return found;
  });
}

function linkOf(calibrated: Calibrated, current: Head, options: CalibrationOptions): { readonly found: Found; readonly head: Head } {
  const { standard, against, ratios } = calibrated;
  const varies = ratios.length >= 2 && ratios.some((ratio) => ratio !== ratios[0]);
  const enough = ratios.length >= options.minimumAssays && varies;
  const ratio = varies ? ratioOfStandards(ratios, options.level) : null;
  const usable = enough ? ratio : null;
  const assigned = usable === null || current.assigned === null ? null : carryValue(current.assigned, usable);
  const fromPrimary = usable === null || current.fromPrimary === null ? null : carryValue(current.fromPrimary, usable);
  const generation = current.generation + 1;
  const overall = fromPrimary === null ? null : { ratio: fromPrimary.value, ...valueLimits(fromPrimary, options.level) };
  const outcome = judge(usable, options.bounds);
  const link: Link = {
    standard,
    against,
    generation,
    assays: ratios.length,
    ratio: ratio?.ratio ?? ratios[0] ?? 0,
    lower: ratio?.lower ?? null,
    upper: ratio?.upper ?? null,
    gcvPercent: ratio === null ? null : gcvPercent(ratio.sdLn * ratio.sdLn),
    outcome,
    assigned: assigned === null ? null : { ...describeValue(assigned, options), unit: current.unit },
    fromPrimary:
      overall === null
        ? null
        : { ratio: overall.ratio, lower: overall.lower, upper: overall.upper, outcome: judge(overall, options.chainBounds) },
  };
  return { found: { link, reasons: reasonsOf(link, enough, options) }, head: { generation, unit: current.unit, assigned, fromPrimary } };
}

function describeValue(assigned: AssignedValue, options: CalibrationOptions) {
  const { lower, upper, degreesOfFreedom } = valueLimits(assigned, options.valueLevel);
  return { value: assigned.value, relativeUncertaintyPercent: 100 * assigned.uncertaintyLn, lower, upper, degreesOfFreedom };
}

function judge(found: Pick<RatioOfStandards, 'lower' | 'upper'> | null, bounds: CalibrationOptions['bounds']): Equivalence {
  if (found === null || bounds === undefined) return 'not-judged';
  return found.lower >= bounds.lower && found.upper <= bounds.upper ? 'equivalent' : 'not-equivalent';
}

function reasonsOf(link: Link, enough: boolean, { minimumAssays, bounds, chainBounds }: CalibrationOptions): readonly StudyReason[] {
  const { standard, against } = link;
  if (!enough) {
    const few = { for: 'standard', name: standard, against, needed: minimumAssays, found: link.assays } as const;
    return [studyReason('study/too-few-assays', 'assay-run', few)];
  }
  const reasons: StudyReason[] = [];
  if (link.outcome === 'not-equivalent') {
    const { lower, upper } = link;
    const outside = { to: 'current-standard', standard, against, ...boundsOf(bounds), lower, upper } as const;
    reasons.push(studyReason('study/not-equivalent', 'assay-run', outside));
  }
  if (link.fromPrimary?.outcome === 'not-equivalent') {
    const { lower, upper } = link.fromPrimary;
    const outside = { to: 'head-of-chain', standard, ...boundsOf(chainBounds), lower, upper } as const;
    reasons.push(studyReason('study/not-equivalent', 'assay-run', outside));
  }
  return reasons;
}

function boundsOf(bounds: CalibrationOptions['bounds']): { readonly lowerBound: number | null; readonly upperBound: number | null } {
  return { lowerBound: bounds?.lower ?? null, upperBound: bounds?.upper ?? null };
}

function tablesOf({ quantities }: CalibrationResult): readonly StudyTable[] {
  return quantities.map(({ quantity, chain }) => ({
    title: quantity ?? 'Chain of standards',
    head: [
      'standard',
      'against',
      'assays',
      'ratio',
      'limits',
      '%GCV',
      'outcome',
      'assigned value',
      'limits of the value',
      '% uncertainty',
      'from the primary',
    ],
    rows: chain.map((link) => [
      link.standard,
      link.against,
      String(link.assays),
      shown(link.ratio),
      shownInterval(link),
      shown(link.gcvPercent),
      link.outcome,
      link.assigned === null ? '–' : `${shown(link.assigned.value)} ${link.assigned.unit}`,
      shownInterval(link.assigned),
      shown(link.assigned?.relativeUncertaintyPercent ?? null),
      link.fromPrimary === null ? '–' : `${shown(link.fromPrimary.ratio)} (${shownInterval(link.fromPrimary)}) ${link.fromPrimary.outcome}`,
    ]),
  }));
}
