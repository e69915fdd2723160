import { InputError } from '../../errors.ts';
import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import { distinctMessages } from '../../message.ts';
import { type Gate, populationsOf } from '../../population/gates/registry.ts';
import { compileGating } from '../../population/gating/gating.ts';
import { ALL_EVENTS } from '../../population/population.ts';
import { quotedError } from '../../quoted-error.ts';
import type { Reason } from '../../reason.ts';
import { withLearned } from '../definition/cluster-gates.ts';
import type { Definition } from '../definition/definition.ts';
import { gatesFor } from '../definition/thresholds.ts';
import type { TubeDefinition } from '../definition/tube-definition.ts';
import { pipelineReason } from '../reasons.ts';
import { baseRequest, failureOf, type Learned } from './gating-parts.ts';
import type { GatingTools } from './gating-record.ts';

/** Codes of errors that say by themselves why a file cannot be gated. */
const GATING_CODES = [
  'population/missing-parameter',
  'population/ambiguous-parameter',
  'population/bad-spillover',
  'population/bad-gate',
  'population/bad-transform',
] as const;

function gatingReason(error: InputError, file: string): Reason {
  const code = GATING_CODES.find((known) => known === error.code);
  return pipelineReason(code ?? 'population/gating-failed', 'test-article', { file, error: quotedError(error) });
}

/** The gates that can be evaluated on a data set; for the others, why not. A gate falls with the gates, thresholds and clusters that it needs. */
export function usableGates(
  definition: Definition,
  job: { readonly tube: TubeDefinition; readonly learned: Learned; readonly dataSet: FcsDataSet },
  tools: Pick<GatingTools, 'matrices'>,
) {
  const { tube, learned, dataSet } = job;
  const all = withLearned(tube, learned.clusters);
  const absent = new Map<string, readonly Reason[]>();
  const reasonsOf = (gate: Gate): readonly Reason[] => {
    const closure = gatesFor(all, populationsOf(gate));
    const failure = failureOf(closure, learned);
    if (failure !== null) return failure;
    const request = baseRequest(definition, tube, { gates: closure, thresholds: learned.thresholds, tools });
    return compiled(() => compileGating(request, dataSet), dataSet.file);
  };
  const gates = all.filter((gate) => {
    const reasons = reasonsOf(gate);
    for (const name of reasons.length === 0 ? [] : populationsOf(gate)) absent.set(name, reasons);
    return reasons.length === 0;
  });
  return { gates, absent };
}

function compiled(compile: () => unknown, file: string): readonly Reason[] {
  try {
    compile();
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [gatingReason(error, file)];
  }
}

/** A linear value that has a place on every scale: what a control will give is not known yet. */
const ANY_VALUE = 1;

/**
 * Why gates and thresholds of a tube cannot be evaluated on a data set, whatever its events and its controls are: a channel that is not there, a spillover that is
 * missing. Clusters are not learned yet, and what stands on them is passed over. Each reason once.
 */
export function unusableGates(
  definition: Definition,
  { tube, dataSet }: { readonly tube: TubeDefinition; readonly dataSet: FcsDataSet },
  tools: Pick<GatingTools, 'matrices'>,
): readonly Reason[] {
  const thresholds = tube.thresholds.map(({ name, control, percentile }) => ({ name, control, percentile, value: ANY_VALUE, events: 0 }));
  const learned: Learned = { thresholds: new Map(thresholds.map((one) => [one.name, one])), failures: new Map(), clusters: new Map() };
  const { absent } = usableGates(definition, { tube, learned, dataSet }, tools);
  const ofGates = [...absent.values()].flat().filter(({ code }) => code !== 'population/clusters-of-samples');
  const ofThresholds = tube.thresholds.flatMap(({ name, parameter }) => {
    const quantiles = [{ id: name, population: ALL_EVENTS, parameter, probabilities: [0.5] }];
    const request = { ...baseRequest(definition, tube, { gates: [], thresholds: learned.thresholds, tools }), quantiles };
    return compiled(() => compileGating(request, dataSet), dataSet.file);
  });
  return distinctMessages([...ofGates, ...ofThresholds]);
}
