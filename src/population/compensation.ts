import { InputError } from '../errors.ts';
import type { FcsDataSet } from '../fcs/fcs-file.ts';
import { invertMatrix, multiplyMatrices, transpose } from '../numerics/matrix.ts';
import type { CompensationRequest, SpectrumMatrix } from './gating-request.ts';
import { type Markers, resolveParameter } from './parameters.ts';

/** True abundance of fluorochrome f = sum over detectors d of scale value d x `coefficients[d][f]`. */
export interface Compensation {
  readonly fluorochromes: readonly string[];
  /** Positions in the data set's parameters, from 0. */
  readonly detectors: readonly number[];
  readonly coefficients: readonly (readonly number[])[];
}

/** The compensation of a tube, or null where there is none. Errors: `population/bad-spillover`, `population/missing-parameter`. */
export function tubeCompensation(request: CompensationRequest, dataSet: FcsDataSet, markers: Markers): Compensation | null {
  if (request.from === 'none') return null;
  const place = { file: dataSet.file, dataSet: dataSet.number };
  const given = request.from === 'matrix' ? { keyword: 'the matrix', ...request } : dataSet.spillover;
  if (given === null) {
    if (request.from === 'file' && request.whenAbsent === 'none') return null;
    throw new InputError(
      'population/bad-spillover',
      "Expected a spillover matrix in the file, found none; give one by 'from: matrix'.",
      place,
    );
  }
  const { parameters, matrix } = given;
  return spectrumCompensation(
    { fluorochromes: parameters, detectors: parameters, matrix },
    dataSet,
    request.from === 'matrix' ? markers : {},
  );
}

/**
 * The inverse of a spectrum matrix; with more detectors than fluorochromes the least-squares one, S'(S S')^-1.
 * Errors: `population/bad-spillover`, `population/missing-parameter`, `population/ambiguous-parameter`.
 */
export function spectrumCompensation(spectrum: SpectrumMatrix, dataSet: FcsDataSet, markers: Markers): Compensation {
  const place = { file: dataSet.file, dataSet: dataSet.number };
  const { fluorochromes, detectors, matrix } = spectrum;
  const [rows, columns] = spectrum.inverted ? [detectors.length, fluorochromes.length] : [fluorochromes.length, detectors.length];
  if (matrix.length !== rows || matrix.some((row) => row.length !== columns)) {
    const sentence = `Expected a spillover matrix of ${rows} rows and ${columns} columns, found rows of ${matrix.map((row) => row.length).join(', ')}.`;
    throw new InputError('population/bad-spillover', sentence, place);
  }
  const positions = detectors.map((name) => resolveParameter(name, dataSet, markers));
  if (new Set(positions).size !== positions.length) {
    throw new InputError('population/bad-spillover', 'Expected each parameter once in the spillover matrix, found one twice.', place);
  }
  const coefficients = spectrum.inverted ? matrix : coefficientsOf(matrix);
  if (coefficients === null) {
    const sentence = 'Expected a spillover matrix that can be inverted, found a singular one or an entry that is not a number.';
    throw new InputError('population/bad-spillover', sentence, place);
  }
  return { fluorochromes, detectors: positions, coefficients };
}

/** The inverse of a spillover matrix, `[detector][fluorochrome]`; null where it has none. */
export function coefficientsOf(matrix: readonly (readonly number[])[]): number[][] | null {
  if (matrix.length === matrix[0]?.length) return invertMatrix(matrix);
  const across = transpose(matrix);
  const gram = invertMatrix(multiplyMatrices(matrix, across));
  return gram === null ? null : multiplyMatrices(across, gram);
}
