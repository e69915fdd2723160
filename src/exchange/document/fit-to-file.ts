import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import { isLikeTime, isTime, timeStepSeconds } from '../../fcs/keywords/parameters.ts';
import { axesOf, type Gate } from '../../population/gates/registry.ts';
import type { GateSet } from './gate-document.ts';
import { type GateFault, isFault } from './gate-fault.ts';
import { type NoteGate, startNotes } from './notes.ts';
import { withoutBroken } from './without-broken.ts';

/** What FlowJo puts before the name of a compensated parameter, in its workspaces and in the files that it exports. */
const COMPENSATED = /^(?:FJ)?Comp-/i;

function withoutPrefix(name: string): string {
  return name.replace(COMPENSATED, '');
}

/** A name as FlowJo may have changed it: without the prefix of compensated parameters, `_` for `/`, in any letter case. */
function comparable(name: string): string {
  return withoutPrefix(name).replaceAll('/', '_').toUpperCase();
}

/** The parameter of a file that a workspace means by a name, or why none can be told. */
type Match = { readonly name: string } | GateFault;

type FittedFile = Pick<FcsDataSet, 'file' | 'parameters' | 'keywords'>;

/**
 * A sample's gates as they fit one file: names that FlowJo writes otherwise than the file are matched where only one parameter can be meant, and gates
 * whose parameters cannot be told are left out in a note, so that the rest is counted. The same set where nothing had to change.
 */
export function fitToFile(given: GateSet, dataSet: FittedFile): GateSet {
  const { file, parameters } = dataSet;
  const set = withPrefixedCompensated(given, dataSet);
  const { note, notes } = startNotes({ file });
  const markers = new Map(Object.entries(set.markers));
  const lost = new Map<string, GateFault>();
  for (const name of new Set([...set.gates.flatMap((gate) => namesOf(gate, set.matrices)), ...matrixNames(set)])) {
    if (markers.has(name)) continue;
    const match = matchName(name, parameters);
    const fault = isFault(match) ? match : perhapsSeconds(match.name, { set, dataSet });
    if (fault !== null) lost.set(name, fault);
    else if (!isFault(match) && match.name !== name) {
      markers.set(name, [match.name]);
      noteOtherPrefix([name, match.name], { set, note });
    }
  }
  if (set === given && lost.size === 0 && markers.size === Object.keys(set.markers).length) return set;
  const kept = set.gates.filter((gate) => {
    const fault = namesOf(gate, set.matrices).flatMap((name) => lost.get(name) ?? [])[0];
    if (fault !== undefined) note('gate-file/left-out', { gate: gate.name, called: 'population', ...fault });
    return fault === undefined;
  });
  const gates = withoutBroken(kept, note);
  return { ...set, markers: Object.fromEntries(markers), gates, notes: [...set.notes, ...notes()] };
}

/**
 * A prefix that is not the one of the sample's matrix means its compensated values all the same, where the matrix has the parameter and the file has none
 * of the whole name.
 */
function withPrefixedCompensated(set: GateSet, { parameters }: FittedFile): GateSet {
  if (set.compensation.from !== 'matrix') return set;
  const own = new Set(parameters.map(({ name }) => name));
  const matrix = new Set(set.compensation.parameters);
  const meant = set.gates
    .flatMap((gate) => namesOf(gate, set.matrices))
    .filter((name) => COMPENSATED.test(name) && !own.has(name) && matrix.has(withoutPrefix(name)));
  if (meant.length === 0) return set;
  return { ...set, gates: set.gates.map((gate) => withCompensated(gate, new Set(meant))) };
}

/** The gate with those axes that name these parameters compensated, under their own names; a ratio has one compensation for both of its parts. */
function withCompensated(gate: Gate, names: ReadonlySet<string>): Gate {
  return JSON.parse(JSON.stringify(gate), (_, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('parameter' in value && isOf(names, value.parameter))
      return { ...value, parameter: withoutPrefix(value.parameter), compensated: true };
    const ratio = 'ratio' in value && typeof value.ratio === 'object' ? value.ratio : null;
    if (ratio === null || !('numerator' in ratio && 'denominator' in ratio)) return value;
    const { numerator, denominator } = ratio;
    if (!isOf(names, numerator) || !isOf(names, denominator)) return value;
    return {
      ...value,
      ratio: { ...ratio, numerator: withoutPrefix(numerator), denominator: withoutPrefix(denominator) },
      compensated: true,
    };
  });
}

function isOf(names: ReadonlySet<string>, name: unknown): name is string {
  return typeof name === 'string' && names.has(name);
}

/** Compensated in the one and not in the other: the counts are of the values that the file has. */
function noteOtherPrefix(
  [wanted, used]: readonly [string, string],
  { set, note }: { readonly set: GateSet; readonly note: NoteGate },
): void {
  const [stated, found] = [COMPENSATED.test(wanted), COMPENSATED.test(used)];
  if (stated === found || (set.compensation.from === 'matrix' && set.compensation.parameters.includes(wanted))) return;
  note('gate-file/other-prefix', { parameter: wanted, used, values: stated ? 'as-acquired' : 'compensated-in-file' });
}

/** The workspace copied no `$TIMESTEP`, so that it could not be told from its axis whether FlowJo counts this time in seconds or in steps. */
function perhapsSeconds(name: string, { set, dataSet }: { readonly set: GateSet; readonly dataSet: FittedFile }): GateFault | null {
  const { keywords, parameters } = dataSet;
  const step = timeStepSeconds(keywords);
  if (set.keywords.has('$TIMESTEP') || step === null || step === 1) return null;
  const times = parameters.filter((one) => isTime(one, keywords)).map((one) => one.name);
  const other = times.length === 0 ? isLikeTime(name) : times.includes(name) && name.toUpperCase() !== 'TIME';
  return other ? { cause: 'perhaps-seconds', name, value: step } : null;
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

/** Every parameter that a gate is drawn on; of an axis with a matrix of its own those of the matrix. */
function namesOf(gate: Gate, matrices: GateSet['matrices']): readonly string[] {
  return axesOf(gate).flatMap((axis) => {
    if (typeof axis === 'string') return [axis];
    if (typeof axis.compensated === 'string') return matrices[axis.compensated]?.detectors ?? [];
    return 'parameter' in axis ? [axis.parameter] : [axis.ratio.numerator, axis.ratio.denominator];
  });
}

function matrixNames({ compensation, gates }: GateSet): readonly string[] {
  return compensation.from === 'matrix' && gates.length > 0 ? compensation.parameters : [];
}
