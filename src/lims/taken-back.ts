import type { ResultRow } from '../results/result-columns.ts';

/** Why a result that was sent no longer counts: the lot is open again, or the analysis in its place has no such result. With what a LIMS calls it. */
export const TAKEN_BACK = { reopened: 'REOPENED', withdrawn: 'WITHDRAWN' } as const;
export type TakenBack = keyof typeof TAKEN_BACK;

const STATES: ReadonlySet<string> = new Set(Object.values(TAKEN_BACK));

/** Whether a state is that of a result that was taken back. */
export function isTakenBackState(state: string): boolean {
  return STATES.has(state);
}

/** What a row says beside what it is of: a system that overlooks that it was taken back would book it again. */
const NOTHING = {
  operator: '',
  reported_value: '',
  unit: '',
  lower: '',
  upper: '',
  criterion: '',
  flags: '',
  replaces: '',
  investigation: '',
  k: '',
  n: '',
  replicates: '',
  value_kind: '',
  unrounded: '',
  interval_level: '',
  interval_sides: '',
  interval_method: '',
  criterion_lower: '',
  criterion_lower_closed: '',
  criterion_upper: '',
  criterion_upper_closed: '',
  disposition: '',
  entered_by: '',
  checked_by: '',
} as const satisfies Partial<ResultRow>;

/** A row with its names and dates alone: without value, operator, unit, limits and decision. */
export function takenBackRow(row: ResultRow, why: TakenBack): ResultRow {
  return { ...row, ...NOTHING, outcome: why };
}

/** Which result of which test it is, and of which samples: what a system stores a value under. */
export function rowPlace({ row, occasion, sample }: ResultRow): string {
  return JSON.stringify([row, occasion, sample]);
}

/** The rows that a message says: of a lot that is open again none with a value, whatever was handed in. */
export function rowsToSay({
  kind,
  rows,
}: {
  readonly kind: 'result' | 'reopened';
  readonly rows: readonly ResultRow[];
}): readonly ResultRow[] {
  return kind === 'reopened' ? rows.map((row) => takenBackRow(row, 'reopened')) : rows;
}
