import type { Gate } from '../population/gates/registry.ts';
import type { FlowJoSample } from './flowjo-dimension.ts';
import { type CommonKeys, readShape } from './flowjo-shapes.ts';
import { populationName, refuseTooMany } from './population-names.ts';
import { withoutBroken } from './without-broken.ts';
import { childNamed, childrenNamed, optionalNumber, requiredAttribute, type XmlElement } from './xml.ts';

export interface FlowJoGates {
  readonly gates: Gate[];
  readonly paths: Map<string, readonly string[]>;
  readonly storedCounts: Map<string, number>;
}

const BOOLEAN_NODES: Readonly<Record<string, 'and' | 'or' | 'not'>> = { AndNode: 'and', OrNode: 'or', NotNode: 'not' };

/** The gates below a sample, by their full path; names are unique among neighbours only. Errors: `exchange/bad-xml`. */
export function readFlowJoGates(sampleNode: XmlElement, sample: FlowJoSample): FlowJoGates {
  const found: FlowJoGates = { gates: [], paths: new Map(), storedCounts: new Map() };
  readChildren(sampleNode, { sample, found, path: [] });
  const gates = found.gates.map((gate) => withOperands(gate, found));
  return { ...found, gates: withoutBroken(gates, sample.note) };
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
    refuseTooMany(sample.reading, child, found.paths.size);
    const own = [...path, populationName(sample.reading, child, requiredAttribute(sample.reading, child, 'name'))];
    const common = { name: keyOf(own), parent: path.length === 0 ? null : keyOf(path) };
    const gates = operator === undefined ? readGate(child, common, sample) : [readBoolean(child, { ...common, operator }, sample)];
    if (gates === null) continue;
    found.gates.push(...gates);
    found.paths.set(common.name, own);
    const count = child.attributes.get('count') === '' ? undefined : optionalNumber(sample.reading, child, 'count');
    if (count !== undefined && count >= 0) found.storedCounts.set(common.name, count);
    readChildren(child, { sample, found, path: own });
  }
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

/** Operands of a boolean gate by their path: from the sample on, else from the gate's own parent on. */
function withOperands(gate: Gate, { paths }: FlowJoGates): Gate {
  if (gate.type !== 'boolean') return gate;
  const of = gate.of.map((operand) => {
    if (typeof operand !== 'string' || paths.has(operand) || gate.parent === null) return operand;
    const below = `${gate.parent}/${operand}`;
    return paths.has(below) ? below : operand;
  });
  return { ...gate, of };
}

/** The gate of a population, before it the shape where its outside is meant; null where it is left out. */
function readGate(population: XmlElement, common: CommonKeys, sample: FlowJoSample): Gate[] | null {
  const element = childNamed(population, 'Gate')?.children.find(({ name }) => name.endsWith('Gate') || name === 'CurlyQuad') ?? null;
  const shape = element === null ? 'there is none' : readShape(element, common, sample);
  if (typeof shape === 'string') {
    sample.note(`the gate of '${common.name}' (${element?.name ?? 'none'}) is left out, and what lies below it: ${shape}.`);
    return null;
  }
  if (element?.attributes.get('eventsInside') !== '0') return [shape];
  // The events outside: a helper gate with the shape, and its complement in the parent.
  const inside = { ...shape, name: `${common.name} (inside)` };
  return [inside, { type: 'boolean', ...common, operator: 'not', of: [inside.name] }];
}
