import { type Gate, populationsOf } from '../../population/gates/registry.ts';
import type { SpectrumMatrix } from '../../population/gating-request.ts';
import type { Transform } from '../../population/transforms/registry.ts';
import { defineExchangeFormat } from '../document/exchange-format.ts';
import type { GateDocument } from '../document/gate-document.ts';
import { startNotes } from '../document/notes.ts';
import { refuseTooMany } from '../document/population-names.ts';
import { withoutBroken } from '../document/without-broken.ts';
import {
  badXml,
  booleanAttribute,
  childrenNamed,
  numberAttribute,
  optionalXmlNumber,
  requiredAttribute,
  requiredChild,
  unsupportedXml,
  type XmlElement,
  type XmlReading,
} from '../xml/xml.ts';
import { isExtension, readExtensions, withParents } from './gating-ml-extensions.ts';
import { type GatingMlNames, readGate } from './gating-ml-gates.ts';
import { GATING_ML, requireVocabulary } from './gating-ml-vocabulary.ts';

export const gatingMl = defineExchangeFormat({ id: 'gating-ml', recognises: isGatingMl, read: readGatingMl });

const GATE_ELEMENTS: ReadonlySet<string> = new Set(['RectangleGate', 'PolygonGate', 'EllipsoidGate', 'QuadrantGate', 'BooleanGate']);

function isGatingMl(root: XmlElement): boolean {
  return root.name === 'Gating-ML';
}

/** Reads a Gating-ML 2.0 document. Errors: `exchange/bad-xml`, `exchange/unsupported`. */
function readGatingMl(root: XmlElement, reading: XmlReading): GateDocument {
  if (!root.space.startsWith(GATING_ML)) throw unsupportedXml(reading, root, `expected Gating-ML 2.0, found the namespace '${root.space}'`);
  const transforms = new Map<string, Transform>();
  const ratios: GatingMlNames['ratios'] = new Map();
  const matrices = new Map<string, SpectrumMatrix>();
  for (const element of root.children) {
    requireVocabulary(element, reading);
    if (element.name === 'transformation') readTransformation(element, { reading, transforms, ratios });
    else if (element.name === 'spectrumMatrix') matrices.set(newId(element, reading, matrices), readMatrix(element, reading));
    else if (!GATE_ELEMENTS.has(element.name) && !isExtension(element)) {
      throw unsupportedXml(reading, element, 'expected a gate, a transformation or a spectrum matrix, found something else');
    }
  }
  const { note, notes } = startNotes({ file: reading.file });
  const names: GatingMlNames = { reading, transforms, ratios, note };
  const gates: Gate[] = root.children
    .filter((element) => GATE_ELEMENTS.has(element.name))
    .map((element, i) => {
      refuseTooMany(reading, element, i);
      return readGate(element, names);
    });
  const extensions = readExtensions(root, reading);
  if (extensions.unknown.length > 0) note('gate-file/other-extension', { elements: extensions.unknown });
  const placed = extensions.parents === null ? gates : withoutBroken(withParents(gates, extensions, note), note);
  return {
    format: 'Gating-ML 2.0',
    sets: [
      {
        sample: null,
        id: null,
        groups: [],
        files: [],
        keywords: new Map(),
        gates: placed,
        transforms: Object.fromEntries(transforms),
        matrices: Object.fromEntries(matrices),
        compensation: { from: 'file', whenAbsent: 'none' },
        markers: {},
        paths: namedPaths(placed, extensions.names),
        storedCounts: new Map(),
        heading: 'name',
        notes: notes(),
      },
    ],
  };
}

/** Paths of what programs call populations, where they name any: ids of Cytobank and Floreada are of no use to a reader. */
function namedPaths(gates: readonly Gate[], names: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, readonly string[]>();
  if (names.size === 0) return paths;
  const parents = new Map(gates.flatMap((gate) => populationsOf(gate).map((name) => [name, gate.parent] as const)));
  const pathOf = (name: string): readonly string[] => {
    const path: string[] = [];
    for (let at: string | null = name; at !== null && path.length <= gates.length; at = parents.get(at) ?? null)
      path.unshift(names.get(at) ?? at);
    return path;
  };
  for (const name of parents.keys()) paths.set(name, pathOf(name));
  return paths;
}

interface Transformations {
  readonly reading: XmlReading;
  readonly transforms: Map<string, Transform>;
  readonly ratios: GatingMlNames['ratios'];
}

function readTransformation(element: XmlElement, { reading, transforms, ratios }: Transformations): void {
  const id = newId(element, reading, transforms, ratios);
  const bounds = readBounds(element, reading);
  const [kind, ...more] = element.children.filter((child) => !isExtension(child));
  if (kind === undefined) throw unsupportedXml(reading, element, 'expected flin, flog, fasinh, logicle, hyperlog or fratio, found nothing');
  if (more.length > 0) throw badXml(reading, element, `expected one function, found ${more.length + 1}`);
  if (kind.name === 'fratio') ratios.set(id, { ...readRatio(kind, reading), ...bounds });
  else transforms.set(id, { ...readTransform(kind, reading), ...bounds });
}

/** An id that no element before has: of two, the one that a gate means could not be told. */
function newId(element: XmlElement, reading: XmlReading, ...known: readonly ReadonlyMap<string, unknown>[]): string {
  const id = requiredAttribute(reading, element, 'id');
  if (known.some((ids) => ids.has(id))) throw badXml(reading, element, `expected an id of its own, found '${id}' twice`);
  return id;
}

/** What a result is brought between. */
function readBounds(element: XmlElement, reading: XmlReading): { readonly boundMin?: number; readonly boundMax?: number } {
  const [boundMin, boundMax] = [optionalXmlNumber(reading, element, 'boundMin'), optionalXmlNumber(reading, element, 'boundMax')];
  if (boundMin !== undefined && boundMax !== undefined && boundMin > boundMax)
    throw badXml(reading, element, `expected boundMin at most boundMax, found ${boundMin} and ${boundMax}`);
  return { ...(boundMin === undefined ? {} : { boundMin }), ...(boundMax === undefined ? {} : { boundMax }) };
}

function readTransform(kind: XmlElement, reading: XmlReading): Transform {
  const number = (name: string) => numberAttribute(reading, kind, name);
  switch (kind.name) {
    case 'flin':
      return { type: 'linear', T: number('T'), A: number('A') };
    case 'flog':
      return { type: 'log', T: number('T'), M: number('M') };
    case 'fasinh':
      return { type: 'asinh', T: number('T'), M: number('M'), A: number('A') };
    case 'logicle':
    case 'hyperlog':
      return { type: kind.name, T: number('T'), W: number('W'), M: number('M'), A: number('A') };
    default:
      throw unsupportedXml(reading, kind, 'expected flin, flog, fasinh, logicle, hyperlog or fratio, found another transformation');
  }
}

function readRatio(kind: XmlElement, reading: XmlReading) {
  const names = childrenNamed(kind, 'fcs-dimension').map((dimension) => requiredAttribute(reading, dimension, 'name'));
  const [numerator, denominator] = names;
  if (numerator === undefined || denominator === undefined || names.length > 2)
    throw badXml(reading, kind, `expected two dimensions of a ratio, found ${names.length}`);
  return {
    numerator,
    denominator,
    A: numberAttribute(reading, kind, 'A'),
    B: numberAttribute(reading, kind, 'B'),
    C: numberAttribute(reading, kind, 'C'),
  };
}

function readMatrix(element: XmlElement, reading: XmlReading): SpectrumMatrix {
  const names = (list: string) =>
    childrenNamed(requiredChild(reading, element, list), 'fcs-dimension').map((dimension) => requiredAttribute(reading, dimension, 'name'));
  const fluorochromes = names('fluorochromes');
  if (new Set(fluorochromes).size !== fluorochromes.length)
    throw badXml(reading, element, 'expected each fluorochrome once, found one twice');
  return {
    fluorochromes,
    detectors: names('detectors'),
    matrix: childrenNamed(element, 'spectrum').map((row) =>
      childrenNamed(row, 'coefficient').map((coefficient) => numberAttribute(reading, coefficient, 'value')),
    ),
    inverted: booleanAttribute(reading, element, 'matrix-inverted-already'),
  };
}
