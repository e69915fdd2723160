/** [skip, count, skip, count, …]: how many empty bins, then the events of the next. */
export function encodeRuns(counts: Uint32Array): number[] {
  const runs: number[] = [];
  let skip = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    const count = counts[bin]!;
    if (count === 0) skip += 1;
    else {
      runs.push(skip, count);
      skip = 0;
    }
  }
  return runs;
}

/** The counts of `length` bins. */
export function decodeRuns(runs: readonly number[], length: number): Uint32Array {
  const counts = new Uint32Array(length);
  let at = 0;
  for (let i = 0; i + 1 < runs.length; i += 2) {
    at += runs[i]!;
    if (at >= length) throw new RangeError(`Expected the runs to end within ${length} bins, found one at ${at}.`);
    counts[at++] = runs[i + 1]!;
  }
  return counts;
}
