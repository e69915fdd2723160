import * as z from 'zod';
import { CONSEQUENCES } from '../specification/consequences.ts';
import { SUPERSEDED } from '../specification/occasions.ts';
import { type ReleaseRules, releaseRulesSchema } from './release-rules.ts';

/** A document that a result was made by. */
export interface ResultDocument {
  readonly id: string;
  readonly sha256: string;
}

/** A file beside the definition that is part of the method. */
export interface FileOfMethod {
  readonly name: string;
  readonly sha256: string;
}

/** What a lot that is pending waits for, by its result. */
export interface PendingOn {
  /** Release rows without their result. */
  readonly rows: number;
  /** Results beyond an action limit, or failing beside release, that no investigation has closed. */
  readonly questions: number;
}

/** What `result.json` says that decides who may sign what under it. */
export interface DecidedFacts {
  readonly rules: ReleaseRules;
  /** The method and the specification by which it was made. */
  readonly method: ResultDocument;
  readonly specification: ResultDocument;
  /** Files beside the definition that change numbers, by name. */
  readonly files: readonly FileOfMethod[];
  /** What it proposes. */
  readonly disposition: string;
  readonly waits: PendingOn;
}

/** Registers of reagents and reference standards are data of their day, and not of the method. */
const OF_METHOD = 'spillover';

const schema = z.object({
  inputs: z.array(z.object({ kind: z.string(), file: z.string(), sha256: z.string().optional() })).default([]),
  method: z.object({ id: z.string(), sha256: z.string(), release: releaseRulesSchema.default({}) }),
  specification: z.object({ id: z.string(), sha256: z.string() }),
  attributes: z.array(z.object({ notes: z.array(z.object({ code: z.string() })) })),
  disposition: z.object({ proposed: z.string(), counts: z.object({ pending: z.int().min(0) }) }),
});

const proposedSchema = z.object({ disposition: z.object({ proposed: z.string() }) });

/** Of the JSON of a `result.json`; `null` where it is none. */
export function decidedFacts(value: unknown): DecidedFacts | null {
  const { data } = schema.safeParse(value);
  if (data === undefined) return null;
  const { method, specification, disposition } = data;
  return {
    rules: method.release,
    method,
    specification,
    files: methodFilesOf(data.inputs),
    disposition: disposition.proposed,
    waits: { rows: disposition.counts.pending, questions: openQuestions(data) },
  };
}

/** The files of the method among the inputs of a result. */
export function methodFilesOf(
  inputs: readonly { readonly kind: string; readonly file: string; readonly sha256?: string | undefined }[],
): readonly FileOfMethod[] {
  return inputs.flatMap(({ kind, file, sha256 }) => (kind === OF_METHOD ? [{ name: file, sha256: sha256 ?? '' }] : []));
}

/** The disposition alone; `null` = it names none. */
export function proposedDisposition(value: unknown): string | null {
  return proposedSchema.safeParse(value).data?.disposition.proposed ?? null;
}

/** Results that make the lot pending though they are in; one of a test that was repeated since asks nothing. */
function openQuestions({ attributes }: Pick<z.output<typeof schema>, 'attributes'>): number {
  const open = Object.entries(CONSEQUENCES).flatMap(([code, makes]) => (makes === 'pending' ? [code] : []));
  const codes = attributes.map(({ notes }) => notes.map(({ code }) => code));
  return codes.filter((own) => !own.includes(SUPERSEDED) && own.some((code) => open.includes(code))).length;
}
