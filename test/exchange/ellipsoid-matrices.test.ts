import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import { dimension, document, gate, point } from './build-gating-ml.ts';
import { eventsIn, setOf } from './gate-events.ts';

const GRID = Array.from({ length: 441 }, (_, i) => [(i % 21) - 10, Math.floor(i / 21) - 10] as const);
const COLUMNS = { X: GRID.map(([x]) => x), Y: GRID.map(([, y]) => y) };

type Matrix = readonly [readonly [number, number], readonly [number, number]];

function ellipsoid(matrix: Matrix, distanceSquare: number): string {
  const rows = matrix.map((row) => `<gating:row>${row.map((value) => `<gating:entry data-type:value="${value}"/>`).join('')}</gating:row>`);
  const shape = `<gating:mean>${point([1, 0])}</gating:mean><gating:covarianceMatrix>${rows.join('')}</gating:covarianceMatrix>`;
  const axes = dimension({ name: 'X' }) + dimension({ name: 'Y' });
  return document(gate('EllipsoidGate', 'E', `${axes}${shape}<gating:distanceSquare data-type:value="${distanceSquare}"/>`));
}

/** Gating-ML 2.0, 5.1.3, for two dimensions: with the matrix (a b; c d), (d x² − (b + c) x y + a y²) / (ad − bc) at most the square. */
function byFormula([[a, b], [c, d]]: Matrix, distanceSquare: number): number[] {
  return GRID.flatMap(([x, y], i) => {
    const [dx, dy] = [x - 1, y];
    return (d * dx * dx - (b + c) * dx * dy + a * dy * dy) / (a * d - b * c) <= distanceSquare ? [i] : [];
  });
}

describe('an ellipsoid of Gating-ML holds the events of its formula', () => {
  it('without a note where its matrix is a covariance', () => {
    const set = setOf(
      ellipsoid(
        [
          [9, 3],
          [3, 16],
        ],
        1.05,
      ),
      null,
      'made.xml',
    );
    expect(eventsIn(set, COLUMNS).E).toEqual(
      byFormula(
        [
          [9, 3],
          [3, 16],
        ],
        1.05,
      ),
    );
    expect(set.notes).toEqual([]);
  });

  it.each([
    {
      matrix: [
        [9, 5],
        [1, 16],
      ],
      square: 1.05,
      fault: 'not symmetric',
    },
    {
      matrix: [
        [9, 40],
        [1, 16],
      ],
      square: 1.05,
      fault: 'not symmetric',
    },
    {
      matrix: [
        [4, 7],
        [7, 4],
      ],
      square: 1.05,
      fault: 'not positive definite',
    },
    {
      matrix: [
        [-9, 3],
        [3, -16],
      ],
      square: 1.05,
      fault: 'not positive definite',
    },
  ] as const)('with a note where it is not: $matrix', ({ matrix, square, fault }) => {
    const set = setOf(ellipsoid(matrix, square), null, 'made.xml');
    const expected = byFormula(matrix, square);
    expect(expected.length).toBeGreaterThan(0);
    expect(eventsIn(set, COLUMNS).E).toEqual(expected);
    expect(set.notes.map((note) => [note.code, sentenceOf(note, 'en').includes(fault)])).toEqual([['gate-file/no-covariance', true]]);
  });

  it('is refused where its matrix has no inverse', () => {
    const singular = ellipsoid(
      [
        [1, 2],
        [2, 4],
      ],
      1,
    );
    expect(() => eventsIn(setOf(singular, null, 'made.xml'), COLUMNS)).toThrow('expected a matrix that has an inverse');
  });
});
