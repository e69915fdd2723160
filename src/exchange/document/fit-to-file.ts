import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import type { Gate } from '../../population/gates/registry.ts';
import type { GateSet } from './gate-document.ts';
import { type GateFault, isFault } from './gate-fault.ts';
import { startNotes } from './notes.ts';
import { withoutBroken } from './without-broken.ts';

/** A name as FlowJo may have changed it: without the prefix of compensated parameters, `_` for `/`, in any letter case. */
function comparable(name: string): string {
  return name
    .replace(/^(?:FJ)?Comp-/i, '')
    .replaceAll('/', '_')
    .toUpperCase();
}

/** The parameter of a file that a workspace means by a name, or why none can be told. */
type Match = { readonly name: string } | GateFault;

/**
 * A sample's gates as they fit one file: names that FlowJo writes otherwise than the file are matched where only one parameter can be meant, and gates
 * whose parameters cannot be told are left out in a note, so that the rest is counted. The same set where nothing had to change.
 */
export function fitToFile(set: GateSet, { file, parameters }: Pick<FcsDataSet, 'file' | 'parameters'>): GateSet {
  const markers = new Map(Object.entries(set.markers));
  const lost = new Map<string, GateFault>();
  for (const name of new Set([...set.gates.flatMap(namesOf), ...matrixNames(set)])) {
    if (markers.has(name)) continue;
    const match = matchName(name, parameters);
    if (isFault(match)) lost.set(name, match);
    else if (match.name !== name) markers.set(name, [match.name]);
  }
  if (lost.size === 0 && markers.size === Object.keys(set.markers).length) return set;
  const { note, notes } = startNotes({ file });
  const kept = set.gates.filter((gate) => {
    const fault = namesOf(gate).flatMap((name) => lost.get(name) ?? [])[0];
    if (fault !== undefined) note('gate-file/left-out', { gate: gate.name, called: 'population', ...fault });
    return fault === undefined;
  });
  return { ...set, markers: Object.fromEntries(markers), gates: withoutBroken(kept, note), notes: [...set.notes, ...notes()] };
}

function matchName(wanted: string, parameters: FcsDataSet['parameters']): Match {
  const alike = [...new Set(parameters.map(({ name }) => name).filter((name) => comparable(name) === comparable(wanted)))];
  const exact = alike.includes(wanted) || parameters.some(({ label }) => label === wanted);
  // FlowJo writes `a_b` for `a/b`: where a file has both, the name does not say which.
  const written = alike.filter((name) => name.replaceAll('/', '_') === wanted);
  if (exact && written.length < 2) return { name: wanted };
  const [only, second] = alike;
  if (only === undefined) return { cause: 'no-such-parameter', name: wanted };
  if (second !== undefined) return { cause: 'several-parameters', name: wanted, names: alike };
  return { name: only };
}

/** Every parameter that a gate is drawn on. */
function namesOf(gate: Gate): readonly string[] {
  const names: string[] = [];
  JSON.stringify(gate, (key, value: unknown) => {
    if ((key === 'parameter' || key === 'numerator' || key === 'denominator') && typeof value === 'string') names.push(value);
    return value;
  });
  return names;
}

function matrixNames({ compensation, gates }: GateSet): readonly string[] {
  return compensation.from === 'matrix' && gates.length > 0 ? compensation.parameters : [];
}
