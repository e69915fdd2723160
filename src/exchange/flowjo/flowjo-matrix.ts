import type { CompensationRequest } from '../../population/gating-request.ts';
import { badXml, childrenNamed, numberAttribute, requiredAttribute, type XmlElement, type XmlReading } from '../xml/xml.ts';
import type { FlowJoCompensation } from './flowjo-parameter.ts';
import type { FlowJoReading } from './flowjo-transforms.ts';

/**
 * The compensation of a sample, the acquisition's matrix or one of the workspace, as FlowJo copied it into the sample. Spectral unmixing is
 * refused in a note: it needs the spectra of the workspace's controls. Errors: `exchange/bad-xml`.
 */
export function readFlowJoMatrix(
  matrix: XmlElement | null,
  { reading, note }: FlowJoReading,
): { readonly compensation: FlowJoCompensation; readonly request: CompensationRequest } {
  if (matrix === null)
    return { compensation: { kind: 'none', prefix: '', suffix: '', parameters: new Set(), matrix: [] }, request: { from: 'none' } };
  const names = { prefix: matrix.attributes.get('prefix') ?? 'Comp-', suffix: matrix.attributes.get('suffix') ?? '' };
  if (matrix.attributes.get('spectral') === '1') {
    note('gate-file/spectral-matrix', { matrix: matrix.attributes.get('name') ?? '' });
    return { compensation: { kind: 'refused', ...names, parameters: new Set(), matrix: [] }, request: { from: 'none' } };
  }
  if (names.prefix + names.suffix === '') {
    note('gate-file/matrix-without-affix', { matrix: matrix.attributes.get('name') ?? '' });
    return {
      compensation: { kind: 'refused', ...names, parameters: new Set(readMatrix(matrix, reading).parameters), matrix: [] },
      request: { from: 'none' },
    };
  }
  const request = readMatrix(matrix, reading);
  return { compensation: { kind: 'matrix', ...names, parameters: new Set(request.parameters), matrix: request.matrix }, request };
}

type MatrixRequest = Extract<CompensationRequest, { from: 'matrix' }>;

/** Rows are what spills; a matrix may list its coefficients in any order. */
function readMatrix(matrix: XmlElement, reading: XmlReading): MatrixRequest {
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
      const foreign = [...byDetector].find(([detector, value]) => value !== 0 && !parameters.includes(detector));
      if (foreign !== undefined)
        throw badXml(reading, row, `expected coefficients of parameters that have a row, found ${foreign[1]} for '${foreign[0]}'`);
      return parameters.map((detector) => {
        const value = byDetector.get(detector);
        if (value === undefined) throw badXml(reading, row, `expected a coefficient for '${detector}', found none`);
        return value;
      });
    }),
  };
}
