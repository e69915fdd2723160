import { InputError } from '../../errors.ts';
import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import { tubeCompensation } from '../../population/compensation.ts';
import type { Coordinate, GateTest, Side } from '../../population/gates/gate-kind.ts';
import { type GatingPlan, planGating } from '../../population/gating-plan.ts';
import type { GatingRequest, SpectrumMatrix } from '../../population/gating-request.ts';
import type { Transform } from '../../population/transforms/registry.ts';
import type { ScaleTransform } from '../../population/transforms/scale-transform.ts';
import { elementText } from '../xml/xml-text.ts';
import { GATING_ML } from './gating-ml-vocabulary.ts';
import { linearBounds } from './linear-bounds.ts';

/** The id under which the matrix of the tube stands in the document. */
const TUBE_MATRIX = 'tube-matrix';

/**
 * The gates of a request as Gating-ML 2.0 for files whose parameters are named as in this data set. Marker aliases become `$PnN`; thresholds
 * become numbers; a quadrant gate becomes its rectangles, a singlet gate its ratio: the same events lie in the same populations.
 * Errors: the `population/` codes, and `exchange/unsupported` for a transform that Gating-ML does not have.
 */
export function writeGatingMl(request: GatingRequest, dataSet: FcsDataSet): string {
  const plan = planGating(request, dataSet);
  const names = new DocumentNames(request, plan);
  const gates = plan.populations.map((_, p) => gateText(plan, p, names));
  const space = (prefix: string, name: string) => `xmlns:${prefix}="${GATING_ML}${name}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<gating:Gating-ML ${space('gating', 'gating')} ${space('transforms', 'transformations')} ${space('data-type', 'datatypes')}>`,
    ...names.definitions(),
    ...gates,
    '</gating:Gating-ML>',
    '',
  ].join('\n');
}

/** Ids of transforms, ratios and matrices, and their definitions. */
class DocumentNames {
  private readonly request: GatingRequest;
  private readonly plan: GatingPlan;
  private readonly transforms = new Map<string, string>();
  private readonly ratios = new Map<number, string>();
  private readonly matrices = new Map<string, SpectrumMatrix>();

  constructor(request: GatingRequest, plan: GatingPlan) {
    this.request = request;
    this.plan = plan;
  }

  /** A dimension's element, its bounds among `more`. */
  dimension({ value, transform }: Coordinate, more: Readonly<Record<string, number>> = {}): string {
    const reference = this.plan.references[value]!;
    const scaled = transform === null ? {} : { 'gating:transformation-ref': this.transform(transform) };
    const bounds = Object.fromEntries(Object.entries(more).filter(([, bound]) => Number.isFinite(bound)));
    if (reference.kind === 'ratio') {
      const compensated = { 'gating:compensation-ref': this.ratioCompensation(reference) };
      const inner = elementText('data-type:new-dimension', { 'data-type:transformation-ref': this.ratio(value) });
      return elementText('gating:dimension', { ...compensated, ...scaled, ...bounds }, [inner]);
    }
    const compensated = { 'gating:compensation-ref': this.compensationOf(value) };
    const inner = elementText('data-type:fcs-dimension', { 'data-type:name': this.nameOf(value) });
    return elementText('gating:dimension', { ...compensated, ...scaled, ...bounds }, [inner]);
  }

  /**
   * For a rectangle none of whose axes has a bound: the plan keeps no side of it, but Gating-ML has no gate without a dimension, and readers refuse one.
   * A dimension without bounds leaves out no event, whichever it names; a name that two parameters share could not be read back.
   */
  openDimension(): string {
    const names = this.plan.dataSet.parameters.map(({ name }) => name);
    const own = names.find((name) => names.indexOf(name) === names.lastIndexOf(name)) ?? '';
    const inner = elementText('data-type:fcs-dimension', { 'data-type:name': own });
    return elementText('gating:dimension', { 'gating:compensation-ref': 'uncompensated' }, [inner]);
  }

  definitions(): string[] {
    const transforms = [...this.transforms].map(([key, id]) => {
      const { type, boundMin, boundMax, ...parameters } = JSON.parse(key) as Transform;
      const numbers = Object.fromEntries(
        Object.entries(parameters).flatMap(([name, value]) => (typeof value === 'number' ? [[name, value]] : [])),
      );
      return transformationText(id, { boundMin, boundMax }, elementText(`transforms:${GATING_ML_TYPES[type]}`, prefixed(numbers)));
    });
    const ratios = [...this.ratios].map(([value, id]) => this.ratioText(id, value));
    return [...[...this.matrices].map(([id, matrix]) => matrixText(id, matrix)), ...transforms, ...ratios];
  }

  /** A side of a range: on an axis that Gating-ML does not have, by the linear values at which its events begin and end. */
  side(side: Side): string {
    const { transform } = side;
    if (transform === null || isInGatingMl(this.plan.parametersOf(transform)) || !transform.monotone)
      return this.dimension(side, { 'gating:min': side.min, 'gating:max': side.max });
    const { min, max } = linearBounds(side.min, side.max, transform);
    return this.dimension({ ...side, transform: null }, { 'gating:min': min, 'gating:max': max });
  }

  private transform(scale: ScaleTransform): string {
    const parameters = this.plan.parametersOf(scale);
    if (!isInGatingMl(parameters)) {
      const found = parameters.type === 'log' ? 'log with the values below 0 at its begin' : parameters.type;
      throw new InputError('exchange/unsupported', `Expected a transform that Gating-ML 2.0 has, found ${found}.`);
    }
    const key = JSON.stringify(parameters);
    const known = this.transforms.get(key) ?? `transform-${this.transforms.size + 1}`;
    this.transforms.set(key, known);
    return known;
  }

  private ratio(value: number): string {
    const known = this.ratios.get(value) ?? `ratio-${this.ratios.size + 1}`;
    this.ratios.set(value, known);
    return known;
  }

  private ratioText(id: string, value: number): string {
    const ratio = this.plan.values[value]!;
    if (ratio.kind !== 'ratio') throw new Error('a ratio that is none');
    const parts = [ratio.numerator, ratio.denominator].map((part) =>
      elementText('data-type:fcs-dimension', { 'data-type:name': this.nameOf(part) }),
    );
    const bounds = { boundMin: ratio.bounds?.min, boundMax: ratio.bounds?.max };
    return transformationText(id, bounds, elementText('transforms:fratio', prefixed({ A: ratio.A, B: ratio.B, C: ratio.C }), parts));
  }

  private nameOf(value: number): string {
    const reference = this.plan.references[value]!;
    if (reference.kind === 'compensated') return reference.fluorochrome;
    return reference.kind === 'parameter' ? (this.plan.dataSet.parameters[reference.position]?.name ?? '') : '';
  }

  /** A ratio has one compensation for both its parts; FCS leaves a parameter that is not in the file's matrix as it is, a matrix does not. */
  private ratioCompensation({ numerator, denominator }: { readonly numerator: number; readonly denominator: number }): string {
    const [a, b] = [this.compensationOf(numerator), this.compensationOf(denominator)];
    if (a === b) return a;
    const both = [a, b].find((reference) => reference !== 'uncompensated') ?? a;
    if (both === 'FCS') return both;
    throw new InputError(
      'exchange/unsupported',
      `Expected a ratio of two parameters of one matrix, found '${this.nameOf(numerator)}' and '${this.nameOf(denominator)}'.`,
    );
  }

  private compensationOf(value: number): string {
    const reference = this.plan.references[value]!;
    if (reference.kind !== 'compensated') return 'uncompensated';
    if (reference.matrix !== null) return this.matrix(`matrix-${reference.matrix}`, this.request.matrices?.[reference.matrix]);
    if (this.request.compensation.from === 'file') return 'FCS';
    const compensation = tubeCompensation(this.request.compensation, this.plan.dataSet, this.request.markers);
    const given = this.request.compensation.from === 'matrix' ? this.request.compensation.matrix : [];
    const detectors = (compensation?.detectors ?? []).map((position) => this.plan.dataSet.parameters[position]?.name ?? '');
    return this.matrix(TUBE_MATRIX, { fluorochromes: compensation?.fluorochromes ?? [], detectors, matrix: given });
  }

  private matrix(id: string, matrix: SpectrumMatrix | undefined): string {
    if (matrix !== undefined) this.matrices.set(id, matrix);
    return id;
  }
}

function isInGatingMl(parameters: Transform): boolean {
  return GATING_ML_TYPES[parameters.type] !== undefined && !(parameters.type === 'log' && parameters.negative === 'lowest');
}

/** Names of transforms in Gating-ML; a type that is missing has no counterpart there. */
const GATING_ML_TYPES: Readonly<Partial<Record<string, string>>> = {
  linear: 'flin',
  log: 'flog',
  asinh: 'fasinh',
  logicle: 'logicle',
  hyperlog: 'hyperlog',
};

/** Bounds that are infinite, or absent, are not written. */
function transformationText(id: string, bounds: Readonly<Record<string, number | undefined>>, kind: string): string {
  const finite = Object.entries(bounds).flatMap(([name, bound]): [string, number][] =>
    bound !== undefined && Number.isFinite(bound) ? [[name, bound]] : [],
  );
  return elementText('transforms:transformation', { 'transforms:id': id, ...prefixed(Object.fromEntries(finite)) }, [kind]);
}

function prefixed(numbers: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [`transforms:${name}`, value]));
}

function matrixText(id: string, { fluorochromes, detectors, matrix, inverted }: SpectrumMatrix): string {
  const list = (element: string, names: readonly string[]) =>
    elementText(
      element,
      {},
      names.map((name) => elementText('data-type:fcs-dimension', { 'data-type:name': name })),
    );
  const rows = matrix.map((row) =>
    elementText(
      'transforms:spectrum',
      {},
      row.map((value) => elementText('transforms:coefficient', { 'transforms:value': value })),
    ),
  );
  const already = inverted === true ? { 'transforms:matrix-inverted-already': 'true' } : {};
  return elementText('transforms:spectrumMatrix', { 'transforms:id': id, ...already }, [
    list('transforms:fluorochromes', fluorochromes),
    list('transforms:detectors', detectors),
    ...rows,
  ]);
}

function gateText(plan: GatingPlan, population: number, names: DocumentNames): string {
  const { name, parent, test } = plan.populations[population]!;
  const keys = { 'gating:id': name, ...(parent < 0 ? {} : { 'gating:parent_id': plan.populations[parent]?.name ?? '' }) };
  switch (test.kind) {
    case 'box':
      return elementText(
        'gating:RectangleGate',
        keys,
        test.sides.length === 0 ? [names.openDimension()] : test.sides.map((side: Side) => names.side(side)),
      );
    case 'region':
      return regionText(test, keys, names);
    case 'boolean':
      return elementText('gating:BooleanGate', keys, [
        elementText(
          `gating:${test.operator}`,
          {},
          test.operands.map(({ population: ref, complement }) =>
            elementText('gating:gateReference', { 'gating:ref': ref, ...(complement ? { 'gating:use-as-complement': 'true' } : {}) }),
          ),
        ),
      ]);
  }
}

function regionText(
  { coordinates, region }: Extract<GateTest, { kind: 'region' }>,
  keys: Readonly<Record<string, string>>,
  names: DocumentNames,
): string {
  const dimensions = coordinates.map((coordinate) => names.dimension(coordinate));
  const coordinate = (value: number) => elementText('gating:coordinate', { 'data-type:value': value });
  if (region.corners !== undefined) {
    const { xs, ys } = region.corners;
    const vertices = Array.from(xs, (x, i) => elementText('gating:vertex', {}, [coordinate(x), coordinate(ys[i] ?? Number.NaN)]));
    return elementText('gating:PolygonGate', keys, [...dimensions, ...vertices]);
  }
  if (region.ellipsoid === undefined)
    throw new InputError('exchange/unsupported', `Expected a gate that Gating-ML 2.0 has, found '${keys['gating:id'] ?? ''}'.`);
  const { mean, covariance, distanceSquare } = region.ellipsoid;
  const rows = covariance.map((row) =>
    elementText(
      'gating:row',
      {},
      row.map((value) => elementText('gating:entry', { 'data-type:value': value })),
    ),
  );
  return elementText('gating:EllipsoidGate', keys, [
    ...dimensions,
    elementText('gating:mean', {}, mean.map(coordinate)),
    elementText('gating:covarianceMatrix', {}, rows),
    elementText('gating:distanceSquare', { 'data-type:value': distanceSquare }),
  ]);
}
