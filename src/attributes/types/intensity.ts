import type { ValueLimits } from '../../population/population.ts';
import type { Reason } from '../../reason.ts';
import type { AttributeContext } from '../attribute-context.ts';
import type { AttributeEstimate, AttributeInterval, Replicate } from '../attribute-result.ts';
import { defineAttribute, type IntensityNeed, type PopulationNeed } from '../attribute-type.ts';
import { meanWithLimits } from '../estimates/combine-counts.ts';
import { countingNeeds, estimateRecord, provenance } from '../estimates/estimate-record.ts';
import {
  type Confidence,
  INTERVAL_METHODS,
  type IntensityValue,
  intensityOf,
  intensityRatio,
  type NoIntensity,
} from '../estimates/intensity-statistic.ts';
import { countControl, countPopulation, type TubeCount } from '../estimates/population-counts.ts';
import { gap } from '../interval-gaps.ts';
import { methodOn } from '../interval-method.ts';
import { attributeReason, note } from '../reasons.ts';
import { type IntensityDefinition as Definition, intensitySchema } from './intensity-definition.ts';

/** Median, percentile, geometric mean or CV of a parameter in a population; optionally a ratio to a control of the same assay run. */
export const intensity = defineAttribute({
  id: 'intensity',
  schema: intensitySchema,
  units: (definition) => [unitOf(definition)],
  needs: (definition) => ({
    ...countingNeeds(definition, [definition.population], {
      populations: controlPopulation(definition),
      controls: definition.ratioTo === undefined ? [] : [definition.ratioTo.control],
    }),
    intensities: [need(definition, 'sample'), ...(definition.ratioTo === undefined ? [] : [need(definition, 'control')])],
  }),
  estimate: (definition, context) => [estimate(definition, context)],
});

function controlPopulation({ ratioTo, panel, tube, stage, population }: Definition): PopulationNeed[] {
  if (ratioTo === undefined) return [];
  return [{ panel, tube: tube ?? null, stage, population: ratioTo.population ?? population, control: ratioTo.control }];
}

function need(definition: Definition, role: 'sample' | 'control'): IntensityNeed {
  const { panel, tube, population, parameter } = definition;
  return {
    id: idOf(definition, role),
    panel,
    tube: tube ?? null,
    population: role === 'sample' ? population : (definition.ratioTo?.population ?? population),
    parameter,
    probability: (definition.percentile ?? 50) / 100,
    limits: confidenceOf(definition),
  };
}

function idOf({ id }: Definition, role: 'sample' | 'control'): string {
  return `intensity ${id} ${role}`;
}

/** One side of a ratio needs both sides of its parts: limits of level 1 − 2a on both give one of level 1 − a. */
function confidenceOf({ interval, ratioTo }: Definition): Confidence {
  return ratioTo === undefined || interval.sides === 'two' ? interval : { level: 2 * interval.level - 1, sides: 'two' };
}

interface Preparation {
  readonly count: TubeCount;
  readonly value: IntensityValue | Reason;
}

function estimate(definition: Definition, context: AttributeContext): AttributeEstimate {
  const { panel, tube, population } = definition;
  const found = countPopulation({ panel, tube, stage: definition.stage, population, of: population }, context);
  const control = controlOf(definition, context, found.counts);
  const preparations = found.counts.map((count) => ({ count, value: preparationValue(definition, count, control.count) }));
  const known = preparations.flatMap(({ value }) => (isValue(value) ? [value] : []));
  const value = combine(definition, known);
  const failed = preparations.flatMap((one) => (isValue(one.value) ? [] : [one.value]));
  return estimateRecord(definition, context, {
    estimate: value?.estimate ?? null,
    interval: value?.interval ?? null,
    unit: unitOf(definition),
    replicates: preparations.map(replicateOf),
    status: value === null ? 'missing' : 'computed',
    ...provenance([...found.counts, ...(control.count === null ? [] : [control.count])]),
    reasons: [
      ...found.reasons,
      ...control.reasons,
      ...failed,
      ...(found.counts.length === 0 ? [] : shortage(definition, preparations, control.count)),
    ],
    notes: value === null || value.interval !== null ? [] : [notCovered(definition)],
    details: details(definition, preparations, control.count),
  });
}

interface FoundControl {
  readonly count: TubeCount | null;
  readonly reasons: readonly Reason[];
}

function controlOf(definition: Definition, context: AttributeContext, counts: readonly TubeCount[]): FoundControl {
  const { ratioTo, panel, tube } = definition;
  if (ratioTo === undefined || counts.length === 0) return { count: null, reasons: [] };
  const population = ratioTo.population ?? definition.population;
  const tubes = new Set(counts.map((count) => count.tube.tube));
  const [only] = tubes.size === 1 ? [...tubes] : [];
  const found = countControl(ratioTo.control, { panel, tube: tube ?? only, population, of: population }, context, counts);
  return { count: found.counts[0] ?? null, reasons: found.reasons };
}

function preparationValue(definition: Definition, count: TubeCount, control: TubeCount | null): IntensityValue | Reason {
  const value = tubeValue(definition, count, 'sample');
  if (!isValue(value) || definition.ratioTo === undefined) return value;
  if (control === null) return noIntensity({ why: 'no-control', of: definition.ratioTo.control, value: null }, definition, count);
  const divisor = tubeValue(definition, control, 'control');
  if (!isValue(divisor)) return divisor;
  const ratio = intensityRatio(value, divisor);
  return 'why' in ratio ? noIntensity(ratio, definition, count) : { ...ratio, limits: oneSide(ratio.limits, definition) };
}

function oneSide(limits: ValueLimits | null, { interval }: Definition): ValueLimits | null {
  if (limits === null) return null;
  return { lower: interval.sides === 'upper' ? null : limits.lower, upper: interval.sides === 'lower' ? null : limits.upper };
}

function tubeValue(definition: Definition, count: TubeCount, role: 'sample' | 'control'): IntensityValue | Reason {
  const found = count.tube.result.quantiles.find((one) => one.id === idOf(definition, role));
  if (found === undefined) return noIntensity({ why: 'no-parameter', of: null, value: null }, definition, count);
  const value = intensityOf(definition.statistic, found, confidenceOf(definition));
  return 'why' in value ? noIntensity(value, definition, count) : value;
}

function noIntensity(found: NoIntensity, { population, parameter }: Definition, { tube }: TubeCount): Reason {
  const place = { parameter, population, file: tube.file };
  if (found.why === 'values-not-positive') return attributeReason('attribute/values-not-positive', { found: found.events, ...place });
  return attributeReason('attribute/no-intensity', { ...found, ...place });
}

function isValue(value: IntensityValue | Reason): value is IntensityValue {
  return 'estimate' in value;
}

/** One preparation has its own limits; several have a mean, with those between them. */
function combine(
  definition: Definition,
  values: readonly IntensityValue[],
): { readonly estimate: number; readonly interval: AttributeInterval | null } | null {
  const [first, second] = values;
  if (first === undefined) return null;
  if (second !== undefined)
    return meanWithLimits(
      values.map((one) => one.estimate),
      definition.interval,
    );
  const method = INTERVAL_METHODS[definition.statistic];
  if (first.limits === null || method === null) return { estimate: first.estimate, interval: null };
  const found = definition.ratioTo === undefined ? { method } : methodOn('mover-on-logarithms', [{ method }]);
  return { estimate: first.estimate, interval: { ...first.limits, ...definition.interval, ...found } };
}

function unitOf({ statistic, ratioTo, unit }: Definition): string {
  return ratioTo === undefined ? plainUnit({ statistic, unit }) : 'ratio';
}

/** A CV is a fraction whatever the scale of the file. */
function plainUnit({ statistic, unit }: Pick<Definition, 'statistic' | 'unit'>): string {
  return statistic === 'cv' || statistic === 'robust-cv' ? 'fraction' : unit;
}

function replicateOf({ count, value }: Preparation): Replicate {
  const { name, N, tube } = count;
  const place = { file: tube.file, assayRun: tube.assayRun };
  if (!isValue(value)) return { name, estimate: null, lower: null, upper: null, N, ...place };
  return { name, estimate: value.estimate, lower: value.limits?.lower ?? null, upper: value.limits?.upper ?? null, N, ...place };
}

function shortage(definition: Definition, preparations: readonly Preparation[], control: TubeCount | null): Reason[] {
  const { minimumEvents, preparations: planned, population } = definition;
  const usable = preparations.filter(({ value }) => isValue(value)).length;
  const few = usable < planned ? [attributeReason('attribute/too-few-preparations', { planned, found: usable, lacking: 'value' })] : [];
  if (minimumEvents === undefined) return few;
  const scarce = preparations
    .filter(({ count }) => count.N < minimumEvents)
    .map(({ count }) => attributeReason('attribute/too-few-events', eventsFound(minimumEvents, population, count)));
  const inControl =
    control === null || control.N >= minimumEvents
      ? []
      : [
          attributeReason('control/too-few-events', {
            control: null,
            ...eventsFound(minimumEvents, definition.ratioTo?.population ?? population, control),
          }),
        ];
  return [...few, ...scarce, ...inControl];
}

function eventsFound(minimum: number, population: string, { N, tube }: TubeCount) {
  return { minimum, found: N, population, file: tube.file };
}

function notCovered({ statistic }: Definition): AttributeEstimate['notes'][number] {
  return note('attribute/interval-not-covered', { why: [gap('interval/of-statistic', { statistic })] });
}

function details(definition: Definition, preparations: readonly Preparation[], control: TubeCount | null): AttributeEstimate['details'] {
  const events = preparations.reduce((sum, { count }) => sum + count.N, 0);
  const divisor = control === null ? null : tubeValue(definition, control, 'control');
  return [
    { name: 'events', value: events, unit: 'events' },
    ...(divisor === null || !isValue(divisor)
      ? []
      : ([{ name: 'control-value', value: divisor.estimate, unit: plainUnit(definition) }] as const)),
  ];
}
