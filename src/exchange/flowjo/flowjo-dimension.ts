import type { Axis } from '../../population/gates/keys.ts';
import { type GateFault, isFault } from '../document/gate-fault.ts';
import type { ParameterRatio } from '../gating-ml/ratio-formula.ts';
import { childNamed, optionalXmlNumber, requiredAttribute, type XmlElement, type XmlReading } from '../xml/xml.ts';
import type { FlowJoReading, FlowJoScale, UnusableScale } from './flowjo-transforms.ts';

export interface FlowJoSample extends FlowJoReading {
  readonly scales: ReadonlyMap<string, FlowJoScale | UnusableScale>;
  /** Derived parameters; null where one is no ratio. */
  readonly ratios: ReadonlyMap<string, ParameterRatio | null>;
  readonly compensation: FlowJoCompensation;
}

/** Compensated parameters are named `prefix + name + suffix`; `none` has no such names, `refused` has them and cannot compute them. */
export interface FlowJoCompensation {
  readonly kind: 'matrix' | 'none' | 'refused';
  readonly prefix: string;
  readonly suffix: string;
  readonly parameters: ReadonlySet<string>;
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
  const ratio = sample.ratios.get(name);
  if (ratio === undefined) return parameterOf(name, sample.compensation);
  if (ratio === null) return { cause: 'derived-not-read', name };
  const [numerator, denominator] = [parameterOf(ratio.numerator, sample.compensation), parameterOf(ratio.denominator, sample.compensation)];
  if (isFault(numerator)) return numerator;
  if (isFault(denominator)) return denominator;
  if (numerator.compensated !== denominator.compensated) return { cause: 'ratio-of-mixed', name };
  return {
    ratio: { ...ratio, numerator: numerator.parameter, denominator: denominator.parameter },
    compensated: numerator.compensated,
  };
}

/** Compensated by the matrix only where the matrix has the parameter: a file's own parameter may be called `Comp-…` too. */
function parameterOf(
  name: string,
  { kind, prefix, suffix, parameters }: FlowJoCompensation,
): { readonly parameter: string; readonly compensated: boolean } | GateFault {
  if (kind === 'refused' && parameters.has(name)) return { cause: 'perhaps-compensated', name };
  const within = prefix + suffix !== '' && name.length > prefix.length + suffix.length && name.startsWith(prefix) && name.endsWith(suffix);
  const parameter = within ? name.slice(prefix.length, name.length - suffix.length) : name;
  if (!within || kind === 'none') return { parameter: name, compensated: false };
  if (kind === 'refused') return { cause: 'matrix-not-read', name };
  return parameters.has(parameter) ? { parameter, compensated: true } : { parameter: name, compensated: false };
}

function readBounds(dimension: XmlElement, { reading }: FlowJoSample, { factor }: FlowJoScale) {
  const [min, max] = [optionalXmlNumber(reading, dimension, 'min'), optionalXmlNumber(reading, dimension, 'max')];
  return { ...(min === undefined ? {} : { min: min * factor }), ...(max === undefined ? {} : { max: max * factor }) };
}
