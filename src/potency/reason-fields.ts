import type { FieldKind } from '../message.ts';
import { CHECK_NAMES } from './check-names.ts';

const NUMBER = { orNull: 'number' } as const satisfies FieldKind;
const INTEGER = { orNull: 'integer' } as const satisfies FieldKind;
const TEXT = { orNull: 'text' } as const satisfies FieldKind;

/** A figure against its limits. `sample` is `null` where it is one of the assay run; `found` where it could not be computed. */
export const CHECK = { sample: TEXT, check: { oneOf: CHECK_NAMES }, lower: NUMBER, upper: NUMBER, found: NUMBER } as const;

/** The same beside other findings of one code. */
export const CHECK_AMONG = {
  sample: TEXT,
  check: { orNull: { oneOf: CHECK_NAMES } },
  lower: NUMBER,
  upper: NUMBER,
  found: NUMBER,
} as const;

/** A well, or a line of a table, without a number. */
export const WELL_WITHOUT_NUMBER = {
  of: { oneOf: ['well', 'blank-well', 'line'] },
  fault: { oneOf: ['no-dose', 'no-value', 'marker'] },
  well: { orNull: 'name' },
  line: INTEGER,
  sample: TEXT,
  /** Whose standard curve the line belongs to, and whether it is one of its standards. */
  curve: TEXT,
  marker: TEXT,
  mend: { orNull: { oneOf: ['decimal-point', 'exclude'] } },
} as const;

/** Why a design is not whole: responses without their place, or groups that do not hold every treatment as often as the others. */
export const DESIGN_FAULT = {
  fault: {
    oneOf: [
      'no-block',
      'no-row-and-column',
      'not-square',
      'treatment-missing',
      'treatment-more-often',
      'is-cross-over',
      'no-subject',
      'no-period',
      'cross-over-doses',
      'cross-over-spacing',
      'cross-over-pair',
      'cross-over-periods',
      'cross-over-opposite',
      'cross-over-sequences',
    ],
  },
  count: INTEGER,
  treatments: INTEGER,
  rows: INTEGER,
  columns: INTEGER,
  group: { orNull: { oneOf: ['block', 'row', 'column'] } },
  name: TEXT,
  usual: INTEGER,
} as const;

/** What data with, or without, some wells come to. */
export const OUTCOME = {
  record: {
    result: { oneOf: ['reportable', 'not-reportable'] },
    codes: { list: 'name' },
    limits: { orNull: { oneOf: ['inside', 'outside'] } },
  },
} as const;

/** A curve, or what is computed from two, that its data do not determine. */
export const NOT_IDENTIFIED = {
  of: {
    oneOf: [
      'relative-potency',
      'ec50-ratio',
      'parameters',
      'lower-asymptote',
      'upper-asymptote',
      'asymmetry',
      'slope',
      'residual-error',
      'likelihood',
    ],
  },
  sample: 'text',
  reference: TEXT,
  /** `null` = it is not a finite number. */
  value: NUMBER,
  standardError: NUMBER,
  /** What the dose means span. */
  range: NUMBER,
  /** Why the search stopped; `null` = there are too few doses or wells for one. */
  stopped: { orNull: 'name' },
  doses: INTEGER,
} as const;
