import type { StatedSpillover } from '../document/gate-document.ts';
import { childNamed, childrenNamed, parseXmlNumber, requiredAttribute, type XmlElement, type XmlReading } from '../xml/xml.ts';

/** Parameters that the tube says cannot be compensated, and the matrix of the others; null where it changes nothing or is not whole. */
export interface DivaCompensation {
  readonly uncompensated: ReadonlySet<string>;
  readonly stated: StatedSpillover | null;
}

/** The compensation in the instrument settings of a tube. Errors: `exchange/bad-xml`. */
export function readDivaCompensation(settings: XmlElement | null, reading: XmlReading): DivaCompensation {
  const uncompensated = new Set<string>();
  const parameters: string[] = [];
  const matrix: number[][] = [];
  for (const element of settings === null ? [] : childrenNamed(settings, 'parameter')) {
    const name = requiredAttribute(reading, element, 'name');
    const can = childNamed(element, 'can_be_compensated')?.text;
    if (can === 'false') uncompensated.add(name);
    const compensation = childNamed(element, 'compensation');
    if (can !== 'true' || compensation === null) continue;
    parameters.push(name);
    matrix.push(childrenNamed(compensation, 'compensation_coefficient').map((one) => parseXmlNumber(reading, one, one.text)));
  }
  const whole = parameters.length > 0 && matrix.every((row) => row.length === parameters.length);
  const changes = matrix.some((row, i) => row.some((value, j) => (i === j ? value !== 1 : value !== 0)));
  return { uncompensated, stated: whole && changes ? { parameters, matrix } : null };
}
