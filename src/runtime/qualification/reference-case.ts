import type { Title } from '../../attributes/attribute-result.ts';

/** What is looked at in the result of a reference case. */
export type Looked = 'disposition' | 'outcome' | 'estimate' | 'lower' | 'upper' | 'code';

/** One value that must come out. */
export interface ExpectedValue {
  readonly lot: string;
  /** Row of the specification; `null` = of the whole subject. */
  readonly row: string | null;
  readonly looked: Looked;
  /** A number, a word, or a code that must stand among the reasons. */
  readonly value: number | string;
  /** Largest relative difference of a number. */
  readonly within?: number;
}

/** A small folder with its method, and what must come out of it by a source outside of this program. */
export interface ReferenceCase {
  readonly id: string;
  readonly title: Title;
  /** Where the expected values come from. */
  readonly source: Title;
  /** `export/…` and `method/…`: path → content. */
  readonly files: () => ReadonlyMap<string, string | Uint8Array>;
  readonly expected: readonly ExpectedValue[];
}
