/**
 * The inverse by LU with partial pivoting; null where a pivot is below 1e-13 of the largest entry, or an entry is no finite number.
 * Plain arithmetic in a fixed order: the same bits everywhere.
 */
export function invertMatrix(matrix: readonly (readonly number[])[]): number[][] | null {
  const n = matrix.length;
  if (matrix.some((row) => row.length !== n || row.some((entry) => !Number.isFinite(entry)))) return null;
  const largest = Math.max(...matrix.flat().map(Math.abs));
  const left = matrix.map((row) => [...row]);
  const right = matrix.map((_, i) => matrix.map((__, j) => (i === j ? 1 : 0)));
  for (let k = 0; k < n; k++) {
    const pivot = pivotRow(left, k);
    swapRows(left, k, pivot);
    swapRows(right, k, pivot);
    if (!(Math.abs(left[k]![k]!) > 1e-13 * largest)) return null;
    for (let i = k + 1; i < n; i++) {
      const factor = left[i]![k]! / left[k]![k]!;
      if (factor === 0) continue;
      for (let j = k; j < n; j++) left[i]![j]! -= factor * left[k]![j]!;
      for (let j = 0; j < n; j++) right[i]![j]! -= factor * right[k]![j]!;
    }
  }
  return backSubstitute(left, right);
}

function pivotRow(matrix: readonly (readonly number[])[], k: number): number {
  let best = k;
  for (let i = k + 1; i < matrix.length; i++) if (Math.abs(matrix[i]![k]!) > Math.abs(matrix[best]![k]!)) best = i;
  return best;
}

function swapRows(matrix: number[][], a: number, b: number): void {
  const row = matrix[a]!;
  matrix[a] = matrix[b]!;
  matrix[b] = row;
}

function backSubstitute(upper: readonly (readonly number[])[], right: readonly number[][]): number[][] {
  const n = upper.length;
  const result = right.map((row) => [...row]);
  for (let column = 0; column < n; column++) {
    for (let i = n - 1; i >= 0; i--) {
      let sum = right[i]![column]!;
      for (let j = i + 1; j < n; j++) sum -= upper[i]![j]! * result[j]![column]!;
      result[i]![column] = sum / upper[i]![i]!;
    }
  }
  return result;
}

/** a x b. */
export function multiplyMatrices(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] {
  return a.map((row) => (b[0] ?? []).map((_, j) => row.reduce((sum, entry, k) => sum + entry * (b[k]?.[j] ?? 0), 0)));
}

export function transpose(matrix: readonly (readonly number[])[]): number[][] {
  return (matrix[0] ?? []).map((_, j) => matrix.map((row) => row[j] ?? 0));
}
