import type { CompensationRequest } from '../population/gating-request.ts';
import { readFlowJoGates } from './flowjo-gates.ts';
import { readFlowJoTransforms } from './flowjo-transforms.ts';
import type { GateDocument, GateSet } from './gate-document.ts';
import {
  badXml,
  childNamed,
  childrenNamed,
  numberAttribute,
  requiredAttribute,
  requiredChild,
  type XmlElement,
  type XmlReading,
} from './xml.ts';

export function isFlowJo(root: XmlElement): boolean {
  return root.name === 'Workspace';
}

/**
 * Reads a FlowJo 10 workspace: a set of gates for each sample, with its own compensation, transforms and stored counts. What has no exact
 * counterpart here is left out with a note, and so is what hangs on it. Errors: `exchange/bad-xml`.
 */
export function readFlowJo(root: XmlElement, reading: XmlReading): GateDocument {
  const samples = childrenNamed(requiredChild(reading, root, 'SampleList'), 'Sample');
  const sets = samples.map((sample) => readSample(sample, reading));
  if (sets.length === 0) throw badXml(reading, root, 'expected a sample, found none');
  return { format: 'FlowJo workspace', sets };
}

function readSample(sample: XmlElement, reading: XmlReading): GateSet {
  const node = requiredChild(reading, sample, 'SampleNode');
  const dataSet = childNamed(sample, 'DataSet');
  const name = requiredAttribute(reading, node, 'name');
  const notes: string[] = [];
  const note = (sentence: string) => notes.push(`${reading.file}, sample '${name}': ${sentence}`);
  const matrix = childNamed(sample, 'spilloverMatrix');
  const scales = readFlowJoTransforms(childNamed(sample, 'Transformations'), { reading, note });
  const prefix = matrix?.attributes.get('prefix') ?? 'Comp-';
  const suffix = matrix?.attributes.get('suffix') ?? '';
  const { gates, paths, storedCounts } = readFlowJoGates(node, { reading, note, scales, prefix, suffix });
  return {
    sample: name,
    files: [...new Set([name, baseName(dataSet?.attributes.get('uri') ?? ''), keyword(sample, '$FIL')].filter((file) => file !== ''))],
    gates,
    transforms: {},
    matrices: {},
    markers: {},
    compensation: matrix === null ? { from: 'none' } : readMatrix(matrix, reading),
    paths,
    storedCounts,
    heading: 'path',
    notes,
  };
}

function baseName(uri: string): string {
  const last = uri.split(/[/\\]/).pop() ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

function keyword(sample: XmlElement, name: string): string {
  const keywords = childNamed(sample, 'Keywords');
  const found = keywords?.children.find((child) => child.attributes.get('name') === name);
  return found?.attributes.get('value') ?? '';
}

/** Rows are what spills; a matrix may list its coefficients in any order. */
function readMatrix(matrix: XmlElement, reading: XmlReading): CompensationRequest {
  const rows = childrenNamed(matrix, 'spillover');
  const parameters = rows.map((row) => requiredAttribute(reading, row, 'parameter'));
  return {
    from: 'matrix',
    parameters,
    matrix: rows.map((row) => {
      const byDetector = new Map(
        childrenNamed(row, 'coefficient').map((coefficient) => [
          requiredAttribute(reading, coefficient, 'parameter'),
          numberAttribute(reading, coefficient, 'value'),
        ]),
      );
      return parameters.map((detector) => {
        const value = byDetector.get(detector);
        if (value === undefined) throw badXml(reading, row, `expected a coefficient for '${detector}', found none`);
        return value;
      });
    }),
  };
}
