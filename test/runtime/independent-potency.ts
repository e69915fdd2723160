/** Readings of one sample: dose and response of every well. */
export type Wells = readonly (readonly [dose: number, response: number])[];

export interface IndependentPotency {
  readonly relativePotency: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Parallel 4PL y = u + v / (1 + (dose / EC50)^b) with EC50(test) = EC50(reference) / RP, by another way than ours: u and v are solved exactly
 * for each (ln b, ln EC50, ln RP) (variable projection), and a simplex searches those three. Interval: ln RP ± t x se, numeric Jacobian.
 */
export function fitIndependently(reference: Wells, test: Wells, t: number): IndependentPotency {
  const points = [...reference.map((well) => ({ well, test: 0 })), ...test.map((well) => ({ well, test: 1 }))];
  const fraction = ([lnB = 0, lnC = 0, lnRp = 0]: readonly number[]) =>
    points.map((point) => 1 / (1 + Math.exp(Math.exp(lnB) * (Math.log(point.well[0]) - lnC + point.test * lnRp))));
  const linear = (shape: readonly number[]) =>
    straightLine(
      fraction(shape),
      points.map((point) => point.well[1]),
    );
  const best = searchSimplex((shape) => linear(shape).rss, [Math.log(2), Math.log(10), Math.log(0.3)]);
  const { u, v, rss } = linear(best);
  const predict = ([u1 = 0, v1 = 0, ...shape]: readonly number[]) => fraction(shape).map((g) => u1 + v1 * g);
  const parameters = [u, v, ...best];
  const jacobian = parameters.map((value, i) => {
    const step = 1e-5 * Math.max(1, Math.abs(value));
    const shifted = (by: number) => predict(parameters.map((other, j) => (j === i ? other + by : other)));
    const low = shifted(-step);
    return shifted(step).map((high, row) => (high - (low[row] ?? 0)) / (2 * step));
  });
  const information = jacobian.map((a) => jacobian.map((b) => a.reduce((sum, value, row) => sum + value * (b[row] ?? 0), 0)));
  const variance = (rss / (points.length - parameters.length)) * (solve(information, [0, 0, 0, 0, 1])[4] ?? Number.NaN);
  const lnRp = best[2] ?? Number.NaN;
  const half = t * Math.sqrt(variance);
  return { relativePotency: Math.exp(lnRp), lower: Math.exp(lnRp - half), upper: Math.exp(lnRp + half) };
}

function straightLine(x: readonly number[], y: readonly number[]) {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const sxy = x.reduce((sum, value, i) => sum + (value - mx) * ((y[i] ?? 0) - my), 0);
  const sxx = x.reduce((sum, value) => sum + (value - mx) * (value - mx), 0);
  const v = sxy / sxx;
  const u = my - v * mx;
  return { u, v, rss: x.reduce((sum, value, i) => sum + ((y[i] ?? 0) - u - v * value) ** 2, 0) };
}

/** Nelder and Mead (1965), begun anew from its own end until it no longer moves. */
function searchSimplex(cost: (point: readonly number[]) => number, start: readonly number[]): readonly number[] {
  let best = start;
  for (let round = 0; round < 6; round++) {
    let simplex = [best, ...best.map((_, i) => best.map((value, j) => (i === j ? value + 0.3 / 4 ** round : value)))]
      .map((point) => ({ point, cost: cost(point) }))
      .sort((a, b) => a.cost - b.cost);
    for (let i = 0; i < 500; i++) {
      const worst = simplex[3];
      const others = simplex.slice(0, 3);
      if (worst === undefined) break;
      const centre = start.map((_, j) => others.reduce((sum, one) => sum + (one.point[j] ?? 0), 0) / 3);
      const towards = (factor: number) => {
        const point = centre.map((value, j) => value + factor * ((worst.point[j] ?? 0) - value));
        return { point, cost: cost(point) };
      };
      const reflected = towards(-1);
      const lowest = others[0]?.cost ?? 0;
      const tried =
        reflected.cost < lowest ? lower(towards(-2), reflected) : reflected.cost < (others[2]?.cost ?? 0) ? reflected : towards(0.5);
      const shrunk = (one: { readonly point: readonly number[] }) => {
        const point = one.point.map((value, j) => (value + (simplex[0]?.point[j] ?? 0)) / 2);
        return { point, cost: cost(point) };
      };
      simplex = (tried.cost < worst.cost ? [...others, tried] : simplex.map(shrunk)).sort((a, b) => a.cost - b.cost);
    }
    best = simplex[0]?.point ?? best;
  }
  return best;
}

function lower<Vertex extends { readonly cost: number }>(a: Vertex, b: Vertex): Vertex {
  return a.cost < b.cost ? a : b;
}

/** Gauss-Jordan elimination with partial pivoting. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows.slice(k).reduce((best, row) => (Math.abs(row[k] ?? 0) > Math.abs(best[k] ?? 0) ? row : best));
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(k, 0, pivot);
    rows.forEach((row, i) => {
      const factor = (row[k] ?? 0) / (pivot[k] ?? 1);
      if (i !== k) for (let j = k; j < row.length; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    });
  }
  return rows.map((row, i) => (row.at(-1) ?? 0) / (row[i] ?? 1));
}
