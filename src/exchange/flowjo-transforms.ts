import type { Transform } from '../population/transforms/registry.ts';
import { numberAttribute, optionalNumber, requiredAttribute, requiredChild, type XmlElement, type XmlReading } from './xml.ts';

export interface FlowJoReading {
  readonly reading: XmlReading;
  readonly note: (sentence: string) => void;
}

/** The scale of a parameter: its transform, null where it is linear, and the values at the ends of FlowJo's channels on that scale. */
export interface FlowJoScale {
  readonly transform: Transform | null;
  readonly low: number;
  readonly high: number;
  /** A coordinate of FlowJo's x `factor` = our linear value; other than 1 for its Time only. */
  readonly factor: number;
}

/**
 * The scales of a sample by parameter name (`Comp-…` apart from the uncompensated one). FlowJo's Time counts in its own gain, ours in the
 * file's `$TIMESTEP`: its coordinates are put into ours. Errors: `exchange/bad-xml`.
 */
export function readFlowJoTransforms(
  element: XmlElement | null,
  { reading, note, timeStep }: FlowJoReading & { readonly timeStep: number },
): ReadonlyMap<string, FlowJoScale> {
  const scales = new Map<string, FlowJoScale>();
  for (const child of element?.children ?? []) {
    const parameter = requiredAttribute(reading, requiredChild(reading, child, 'parameter'), 'name');
    const gain = optionalNumber(reading, child, 'gain') ?? 1;
    const isTime = parameter.toUpperCase() === 'TIME' && gain > 0;
    const scale = readScale(child, reading, isTime && child.name === 'linear' ? timeStep / gain : 1);
    if (scale === null) note(`the ${child.name} transform of '${parameter}' is not known; gates on it are left out.`);
    else scales.set(parameter, scale);
    if (gain === 1 || scale === null) continue;
    note(
      isTime
        ? `'${parameter}' counts ${gain} a step in FlowJo and ${timeStep} here ($TIMESTEP): coordinates of its gates are multiplied by the quotient.`
        : `the gain ${gain} of '${parameter}' is not applied: values are read as the FCS file's keywords say.`,
    );
  }
  return scales;
}

function readScale(element: XmlElement, reading: XmlReading, factor: number): FlowJoScale | null {
  if (element.name === 'linear') {
    const [low, high] = [numberAttribute(reading, element, 'minRange'), numberAttribute(reading, element, 'maxRange')];
    return { transform: null, low: low * factor, high: high * factor, factor };
  }
  const transform = readTransform(element, (name) => numberAttribute(reading, element, name));
  return transform === null ? null : { transform, low: 0, high: 1, factor: 1 };
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
