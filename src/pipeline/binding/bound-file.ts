import type { InputError } from '../../errors.ts';
import type { Reason } from '../../reason.ts';
import type { Binding } from '../binding.ts';
import type { CountExportRule } from '../definition/count-export.ts';

/** What is known of a file of the export folder before anything is computed. */
export interface FileFact {
  /** Path inside the export folder, with `/`. */
  readonly path: string;
  /** Keywords of each data set of an FCS file, in order; `null` for other files. */
  readonly keywords: readonly ReadonlyMap<string, string>[] | null;
  /** Why an FCS file cannot be read. */
  readonly error: InputError | null;
  /** The path by which the same file lies in the folder itself, where this one is a symbolic link to it, or leads through one. Patterns take the file itself. */
  readonly linkTo?: string;
}

/** An export of a cell counter with the rule that binds it. */
export interface CounterFile {
  readonly file: string;
  readonly rule: CountExportRule;
  /** What its name says of all its samples. */
  readonly fields: ReadonlyMap<string, string>;
  readonly error: InputError | null;
}

/** A binding with what is wrong with it: a held file serves nothing. */
export interface BoundFile {
  readonly binding: Binding;
  readonly held: readonly Reason[];
}
