import { type Gate, populationsOf, prerequisitesOf } from '../../population/gates/registry.ts';
import type { NoteGate } from './notes.ts';

/** The gates whose parent and operands are all here; the others are named in notes. Each gate is looked at once for each that it needs. */
export function withoutBroken(gates: readonly Gate[], note: NoteGate): Gate[] {
  const known = new Set(gates.flatMap(populationsOf));
  const needing = new Map<string, Gate[]>();
  for (const gate of gates) {
    for (const name of prerequisitesOf(gate)) {
      const others = needing.get(name);
      if (others === undefined) needing.set(name, [gate]);
      else others.push(gate);
    }
  }
  const left = new Set<Gate>();
  const missing = [...needing.keys()].filter((name) => !known.has(name));
  for (let name = missing.pop(); name !== undefined; name = missing.pop()) {
    for (const gate of needing.get(name) ?? []) {
      if (left.has(gate)) continue;
      left.add(gate);
      note('gate-file/needs-missing', { gate: gate.name, needs: name });
      missing.push(...populationsOf(gate));
    }
  }
  return gates.filter((gate) => !left.has(gate));
}
