import { covarianceFault } from '../../population/gates/ellipse.ts';
import type { Axis } from '../../population/gates/keys.ts';
import { MOST_DIVIDERS, MOST_QUADRANTS, MOST_VALUES } from '../../population/gates/quadrant.ts';
import type { Gate } from '../../population/gates/registry.ts';
import type { Transform } from '../../population/transforms/registry.ts';
import type { NoteGate } from '../document/notes.ts';
import { populationName } from '../document/population-names.ts';
import {
  badXml,
  booleanAttribute,
  childNamed,
  childrenNamed,
  numberAttribute,
  onlyChild,
  optionalXmlNumber,
  parseXmlNumber,
  requiredAttribute,
  requiredChild,
  unsupportedXml,
  type XmlElement,
  type XmlReading,
} from '../xml/xml.ts';
import type { ParameterRatio } from './ratio-formula.ts';

export interface GatingMlNames {
  readonly reading: XmlReading;
  readonly transforms: ReadonlyMap<string, Transform>;
  readonly ratios: Map<string, ParameterRatio>;
  readonly note: NoteGate;
}

/** One gate element (Gating-ML 2.0, 5.1). Errors: `exchange/bad-xml`, `exchange/unsupported`. */
export function readGate(element: XmlElement, names: GatingMlNames): Gate {
  const common = {
    name: populationName(names.reading, element, requiredAttribute(names.reading, element, 'id')),
    parent: element.attributes.get('parent_id') ?? null,
  };
  refuseEmpty(element, names.reading);
  switch (element.name) {
    case 'RectangleGate':
      return {
        type: 'rectangle',
        ...common,
        on: 'transformed',
        dimensions: childrenNamed(element, 'dimension').map((d) => readSide(d, names)),
      };
    case 'PolygonGate':
      return { type: 'polygon', ...common, on: 'transformed', ...readPolygon(element, names) };
    case 'EllipsoidGate':
      return { type: 'ellipse', ...common, on: 'transformed', ...readEllipsoid(element, names) };
    case 'QuadrantGate':
      return { type: 'quadrant', ...common, on: 'transformed', ...readQuadrants(element, names) };
    case 'BooleanGate':
      return { type: 'boolean', ...common, ...readBoolean(element, names) };
    default:
      throw unsupportedXml(names.reading, element, 'expected a gate, found another element');
  }
}

/** A gate without dimensions would hold every event. */
function refuseEmpty(element: XmlElement, reading: XmlReading): void {
  const needed = element.name === 'QuadrantGate' ? 'divider' : 'dimension';
  if (element.name !== 'BooleanGate' && childNamed(element, needed) === null)
    throw badXml(reading, element, `expected an element '${needed}', found none`);
}

/** What a dimension or divider refers to: parameter or ratio, compensation, transform. */
function readAxis(element: XmlElement, { reading, transforms, ratios }: GatingMlNames): Exclude<Axis, string> {
  const compensation = requiredAttribute(reading, element, 'compensation-ref');
  const transform = element.attributes.get('transformation-ref');
  if (transform !== undefined && !transforms.has(transform))
    throw badXml(reading, element, `expected the id of a transformation, found '${transform}'`);
  const keys = {
    compensated: compensation === 'uncompensated' ? false : compensation === 'FCS' ? true : compensation,
    ...(transform === undefined ? {} : { transform }),
  };
  const subjects = element.children.filter(({ name }) => name === 'fcs-dimension' || name === 'new-dimension');
  if (subjects.length > 1) throw badXml(reading, element, `expected one dimension, found ${subjects.length}`);
  const parameter = childNamed(element, 'fcs-dimension');
  if (parameter !== null) return { parameter: requiredAttribute(reading, parameter, 'name'), ...keys };
  const derived = requiredAttribute(reading, requiredChild(reading, element, 'new-dimension'), 'transformation-ref');
  const ratio = ratios.get(derived);
  if (ratio === undefined) throw badXml(reading, element, `expected the id of a ratio transformation, found '${derived}'`);
  return { ratio, ...keys };
}

function readSide(element: XmlElement, names: GatingMlNames) {
  const min = optionalXmlNumber(names.reading, element, 'min');
  const max = optionalXmlNumber(names.reading, element, 'max');
  return { ...readAxis(element, names), ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function readPolygon(element: XmlElement, names: GatingMlNames) {
  const [x, y, ...more] = childrenNamed(element, 'dimension').map((dimension) => readAxis(dimension, names));
  if (x === undefined || y === undefined || more.length > 0)
    throw badXml(names.reading, element, 'expected two dimensions, found another number');
  const vertices = childrenNamed(element, 'vertex').map((vertex): [number, number] => {
    const [atX, atY, ...others] = coordinates(vertex, names.reading);
    if (atX === undefined || atY === undefined || others.length > 0)
      throw badXml(names.reading, vertex, 'expected two coordinates, found another number');
    return [atX, atY];
  });
  if (vertices.length < 3) throw badXml(names.reading, element, `expected three vertices or more, found ${vertices.length}`);
  return { x, y, vertices };
}

function coordinates(element: XmlElement, reading: XmlReading): number[] {
  return childrenNamed(element, 'coordinate').map((coordinate) => numberAttribute(reading, coordinate, 'value'));
}

function readEllipsoid(element: XmlElement, names: GatingMlNames) {
  const { reading } = names;
  const square = onlyChild(reading, element, 'distanceSquare');
  const distanceSquare = numberAttribute(reading, square, 'value');
  if (!(distanceSquare > 0)) throw badXml(reading, square, `expected a number above 0, found ${distanceSquare}`);
  const covariance = childrenNamed(onlyChild(reading, element, 'covarianceMatrix'), 'row').map((row) =>
    childrenNamed(row, 'entry').map((entry) => numberAttribute(reading, entry, 'value')),
  );
  const fault = covarianceFault(covariance);
  if (fault !== null) names.note('gate-file/no-covariance', { gate: requiredAttribute(reading, element, 'id'), fault });
  return {
    dimensions: childrenNamed(element, 'dimension').map((dimension) => readAxis(dimension, names)),
    mean: coordinates(onlyChild(reading, element, 'mean'), reading),
    covariance,
    distanceSquare,
    ...(fault === null ? {} : { matrix: 'any' as const }),
  };
}

interface Divider {
  readonly id: string;
  readonly x: Exclude<Axis, string>;
  readonly values: number[];
}

function readQuadrants(element: XmlElement, names: GatingMlNames) {
  const { reading } = names;
  // Each quadrant names its place on every divider: without a limit the two would multiply.
  const count = childrenNamed(element, 'divider').length;
  if (count > MOST_DIVIDERS) throw badXml(reading, element, `expected at most ${MOST_DIVIDERS} dividers, found ${count}`);
  const dividers = childrenNamed(element, 'divider').map((divider): Divider => {
    const values = childrenNamed(divider, 'value').map((value) => parseXmlNumber(reading, value, value.text));
    if (values.length === 0) throw badXml(reading, divider, 'expected a value, found none');
    if (values.length > MOST_VALUES) throw badXml(reading, divider, `expected at most ${MOST_VALUES} values, found ${values.length}`);
    return { id: requiredAttribute(reading, divider, 'id'), x: readAxis(divider, names), values: values.sort((a, b) => a - b) };
  });
  const twice = dividers.find(({ id }, i) => dividers.findIndex((other) => other.id === id) !== i);
  if (twice !== undefined) throw badXml(reading, element, `expected an id of its own for each divider, found '${twice.id}' twice`);
  const quadrants = childrenNamed(element, 'Quadrant');
  if (quadrants.length > MOST_QUADRANTS)
    throw badXml(reading, element, `expected at most ${MOST_QUADRANTS} quadrants, found ${quadrants.length}`);
  const populations = quadrants.map((quadrant) => ({
    name: populationName(reading, quadrant, requiredAttribute(reading, quadrant, 'id')),
    intervals: readIntervals(quadrant, { dividers, reading }),
  }));
  if (dividers.length === 0 || populations.length === 0) throw badXml(reading, element, 'expected dividers and quadrants, found none');
  return { dividers: dividers.map(({ x, values }) => ({ x, values })), populations };
}

/** A position is any place within the wanted interval; how many values lie at or below it is the interval's number. */
function readIntervals(
  quadrant: XmlElement,
  { dividers, reading }: { readonly dividers: readonly Divider[]; readonly reading: XmlReading },
): (number | null)[] {
  const positions = new Map<string, number>();
  for (const position of childrenNamed(quadrant, 'position')) {
    const divider = requiredAttribute(reading, position, 'divider_ref');
    if (!dividers.some(({ id }) => id === divider))
      throw badXml(reading, position, `expected the id of a divider of this gate, found '${divider}'`);
    if (positions.has(divider)) throw badXml(reading, position, `expected one position on the divider '${divider}', found two`);
    positions.set(divider, numberAttribute(reading, position, 'location'));
  }
  if (positions.size === 0) throw badXml(reading, quadrant, "expected an element 'position', found none");
  return dividers.map(({ id, values }) => {
    const location = positions.get(id);
    return location === undefined ? null : values.filter((value) => value <= location).length;
  });
}

function readBoolean(element: XmlElement, { reading }: GatingMlNames) {
  const operators = (['and', 'or', 'not'] as const).filter((name) => childNamed(element, name) !== null);
  const [operator] = operators;
  if (operator === undefined || operators.length > 1)
    throw badXml(reading, element, `expected one of and, or, not, found ${operators.join(' and ') || 'none'}`);
  const of = childrenNamed(onlyChild(reading, element, operator), 'gateReference').map((reference) => {
    const name = requiredAttribute(reading, reference, 'ref');
    return booleanAttribute(reading, reference, 'use-as-complement') ? { not: name } : name;
  });
  if (of.length === 0) throw badXml(reading, element, `expected a gateReference within '${operator}', found none`);
  return { operator, of };
}
