import * as z from 'zod';
import { PURPOSES, type Purpose } from '../subject.ts';

const number = z.int().min(1);

/** Schema of a planned number: one for every purpose, or one for each purpose that is named. It is the least and the most that counts. */
export const plannedNumberSchema = z.union([
  number,
  z
    .partialRecord(z.enum(PURPOSES), number)
    .refine((numbers) => Object.keys(numbers).length > 0, 'expected a number for at least one purpose'),
]);

export type PlannedNumber = z.output<typeof plannedNumberSchema>;

/** The number that is planned for a purpose; `null` where the plan names other purposes only. */
export function plannedFor(planned: PlannedNumber, purpose: Purpose): number | null {
  return typeof planned === 'number' ? planned : (planned[purpose] ?? null);
}

/** A plate or a preparation as far as it counts towards a planned number. */
export interface PlannedUnit {
  readonly name: string;
  /** The unit that it repeats; `null` = it repeats none. */
  readonly replaces: string | null;
  /** Valid or not for its own reasons; `awaited` = it has not arrived. */
  readonly state: 'valid' | 'invalid' | 'awaited';
}

export interface CountedUnits {
  /** Units that enter the value, valid or not, in order. */
  readonly counted: readonly string[];
  /** Invalid ones in whose place another stands. */
  readonly replaced: readonly string[];
  /** One more than planned, each: the value is not valid. */
  readonly surplus: readonly string[];
  /** How many of the planned ones nobody has named. */
  readonly missing: number;
}

/**
 * Which units count towards the planned number. A repeat counts in place of the one that it names, where that is invalid for its own reason and has no
 * repeat yet; nobody chooses among the others: what is beyond the number is surplus.
 */
export function countUnits(units: readonly PlannedUnit[], planned: number): CountedUnits {
  const originals = units.filter((unit) => unit.replaces === null);
  const replaced = new Set<string>();
  const standing = new Set(originals.map((unit) => unit.name));
  const surplus = originals.slice(planned).map((unit) => unit.name);
  // A repeat may stand before what it repeats, and a repeat may be repeated: until nothing changes.
  let waiting = units.filter((unit) => unit.replaces !== null);
  for (let before = -1; waiting.length !== before; ) {
    before = waiting.length;
    waiting = waiting.filter((unit) => !takesPlace(unit));
  }
  // What waits for a unit that has not arrived decides nothing yet: the value is pending.
  const state = (name: string | null) => units.find((unit) => unit.name === name)?.state;
  surplus.push(...waiting.filter((unit) => state(unit.replaces) !== 'awaited').map((unit) => unit.name));
  return {
    counted: units.map((unit) => unit.name).filter((name) => standing.has(name) && !replaced.has(name) && !surplus.includes(name)),
    replaced: units.map((unit) => unit.name).filter((name) => replaced.has(name)),
    surplus,
    missing: Math.max(0, planned - originals.length),
  };

  function takesPlace(unit: PlannedUnit): boolean {
    const target = units.find((one) => one.name === unit.replaces);
    if (target === undefined || target.state !== 'invalid' || !standing.has(target.name) || replaced.has(target.name)) return false;
    replaced.add(target.name);
    standing.add(unit.name);
    return true;
  }
}
