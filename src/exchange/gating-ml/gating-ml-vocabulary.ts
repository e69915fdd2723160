import { unsupportedXml, type XmlElement, type XmlReading } from '../xml/xml.ts';
import { isExtension } from './gating-ml-extensions.ts';

/** Space of every namespace of Gating-ML 2.0. */
export const GATING_ML = 'http://www.isac-net.org/std/Gating-ML/v2.0/';

interface Known {
  readonly attributes: readonly string[];
  readonly children: readonly string[];
}

const GATE = ['id', 'parent_id'];
const MEASURED = ['compensation-ref', 'transformation-ref'];
const SUBJECT = ['fcs-dimension', 'new-dimension'];
const VALUE: Known = { attributes: ['value'], children: [] };
const SCALE = (...attributes: readonly string[]): Known => ({ attributes, children: [] });

/** What the elements of Gating-ML 2.0 hold, by local names. */
const VOCABULARY: Readonly<Record<string, Known>> = {
  RectangleGate: { attributes: GATE, children: ['dimension'] },
  PolygonGate: { attributes: GATE, children: ['dimension', 'vertex'] },
  EllipsoidGate: { attributes: GATE, children: ['dimension', 'mean', 'covarianceMatrix', 'distanceSquare'] },
  QuadrantGate: { attributes: GATE, children: ['divider', 'Quadrant'] },
  BooleanGate: { attributes: GATE, children: ['and', 'or', 'not'] },
  dimension: { attributes: [...MEASURED, 'min', 'max'], children: SUBJECT },
  divider: { attributes: ['id', ...MEASURED], children: [...SUBJECT, 'value'] },
  'fcs-dimension': { attributes: ['name'], children: [] },
  'new-dimension': { attributes: ['transformation-ref'], children: [] },
  value: { attributes: [], children: [] },
  vertex: { attributes: [], children: ['coordinate'] },
  mean: { attributes: [], children: ['coordinate'] },
  coordinate: VALUE,
  covarianceMatrix: { attributes: [], children: ['row'] },
  row: { attributes: [], children: ['entry'] },
  entry: VALUE,
  distanceSquare: VALUE,
  Quadrant: { attributes: ['id'], children: ['position'] },
  position: { attributes: ['divider_ref', 'location'], children: [] },
  and: { attributes: [], children: ['gateReference'] },
  or: { attributes: [], children: ['gateReference'] },
  not: { attributes: [], children: ['gateReference'] },
  gateReference: { attributes: ['ref', 'use-as-complement'], children: [] },
  transformation: { attributes: ['id', 'boundMin', 'boundMax'], children: ['flin', 'flog', 'fasinh', 'logicle', 'hyperlog', 'fratio'] },
  flin: SCALE('T', 'A'),
  flog: SCALE('T', 'M'),
  fasinh: SCALE('T', 'M', 'A'),
  logicle: SCALE('T', 'W', 'M', 'A'),
  hyperlog: SCALE('T', 'W', 'M', 'A'),
  fratio: { attributes: ['A', 'B', 'C'], children: ['fcs-dimension'] },
  spectrumMatrix: { attributes: ['id', 'matrix-inverted-already'], children: ['fluorochromes', 'detectors', 'spectrum'] },
  fluorochromes: { attributes: [], children: ['fcs-dimension'] },
  detectors: { attributes: [], children: ['fcs-dimension'] },
  spectrum: { attributes: [], children: ['coefficient'] },
  coefficient: VALUE,
};

/**
 * Refuses what Gating-ML 2.0 does not have: an element or attribute that is passed over (a misspelt `Dimension`, an `eventsInside`) would leave a gate
 * that holds other events than its author meant. `custom_info` may hold anything. Errors: `exchange/unsupported`.
 */
export function requireVocabulary(element: XmlElement, reading: XmlReading): void {
  const known = Object.hasOwn(VOCABULARY, element.name) ? VOCABULARY[element.name] : undefined;
  if (known === undefined) return;
  for (const name of element.attributes.keys()) {
    if (known.attributes.includes(name)) continue;
    const expected = known.attributes.length === 0 ? 'no attributes' : `the attributes ${known.attributes.join(', ')} only`;
    throw unsupportedXml(reading, element, `expected ${expected}, as Gating-ML 2.0 has them, found '${name}'`);
  }
  for (const child of element.children) {
    if (isExtension(child)) continue;
    if (!known.children.includes(child.name) || !(child.space === '' || child.space.startsWith(GATING_ML))) {
      const expected = known.children.length === 0 ? 'nothing' : known.children.join(', ');
      throw unsupportedXml(reading, child, `expected ${expected} within '${element.name}', as Gating-ML 2.0 has it, found something else`);
    }
    requireVocabulary(child, reading);
  }
}
