import { MOST_VERTICES } from '../../population/gates/polygon.ts';
import type { Gate } from '../../population/gates/registry.ts';
import { type GateFault, isFault } from '../document/gate-fault.ts';
import { badXml, childNamed, childrenNamed, numberAttribute, requiredAttribute, type XmlElement } from '../xml/xml.ts';
import { type DivaAxis, type DivaReading, readDivaAxis } from './facsdiva-axis.ts';

interface CommonKeys {
  readonly name: string;
  readonly parent: string | null;
}

type Point = readonly [x: number, y: number];

/** The gate that a region draws, or the reason why there is none here. Errors: `exchange/bad-xml`. */
export function readDivaRegion(gate: XmlElement, common: CommonKeys, diva: DivaReading): Gate | GateFault {
  const region = childNamed(gate, 'region');
  if (region === null) return { cause: 'no-region' };
  const type = requiredAttribute(diva.reading, region, 'type');
  const x = readDivaAxis(gate, 'x', requiredAttribute(diva.reading, region, 'xparm'), diva);
  if (isFault(x)) return x;
  const points = readPoints(region, diva);
  if (type === 'INTERVAL_REGION') return interval(points, x, common);
  const y = readDivaAxis(gate, 'y', requiredAttribute(diva.reading, region, 'yparm'), diva);
  if (isFault(y)) return y;
  if (type === 'RECTANGLE_REGION' || type === 'BINNER_REGION') return rectangle(points, [x, y], common);
  if (type === 'POLYGON_REGION' || type === 'SNAP_TO_REGION') return polygon(points, [x, y], { common, diva });
  return { cause: 'region-type', name: type.slice(0, 60) };
}

function readPoints(region: XmlElement, { reading }: DivaReading): Point[] {
  const points = childrenNamed(childNamed(region, 'points') ?? region, 'point');
  if (points.length > MOST_VERTICES) throw badXml(reading, region, `expected at most ${MOST_VERTICES} points, found ${points.length}`);
  return points.map((point): Point => [numberAttribute(reading, point, 'x'), numberAttribute(reading, point, 'y')]);
}

/** A side from the least to the largest of the coordinates; at an end of the scale it is open, since FACSDiva piles up there what lies off it. */
function side(coordinates: readonly number[], { axis, placeOf, ends }: DivaAxis) {
  const [least, largest] = [Math.min(...coordinates), Math.max(...coordinates)];
  return {
    ...axis,
    ...(least <= ends[0] ? {} : { min: placeOf(least) }),
    ...(largest >= ends[1] ? {} : { max: placeOf(largest) }),
  };
}

const FEWEST: GateFault = { cause: 'few-coordinates' };

function spans(coordinates: readonly number[]): boolean {
  return Math.min(...coordinates) < Math.max(...coordinates);
}

function interval(points: readonly Point[], x: DivaAxis, common: CommonKeys): Gate | GateFault {
  const xs = points.map(([at]) => at);
  return spans(xs) ? { type: 'rectangle', ...common, on: 'transformed', dimensions: [side(xs, x)] } : FEWEST;
}

function rectangle(points: readonly Point[], [x, y]: readonly [DivaAxis, DivaAxis], common: CommonKeys): Gate | GateFault {
  const [xs, ys] = [points.map(([at]) => at), points.map(([, at]) => at)];
  if (!spans(xs) || !spans(ys)) return FEWEST;
  return { type: 'rectangle', ...common, on: 'transformed', dimensions: [side(xs, x), side(ys, y)] };
}

function polygon(
  points: readonly Point[],
  axes: readonly [DivaAxis, DivaAxis],
  { common, diva }: { readonly common: CommonKeys; readonly diva: DivaReading },
): Gate | GateFault {
  if (points.length < 3) return { cause: 'few-corners' };
  const [x, y] = axes;
  const atEnd = (point: Point) => axes.some(({ ends }, i) => (point[i] ?? 0) <= ends[0] || (point[i] ?? 0) >= ends[1]);
  if (points.some(atEnd)) diva.note('gate-file/polygon-at-end', { gate: common.name });
  const vertices = points.map(([atX, atY]): [number, number] => [x.placeOf(atX), y.placeOf(atY)]);
  return { type: 'polygon', ...common, x: x.axis, y: y.axis, on: 'transformed', vertices };
}
