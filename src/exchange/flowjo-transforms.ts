import type { Transform } from '../population/transforms/registry.ts';
import { childNamed, numberAttribute, optionalNumber, requiredAttribute, requiredChild, type XmlElement, type XmlReading } from './xml.ts';

export interface FlowJoReading {
  readonly reading: XmlReading;
  readonly note: (sentence: string) => void;
}

/** The scale of a parameter: its transform, null where it is linear, and the values at the ends of FlowJo's channels on that scale. */
export interface FlowJoScale {
  readonly transform: Transform | null;
  readonly low: number;
  readonly high: number;
}

/** The scales of a sample by parameter name (`Comp-…` apart from the uncompensated one). Errors: `exchange/bad-xml`. */
export function readFlowJoTransforms(element: XmlElement | null, { reading, note }: FlowJoReading): ReadonlyMap<string, FlowJoScale> {
  const transforms = new Map<string, FlowJoScale>();
  for (const child of element?.children ?? []) {
    const parameter = requiredAttribute(reading, requiredChild(reading, child, 'parameter'), 'name');
    const scale = readScale(child, reading);
    if (scale === null) note(`the ${child.name} transform of '${parameter}' is not known; gates on it are left out.`);
    else transforms.set(parameter, scale);
    const gain = optionalNumber(reading, child, 'gain') ?? 1;
    if (gain !== 1) note(`the gain ${gain} of '${parameter}' is not applied: values are read as the FCS file's keywords say.`);
  }
  return transforms;
}

function readScale(element: XmlElement, reading: XmlReading): FlowJoScale | null {
  if (element.name === 'linear')
    return { transform: null, low: numberAttribute(reading, element, 'minRange'), high: numberAttribute(reading, element, 'maxRange') };
  const transform = readTransform(element, (name) => numberAttribute(reading, element, name));
  return transform === null ? null : { transform, low: 0, high: 1 };
}

function readTransform({ name }: XmlElement, number: (attribute: string) => number): Transform | null {
  switch (name) {
    case 'log': {
      const [offset, decades] = [number('offset'), number('decades')];
      return { type: 'log', T: offset * Math.exp(decades * Math.LN10), M: decades };
    }
    case 'fasinh':
      return { type: 'asinh', T: number('T'), M: number('M'), A: number('A') };
    case 'logicle':
    case 'hyperlog':
      return { type: name, T: number('T'), W: number('W'), M: number('M'), A: number('A') };
    case 'biex':
      return { type: 'biex', T: number('maxRange'), positive: number('pos'), negative: number('neg'), width: number('width') };
    default:
      return null;
  }
}

/** Name of a gate's dimension as FlowJo writes it, null where it is no parameter of the file. */
export function dimensionName(dimension: XmlElement, reading: XmlReading): string | null {
  const parameter = childNamed(dimension, 'fcs-dimension');
  return parameter === null ? null : requiredAttribute(reading, parameter, 'name');
}
