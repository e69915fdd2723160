import { chooseSet, type GateSet } from '../../src/exchange/document/gate-document.ts';
import { readGateDocument } from '../../src/exchange/registry.ts';
import { populationsOf } from '../../src/population/gates/registry.ts';
import { compileGating, type GatingPath, gateSource } from '../../src/population/gating/gating.ts';
import { isMember } from '../../src/population/gating/gating-result.ts';
import type { GatingRequest } from '../../src/population/gating-request.ts';
import { type SyntheticParameter, syntheticEvents } from '../population/synthetic-events.ts';

/** The set of a document's sample, the only one where none is named. */
export function setOf(text: string, sample: string | null = null, name = 'made.wsp'): GateSet {
  return chooseSet(readGateDocument(text, name), { file: 'made.fcs', sample });
}

/** Events as columns of numbers by parameter. */
export type Columns = Readonly<Record<string, readonly number[]>>;

/** For each population of a set, the numbers of the events in it, from 0; the fast and the exact path must agree. */
export function eventsIn(
  { gates, transforms, matrices, markers, compensation }: GateSet,
  columns: Columns,
  options: Parameters<typeof syntheticEvents>[1] = {},
): Readonly<Record<string, readonly number[]>> {
  const parameters: SyntheticParameter[] = Object.entries(columns).map(([name, values]) => ({ name, values }));
  const { dataSet, source } = syntheticEvents(parameters, options);
  const membership = gates.flatMap(populationsOf);
  const request: GatingRequest = {
    gates,
    transforms,
    matrices,
    markers,
    compensation,
    thresholds: {},
    quantiles: [],
    histograms: [],
    points: [],
    membership,
  };
  const [fast, exact] = (['fast', 'exact'] as const).map((path: GatingPath) => {
    const result = gateSource(compileGating(request, dataSet, { path }), source);
    const all = parameters[0]?.values.map((_, event) => event) ?? [];
    return Object.fromEntries(
      (result.membership ?? []).map((each) => [each.population, all.filter((event) => isMember(each, event))] as const),
    );
  });
  if (JSON.stringify(fast) !== JSON.stringify(exact)) throw new Error(`fast ${JSON.stringify(fast)}, exact ${JSON.stringify(exact)}`);
  return fast ?? {};
}
