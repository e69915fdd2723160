import type { Axis } from '../../population/gates/keys.ts';
import type { GateFault } from '../document/gate-fault.ts';
import type { NoteGate } from '../document/notes.ts';
import { childNamed, type XmlElement, type XmlReading } from '../xml/xml.ts';

export interface DivaReading {
  readonly reading: XmlReading;
  readonly note: NoteGate;
  /** Decades of a logarithmic axis; null where the experiment does not say. */
  readonly decades: number | null;
  readonly uncompensated: ReadonlySet<string>;
}

/** One axis of a region: what it is measured on, and how a coordinate of FACSDiva becomes a place on its scale. */
export interface DivaAxis {
  readonly axis: Extract<Axis, { parameter: string }>;
  readonly placeOf: (coordinate: number) => number;
  /** Coordinates at the ends of the scale, where FACSDiva piles up what lies off it. */
  readonly ends: readonly [number, number];
}

/** FACSDiva's digital data go to 262,144; a transformed axis has 4,096 channels over 4.5 decades of a logicle scale. */
const TOP = 262_144;
const CHANNELS = 4096;
const BIEXPONENTIAL_DECADES = 4.5;

/** An axis of a gate, or the reason why it is not read. `letter` is that of the gate's keys, `x` or `y`. */
export function readDivaAxis(gate: XmlElement, letter: 'x' | 'y', parameter: string, diva: DivaReading): DivaAxis | GateFault {
  const key = (name: string) => childNamed(gate, name)?.text ?? '';
  const logarithmic = key(`is_${letter}_parameter_log`) === 'true';
  const scaled = key(`is_${letter}_parameter_scaled`) === 'true';
  const value = { parameter, compensated: !diva.uncompensated.has(parameter) };
  if (parameter.toUpperCase() === 'TIME') return { cause: 'time-unit' };
  if (!logarithmic) {
    if (scaled) return { cause: 'linear-and-biexponential', name: parameter };
    return { axis: value, placeOf: (coordinate) => coordinate, ends: [0, TOP - 1] };
  }
  const channels = { placeOf: (coordinate: number) => coordinate / CHANNELS, ends: [0, CHANNELS - 1] as const };
  if (scaled) return biexponential(key(`${letter}_parameter_scale_value`), value, channels);
  if (diva.decades === null) return { cause: 'no-log-decades', name: parameter };
  return { axis: { ...value, transform: { type: 'log', T: TOP, M: diva.decades } }, ...channels };
}

/** The scale value is the most negative number that is to be on the scale: W = (M - log10(T / |value|)) / 2, never below 0 (Parks et al. 2006). */
function biexponential(text: string, value: DivaAxis['axis'], channels: Pick<DivaAxis, 'placeOf' | 'ends'>): DivaAxis | GateFault {
  const scale = Math.abs(/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN);
  if (!(scale <= TOP)) return { cause: 'biexponential-scale', name: value.parameter, text: text.slice(0, 40) };
  const width = scale === 0 ? 0 : Math.max(0, (BIEXPONENTIAL_DECADES - Math.log10(TOP / scale)) / 2);
  return { axis: { ...value, transform: { type: 'logicle', T: TOP, W: width, M: BIEXPONENTIAL_DECADES, A: 0 } }, ...channels };
}
