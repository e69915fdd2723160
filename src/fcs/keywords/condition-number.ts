/** Condition number of a square matrix in the row-sum norm, by Gauss-Jordan inversion with row pivots; Infinity where it is singular. */
export function conditionNumber(matrix: readonly (readonly number[])[]): number {
  const size = matrix.length;
  const rows = matrix.map((row, index) => [...row, ...row.map((_, column) => (column === index ? 1 : 0))]);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column; row < size; row++) if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    const top = rows[pivot]!;
    if (!(Math.abs(top[column]!) > 0)) return Infinity;
    [rows[pivot], rows[column]] = [rows[column]!, top];
    for (let row = 0; row < size; row++) if (row !== column) eliminate(rows[row]!, top, column);
  }
  const inverse = rows.map((row, index) => row.slice(size).map((value) => value / row[index]!));
  return rowSumNorm(matrix) * rowSumNorm(inverse);
}

function eliminate(row: number[], top: readonly number[], column: number): void {
  const factor = row[column]! / top[column]!;
  if (factor === 0) return;
  for (let index = column; index < row.length; index++) row[index]! -= factor * top[index]!;
}

function rowSumNorm(matrix: readonly (readonly number[])[]): number {
  return Math.max(...matrix.map((row) => row.reduce((sum, value) => sum + Math.abs(value), 0)));
}
