import { InputError } from '../errors.ts';
import type { FcsDataSet, ScaleConversion } from '../fcs/fcs-file.ts';
import { isTime, timeStepSeconds } from '../fcs/keywords/parameters.ts';
import { type Compensation, spectrumCompensation, tubeCompensation } from './compensation.ts';
import { badGate, orderGates } from './gate-tree.ts';
import type { BoundedRange, GateContext, GateTest, Side } from './gates/gate-kind.ts';
import type { Axis, Bound } from './gates/keys.ts';
import { type Gate, planGate, populationsOf } from './gates/registry.ts';
import type { GatingRequest, SpectrumMatrix } from './gating-request.ts';
import { resolveParameter } from './parameters.ts';
import { ALL_EVENTS } from './population.ts';
import { type Bounds, boundsOf } from './transforms/bounds.ts';
import { compileTransform, findTransform, type Transform } from './transforms/registry.ts';
import type { ScaleTransform } from './transforms/scale-transform.ts';

/** A linear value of an event, by the plan's columns (scale values) or by other values. */
export type Value =
  | { readonly kind: 'column'; readonly column: number }
  /** Sum of column x coefficient, from left to right. */
  | { readonly kind: 'sum'; readonly columns: readonly number[]; readonly coefficients: readonly number[] }
  /** A (numerator - B) / (denominator - C), of two other values; infinite or NaN where the denominator is C. */
  | {
      readonly kind: 'ratio';
      readonly numerator: number;
      readonly denominator: number;
      readonly A: number;
      readonly B: number;
      readonly C: number;
      /** What the result is brought between. */
      readonly bounds: Bounds | null;
    };

/** Where a value comes from, by names: what an exported strategy says of it. */
export type ValueReference =
  /** A parameter as acquired, by its position in the data set. */
  | { readonly kind: 'parameter'; readonly position: number }
  /** Compensated by a named matrix, or (null) by the compensation of the tube. */
  | { readonly kind: 'compensated'; readonly matrix: string | null; readonly fluorochrome: string }
  | { readonly kind: 'ratio'; readonly numerator: number; readonly denominator: number };

export interface PopulationPlan {
  readonly name: string;
  readonly path: readonly string[];
  /** Index into the plan's populations; -1 = all events. */
  readonly parent: number;
  readonly test: GateTest;
}

/** A request bound to one data set: names are numbers, everything is checked. */
export interface GatingPlan {
  readonly request: GatingRequest;
  readonly dataSet: FcsDataSet;
  /** Positions of the needed parameters in the data set, from 0. */
  readonly columns: readonly number[];
  readonly conversions: readonly ScaleConversion[];
  readonly values: readonly Value[];
  /** For each value, what it was asked for as. */
  readonly references: readonly ValueReference[];
  /** Parents and operands come before the populations that need them. */
  readonly populations: readonly PopulationPlan[];
  /** Indices of the populations in the order in which the request names them. */
  readonly listed: readonly number[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** Value of a parameter for statistics. */
  readonly valueOf: (parameter: string, compensated: boolean | string | undefined) => number;
  readonly transformOf: (reference: string | Transform) => ScaleTransform;
  /** What a scale of this plan was compiled from. */
  readonly parametersOf: (scale: ScaleTransform) => Transform;
}

/** Paths are as long as a tree is deep: without a limit they would multiply with its populations. */
const DEEPEST = 1000;

/** Binds a request to a data set. Errors: the `population/` codes. */
export function planGating(request: GatingRequest, dataSet: FcsDataSet): GatingPlan {
  const values = new ValueTable(request, dataSet);
  const transforms = new Map<string, ScaleTransform>();
  const parameters = new Map<ScaleTransform, Transform>();
  const transformOf = (reference: string | Transform): ScaleTransform => {
    const found = findTransform(reference, request.transforms);
    const key = JSON.stringify(found);
    const known = transforms.get(key) ?? compileTransform(found);
    transforms.set(key, known);
    parameters.set(known, found);
    return known;
  };
  const populations: PopulationPlan[] = [];
  const indexOf = new Map<string, number>([[ALL_EVENTS, -1]]);
  for (const gate of orderGates(request.gates).ordered) {
    for (const { name, parent, test } of planGate(gate, contextOf(gate, { request, values, transformOf }))) {
      const at = indexOf.get(parent ?? ALL_EVENTS) ?? -1;
      const depth = (populations[at]?.path.length ?? 0) + 1;
      if (depth > DEEPEST) throw badGate(gate, `expected at most ${DEEPEST} populations in one another, found ${depth}`);
      indexOf.set(name, populations.length);
      populations.push({ name, parent: at, path: [...(populations[at]?.path ?? []), name], test });
    }
  }
  return {
    request,
    dataSet,
    columns: values.columns,
    conversions: values.conversions,
    values: values.values,
    references: values.references,
    populations,
    listed: request.gates.flatMap((gate) => populationsOf(gate).map((name) => indexOf.get(name) ?? -1)),
    indexOf,
    valueOf: (parameter, compensated) => values.ofAxis({ parameter, ...(compensated === undefined ? {} : { compensated }) }),
    transformOf,
    parametersOf: (scale) => {
      const known = parameters.get(scale);
      if (known === undefined) throw new Error('a scale of another plan');
      return known;
    },
  };
}

interface BoundValues {
  readonly request: GatingRequest;
  readonly values: ValueTable;
  readonly transformOf: (reference: string | Transform) => ScaleTransform;
}

function contextOf(gate: Gate, { request, values, transformOf }: BoundValues): GateContext {
  const bad = (sentence: string) => badGate(gate, sentence);
  const coordinate = (axis: Axis) => {
    const reference = typeof axis === 'string' ? undefined : axis.transform;
    return { value: values.ofAxis(axis), transform: reference === undefined ? null : transformOf(reference) };
  };
  return {
    bad,
    coordinate,
    time: (parameter) => {
      const step = values.stepsOfTime(parameter);
      if (step !== null)
        throw bad(
          `expected a time in seconds, found '${parameter ?? ''}', which stays in steps of ${step} s ($TIMESTEP): give a rectangle in steps`,
        );
      return { value: values.ofTime(parameter), transform: null };
    },
    sides: (axis, range) => {
      const { value, transform } = coordinate(axis);
      const linear = boundsOn('linear', range, { transform, request, bad });
      const scaled = boundsOn('transformed', range, { transform, request, bad });
      const sides: Side[] = [];
      if (linear !== null) sides.push({ value, transform: null, ...linear });
      if (scaled !== null) sides.push({ value, transform, ...scaled });
      return sides;
    },
  };
}

interface BoundContext {
  readonly transform: ScaleTransform | null;
  readonly request: GatingRequest;
  readonly bad: (sentence: string) => Error;
}

/** The bounds that are to be compared on this scale, or null where none is. */
function boundsOn(scale: 'linear' | 'transformed', range: BoundedRange, context: BoundContext): { min: number; max: number } | null {
  const of = (bound: Bound | undefined) => (bound !== undefined && scaleOf(bound, range, context) === scale ? bound : undefined);
  const [low, high] = [of(range.min), of(range.max)];
  if (low === undefined && high === undefined) return null;
  const min = low === undefined ? Number.NEGATIVE_INFINITY : numberOf(low, context);
  const max = high === undefined ? Number.POSITIVE_INFINITY : numberOf(high, context);
  // Two thresholds may cross by chance: that leaves an empty population, which is a result.
  if (typeof low === 'number' && typeof high === 'number' && !(min < max))
    throw context.bad(`expected min below max, found ${min} and ${max}`);
  return { min, max };
}

function scaleOf(bound: Bound, { on }: BoundedRange, { transform, bad }: BoundContext): 'linear' | 'transformed' {
  if (typeof bound !== 'number' || transform === null) return 'linear';
  if (on === undefined) throw bad("expected 'on: linear' or 'on: transformed', since the axis has a transform, found neither");
  return on;
}

function numberOf(bound: Bound, { request, bad }: BoundContext): number {
  if (typeof bound === 'number') return bound;
  const value = Object.hasOwn(request.thresholds, bound.threshold) ? request.thresholds[bound.threshold] : undefined;
  if (value === undefined || !Number.isFinite(value)) throw bad(`expected a value for the threshold '${bound.threshold}', found none`);
  return value;
}

/** The values that a plan needs, each once. */
class ValueTable {
  readonly columns: number[] = [];
  readonly conversions: ScaleConversion[] = [];
  readonly values: Value[] = [];
  readonly references: ValueReference[] = [];
  private readonly request: GatingRequest;
  private readonly dataSet: FcsDataSet;
  private readonly known = new Map<string, number>();
  private readonly matrices = new Map<string, Compensation>();
  private tube: Compensation | null | undefined;

  constructor(request: GatingRequest, dataSet: FcsDataSet) {
    this.request = request;
    this.dataSet = dataSet;
  }

  ofAxis(axis: Axis): number {
    if (typeof axis === 'string') return this.ofParameter(axis, undefined);
    if ('parameter' in axis) return this.ofParameter(axis.parameter, axis.compensated);
    const { numerator, denominator, A, B, C } = axis.ratio;
    const parts = {
      numerator: this.ofParameter(numerator, axis.compensated),
      denominator: this.ofParameter(denominator, axis.compensated),
    };
    const bounds = boundsOf(axis.ratio, 'ratio');
    return this.add({ kind: 'ratio', ...parts, A, B, C, bounds }, { kind: 'ratio', ...parts });
  }

  ofTime(parameter: string | undefined): number {
    if (parameter !== undefined) return this.ofParameter(parameter, false);
    const named = this.dataSet.parameters.find((one) => isTime(one, this.dataSet.keywords));
    return this.ofParameter(named?.name ?? 'Time', false);
  }

  /** The seconds of a step of a parameter that a method calls a time and the standard does not, so that it is not read in seconds; null where it is. */
  stepsOfTime(parameter: string | undefined): number | null {
    const { parameters, keywords } = this.dataSet;
    const step = timeStepSeconds(keywords);
    if (parameter === undefined || step === null || step === 1) return null;
    const named = parameters[resolveParameter(parameter, this.dataSet, this.request.markers)];
    return named === undefined || isTime(named, keywords) ? null : step;
  }

  private ofParameter(reference: string, compensated: boolean | string | undefined): number {
    if (typeof compensated === 'string') return this.ofMatrix(reference, compensated);
    const position = resolveParameter(reference, this.dataSet, this.request.markers);
    const compensation = compensated === false ? null : this.ofTube();
    const detector = compensation?.detectors.indexOf(position) ?? -1;
    return compensation === null || detector < 0 ? this.addColumn(position) : this.addSum(compensation, detector, null);
  }

  /** Fluorochromes of a named matrix are known by their own names, or by the name of the detector in which they alone are seen most. */
  private ofMatrix(reference: string, matrixName: string): number {
    const compensation = this.matrixNamed(matrixName);
    const fluorochrome = compensation.fluorochromes.indexOf(reference);
    if (fluorochrome >= 0) return this.addSum(compensation, fluorochrome, matrixName);
    const position = resolveParameter(reference, this.dataSet, this.request.markers);
    const detector = compensation.detectors.indexOf(position);
    const seenMost = brightestIn(this.request.matrices?.[matrixName], detector);
    if (seenMost !== null) return this.addSum(compensation, seenMost, matrixName);
    const known = compensation.fluorochromes.map((name) => `'${name}'`).join(', ');
    throw new InputError('population/bad-gate', `Expected a fluorochrome of the matrix '${matrixName}' (${known}), found '${reference}'.`);
  }

  private matrixNamed(name: string): Compensation {
    const given = Object.hasOwn(this.request.matrices ?? {}, name) ? this.request.matrices?.[name] : undefined;
    if (given === undefined) throw new InputError('population/bad-spillover', `Expected the name of a matrix, found '${name}'.`);
    const known = this.matrices.get(name) ?? spectrumCompensation(given, this.dataSet, this.request.markers);
    this.matrices.set(name, known);
    return known;
  }

  private ofTube(): Compensation | null {
    if (this.tube === undefined) this.tube = tubeCompensation(this.request.compensation, this.dataSet, this.request.markers);
    return this.tube;
  }

  private addColumn(position: number): number {
    return this.add({ kind: 'column', column: this.columnOf(position) }, { kind: 'parameter', position });
  }

  /** Zero coefficients are left out, in both paths alike. */
  private addSum({ fluorochromes, detectors, coefficients }: Compensation, fluorochrome: number, matrix: string | null): number {
    const terms = detectors
      .map((position, d) => ({ position, coefficient: coefficients[d]?.[fluorochrome] ?? 0 }))
      .filter(({ coefficient }) => coefficient !== 0);
    const [only] = terms;
    if (only !== undefined && terms.length === 1 && only.coefficient === 1) return this.addColumn(only.position);
    const columns = terms.map(({ position }) => this.columnOf(position));
    const value: Value = { kind: 'sum', columns, coefficients: terms.map(({ coefficient }) => coefficient) };
    return this.add(value, { kind: 'compensated', matrix, fluorochrome: fluorochromes[fluorochrome] ?? '' });
  }

  private columnOf(position: number): number {
    const known = this.columns.indexOf(position);
    if (known >= 0) return known;
    this.conversions.push(this.dataSet.parameters[position]?.scale ?? { kind: 'identity' });
    return this.columns.push(position) - 1;
  }

  private add(value: Value, reference: ValueReference): number {
    const key = JSON.stringify(value);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.known.set(key, this.values.length);
    this.references.push(reference);
    return this.values.push(value) - 1;
  }
}

/** The fluorochrome whose largest coefficient is that of the detector; null where there is none, or several. Their order in the matrix says nothing. */
function brightestIn(spectrum: SpectrumMatrix | undefined, detector: number): number | null {
  if (spectrum === undefined || spectrum.inverted === true || detector < 0) return null;
  const rows = spectrum.matrix.flatMap((row, i) => (row.every((value, d) => d === detector || value < row[detector]!) ? [i] : []));
  return rows.length === 1 ? rows[0]! : null;
}
