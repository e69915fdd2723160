import { type Gate, prerequisitesOf } from '../../population/gates/registry.ts';
import { type GateFault, isFault } from '../document/gate-fault.ts';
import { populationName, refuseTooMany } from '../document/population-names.ts';
import { withoutBroken } from '../document/without-broken.ts';
import { booleanAttribute, childNamed, childrenNamed, optionalXmlNumber, requiredAttribute, type XmlElement } from '../xml/xml.ts';
import type { FlowJoSample } from './flowjo-dimension.ts';
import { type CommonKeys, readShape } from './flowjo-shapes.ts';

export interface FlowJoGates {
  readonly gates: Gate[];
  readonly paths: Map<string, readonly string[]>;
  readonly storedCounts: Map<string, number>;
}

const BOOLEAN_NODES: Readonly<Record<string, 'and' | 'or' | 'not'>> = { AndNode: 'and', OrNode: 'or', NotNode: 'not' };

/** What stands among populations and holds no events of its own. */
const NO_POPULATIONS: ReadonlySet<string> = new Set(['Statistic', 'Graph']);

/** The gates below a sample, by their full path; names are unique among neighbours only. Errors: `exchange/bad-xml`. */
export function readFlowJoGates(sampleNode: XmlElement, sample: FlowJoSample): FlowJoGates {
  const found: FoundGates = { gates: [], paths: new Map(), storedCounts: new Map(), names: new Map(), twice: new Set() };
  readChildren(sampleNode, { sample, found, path: [] });
  const gates = found.gates.map((gate) => withOperands(gate, found)).filter((gate) => isCertain(gate, found, sample.note));
  return { gates: withoutBroken(gates, sample.note), paths: found.paths, storedCounts: found.storedCounts };
}

interface FoundGates extends FlowJoGates {
  /** Names that are taken, also by populations that are left out, with how many populations have asked for each. */
  readonly names: Map<string, number>;
  /** Paths of several populations: a boolean gate that names one could mean any of them. */
  readonly twice: Set<string>;
}

interface Level {
  readonly sample: FlowJoSample;
  readonly found: FoundGates;
  readonly path: readonly string[];
}

/** The name that a gate has here: its path. */
function keyOf(path: readonly string[]): string {
  return path.join('/');
}

function readChildren(node: XmlElement, { sample, found, path }: Level): void {
  for (const child of childNamed(node, 'Subpopulations')?.children ?? []) {
    const operator = BOOLEAN_NODES[child.name];
    if (child.name !== 'Population' && operator === undefined) {
      noteOther(child, path, sample);
      continue;
    }
    refuseTooMany(sample.reading, child, found.names.size);
    const own = ownPath(populationName(sample.reading, child, requiredAttribute(sample.reading, child, 'name')), { sample, found, path });
    const common = { name: keyOf(own), parent: path.length === 0 ? null : keyOf(path) };
    const gates = operator === undefined ? readGate(child, common, { sample, found }) : readBoolean(child, { ...common, operator }, sample);
    if (gates === null) continue;
    found.gates.push(...gates);
    found.paths.set(common.name, own);
    const count = child.attributes.get('count') === '' ? undefined : optionalXmlNumber(sample.reading, child, 'count');
    if (count !== undefined && count >= 0) found.storedCounts.set(common.name, count);
    readChildren(child, { sample, found, path: own });
  }
}

/** Populations of plug-ins and the like: without a word their subpopulations would be missing. */
function noteOther(child: XmlElement, path: readonly string[], { note }: FlowJoSample): void {
  if (NO_POPULATIONS.has(child.name)) return;
  note('gate-file/left-out', {
    gate: keyOf([...path, child.attributes.get('name') ?? '']),
    called: 'population',
    element: child.name,
    cause: 'no-gate',
  });
}

/** Two populations may have one path, by one name twice or by a '/' in a name: the later one has a number after its name. */
function ownPath(name: string, { sample, found, path }: Level): readonly string[] {
  const key = keyOf([...path, name]);
  const free = freeName(key, found.names);
  if (free === key) return [...path, name];
  found.twice.add(key);
  sample.note('gate-file/same-name', { population: key, here: free });
  return [...path, name + free.slice(key.length)];
}

function freeName(key: string, names: Map<string, number>): string {
  let number = names.get(key) ?? 0;
  let free = key;
  for (; names.has(free); number++) free = `${key} (${number + 1})`;
  // Where the next search begins: ten thousand of one name must not be compared with one another.
  names.set(key, Math.max(1, number));
  names.set(free, Math.max(1, names.get(free) ?? 0));
  return free;
}

/** Null where FlowJo's form has another number of operands. */
function readBoolean(
  node: XmlElement,
  { operator, ...common }: CommonKeys & { readonly operator: 'and' | 'or' | 'not' },
  { reading, note }: FlowJoSample,
): Gate[] | null {
  const of = childrenNamed(childNamed(node, 'Dependents') ?? node, 'Dependent').map((dependent) =>
    requiredAttribute(reading, dependent, 'name'),
  );
  if (operator === 'not' ? of.length === 1 : of.length > 1) return [{ type: 'boolean', ...common, operator, of }];
  const fault = { cause: 'operand-count', count: of.length, value: operator === 'not' ? 1 : 2 } as const;
  note('gate-file/left-out', { gate: common.name, called: 'population', element: node.name, ...fault });
  return null;
}

/** Operands of a boolean gate by their path: from the sample on, else from the gate's own parent on. */
function withOperands(gate: Gate, { names }: FoundGates): Gate {
  if (gate.type !== 'boolean') return gate;
  const of = gate.of.map((operand) => {
    if (typeof operand !== 'string' || names.has(operand) || gate.parent === null) return operand;
    const below = `${gate.parent}/${operand}`;
    return names.has(below) ? below : operand;
  });
  return { ...gate, of };
}

function isCertain(gate: Gate, { twice }: FoundGates, note: FlowJoSample['note']): boolean {
  if (gate.type !== 'boolean') return true;
  const several = prerequisitesOf(gate).find((name) => name !== gate.parent && twice.has(name));
  if (several === undefined) return true;
  note('gate-file/combines-several', { gate: gate.name, of: several });
  return false;
}

const NO_SHAPE: GateFault = { cause: 'no-shape' };
const severalShapes = (count: number): GateFault => ({ cause: 'several-shapes', count });

/** Also of a kind that is not known here: `readShape` says so. */
const isShape = ({ name }: XmlElement): boolean => name.endsWith('Gate') || name === 'CurlyQuad';

/** FlowJo always says which side of a shape is meant. */
function readSidedShape(element: XmlElement, common: CommonKeys, sample: FlowJoSample): Gate | GateFault {
  return element.attributes.has('eventsInside') ? readShape(element, common, sample) : { cause: 'no-side' };
}

interface SampleGates {
  readonly sample: FlowJoSample;
  readonly found: FoundGates;
}

/** The gate of a population, before it the shape where its outside is meant; null where it is left out. Errors: `exchange/bad-xml`. */
function readGate(population: XmlElement, common: CommonKeys, { sample, found }: SampleGates): Gate[] | null {
  const [element = null, ...more] = (childNamed(population, 'Gate')?.children ?? []).filter(isShape);
  const shape = element === null ? NO_SHAPE : more.length > 0 ? severalShapes(more.length + 1) : readSidedShape(element, common, sample);
  if (isFault(shape)) {
    sample.note('gate-file/left-out', { gate: common.name, called: 'gate-of', element: element?.name ?? null, ...shape });
    return null;
  }
  if (element === null || booleanAttribute(sample.reading, element, 'eventsInside')) return [shape];
  // The events outside: a helper gate with the shape, and its complement in the parent.
  const inside = { ...shape, name: freeName(`${common.name} (inside)`, found.names) };
  return [inside, { type: 'boolean', ...common, operator: 'not', of: [inside.name] }];
}
