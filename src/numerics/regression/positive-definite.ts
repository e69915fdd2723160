/** Solves A x = b for a symmetric matrix by Cholesky's factor; `null` where A is not positive definite. */
export function solvePositive(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] | null {
  const n = right.length;
  const factor = matrix.map((row) => row.map(() => 0));
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i]![j]!;
      for (let k = 0; k < j; k += 1) sum -= factor[i]![k]! * factor[j]![k]!;
      // What is left of the diagonal after the columns before must stand above their rounding.
      if (i === j && !(sum > ROUNDING * Math.abs(matrix[i]![i]!))) return null;
      factor[i]![j] = i === j ? Math.sqrt(sum) : sum / factor[j]![j]!;
    }
  }
  const solution = [...right];
  for (let i = 0; i < n; i += 1) {
    for (let k = 0; k < i; k += 1) solution[i]! -= factor[i]![k]! * solution[k]!;
    solution[i]! /= factor[i]![i]!;
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < n; k += 1) solution[i]! -= factor[k]![i]! * solution[k]!;
    solution[i]! /= factor[i]![i]!;
  }
  return solution;
}

const ROUNDING = 1e-14;
