import type { CombinationScale, CombinationVariant } from '../potency/combination/combination-editions.ts';

/** Ways in which the limits of an attribute are found; those from `mover` on stand on limits that were found before (`of`). */
export const INTERVAL_METHOD_NAMES = [
  'clopper-pearson',
  'wilson',
  'student-t',
  'student-t-on-logarithms',
  'order-statistics',
  'delta-on-logarithms',
  'combination',
  'mover',
  'mover-on-logarithms',
  'carried',
  'with-assigned-potency',
  'with-assigned-potency-as-ratio',
] as const;
export type IntervalMethodName = (typeof INTERVAL_METHOD_NAMES)[number];

/** How limits were found, as data; its sentence is made in `outputs/words`. */
export interface IntervalMethod {
  readonly method: IntervalMethodName;
  /** The methods of the limits that entered, each once; absent = none entered. */
  readonly of?: readonly IntervalMethod[];
  /** Of a combination of independent assays. */
  readonly combination?: { readonly variant: CombinationVariant; readonly replicatesPerRun: number; readonly scale: CombinationScale };
}

/** The method of limits that were computed from other limits. */
export function methodOn(method: IntervalMethodName, entered: readonly IntervalMethod[]): IntervalMethod {
  const distinct = new Map(entered.map((one) => [JSON.stringify(methodAlone(one)), methodAlone(one)]));
  return { method, of: [...distinct.values()] };
}

/** The method of an interval without its limits. */
export function methodAlone({ method, of, combination }: IntervalMethod): IntervalMethod {
  return { method, ...(of === undefined ? {} : { of }), ...(combination === undefined ? {} : { combination }) };
}
