import { InputError } from '../../../errors.ts';
import type { GateSet } from '../../../exchange/document/gate-document.ts';
import { type GateNote, gateNote } from '../../../exchange/document/notes.ts';
import type { Drawing } from '../../../population/gates/gate-kind.ts';
import type { Axis, Bound } from '../../../population/gates/keys.ts';
import { drawGate, type Gate, populationsOf } from '../../../population/gates/registry.ts';
import type { GatingRequest, QuantileRequest } from '../../../population/gating-request.ts';
import { ALL_EVENTS } from '../../../population/population.ts';
import { unbounded } from '../../../population/transforms/bounds.ts';
import { compileTransform, findTransform } from '../../../population/transforms/registry.ts';
import type { GatedDataSet, GateFileTask } from '../../../runtime/threads/task.ts';

/** Of fewer events none may lie in a gate by chance. */
const MANY_EVENTS = 100;
/** Gates that are looked at in one file. */
const MOST_GATES = 50;

/** What a gate holds on one parameter, in linear values. */
interface Extent {
  readonly population: string;
  readonly parent: number;
  readonly axis: Exclude<Axis, string> & { readonly parameter: string };
  readonly min: number;
  readonly max: number;
}

interface EmptyGates {
  readonly set: GateSet;
  readonly task: GateFileTask;
  readonly gated: GatedDataSet;
  /** Gates the same file once more, for the least and greatest values of the axes of empty gates. */
  readonly again: (task: GateFileTask) => Promise<GatedDataSet>;
}

/** Notes on populations that are empty since their gates lie wholly beyond the values of the file: nothing else would show a wrong unit or scale. */
export async function outsideNotes({ set, task, gated, again }: EmptyGates): Promise<readonly GateNote[]> {
  const extents = emptyExtents(set, gated);
  if (extents.length === 0) return [];
  const asked = new Map(extents.map(({ axis }) => [idOf(axis), rangeRequest(axis)]));
  const ranges = await rangesOf(
    { ...task, request: { ...task.request, gates: [], membership: [], quantiles: [...asked.values()] } },
    again,
  );
  return extents.flatMap(({ population, parent, axis, min, max }) => {
    const [least, greatest] = ranges.get(idOf(axis)) ?? [];
    if (least === undefined || greatest === undefined || (greatest >= min && least < max)) return [];
    return [
      gateNote('gate-file/outside-data', { population, parameter: axis.parameter, least, greatest, parent }, { file: gated.dataSet.file }),
    ];
  });
}

function idOf({ parameter, compensated }: Extent['axis']): string {
  return JSON.stringify([parameter, compensated ?? true]);
}

function rangeRequest(axis: Extent['axis']): QuantileRequest {
  const { parameter, compensated } = axis;
  const named = compensated === undefined ? {} : { compensated };
  return { id: idOf(axis), population: ALL_EVENTS, parameter, ...named, probabilities: [0, 1] };
}

async function rangesOf(task: GateFileTask, again: EmptyGates['again']): Promise<ReadonlyMap<string, readonly number[]>> {
  try {
    const { result } = await again(task);
    return new Map(result.quantiles.flatMap(({ id, values }) => (values === null ? [] : [[id, values] as const])));
  } catch (error) {
    // A parameter with values that are no numbers has no range to compare with; its departure says so.
    if (error instanceof InputError) return new Map();
    throw error;
  }
}

function emptyExtents({ gates, transforms, paths }: GateSet, { result }: GatedDataSet): readonly Extent[] {
  const own = gates.flatMap((gate) => populationsOf(gate).map((name) => ({ gate, name })));
  const empty = own.flatMap(({ gate, name }, i) => {
    const { count, parentCount } = result.populations[i] ?? { count: 0, parentCount: 0 };
    return count === 0 && parentCount >= MANY_EVENTS && populationsOf(gate).length === 1 ? [{ gate, name, parent: parentCount }] : [];
  });
  return empty.slice(0, MOST_GATES).flatMap(({ gate, name, parent }) => {
    const population = paths.get(name)?.join('/') ?? name;
    return sidesOf(gate).flatMap(({ axis, range, on }) => {
      if (typeof axis === 'string' || !('parameter' in axis)) return [];
      const [min, max] = onLinear(range, { axis, on, transforms });
      return [{ population, parent, axis, min, max }];
    });
  });
}

interface DrawnSide {
  readonly axis: Axis;
  readonly range: readonly [Bound | undefined, Bound | undefined];
  readonly on: 'linear' | 'transformed';
}

function sidesOf(gate: Gate): readonly DrawnSide[] {
  if (gate.type === 'rectangle')
    return gate.dimensions.map(({ min, max, ...axis }) => ({ axis, range: [min, max], on: gate.on ?? 'linear' }));
  const drawing = drawGate(gate);
  return drawing === null ? [] : drawing.axes.map((axis, i) => ({ axis, range: reach(drawing, i), on: drawing.on }));
}

/** From where to where a shape reaches on one of its axes. */
function reach(drawing: Drawing, axis: number): DrawnSide['range'] {
  switch (drawing.kind) {
    case 'box':
      return drawing.ranges[axis] ?? [undefined, undefined];
    case 'polygon': {
      const places = drawing.points.map((point) => point[axis] ?? 0);
      return [Math.min(...places), Math.max(...places)];
    }
    case 'ellipse': {
      const half = Math.sqrt(drawing.distanceSquare * (drawing.covariance[axis]?.[axis] ?? Number.NaN));
      const mean = drawing.mean[axis] ?? Number.NaN;
      return Number.isFinite(half) ? [mean - half, mean + half] : [undefined, undefined];
    }
    case 'dividers':
    case 'cells':
      return [undefined, undefined];
  }
}

type Names = Pick<GatingRequest, 'transforms'>;

/** A threshold is not known here, so that its side is open. */
function onLinear(
  [min, max]: DrawnSide['range'],
  { axis, on, transforms }: Names & { readonly axis: Exclude<Axis, string>; readonly on: 'linear' | 'transformed' },
): readonly [min: number, max: number] {
  const reference = on === 'linear' ? undefined : axis.transform;
  const scale = reference === undefined ? null : unbounded(compileTransform(findTransform(reference, transforms)));
  const linear = (bound: Bound | undefined, open: number) => {
    if (typeof bound !== 'number') return open;
    const value = scale === null ? bound : scale.inverse(bound);
    return Number.isNaN(value) ? open : value;
  };
  return [linear(min, Number.NEGATIVE_INFINITY), linear(max, Number.POSITIVE_INFINITY)];
}
