import type { Gate } from '../../population/gates/registry.ts';
import { unbounded } from '../../population/transforms/bounds.ts';
import { compileTransform } from '../../population/transforms/registry.ts';
import { type GateFault, isFault } from '../document/gate-fault.ts';
import { badXml, childrenNamed, type XmlElement } from '../xml/xml.ts';
import { curlyQuadVertices } from './flowjo-curly-quad.ts';
import { type Dimension, type FlowJoSample, readDimension } from './flowjo-dimension.ts';
import { ellipseOfFoci } from './flowjo-ellipse.ts';
import { readPoints } from './flowjo-points.ts';

export interface CommonKeys {
  readonly name: string;
  readonly parent: string | null;
}

/** The gate that an element draws, or the reason why there is none here. Errors: `exchange/bad-xml`. */
export function readShape(element: XmlElement, common: CommonKeys, sample: FlowJoSample): Gate | GateFault {
  const dimensions: Dimension[] = [];
  for (const child of childrenNamed(element, 'dimension')) {
    const dimension = readDimension(child, sample, element.name === 'RectangleGate' ? 'bounds' : 'places');
    if (isFault(dimension)) return dimension;
    dimensions.push(dimension);
  }
  const [x, y] = dimensions;
  if (x === undefined) return { cause: 'no-dimension' };
  if (element.name === 'RectangleGate')
    return { type: 'rectangle', ...common, on: 'linear', dimensions: dimensions.map((one) => ({ ...one.axis, ...boundsOnAxis(one) })) };
  if (y === undefined || dimensions.length > 2) return { cause: 'dimension-count', count: dimensions.length };
  switch (element.name) {
    case 'PolygonGate':
      return readPolygon(element, { x, y, common }, sample);
    case 'EllipsoidGate':
      return {
        type: 'ellipse',
        ...common,
        on: 'transformed',
        dimensions: [x.axis, y.axis],
        ...ellipseOfFoci(element, [x.scale, y.scale], sample.reading),
      };
    case 'CurlyQuad':
      return readCurlyQuad({ x, y }, common, sample);
    default:
      return { cause: 'no-counterpart' };
  }
}

/** Of a place on an axis from 0 to 1: its ends are computed from decades, and a bound at an end is printed in decimals. */
const ROUNDING = 1e-9;

/** FlowJo piles up what lies off its axis at the end of it: a bound at or beyond that end holds all of it (FlowKit's scales hold events and bounds alike). */
function boundsOnAxis({ bounds: { min, max }, scale: { transform } }: Dimension): Dimension['bounds'] {
  const axis = transform === null ? undefined : compileTransform(transform);
  const ends = axis?.bounds;
  if (axis === undefined || ends === undefined) return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  return {
    ...(min === undefined || axis.forward(min) <= ends.min + ROUNDING ? {} : { min }),
    ...(max === undefined || axis.forward(max) >= ends.max - ROUNDING ? {} : { max }),
  };
}

interface Plane {
  readonly x: Dimension;
  readonly y: Dimension;
}

function readPolygon(
  element: XmlElement,
  { common, ...plane }: Plane & { readonly common: CommonKeys },
  sample: FlowJoSample,
): Gate | GateFault {
  const corners = readVertices(element, plane, sample);
  for (const [i, { scale }] of [plane.x, plane.y].entries()) {
    const placeOf = scale.transform === null ? null : unbounded(compileTransform(scale.transform)).forward;
    const lost = placeOf === null ? undefined : corners.map((corner) => corner[i] ?? 0).find((value) => !Number.isFinite(placeOf(value)));
    if (lost !== undefined) return { cause: 'corner-off-scale', value: lost };
  }
  return { type: 'polygon', ...common, x: plane.x.axis, y: plane.y.axis, on: 'linear', vertices: corners };
}

function readVertices(element: XmlElement, { x, y }: Plane, { reading }: FlowJoSample): [number, number][] {
  const vertices = readPoints(element, reading).map(([atX, atY]): [number, number] => [atX * x.scale.factor, atY * y.scale.factor]);
  if (vertices.length < 3) throw badXml(reading, element, `expected three vertices or more, found ${vertices.length}`);
  return vertices;
}

/** Each dimension of a curly quadrant has the one bound that it lies above or below. */
function readCurlyQuad({ x, y }: Plane, common: CommonKeys, { note }: FlowJoSample): Gate | GateFault {
  const sides = [x, y].map(({ scale, bounds: { min, max } }) => {
    if ((min === undefined) === (max === undefined)) return null;
    return min === undefined ? { scale, at: max!, side: 'below' as const } : { scale, at: min, side: 'above' as const };
  });
  const [sideX, sideY] = sides;
  if (sideX == null || sideY == null) return { cause: 'curly-bounds' };
  const vertices = curlyQuadVertices({ x: sideX, y: sideY });
  if (vertices === null) return { cause: 'curly-off-scale' };
  note('gate-file/curly-quadrant', { gate: common.name });
  return { type: 'polygon', ...common, x: x.axis, y: y.axis, on: 'transformed', vertices };
}
