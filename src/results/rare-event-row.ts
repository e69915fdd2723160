import type { CriterionFields } from '../attributes/criterion-record.ts';
import type { IntervalMethod } from '../attributes/interval-method.ts';

/** A row of the table of a rare event, as data; its words are made by the report. */
export type RareEventRow =
  /** Events of the population among those of its parent. */
  | { readonly row: 'counts'; readonly k: number; readonly N: number }
  /** A fraction, 0 to 1. */
  | { readonly row: 'estimate'; readonly value: number }
  /** The one-sided upper limit of the fraction, with its level, 0 to 1. */
  | { readonly row: 'upper-limit'; readonly value: number; readonly level: number; readonly method: IntervalMethod }
  | { readonly row: 'criterion'; readonly criterion: CriterionFields }
  /** Whole cells in a maximum dose, at most. */
  | { readonly row: 'cells-per-dose'; readonly cells: number }
  /** Events that exclude the limit at a level, 0 to 1, if none of them is positive. */
  | { readonly row: 'events-needed'; readonly events: number; readonly level: number };
