import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import { axesOf } from '../../population/gates/registry.ts';
import type { GatingRequest } from '../../population/gating-request.ts';
import { resolveParameter } from '../../population/parameters.ts';
import { findTransform } from '../../population/transforms/registry.ts';
import type { UsedAxis, UsedSpillover } from '../../results/gated-file-record.ts';
import type { TubeDefinition } from '../definition/tube-definition.ts';

/** What a data set was gated with besides gates: its spillover and the axes with their transforms. */
export interface UsedScales {
  readonly spillover: UsedSpillover | null;
  readonly axes: readonly UsedAxis[];
}

/** What a request that was carried out on a data set used. */
export function usedScales(tube: TubeDefinition, request: GatingRequest, dataSet: FcsDataSet): UsedScales {
  const spillover = usedSpillover(tube, request, dataSet);
  const axes = new Map<string, UsedAxis & { readonly gates: string[] }>();
  for (const gate of request.gates) {
    for (const axis of axesOf(gate)) {
      const used = usedAxis(axis, { request, dataSet, spillover });
      const key = JSON.stringify(used);
      const known = axes.get(key) ?? { ...used, gates: [] };
      if (!known.gates.includes(gate.name)) known.gates.push(gate.name);
      axes.set(key, known);
    }
  }
  return { spillover, axes: [...axes.values()] };
}

function usedSpillover({ compensation }: TubeDefinition, request: GatingRequest, { spillover }: FcsDataSet): UsedSpillover | null {
  if (compensation.from === 'none') return null;
  if (compensation.from === 'matrix') {
    if (request.compensation.from !== 'matrix') return null;
    const { parameters, matrix } = request.compensation;
    return { from: 'matrix-file', name: compensation.file, parameters, matrix };
  }
  return spillover === null
    ? null
    : { from: 'keyword', name: spillover.keyword, parameters: spillover.parameters, matrix: spillover.matrix };
}

type Axis = ReturnType<typeof axesOf>[number];

interface AxisSource {
  readonly request: GatingRequest;
  readonly dataSet: FcsDataSet;
  readonly spillover: UsedSpillover | null;
}

function usedAxis(axis: Axis, { request, dataSet, spillover }: AxisSource): Omit<UsedAxis, 'gates'> {
  const { compensated: wanted = true, transform, ...named } = typeof axis === 'string' ? { parameter: axis } : { ...axis };
  const nameOf = (reference: string): string =>
    dataSet.parameters[resolveParameter(reference, dataSet, request.markers)]?.name ?? reference;
  // Looked up only where the gates did so too: a matrix that nothing uses may name parameters that the file lacks.
  const isCompensated = (names: readonly string[]): boolean =>
    wanted !== false && spillover !== null && spillover.parameters.some((name) => names.includes(matrixNameOf(name)));
  const matrixNameOf = (name: string): string => (spillover?.from === 'matrix-file' ? nameOf(name) : name);
  const scale = transform === undefined ? null : findTransform(transform, request.transforms);
  if ('parameter' in named) {
    const parameter = nameOf(named.parameter);
    return { named: named.parameter, parameter, ratio: null, compensated: isCompensated([parameter]), transform: scale };
  }
  const { numerator, denominator, A, B, C } = named.ratio;
  const ratio = { numerator: nameOf(numerator), denominator: nameOf(denominator), A, B, C };
  const compensated = isCompensated([ratio.numerator, ratio.denominator]);
  return { named: `${numerator}/${denominator}`, parameter: null, ratio, compensated, transform: scale };
}
