import { defineExchangeFormat } from '../document/exchange-format.ts';
import type { GateDocument, GateSet } from '../document/gate-document.ts';
import { startNotes } from '../document/notes.ts';
import { unreadParts } from '../xml/vocabulary.ts';
import {
  badXml,
  childNamed,
  childrenNamed,
  requiredAttribute,
  requiredChild,
  unsupportedXml,
  type XmlElement,
  type XmlReading,
} from '../xml/xml.ts';
import { type DerivedMatrices, readDerivedParameters } from './flowjo-derived.ts';
import { readFlowJoGates } from './flowjo-gates.ts';
import { type FlowJoGroup, noteGroupGates, readGroups } from './flowjo-groups.ts';
import { readFlowJoMatrix } from './flowjo-matrix.ts';
import { readFlowJoTransforms } from './flowjo-transforms.ts';
import { FLOWJO_VOCABULARY } from './flowjo-vocabulary.ts';

export const flowJo = defineExchangeFormat({ id: 'flowjo', recognises: isFlowJo, read: readFlowJo });

function isFlowJo(root: XmlElement): boolean {
  return root.name === 'Workspace';
}

/**
 * Reads a FlowJo 10 workspace: a set of gates for each sample, with its own compensation, transforms and stored counts. What has no exact
 * counterpart here is left out with a note, and so is what hangs on it. Errors: `exchange/bad-xml`.
 */
function readFlowJo(root: XmlElement, reading: XmlReading): GateDocument {
  refuseOlder(root, reading);
  const samples = childrenNamed(requiredChild(reading, root, 'SampleList'), 'Sample');
  const groups = readGroups(root, reading);
  const sets = samples.map((sample) => readSample(sample, { reading, groups }));
  if (sets.length === 0) throw badXml(reading, root, 'expected a sample, found none');
  return { format: 'FlowJo workspace', sets };
}

/** FlowJo 10 writes 20.0 and FlowJo X 1.8; FlowJo for Windows up to 7 wrote 1.5 to 1.61, and FlowJo 9 for the Mac 2.0 and 3.0. */
function refuseOlder(root: XmlElement, reading: XmlReading): void {
  const version = root.attributes.get('version') ?? '';
  const older = /^[23](\.|$)/.test(version) ? '9 (Mac)' : /^1\.[0-7]/.test(version) ? '7 (Windows)' : null;
  if (older === null) return;
  const sentence = `expected a workspace of FlowJo 10, found one of FlowJo ${older} or before (version '${version}'). Open it in FlowJo 10 and save it as .wsp`;
  throw unsupportedXml(reading, root, sentence);
}

interface Context {
  readonly reading: XmlReading;
  readonly groups: ReadonlyMap<string, readonly FlowJoGroup[]>;
}

function readSample(sample: XmlElement, { reading, groups }: Context): GateSet {
  const node = requiredChild(reading, sample, 'SampleNode');
  const dataSet = childNamed(sample, 'DataSet');
  const name = requiredAttribute(reading, node, 'name');
  const id = node.attributes.get('sampleID') ?? dataSet?.attributes.get('sampleID') ?? null;
  const { note, notes } = startNotes({ file: reading.file, sample: name });
  const keywords = readKeywords(sample);
  const { compensation, request } = readFlowJoMatrix(childNamed(sample, 'spilloverMatrix'), { reading, note });
  const scales = readFlowJoTransforms(childNamed(sample, 'Transformations'), { reading, note, keywords });
  const derived = readDerivedParameters(sample, { reading, note });
  const matrices: DerivedMatrices = new Map();
  const { gates, paths, storedCounts } = readFlowJoGates(node, { reading, note, scales, derived, matrices, compensation });
  const own = id === null ? [] : (groups.get(id) ?? []);
  noteGroupGates(own, { paths, note });
  const read = [node, ...sample.children.filter((child) => child.name === 'Transformations' || child.name === 'spilloverMatrix')];
  for (const part of unreadParts(read, FLOWJO_VOCABULARY)) note('gate-file/not-read', { ...part });
  const files = [name, baseName(dataSet?.attributes.get('uri') ?? ''), keywords.get('$FIL') ?? ''];
  return {
    sample: name,
    id,
    groups: own.map(({ name: group }) => group),
    files: [...new Set(files.filter((file) => file !== ''))],
    keywords,
    gates,
    transforms: {},
    matrices: Object.fromEntries(matrices),
    markers: {},
    compensation: request,
    paths,
    storedCounts,
    heading: 'path',
    notes: notes(),
  };
}

/** The keywords that FlowJo copied from the sample's FCS file. */
function readKeywords(sample: XmlElement): ReadonlyMap<string, string> {
  const keywords = childNamed(sample, 'Keywords')?.children ?? [];
  return new Map(
    keywords.map(({ attributes }): [string, string] => [
      (attributes.get('name') ?? '').trim().toUpperCase(),
      attributes.get('value') ?? '',
    ]),
  );
}

function baseName(uri: string): string {
  const last = uri.split(/[/\\]/).pop() ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
