import type { TestOccasion } from '../../attributes/attribute-result.ts';
import type { Message } from '../../message.ts';
import type { Reason } from '../../reason.ts';
import type { Subject } from '../../subject.ts';
import type { Binding } from '../binding.ts';

/** Which file serves what, for every subject of an export folder. Nothing is computed yet. */
export interface Plan {
  /** One entry a subject: a lot may have several. */
  readonly lots: readonly LotPlan[];
  /** Files that nothing binds. */
  readonly unbound: readonly string[];
  /** Plate slots that name neither a lot of this folder nor a reference standard in use. */
  readonly notes: readonly Message[];
}

export interface LotPlan {
  readonly subject: Subject;
  /** The subject's lot. */
  readonly lot: string;
  readonly samples: readonly SamplePlan[];
  /** Tubes that the definition expects at a stage and that no file serves. */
  readonly missing: readonly { readonly tube: string; readonly stage: string }[];
  readonly assays: readonly AssayPlan[];
  readonly held: readonly Reason[];
}

export interface SamplePlan {
  /** Its own, or that of the sample that it repeats. */
  readonly occasion: TestOccasion;
  /** File of the sample in whose place it stands; `null` = none. */
  readonly replaces: string | null;
  readonly tube: string;
  readonly stage: string;
  readonly binding: Binding;
  readonly held: readonly Reason[];
  readonly controls: readonly ControlPlan[];
}

export interface ControlPlan {
  readonly name: string;
  readonly binding: Binding | null;
  readonly reasons: readonly Reason[];
}

/** The plates of one assay on which a lot stands, each an independent assay. */
export interface AssayPlan {
  readonly assay: string;
  readonly occasion: TestOccasion;
  readonly plates: readonly PlatePlan[];
}

export interface PlatePlan {
  readonly binding: Binding;
  readonly slot: string;
  readonly held: readonly Reason[];
  /** The plate in whose place it stands; `null` = none. */
  readonly replaces: Binding | null;
}
