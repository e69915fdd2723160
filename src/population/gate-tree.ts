import { InputError } from '../errors.ts';
import { type Gate, populationsOf, prerequisitesOf } from './gates/registry.ts';
import { ALL_EVENTS } from './population.ts';

/** More populations than any strategy has; keeps a hostile one from being planned at all. */
export const MOST_POPULATIONS = 10_000;

/** The gates in an order in which every gate comes after its parent and its operands; otherwise as they were given. */
export interface GateTree {
  readonly ordered: readonly Gate[];
  /** Population → the gate that makes it. */
  readonly gateOf: ReadonlyMap<string, Gate>;
}

/** Checks names, parents and references. Errors: `population/bad-gate`. */
export function orderGates(gates: readonly Gate[]): GateTree {
  const gateOf = new Map<string, Gate>();
  for (const gate of gates) {
    for (const name of populationsOf(gate)) {
      if (name === ALL_EVENTS) throw badGate(gate, `expected another name than '${ALL_EVENTS}', which stands for every event of the file`);
      if (gateOf.has(name)) throw badGate(gate, `expected names that are unique in the gate tree, found '${name}' twice`);
      gateOf.set(name, gate);
    }
  }
  if (gateOf.size > MOST_POPULATIONS) {
    throw new InputError('population/bad-gate', `Expected at most ${MOST_POPULATIONS} populations, found ${gateOf.size}.`);
  }
  const ordered: Gate[] = [];
  const marks = new Map<Gate, 'open' | 'done'>();
  for (const gate of gates) visit(gate, { gateOf, ordered, marks });
  return { ordered, gateOf };
}

interface Walk {
  readonly gateOf: ReadonlyMap<string, Gate>;
  readonly ordered: Gate[];
  readonly marks: Map<Gate, 'open' | 'done'>;
}

/** Depth first with a stack of its own: a chain of thousands of gates must not end the program's stack. */
function visit(start: Gate, { gateOf, ordered, marks }: Walk): void {
  const stack = [start];
  while (stack.length > 0) {
    const gate = stack[stack.length - 1]!;
    if (marks.get(gate) === 'done') {
      stack.pop();
      continue;
    }
    marks.set(gate, 'open');
    const waiting = prerequisites(gate, gateOf).filter((other) => marks.get(other) !== 'done');
    if (waiting.length === 0) {
      marks.set(gate, 'done');
      ordered.push(gate);
      stack.pop();
    }
    for (const other of waiting.reverse()) {
      if (marks.get(other) === 'open') throw badGate(gate, `expected no gate among its own parents and operands, found '${other.name}'`);
      stack.push(other);
    }
  }
}

function prerequisites(gate: Gate, gateOf: ReadonlyMap<string, Gate>): Gate[] {
  return prerequisitesOf(gate).map((name) => {
    const other = gateOf.get(name);
    if (other === undefined) throw badGate(gate, `expected the name of a population as parent or operand, found '${name}'`);
    return other;
  });
}

export function badGate(gate: Gate, sentence: string): InputError {
  return new InputError('population/bad-gate', `Gate '${gate.name}': ${sentence}.`, { path: `gate ${gate.name}` });
}
