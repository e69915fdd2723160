import type { HazardAct } from '../../src/runtime/qualification/hazard-data.ts';
import type { LotFolder } from './lot-folder.ts';

/** Shipped folders with the attributes that a hazard needs: a run takes the less, the fewer they are. */
export const BASES = {
  /** GMC-2026-007: one tube of viability with three controls, and what came from elsewhere. */
  viability: {
    fixture: 'gene-modified',
    pipeline: 'gene-modified-cells',
    attributes: ['viability', 'sterility', 'endotoxin', 'mycoplasma', 'appearance'],
  },
  /** GMC-2026-007: a tube with an untransduced control, vector copies, and the formula over both. */
  modification: {
    fixture: 'gene-modified',
    pipeline: 'gene-modified-cells',
    attributes: ['cd34', 'modified', 'vector-copy-number', 'vector-copies-per-modified-cell', 'sterility'],
  },
  /** GMC-2026-007: two fractions of one tube. */
  fractions: { fixture: 'gene-modified', pipeline: 'gene-modified-cells', attributes: ['cd34', 'modified', 'sterility'] },
  /** GMC-2026-007: three plates of a reporter assay, and viability. */
  potency: { fixture: 'gene-modified', pipeline: 'gene-modified-cells', attributes: ['viability', 'potency-reporter', 'sterility'] },
  /** MSC-2026-101: cell counts, growth from counts, and viability. */
  counts: {
    fixture: 'mesenchymal',
    pipeline: 'mesenchymal-stromal-cells',
    attributes: ['viability', 'viable-cells', 'growth', 'sterility', 'endotoxin'],
  },
} as const;

export type { HazardAct };

export type Base = keyof typeof BASES;

export type Change = (lot: LotFolder) => void;

/** What is recorded of one subject. */
export interface ExpectedSubject {
  readonly disposition: 'conforms' | 'pending' | 'no valid result' | 'does not conform' | 'information';
  /** Row of the specification → outcome, of the rows that the change touches. */
  readonly rows?: Readonly<Record<string, 'meets' | 'fails' | 'no valid result' | 'pending' | 'information'>>;
}

export interface Expected {
  readonly exit: number;
  /** All subjects that are published: `lot/folder of the subject`. Absent = the base's lot alone for release. `none` = nothing is published. */
  readonly subjects: Readonly<Record<string, ExpectedSubject>> | 'none';
  /** Codes that stand in a result or on stderr. */
  readonly codes: readonly string[];
  /** Codes that must not stand there. */
  readonly without?: readonly string[];
  /** Analyses in the store, of all subjects. */
  readonly analyses?: number;
  /** Cells of results.csv: subject → row of the specification → column → value. */
  readonly csv?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;
  /** Lines of results.csv: subject → row of the specification → how many. */
  readonly csvLines?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Subject → its state by the acts of persons. */
  readonly states?: Readonly<Record<string, string>>;
  /** Words of stderr, stdout or the report. */
  readonly says?: readonly string[];
}

/** One thing that is changed in a shipped folder, and what must come out. */
export interface Case {
  /** What is changed, as the page tells it. */
  readonly what: string;
  readonly change: Change;
  /** Files that are in the store before: path → text. */
  readonly store?: Readonly<Record<string, string>>;
  /** An analysis that is published before the change, into the same store. */
  readonly first?: Change;
  /** What persons do before each run and behind the last one: such a case is run as `cytolot qualify` runs it, since they sign at no terminal. */
  readonly acts?: readonly (readonly HazardAct[])[];
  /** Further arguments of the run. */
  readonly arguments?: readonly string[];
  readonly expect: Expected;
}

/** A way to a wrong release, and its honest neighbour that must pass as before. */
export interface Hazard {
  /** `section-number`, never given twice. */
  readonly id: string;
  readonly base: Base;
  /** What could go wrong, for the patient or the lot. */
  readonly hazard: string;
  /** What prevents it. */
  readonly control: string;
  /** The cause: what is changed. */
  readonly violation: Case;
  readonly counterpart: Case;
}
