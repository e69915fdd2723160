import { distinctMessages } from '../../message.ts';
import { compareCodeUnits } from '../../order.ts';
import type { Reason } from '../../reason.ts';
import type { AttributeContext } from '../attribute-context.ts';
import type { AttributeEstimate, Title } from '../attribute-result.ts';
import type { AttributeNeeds, CommonDefinition, CountingDefinition, PopulationNeed } from '../attribute-type.ts';
import { NO_NEEDS } from '../attribute-type.ts';
import { attributeReason } from '../reasons.ts';
import { combineCounts, ownMinimum } from './combine-counts.ts';
import { type CountQuery, countPopulation, type FoundCounts, type TubeCount } from './population-counts.ts';

/** The parts of an estimate that an attribute type decides; the rest has a neutral value. */
export type EstimateParts = Partial<AttributeEstimate>;

/** Completes an estimate: identity, method, occasion and the validity of the controls that the definition declares. */
export function estimateRecord(definition: CommonDefinition, context: AttributeContext, parts: EstimateParts): AttributeEstimate {
  const base = {
    attribute: definition.id,
    component: null,
    title: definition.title,
    stage: definition.stage,
    estimate: null,
    text: null,
    unit: 'fraction',
    interval: null,
    k: null,
    N: null,
    replicates: [],
    notes: [],
    status: 'computed' as const,
    details: [],
    detection: null,
    sources: [],
    method: definition.method,
    occasion: context.occasion,
  };
  return { ...base, ...parts, reasons: distinctMessages([...(parts.reasons ?? []), ...declaredControls(definition.controls, context)]) };
}

/** Reasons of the controls that an attribute declares; one that does not exist is missing. */
export function declaredControls(names: readonly string[], context: AttributeContext): Reason[] {
  return names.flatMap(
    (name) =>
      context.controlsValidity.get(name) ?? [
        attributeReason('control/missing', { control: name, panel: null, tube: null, assayRun: null }),
      ],
  );
}

/** One component that is k of N events. */
export interface FractionComponent {
  readonly component: string | null;
  readonly title: Title;
  readonly query: CountQuery;
  readonly extra?: EstimateParts;
}

/** Estimate of one population as a fraction of its denominator. */
export function estimateFraction(
  definition: CountingDefinition,
  context: AttributeContext,
  component: FractionComponent,
): AttributeEstimate {
  return fractionOf(
    definition,
    context,
    component,
    countPopulation({ minimumEvents: ownMinimum(definition, context.purpose), ...component.query }, context),
  );
}

/** Estimate from counts that were found already. */
export function fractionOf(
  definition: CountingDefinition,
  context: AttributeContext,
  component: Omit<FractionComponent, 'query'>,
  findings: FoundCounts,
): AttributeEstimate {
  const value = combineCounts(findings.counts, definition, context.purpose);
  const extra = component.extra ?? {};
  // Without any acquisition the shortage says nothing that its cause does not say.
  const reasons = findings.counts.length === 0 ? findings.reasons : [...findings.reasons, ...value.reasons];
  return estimateRecord(definition, context, {
    ...value,
    component: component.component,
    title: component.title,
    status: value.estimate === null ? 'missing' : 'computed',
    ...provenance(findings.counts),
    ...extra,
    reasons: [...reasons, ...(extra.reasons ?? [])],
  });
}

/** Files behind counts, and the earliest time of their acquisition where every one is known. */
export function provenance(counts: readonly TubeCount[]): Pick<AttributeEstimate, 'sources' | 'acquiredAt'> {
  const sources = [...new Set(counts.map((count) => count.tube.file))].sort(compareCodeUnits);
  return { sources, acquiredAt: earliest(counts.map((count) => count.tube.acquiredAt)) };
}

/** The earliest of ISO dates by their local calendar text; `null` where there is none or one is unknown. */
export function earliest(dates: readonly (string | null)[]): string | null {
  const known = dates.filter((date) => date !== null).sort(compareCodeUnits);
  return known.length === dates.length ? (known[0] ?? null) : null;
}

/** The date of a value whose sources need not have one: without any it is the lot's. A source that should have one and has none stays `null`. */
export function dated(dates: readonly (string | null | undefined)[]): Pick<AttributeEstimate, 'acquiredAt'> {
  const stated = dates.filter((date) => date !== undefined);
  return stated.length === 0 ? {} : { acquiredAt: earliest(stated) };
}

/** What a counting attribute needs: each population at the attribute's stage, and its declared controls. */
export function countingNeeds(
  definition: CommonDefinition & Pick<CountingDefinition, 'panel' | 'tube'>,
  populations: readonly string[],
  extra: Partial<AttributeNeeds> = {},
): AttributeNeeds {
  const needs: PopulationNeed[] = [...new Set(populations)].map((population) => ({
    panel: definition.panel,
    tube: definition.tube ?? null,
    stage: definition.stage,
    population,
    control: null,
  }));
  return {
    ...NO_NEEDS,
    ...extra,
    populations: [...needs, ...(extra.populations ?? [])],
    controls: [...new Set([...definition.controls, ...(extra.controls ?? [])])],
  };
}
