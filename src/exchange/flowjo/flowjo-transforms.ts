import { InputError } from '../../errors.ts';
import { timeStepSeconds } from '../../fcs/keywords/parameters.ts';
import { compileTransform, type Transform } from '../../population/transforms/registry.ts';
import { type GateFault, isFault } from '../document/gate-fault.ts';
import type { NoteGate } from '../document/notes.ts';
import { numberAttribute, optionalXmlNumber, requiredAttribute, requiredChild, type XmlElement, type XmlReading } from '../xml/xml.ts';
import { timeFactor } from './flowjo-time.ts';

export interface FlowJoReading {
  readonly reading: XmlReading;
  readonly note: NoteGate;
}

/** The scale of a parameter: its transform, null where it is linear, and the values at the ends of FlowJo's channels on that scale. */
export interface FlowJoScale {
  readonly transform: Transform | null;
  readonly low: number;
  readonly high: number;
  /** A coordinate of FlowJo's x `factor` = our linear value; other than 1 for times only. */
  readonly factor: number;
}

/** A parameter whose scale cannot be used: why no gate is placed on it, and whether bounds in linear values still hold. */
export interface UnusableScale {
  readonly fault: GateFault;
  readonly linear: 'as stored' | 'not known';
}

/**
 * The scales of a sample by parameter name (`Comp-…` apart from the uncompensated one); `timeFactor` says what coordinates on a time count.
 * Errors: `exchange/bad-xml`.
 */
export function readFlowJoTransforms(
  element: XmlElement | null,
  { reading, note, keywords }: FlowJoReading & { readonly keywords: ReadonlyMap<string, string> },
): ReadonlyMap<string, FlowJoScale | UnusableScale> {
  const scales = new Map<string, FlowJoScale | UnusableScale>();
  for (const child of element?.children ?? []) {
    const parameter = requiredAttribute(reading, requiredChild(reading, child, 'parameter'), 'name');
    const gain = optionalXmlNumber(reading, child, 'gain') ?? 1;
    const isTime = parameter.toUpperCase() === 'TIME' && gain > 0;
    const maxRange = child.name === 'linear' ? numberAttribute(reading, child, 'maxRange') : Number.NaN;
    const factor = gain === 1 || isTime ? timeFactor({ parameter, gain, maxRange }, keywords) : unknownGain(parameter, gain);
    const scale = readScale(child, reading, isFault(factor) || child.name !== 'linear' ? 1 : factor);
    if (scale === null) note('gate-file/unknown-transform', { transform: child.name, parameter });
    else scales.set(parameter, isFault(factor) ? { fault: factor, linear: 'not known' } : scale);
    if (gain !== 1 && isTime && !isFault(factor))
      note('gate-file/time-gain', { parameter, gain, timeStepSeconds: timeStepSeconds(keywords) ?? 1 });
  }
  return scales;
}

function unknownGain(name: string, value: number): GateFault {
  return { cause: 'unknown-gain', name, value };
}

function readScale(element: XmlElement, reading: XmlReading, factor: number): FlowJoScale | UnusableScale | null {
  if (element.name === 'linear') {
    const [low, high] = [numberAttribute(reading, element, 'minRange'), numberAttribute(reading, element, 'maxRange')];
    return { transform: null, low: low * factor, high: high * factor, factor };
  }
  const transform = readTransform(element, (name) => numberAttribute(reading, element, name));
  if (transform === null) return null;
  try {
    compileTransform(transform);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { fault: { cause: 'unusable-transform', text: error.message }, linear: 'as stored' };
  }
  return { transform, low: 0, high: 1, factor: 1 };
}

/** FlowJo holds what lies beyond an end of a logarithmic or biexponential axis at that end. */
const AXIS = { boundMin: 0, boundMax: 1 } as const;

function readTransform({ name }: XmlElement, number: (attribute: string) => number): Transform | null {
  switch (name) {
    case 'log': {
      const [offset, decades] = [number('offset'), number('decades')];
      return { type: 'log', T: offset * Math.exp(decades * Math.LN10), M: decades, negative: 'lowest', ...AXIS };
    }
    case 'fasinh':
      return { type: 'asinh', T: number('T'), M: number('M'), A: number('A') };
    case 'logicle':
    case 'hyperlog':
      return { type: name, T: number('T'), W: number('W'), M: number('M'), A: number('A') };
    case 'biex':
      return { type: 'biex', T: number('maxRange'), positive: number('pos'), negative: number('neg'), width: number('width'), ...AXIS };
    default:
      return null;
  }
}
