import type { AssayDesign, PotencyMethod } from '../method.ts';
import type { DesignPlace, DosePoint } from '../potency-result.ts';
import { looksLikeCrossOver, reasonOfCrossOver } from './cross-over-subjects.ts';
import type { DesignFault } from './design-fault.ts';
import type { LineObservation } from './parallel-line.ts';

/** The design of the method; where it names none, that of which any response has a place: one that lacks its own is then a fault, not another design. */
export function designOf(method: PotencyMethod, points: readonly DosePoint[], reference: readonly DosePoint[]): AssayDesign {
  if (method.design !== undefined) return method.design;
  const some = (of: keyof DesignPlace): boolean => points.some((point) => point.design?.[of] !== undefined);
  // A subject without a period may be a name of the unit alone.
  if (some('subject') && some('period'))
    return new Set(reference.map((point) => point.dose)).size > 2 ? 'triple-cross-over' : 'twin-cross-over';
  if (some('row') || some('column')) return 'latin-square';
  return some('block') ? 'randomised-blocks' : 'completely-randomised';
}

/** Where a response stands: by the table's columns, or by its plate and well; empty in a completely randomised assay. */
export function placeIn(design: AssayDesign, { design: named = {}, plate, well }: DosePoint): DesignPlace {
  const [, row, column] = /^([A-Z]+)(\d+)$/.exec(well ?? '') ?? [];
  switch (design) {
    case 'completely-randomised':
      return {};
    case 'randomised-blocks':
      return named.block === undefined ? {} : { block: named.block };
    case 'randomised-blocks/plate':
      return plate === null ? {} : { block: plate };
    case 'randomised-blocks/plate-row':
      return row === undefined ? {} : { block: row };
    case 'randomised-blocks/plate-column':
      return column === undefined ? {} : { block: column };
    case 'latin-square':
      return named.row === undefined || named.column === undefined ? {} : { row: named.row, column: named.column };
    case 'latin-square/plate':
      return row === undefined || column === undefined ? {} : { row, column };
    case 'twin-cross-over':
    case 'triple-cross-over': {
      const subject = named.subject ?? named.block;
      return { ...(subject === undefined ? {} : { subject }), ...(named.period === undefined ? {} : { period: named.period }) };
    }
  }
}

/** Doses of either preparation in a cross-over; `null` = another design. */
export function crossOverDoses(design: AssayDesign): 2 | 3 | null {
  return design === 'twin-cross-over' ? 2 : design === 'triple-cross-over' ? 3 : null;
}

/** What is wrong with a design; `null` where blocks, or rows and columns, are at right angles to the treatments. */
export function reasonOfDesign(design: AssayDesign, observations: readonly LineObservation[], reference: string): DesignFault | null {
  if (design === 'completely-randomised') return null;
  const doses = crossOverDoses(design);
  if (doses !== null) return reasonOfCrossOver(observations, { reference, doses });
  const isSquare = design.startsWith('latin-square');
  const placed = observations.filter((one) => (isSquare ? one.row !== undefined : one.block !== undefined)).length;
  const unplaced = observations.length - placed;
  if (unplaced > 0) return { fault: isSquare ? 'no-row-and-column' : 'no-block', count: unplaced };
  const treatments = new Set(observations.map(treatmentOf)).size;
  if (!isSquare) {
    const uneven = unevenIn('block', treatments, observations);
    if (uneven === null || !looksLikeCrossOver(observations, reference)) return uneven;
    return { fault: 'is-cross-over', count: new Set(observations.map((one) => one.block)).size };
  }
  const [rows, columns] = [countOf(observations, 'row'), countOf(observations, 'column')];
  if (rows !== treatments || columns !== treatments) {
    return { fault: 'not-square', treatments, rows, columns };
  }
  return unevenIn('row', treatments, observations) ?? unevenIn('column', treatments, observations);
}

const treatmentOf = (one: LineObservation): string => JSON.stringify([one.sample, one.dose]);

function countOf(observations: readonly LineObservation[], of: keyof DesignPlace): number {
  return new Set(observations.map((one) => one[of])).size;
}

/** The first group that does not hold every treatment as often as the other groups do. */
function unevenIn(of: 'block' | 'row' | 'column', treatments: number, observations: readonly LineObservation[]): DesignFault | null {
  const groups = new Map<string, Map<string, number>>();
  for (const one of observations) {
    const counts = groups.get(one[of] ?? '') ?? new Map<string, number>();
    counts.set(treatmentOf(one), (counts.get(treatmentOf(one)) ?? 0) + 1);
    groups.set(one[of] ?? '', counts);
  }
  const missing = [...groups].find(([, counts]) => counts.size < treatments);
  if (missing !== undefined) return { fault: 'treatment-missing', group: of, name: missing[0], treatments, count: missing[1].size };
  const usual = Math.min(...[...groups.values()].flatMap((counts) => [...counts.values()]));
  for (const [name, counts] of groups) {
    const more = [...counts.values()].find((count) => count !== usual);
    if (more !== undefined) return { fault: 'treatment-more-often', group: of, name, treatments, count: more, usual };
  }
  return null;
}
