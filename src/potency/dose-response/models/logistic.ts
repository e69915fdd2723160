/** What the logistic models are made of, at z = b(ln x − ln e). */
export interface LogisticShare {
  /** u = 1/(1 + e^z) */
  readonly share: number;
  /** 1 − u */
  readonly complement: number;
  /** e^−|z| */
  readonly small: number;
}

/** Neither part overflows, on either side. */
export function logisticShare(z: number): LogisticShare {
  const small = Math.exp(z > 0 ? -z : z);
  const near = 1 / (1 + small);
  const far = small * near;
  return z > 0 ? { share: far, complement: near, small } : { share: near, complement: far, small };
}

/** ln of the dose half-way: (1 + e^z)^f = 2. */
export function lnHalfWay(b: number, lnE: number, f: number): number {
  return f === 1 ? lnE : lnE + Math.log(Math.exp(Math.LN2 / f) - 1) / b;
}

export const START_SLOPES = [0.4, 0.9, 1.8, 4, 10] as const;
export const START_SLOPES_OF_BOTH_SIGNS = [-10, -4, -1.8, -0.9, -0.4, 0.4, 0.9, 1.8, 4, 10] as const;
