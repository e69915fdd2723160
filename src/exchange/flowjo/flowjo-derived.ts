import { type ParameterRatio, parseRatioFormula } from '../gating-ml/ratio-formula.ts';
import { childNamed, childrenNamed, requiredAttribute, type XmlElement } from '../xml/xml.ts';
import type { FlowJoReading } from './flowjo-transforms.ts';

/**
 * Derived parameters of a sample by name, those that are a ratio of two parameters. Every other one is null: it (of one
 * parameter, by import, by a plug-in) is named in a note, and what is gated on it is left out. Errors: `exchange/bad-xml`.
 */
export function readDerivedParameters(sample: XmlElement, { reading, note }: FlowJoReading): ReadonlyMap<string, ParameterRatio | null> {
  const holders = [sample, ...childrenNamed(sample, 'DerivedParameters')];
  const ratios = new Map<string, ParameterRatio | null>();
  for (const element of holders.flatMap((holder) => childrenNamed(holder, 'DerivedParameter'))) {
    const name = requiredAttribute(reading, element, 'name');
    const formula = element.attributes.get('formula') ?? childNamed(element, 'Formula')?.text ?? '';
    const ratio = parseRatioFormula(formula);
    ratios.set(name, ratio);
    if (ratio === null) note('gate-file/derived-parameter', { parameter: name, formula: formula === '' ? null : formula.slice(0, 100) });
  }
  return ratios;
}
