/**
 * The logistic kernel y = c + (d − c)/(1 + exp(b(ln x − ln e)))^f. Writes ∂y/∂(b, c, d, ln e, f, ln x) into `out`, returns y.
 * With z = b(ln x − ln e) and u = 1/(1 + e^z): dy/dz = −(d − c) f u^f (1 − u).
 */
export function logistic(lnDose: number, shape: { b: number; c: number; d: number; lnE: number; f: number }, out: Float64Array): number {
  const { b, c, d, lnE, f } = shape;
  const distance = lnDose - lnE;
  const z = b === 0 ? 0 : b * distance;
  // u = 1/(1 + e^z) and 1 − u, without overflow on either side.
  const small = Math.exp(z > 0 ? -z : z);
  const near = 1 / (1 + small);
  const far = small * near;
  const u = z > 0 ? far : near;
  const complement = z > 0 ? near : far;
  const lnU = f === 1 ? 0 : -Math.log(1 + small) - (z > 0 ? z : 0);
  const uf = f === 1 ? u : Math.exp(f * lnU);
  const range = d - c;
  const byZ = -range * f * uf * complement;
  out[0] = byZ === 0 ? 0 : byZ * distance;
  out[1] = 1 - uf;
  out[2] = uf;
  out[3] = -b * byZ;
  // u^f ln u vanishes with u; the caller that has f = 1 fixed has no use for it.
  out[4] = uf === 0 ? 0 : range * uf * lnU;
  out[5] = b * byZ;
  return c + range * uf;
}

/** ln of the dose half-way: (1 + e^z)^f = 2. */
export function lnHalfWay(b: number, lnE: number, f: number): number {
  return f === 1 ? lnE : lnE + Math.log(Math.exp(Math.LN2 / f) - 1) / b;
}

export const START_SLOPES = [0.4, 0.9, 1.8, 4, 10] as const;
export const START_SLOPES_OF_BOTH_SIGNS = [-10, -4, -1.8, -0.9, -0.4, 0.4, 0.9, 1.8, 4, 10] as const;
