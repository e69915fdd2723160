import { compareCodeUnits } from '../order.ts';
import { sha256OfText } from '../sha256.ts';
import type { Subject } from '../subject.ts';
import { canonicalJson } from './canonical-json.ts';
import type { InputRecord, ReleaseResult } from './release-result.ts';

/** What is computed at most once: the same job has the same result, whoever does it and wherever. */
export interface Job {
  /** Of cytolot. */
  readonly version: string;
  readonly subject: Subject;
  /** Sorted by role, then name; `sha256` is `null` for a file that could not be hashed or changed, so that what it serves is held. */
  readonly inputs: readonly { readonly role: InputRecord['kind']; readonly name: string; readonly sha256: string | null }[];
  readonly methodSha256: string;
  readonly specificationSha256: string;
  /** 0; of an analysis that is repeated for a reason, how many analyses of the subject there were before. */
  readonly rerun: number;
}

/** The job that led to a result. */
export function jobOf({ software, lot, inputs, method, specification }: ReleaseResult, rerun: number): Job {
  // A file may serve several things, and stand on several lines: it is one input.
  const known = new Map(
    inputs.map(({ kind, file, sha256 }) => {
      const input = { role: kind, name: file, sha256: sha256 ?? null };
      return [canonicalJson(input), input] as const;
    }),
  );
  return {
    version: software.version,
    subject: { lot: lot.id, purpose: lot.purpose, condition: lot.condition, timePoint: lot.timePoint },
    inputs: [...known.values()].sort(
      (a, b) => compareCodeUnits(a.role, b.role) || compareCodeUnits(a.name, b.name) || compareCodeUnits(a.sha256 ?? '', b.sha256 ?? ''),
    ),
    methodSha256: method.sha256,
    specificationSha256: specification.sha256,
    rerun,
  };
}

/** Lower-case hexadecimal SHA-256 of the job as canonical JSON (RFC 8785). */
export function jobId(job: Job): string {
  return sha256OfText(canonicalJson(job));
}
