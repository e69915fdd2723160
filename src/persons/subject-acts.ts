import type { AuditEntry } from '../audit-log/audit-entry.ts';
import type { SIGNATURE_WRONG } from '../audit-log/verify-notes.ts';
import type { PersonKey } from './person-keys.ts';
import type { PublishedResult } from './published-result.ts';
import type { SignatureRecord } from './signature-record.ts';
import type { State, Step } from './steps.ts';

/** Why an entry that says that a person signed does not count. */
export type SignatureFault = (typeof SIGNATURE_WRONG)[number];

/** What a right signature is worth now. `overruled`: the result was rejected after it was approved. */
export type SignatureStanding = 'stands' | 'superseded' | 're-opened' | 'overruled';

/** A signature under a result, by its entry. */
export interface SignedAct {
  readonly index: number;
  /** `signatures/<sha256>/0001.json`. */
  readonly path: string;
  readonly folder: string;
  readonly step: Step;
  readonly record: SignatureRecord;
  readonly actor: string;
  readonly actorSource: AuditEntry['actorSource'];
  readonly standing: SignatureStanding;
  readonly key: PersonKey;
  /** The subject as it was when it was signed. */
  readonly before: SubjectActs;
}

/** An entry that claims a signature and is none. */
export interface FaultyAct {
  readonly index: number;
  readonly path: string;
  readonly fault: SignatureFault;
  readonly name: string | null;
}

/** One subject of the store, by its entries. */
export interface SubjectActs {
  /** `lots/<lot>/<subject>`. */
  readonly subject: string;
  /** The last one published: the state is of it. All others are superseded. */
  readonly latest: PublishedResult;
  readonly state: State;
  /** A person released it, under whichever analysis, and none rejected or re-opened it since. */
  readonly released: boolean;
  readonly earlier: readonly SupersededResult[];
  /** Under all analyses, in the order of the log. */
  readonly signatures: readonly SignedAct[];
  readonly faulty: readonly FaultyAct[];
}

/** An analysis that a later one took the place of, with the state in which it was then. */
export interface SupersededResult {
  readonly publication: PublishedResult;
  readonly state: State;
  /** As `SubjectActs.released` was then. */
  readonly released: boolean;
}
