import type { Axis } from '../../population/gates/keys.ts';
import { type GateFault, isFault } from '../document/gate-fault.ts';
import type { LinearFormula } from '../gating-ml/ratio-formula.ts';
import { childNamed, optionalXmlNumber, requiredAttribute, type XmlElement, type XmlReading } from '../xml/xml.ts';
import { type DerivedMatrices, derivedAxis } from './flowjo-derived.ts';
import { type FlowJoCompensation, parameterOf } from './flowjo-parameter.ts';
import type { FlowJoReading, FlowJoScale, UnusableScale } from './flowjo-transforms.ts';

export interface FlowJoSample extends FlowJoReading {
  readonly scales: ReadonlyMap<string, FlowJoScale | UnusableScale>;
  /** Derived parameters; null where a formula is not read. */
  readonly derived: ReadonlyMap<string, LinearFormula | null>;
  readonly matrices: DerivedMatrices;
  readonly compensation: FlowJoCompensation;
}

/** A dimension of a gate: what it is measured on, and its bounds in linear values. */
export interface Dimension {
  readonly axis: Exclude<Axis, string>;
  readonly scale: FlowJoScale;
  readonly bounds: { readonly min?: number; readonly max?: number };
}

/**
 * A dimension, or the reason why there is none here. Bounds of a range need no scale, since FlowJo states them in linear values: `needs` says what
 * the gate is. Errors: `exchange/bad-xml`.
 */
export function readDimension(element: XmlElement, sample: FlowJoSample, needs: 'bounds' | 'places'): Dimension | GateFault {
  const name = dimensionName(element, sample.reading);
  if (name === null) return { cause: 'not-on-a-parameter' };
  const known = sample.scales.get(name);
  if (known === undefined) return { cause: 'no-scale', name };
  if ('fault' in known && (needs === 'places' || known.linear === 'not known')) return known.fault;
  const scale = 'fault' in known ? LINEAR : known;
  const value = readAxis(name, sample);
  if (isFault(value)) return value;
  const transform = scale.transform === null ? {} : { transform: scale.transform };
  return { axis: { ...value, ...transform }, scale, bounds: readBounds(element, sample, scale) };
}

/** Of a parameter whose own scale cannot be used: only its bounds are taken. */
const LINEAR: FlowJoScale = { transform: null, low: 0, high: 0, factor: 1 };

function dimensionName(dimension: XmlElement, reading: XmlReading): string | null {
  const parameter = childNamed(dimension, 'fcs-dimension');
  return parameter === null ? null : requiredAttribute(reading, parameter, 'name');
}

function readAxis(name: string, sample: FlowJoSample): Exclude<Axis, string> | GateFault {
  const formula = sample.derived.get(name);
  if (formula === undefined) return parameterOf(name, sample.compensation);
  return formula === null ? { cause: 'derived-not-read', name } : derivedAxis({ name, formula }, sample);
}

function readBounds(dimension: XmlElement, { reading }: FlowJoSample, { factor }: FlowJoScale) {
  const [min, max] = [optionalXmlNumber(reading, dimension, 'min'), optionalXmlNumber(reading, dimension, 'max')];
  return { ...(min === undefined ? {} : { min: min * factor }), ...(max === undefined ? {} : { max: max * factor }) };
}
