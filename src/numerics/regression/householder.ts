/**
 * Householder QR on column-major arrays, in place: `columns[j * rows + i]` is row i of column j. The upper triangle of the result is R, and `vector`
 * becomes its product with Q transposed. `scratch` has a place for every column and receives the diagonal of R.
 */
export interface QrWork {
  readonly rows: number;
  readonly count: number;
  readonly columns: Float64Array;
  readonly vector: Float64Array;
  readonly diagonal: Float64Array;
}

export function factorQr(work: QrWork): void {
  const { rows, count, columns, vector, diagonal } = work;
  for (let j = 0; j < count; j += 1) {
    const base = j * rows;
    const norm = columnNorm(columns, base + j, base + rows);
    if (norm === 0) {
      diagonal[j] = 0;
      continue;
    }
    const head = columns[base + j]!;
    const alpha = head > 0 ? -norm : norm;
    // The reflector v = column − alpha e, kept below the diagonal; its first element goes in place for the updates.
    columns[base + j] = head - alpha;
    const halfSquare = norm * (norm + Math.abs(head));
    for (let k = j + 1; k < count; k += 1) reflect(columns, base + j, columns, k * rows + j, rows - j, halfSquare);
    reflect(columns, base + j, vector, j, rows - j, halfSquare);
    diagonal[j] = alpha;
  }
}

/** Solves R x = vector for the upper triangle left by `factorQr`; a zero on the diagonal gives NaN. */
export function solveUpper(work: QrWork, solution: Float64Array): void {
  const { rows, count, columns, vector, diagonal } = work;
  for (let j = count - 1; j >= 0; j -= 1) {
    let sum = vector[j]!;
    for (let k = j + 1; k < count; k += 1) sum -= columns[k * rows + j]! * solution[k]!;
    solution[j] = diagonal[j] === 0 ? Number.NaN : sum / diagonal[j]!;
  }
}

/** (R'R)⁻¹ row by row, from the upper triangle left by `factorQr`; the diagonal must not hold a zero. */
export function inverseOfGram(work: Omit<QrWork, 'vector'>): number[][] {
  const inverse = inverseUpper(work);
  const n = work.count;
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => {
      let sum = 0;
      for (let k = Math.max(i, j); k < n; k += 1) sum += inverse[i * n + k]! * inverse[j * n + k]!;
      return sum;
    }),
  );
}

function inverseUpper(work: Omit<QrWork, 'vector'>): Float64Array {
  const { rows, count: n, columns, diagonal } = work;
  const inverse = new Float64Array(n * n);
  for (let column = 0; column < n; column += 1) {
    for (let i = column; i >= 0; i -= 1) {
      let sum = i === column ? 1 : 0;
      for (let k = i + 1; k <= column; k += 1) sum -= columns[k * rows + i]! * inverse[k * n + column]!;
      inverse[i * n + column] = sum / diagonal[i]!;
    }
  }
  return inverse;
}

function columnNorm(values: Float64Array, from: number, to: number): number {
  let largest = 0;
  for (let i = from; i < to; i += 1) largest = Math.max(largest, Math.abs(values[i]!));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = from; i < to; i += 1) sum += (values[i]! / largest) * (values[i]! / largest);
  return largest * Math.sqrt(sum);
}

// target −= v (v·target) / (|v|²/2).
function reflect(v: Float64Array, from: number, target: Float64Array, at: number, length: number, halfSquare: number): void {
  let dot = 0;
  for (let i = 0; i < length; i += 1) dot += v[from + i]! * target[at + i]!;
  const factor = dot / halfSquare;
  for (let i = 0; i < length; i += 1) target[at + i] = target[at + i]! - factor * v[from + i]!;
}
