import type { Axis } from '../population/gates/keys.ts';
import type { Gate } from '../population/gates/registry.ts';
import { ellipseOfFoci } from './flowjo-ellipse.ts';
import { dimensionName, type FlowJoReading, type FlowJoScale } from './flowjo-transforms.ts';
import { childNamed, childrenNamed, numberAttribute, optionalNumber, requiredAttribute, type XmlElement } from './xml.ts';

export interface FlowJoGates {
  readonly gates: Gate[];
  readonly paths: Map<string, readonly string[]>;
  readonly storedCounts: Map<string, number>;
}

export interface FlowJoSample extends FlowJoReading {
  readonly scales: ReadonlyMap<string, FlowJoScale>;
  /** Names of compensated parameters are `prefix + name + suffix`. */
  readonly prefix: string;
  readonly suffix: string;
}

const BOOLEAN_NODES: Readonly<Record<string, 'and' | 'or' | 'not'>> = { AndNode: 'and', OrNode: 'or', NotNode: 'not' };

/** The gates below a sample, by their full path; names are unique among neighbours only. Errors: `exchange/bad-xml`. */
export function readFlowJoGates(sampleNode: XmlElement, sample: FlowJoSample): FlowJoGates {
  const found: FlowJoGates = { gates: [], paths: new Map(), storedCounts: new Map() };
  readChildren(sampleNode, { sample, found, path: [] });
  return withoutBroken(found, sample);
}

interface Level {
  readonly sample: FlowJoSample;
  readonly found: FlowJoGates;
  readonly path: readonly string[];
}

/** The name that a gate has here: its path. */
function keyOf(path: readonly string[]): string {
  return path.join('/');
}

function readChildren(node: XmlElement, { sample, found, path }: Level): void {
  for (const child of childNamed(node, 'Subpopulations')?.children ?? []) {
    const operator = BOOLEAN_NODES[child.name];
    if (child.name !== 'Population' && operator === undefined) continue;
    const own = [...path, requiredAttribute(sample.reading, child, 'name')];
    const common = { name: keyOf(own), parent: path.length === 0 ? null : keyOf(path) };
    const gates = operator === undefined ? readGate(child, common, sample) : [readBoolean(child, { ...common, operator }, sample)];
    if (gates === null) continue;
    found.gates.push(...gates);
    found.paths.set(common.name, own);
    const count = optionalNumber(sample.reading, child, 'count');
    if (count !== undefined && count >= 0) found.storedCounts.set(common.name, count);
    readChildren(child, { sample, found, path: own });
  }
}

interface CommonKeys {
  readonly name: string;
  readonly parent: string | null;
}

function readBoolean(
  node: XmlElement,
  { operator, ...common }: CommonKeys & { readonly operator: 'and' | 'or' | 'not' },
  { reading }: FlowJoSample,
): Gate {
  const of = childrenNamed(childNamed(node, 'Dependents') ?? node, 'Dependent').map((dependent) =>
    requiredAttribute(reading, dependent, 'name'),
  );
  return { type: 'boolean', ...common, operator, of };
}

/** The gate of a population, after it the complement where its outside is meant; null where it is left out. */
function readGate(population: XmlElement, common: CommonKeys, sample: FlowJoSample): Gate[] | null {
  const element = childNamed(population, 'Gate')?.children.find(({ name }) => name.endsWith('Gate') || name === 'CurlyQuad') ?? null;
  const shape = element === null ? null : readShape(element, common, sample);
  if (element === null || shape === null) {
    sample.note(
      `the gate of '${common.name}' (${element?.name ?? 'none'}) has no counterpart here; it and what lies below it are left out.`,
    );
    return null;
  }
  if (element.attributes.get('eventsInside') !== '0') return [shape];
  // The events outside: a helper gate with the shape, and its complement in the parent.
  const inside = { ...shape, name: `${common.name} (inside)` };
  return [inside, { type: 'boolean', ...common, operator: 'not', of: [inside.name] }];
}

function readShape(element: XmlElement, common: CommonKeys, sample: FlowJoSample): Gate | null {
  const dimensions = childrenNamed(element, 'dimension')
    .map((dimension) => readDimension(dimension, sample))
    .filter((dimension) => dimension !== null);
  const [x, y] = dimensions;
  if (x === undefined || dimensions.length !== childrenNamed(element, 'dimension').length) return null;
  if (element.name === 'RectangleGate')
    return { type: 'rectangle', ...common, on: 'linear', dimensions: dimensions.map(({ axis, bounds }) => ({ ...axis, ...bounds })) };
  if (y === undefined) return null;
  switch (element.name) {
    case 'PolygonGate':
      return { type: 'polygon', ...common, x: x.axis, y: y.axis, on: 'linear', vertices: readVertices(element, sample) };
    case 'EllipsoidGate':
      return {
        type: 'ellipse',
        ...common,
        on: 'transformed',
        dimensions: [x.axis, y.axis],
        ...ellipseOfFoci(element, [x.scale, y.scale], sample.reading),
      };
    default:
      return null;
  }
}

interface Dimension {
  readonly axis: Extract<Axis, { parameter: string }>;
  readonly scale: FlowJoScale;
  readonly bounds: { readonly min?: number; readonly max?: number };
}

function readDimension(element: XmlElement, sample: FlowJoSample): Dimension | null {
  const { reading, scales, prefix, suffix } = sample;
  const name = dimensionName(element, reading);
  const scale = name === null ? undefined : scales.get(name);
  if (name === null || scale === undefined) return null;
  const compensated = prefix + suffix !== '' && name.startsWith(prefix) && name.endsWith(suffix);
  const parameter = compensated ? name.slice(prefix.length, name.length - suffix.length) : name;
  const axis = { parameter, compensated, ...(scale.transform === null ? {} : { transform: scale.transform }) };
  return { axis, scale, bounds: readBounds(element, sample) };
}

function readBounds(dimension: XmlElement, { reading }: FlowJoSample) {
  const [min, max] = [optionalNumber(reading, dimension, 'min'), optionalNumber(reading, dimension, 'max')];
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function readVertices(element: XmlElement, { reading }: FlowJoSample): [number, number][] {
  return childrenNamed(element, 'vertex').map((vertex) => {
    const [x = Number.NaN, y = Number.NaN] = childrenNamed(vertex, 'coordinate').map((coordinate) =>
      numberAttribute(reading, coordinate, 'value'),
    );
    return [x, y];
  });
}

/** Drops boolean gates whose operands were left out, and what hangs on them. */
function withoutBroken(found: FlowJoGates, { note }: FlowJoSample): FlowJoGates {
  const known = new Set(found.gates.map(({ name }) => name));
  for (let again = true; again; ) {
    again = false;
    for (const gate of found.gates) {
      if (!known.has(gate.name)) continue;
      const missing = [
        ...(gate.parent === null ? [] : [gate.parent]),
        ...(gate.type === 'boolean' ? gate.of.filter((name) => typeof name === 'string') : []),
      ].find((name) => !known.has(name));
      if (missing === undefined) continue;
      note(`'${gate.name}' needs '${missing}', which is not here; it is left out.`);
      known.delete(gate.name);
      again = true;
    }
  }
  return { ...found, gates: found.gates.filter(({ name }) => known.has(name)) };
}
