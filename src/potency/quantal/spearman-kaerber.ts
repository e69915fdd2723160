import { ln } from '../../numerics/elementary.ts';

/** Responders among the units of one dose. */
interface DoseCount {
  readonly dose: number;
  readonly total: number;
  readonly responders: number;
}

/** ln ED50 without a model of the tolerances. */
export interface SpearmanKaerber {
  /** Share of responders at the lowest and the highest dose, after equal neighbours were pooled. */
  readonly lowest: number;
  readonly highest: number;
  /** `null` where the doses do not reach from no responder to all. */
  readonly lnEd50: number | null;
  /** Variance of ln ED50; 0 where at no dose only some respond, `null` where a dose has a single unit and only some doses say anything. */
  readonly variance: number | null;
  /** The doses between which no unit becomes all: where no dose has some responders, all that is known. */
  readonly bracket: { readonly lower: number; readonly upper: number };
}

/**
 * Spearman–Kärber: Σ (p[i+1] − p[i])(x[i] + x[i+1])/2 of shares that do not fall with x = ln dose; its variance is Σ p(1 − p)/(n − 1) · ((x[i+1] − x[i−1])/2)²
 * (Finney, Statistical Method in Biological Assay, 18.8). Shares that fall are pooled with their neighbours, weighted by their units, until none does.
 */
export function spearmanKaerber(counts: readonly DoseCount[]): SpearmanKaerber {
  const doses = pooledByDose(counts);
  const shares = monotone(doses);
  const x = doses.map((one) => ln(one.dose));
  const last = shares.length - 1;
  const [lowest, highest] = [shares[0] ?? 0, shares[last] ?? 0];
  const from = Math.max(0, shares.lastIndexOf(0));
  const to = Math.max(0, shares.indexOf(1));
  const bracket = { lower: doses[from]?.dose ?? 0, upper: doses[to]?.dose ?? 0 };
  if (lowest !== 0 || highest !== 1) return { lowest, highest, lnEd50: null, variance: null, bracket };
  let lnEd50 = 0;
  let variance: number | null = 0;
  for (let i = 0; i < last; i += 1) lnEd50 += ((shares[i + 1]! - shares[i]!) * (x[i]! + x[i + 1]!)) / 2;
  for (let i = 1; i < last; i += 1) {
    const [p, { total }] = [shares[i]!, doses[i]!];
    if (p === 0 || p === 1) continue;
    const width = (x[i + 1]! - x[i - 1]!) / 2;
    variance = total < 2 || variance === null ? null : variance + ((p * (1 - p)) / (total - 1)) * width * width;
  }
  return { lowest, highest, lnEd50, variance, bracket };
}

function pooledByDose(counts: readonly DoseCount[]): readonly DoseCount[] {
  const doses = new Map<number, DoseCount>();
  for (const { dose, total, responders } of counts) {
    const known = doses.get(dose) ?? { dose, total: 0, responders: 0 };
    doses.set(dose, { dose, total: known.total + total, responders: known.responders + responders });
  }
  return [...doses.values()].sort((a, b) => a.dose - b.dose);
}

/** Shares by pooling adjacent violators, each in its place. */
function monotone(doses: readonly DoseCount[]): readonly number[] {
  const blocks: { total: number; responders: number; count: number }[] = [];
  for (const { total, responders } of doses) {
    blocks.push({ total, responders, count: 1 });
    for (let end = blocks.length - 1; end > 0; end -= 1) {
      const [before, after] = [blocks[end - 1]!, blocks[end]!];
      if (before.responders * after.total <= after.responders * before.total) break;
      blocks.splice(end - 1, 2, {
        total: before.total + after.total,
        responders: before.responders + after.responders,
        count: before.count + after.count,
      });
    }
  }
  return blocks.flatMap(({ total, responders, count }) => Array.from({ length: count }, () => responders / total));
}
