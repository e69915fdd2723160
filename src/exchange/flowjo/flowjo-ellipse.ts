import { badXml, requiredChild, type XmlElement, type XmlReading } from '../xml/xml.ts';
import { readPoints } from './flowjo-points.ts';
import type { FlowJoScale } from './flowjo-transforms.ts';

/** FlowJo draws ellipses on 256 channels of each axis' scale. */
const CHANNELS = 256;

export interface EllipseKeys {
  readonly mean: number[];
  readonly covariance: number[][];
  readonly distanceSquare: number;
}

/**
 * An ellipse from its foci and the ends of its long axis, the first two of its four edge points. (The attribute `distance` is something
 * else: with it FlowJo's own counts do not come out.) Errors: `exchange/bad-xml`.
 */
export function ellipseOfFoci(element: XmlElement, scales: readonly [FlowJoScale, FlowJoScale], reading: XmlReading): EllipseKeys {
  const [foci, edge] = ['foci', 'edge'].map((name) => readPoints(requiredChild(reading, element, name), reading));
  const [[f1, f2] = [], [e1, e2] = []] = [foci, edge];
  if (f1 === undefined || f2 === undefined || e1 === undefined || e2 === undefined || foci?.length !== 2 || edge?.length !== 4)
    throw badXml(reading, element, `expected two foci and four edge points, found ${foci?.length ?? 0} and ${edge?.length ?? 0}`);
  const a = distance(e1, e2) / 2;
  const c = distance(f1, f2) / 2;
  if (!(a > c))
    throw badXml(reading, element, `expected foci nearer to each other than the ends of the long axis, found ${2 * c} and ${2 * a}`);
  // With no distance between the foci it is a circle, and any direction will do.
  const [ux, uy] = c > 0 ? [(f2[0] - f1[0]) / (2 * c), (f2[1] - f1[1]) / (2 * c)] : [1, 0];
  const [long, short] = [a * a, a * a - c * c];
  const units = scales.map(({ low, high }) => (high - low) / CHANNELS);
  const [sx = 1, sy = 1] = units;
  return {
    mean: [scales[0].low + ((f1[0] + f2[0]) / 2) * sx, scales[1].low + ((f1[1] + f2[1]) / 2) * sy],
    covariance: [
      [(long * ux * ux + short * uy * uy) * sx * sx, (long - short) * ux * uy * sx * sy],
      [(long - short) * ux * uy * sx * sy, (long * uy * uy + short * ux * ux) * sy * sy],
    ],
    distanceSquare: 1,
  };
}

type Point = readonly [number, number];

function distance(a: Point, b: Point): number {
  return Math.sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]));
}
