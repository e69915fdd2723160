import { compareCodeUnits } from '../../order.ts';
import type { Population } from '../../population/population.ts';
import { ALL_EVENTS } from '../../population/population.ts';
import type { Reason } from '../../reason.ts';
import type { AttributeContext, TubePopulations } from '../attribute-context.ts';
import { countUnits, type PlannedUnit } from '../planned-units.ts';
import { attributeReason, isAwaited } from '../reasons.ts';

/** k events of a population in N of its denominator, in one acquisition. */
export interface TubeCount {
  /** Preparation, with the sample's name before it where a stage has several samples. */
  readonly name: string;
  readonly k: number;
  readonly N: number;
  readonly tube: TubePopulations;
}

/** What is counted, and where. */
export interface CountQuery {
  readonly panel: string;
  readonly tube?: string | undefined;
  readonly stage: string;
  readonly population: string;
  readonly of: string;
  /** With fewer events in the denominator an acquisition is not valid by itself; absent = none. */
  readonly minimumEvents?: number | undefined;
}

export interface FoundCounts {
  readonly counts: readonly TubeCount[];
  readonly reasons: readonly Reason[];
}

/** Counts a population within its denominator in every preparation of a stage. Whatever cannot be counted is a reason, not an exception. */
export function countPopulation(query: CountQuery, context: AttributeContext): FoundCounts {
  const all = context.tubes.filter((tube) => tube.role === 'sample' && tube.stage === query.stage && servesPanel(tube, query));
  if (all.length === 0) {
    const { panel, tube = null, stage } = query;
    return { counts: [], reasons: [attributeReason('pending/no-acquisition', { panel, tube, stage })] };
  }
  const { acquired, surplus } = withoutRepeated(all, query);
  // A held or mismatched tube of the panel matters even where it has no populations to show.
  const inherited = acquired.filter((tube) => holds(tube, query) || tube.result.populations.length === 0).flatMap((tube) => tube.reasons);
  const serving = acquired.filter((tube) => holds(tube, query));
  if (serving.length === 0) return { counts: [], reasons: [...surplus, ...inherited, ...missingPopulation(query, acquired)] };
  // Another tube of the panel may lack the population; another preparation of the same tube may not, or it would drop out unseen.
  const lacking = acquired.filter((tube) => !holds(tube, query) && serving.some((other) => other.tube === tube.tube));
  const absent = lacking.length === 0 ? [] : [...lacking.flatMap((tube) => tube.reasons), ...missingPopulation(query, lacking)];
  return countTubes(serving, query, [...surplus, ...inherited, ...absent]);
}

/** Acquisitions without those in whose place another stands; a repeat of one that is valid by itself does not count, and is a reason. */
function withoutRepeated(
  tubes: readonly TubePopulations[],
  query: CountQuery,
): { readonly acquired: readonly TubePopulations[]; readonly surplus: readonly Reason[] } {
  if (tubes.every((tube) => tube.replaces === null)) return { acquired: tubes, surplus: [] };
  const units = tubes.map((tube): PlannedUnit => ({ name: tube.file, replaces: tube.replaces, state: stateOf(tube, query) }));
  // How many are planned is looked at where they are combined: here only whose place is taken.
  const { replaced, surplus } = countUnits(units, units.length);
  return {
    acquired: tubes.filter((tube) => !replaced.includes(tube.file) && !surplus.includes(tube.file)),
    surplus: tubes
      .filter((tube) => surplus.includes(tube.file))
      .map(({ file, replaces }) => attributeReason('attribute/repeat-of-valid', { file, replaces: replaces ?? '' })),
  };
}

/** Whether an acquisition is valid for its own reasons: held, without the population, or with too few events. */
function stateOf(tube: TubePopulations, query: CountQuery): PlannedUnit['state'] {
  if (tube.reasons.some(isAwaited)) return 'awaited';
  if (tube.reasons.length > 0 || (tube.result.populations.length > 0 && !holds(tube, query))) return 'invalid';
  const events = eventsOf(tube, query.of) ?? 0;
  return events === 0 || events < (query.minimumEvents ?? 0) ? 'invalid' : 'valid';
}

/** Counts in the one acquisition of a control that serves the given samples: the one of their assay run where runs are known. */
export function countControl(
  control: string,
  query: Omit<CountQuery, 'stage'>,
  context: AttributeContext,
  samples: readonly TubeCount[],
): FoundCounts {
  const runs = new Set(samples.map((count) => count.tube.assayRun).filter((run) => run !== null));
  const found = context.tubes
    .filter((tube) => tube.role === 'control' && tube.control === control && servesPanel(tube, query))
    .filter((tube) => runs.size === 0 || tube.assayRun === null || runs.has(tube.assayRun));
  if (found.length === 0) {
    return { counts: [], reasons: [attributeReason('control/missing', { control, panel: query.panel, tube: null, assayRun: null })] };
  }
  const serving = found.filter((tube) => holds(tube, query));
  const inherited = found.flatMap((tube) => tube.reasons);
  if (serving.length === 0) return { counts: [], reasons: [...inherited, ...missingPopulation(query, found)] };
  if (serving.length > 1) {
    const files = serving.map((tube) => tube.file).sort();
    return {
      counts: [],
      reasons: [...inherited, attributeReason('control/ambiguous', { control, tube: null, assayRun: null, files })],
    };
  }
  return countTubes(serving, query, inherited);
}

/** Count of a named population, of all events for `all events`; `null` where the tree has no such population. */
export function eventsOf(tube: TubePopulations, population: string): number | null {
  if (population === ALL_EVENTS) return tube.result.eventCount;
  return populationOf(tube, population)?.count ?? null;
}

function servesPanel(tube: TubePopulations, query: Pick<CountQuery, 'panel' | 'tube'>): boolean {
  return tube.panel === query.panel && (query.tube === undefined || tube.tube === query.tube);
}

function holds(tube: TubePopulations, query: Pick<CountQuery, 'population' | 'of'>): boolean {
  return eventsOf(tube, query.population) !== null && eventsOf(tube, query.of) !== null;
}

function populationOf(tube: TubePopulations, name: string): Population | undefined {
  return tube.result.populations.find((population) => population.path.at(-1) === name);
}

function missingPopulation(query: Pick<CountQuery, 'panel' | 'population' | 'of'>, tubes: readonly TubePopulations[]): Reason[] {
  const missing = [query.population, query.of].filter((name) => tubes.every((tube) => eventsOf(tube, name) === null));
  const populations = missing.length === 0 ? [query.population, query.of] : missing;
  return [attributeReason('attribute/no-population', { populations, panel: query.panel, files: tubes.map((tube) => tube.file).sort() })];
}

function countTubes(
  tubes: readonly TubePopulations[],
  query: Pick<CountQuery, 'population' | 'of'>,
  inherited: readonly Reason[],
): FoundCounts {
  const reasons: Reason[] = [...inherited];
  const severalSamples = new Set(tubes.map((tube) => tube.sample)).size > 1;
  const counts = tubes.map((tube) => ({
    name: severalSamples ? `${tube.sample}/${tube.preparation}` : tube.preparation,
    k: eventsOf(tube, query.population) ?? 0,
    N: eventsOf(tube, query.of) ?? 0,
    tube,
  }));
  counts.sort((a, b) => compareCodeUnits(a.name, b.name) || compareCodeUnits(a.tube.file, b.tube.file));
  for (const [index, count] of counts.entries()) {
    if (index > 0 && counts[index - 1]?.name === count.name) reasons.push(ambiguous(counts, count.name));
    if (!isNested(count.tube, query)) {
      reasons.push(attributeReason('attribute/not-nested', { population: query.population, of: query.of, file: count.tube.file }));
    }
    if (count.N === 0) reasons.push(attributeReason('attribute/empty-parent', { population: query.of, file: count.tube.file }));
  }
  return { counts, reasons };
}

function ambiguous(counts: readonly TubeCount[], name: string): Reason {
  const files = counts.filter((count) => count.name === name).map((count) => count.tube.file);
  return attributeReason('attribute/ambiguous-acquisition', { preparation: name, files });
}

/** Whether every event of the population lies in the denominator by the shape of the tree. */
function isNested(tube: TubePopulations, query: Pick<CountQuery, 'population' | 'of'>): boolean {
  if (query.of === ALL_EVENTS || query.of === query.population) return true;
  return populationOf(tube, query.population)?.path.includes(query.of) ?? false;
}
