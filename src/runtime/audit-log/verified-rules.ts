import { join } from 'node:path';
import * as z from 'zod';
import type { AuditEntry } from '../../audit-log/audit-entry.ts';
import { hexOf } from '../../audit-log/bytes.ts';
import { type VerifyNote, verifyNote } from '../../audit-log/verify-notes.ts';
import { parseManifest } from '../../outputs/manifest.ts';
import { approvalOf, type MethodStep } from '../../persons/method-approval.ts';
import { type PublishedResult, parsePublishedResult } from '../../persons/published-result.ts';
import { ruleRefusal } from '../../persons/step-refusal.ts';
import type { SignedAct, SubjectActs } from '../../persons/subject-acts.ts';
import { type DecidedFacts, decidedFacts, proposedDisposition } from '../../results/decided-facts.ts';
import { sha256 } from './ed25519.ts';
import type { StoreFolder } from './record-tree.ts';
import { wholeFile } from './whole-file.ts';

/** The files of a result that a rule is read from, where they are those that were published: what is missing or changed has a note of its own. */
interface PublishedFiles {
  /** JSON of `result.json`. */
  readonly result: unknown;
  readonly resultSha256: string;
  /** Account that ran the analysis; `null` = the record does not say. */
  readonly user: string | null;
}

const recordSchema = z.object({ user: z.string().nullable() });

/** Compares what the entry of each publication says of its result with the result. */
export function verifyPublications(store: StoreFolder, entries: readonly AuditEntry[]): readonly VerifyNote[] {
  return entries.flatMap((entry) => {
    const publication = parsePublishedResult(entry);
    const files = publication === null ? null : publishedFiles(store, publication);
    if (publication === null || files === null) return [];
    const { index, folder, resultSha256, disposition } = publication;
    const says = (expected: string, found: string): readonly VerifyNote[] =>
      expected === found ? [] : [verifyNote('verify/publication-differs', `${folder}/result.json`, { index, expected, found })];
    return [...says(files.resultSha256, resultSha256), ...says(proposedDisposition(files.result) ?? disposition, disposition)];
  });
}

/** What was published last into a folder, whose files are those that lie there, must be what was signed. */
export function verifySignedFiles(subjects: Iterable<SubjectActs>, entries: readonly AuditEntry[]): readonly VerifyNote[] {
  const published = entries.flatMap((entry) => parsePublishedResult(entry) ?? []);
  const last = new Map(published.map(({ folder, manifestSha256 }) => [folder, manifestSha256]));
  const acts = [...subjects].flatMap(({ signatures }) => signatures);
  const others = acts.filter(({ folder, record }) => last.get(folder) !== record.manifestSha256);
  return others.map(({ index, path, record: { name } }) => verifyNote('verify/signature-wrong', path, { index, why: 'other-files', name }));
}

/** Each act that counts, by the rules of the method and of the result that it names, as they were at its entry. `methods`: what the log proves of them. */
export function verifyRules(store: StoreFolder, subjects: Iterable<SubjectActs>, methods: readonly MethodStep[]): readonly VerifyNote[] {
  const read = new Map<string, PublishedFiles | null>();
  const filesOf = (latest: PublishedResult): PublishedFiles | null => {
    const known = read.get(latest.folder);
    if (known !== undefined) return known;
    const files = publishedFiles(store, latest);
    read.set(latest.folder, files);
    return files;
  };
  return [...subjects].flatMap(({ signatures }) =>
    signatures.flatMap((act) => {
      const files = filesOf(act.before.latest);
      // Missing or changed: said of the files.
      const why = files === null ? null : brokenRule(act, files, methods);
      return why === null ? [] : [verifyNote('verify/act-not-allowed', act.path, { index: act.index, why, name: act.record.name })];
    }),
  );
}

function brokenRule(
  { index, record: { meaning }, actor, key, before }: SignedAct,
  { result, user }: PublishedFiles,
  methods: readonly MethodStep[],
) {
  const facts = decidedFacts(result);
  if (facts === null) return 'result-unreadable';
  const { latest } = before;
  const analysts = [latest.actor, ...(user === null ? [] : [user])];
  const steps = methods.filter((step) => step.index < index);
  const { rules, waits } = facts;
  const approved = approvalOf(steps, useOf(facts, latest));
  const noApproval = 'why' in approved ? approved.why : null;
  return ruleRefusal(before, { meaning, key, actor, rules, waits, analysts, noApproval });
}

function useOf({ method, specification, files }: DecidedFacts, { timeUtc: at, index }: PublishedResult) {
  return {
    methodId: method.id,
    methodSha256: method.sha256,
    specificationId: specification.id,
    specificationSha256: specification.sha256,
    files,
    at,
    index,
  };
}

function publishedFiles(store: StoreFolder, { folder, manifestSha256 }: PublishedResult): PublishedFiles | null {
  const manifest = bytesAt(store, `${folder}/manifest.sha256`);
  if (manifest === null || hexOf(sha256(manifest)) !== manifestSha256) return null;
  const listed = new Map((parseManifest(Buffer.from(manifest).toString('utf8')) ?? []).map((file) => [file.path, file.sha256]));
  const asListed = (name: string): Uint8Array | null => {
    const bytes = bytesAt(store, `${folder}/${name}`);
    return bytes !== null && hexOf(sha256(bytes)) === listed.get(name) ? bytes : null;
  };
  const [result, record] = [asListed('result.json'), asListed('record.json')];
  if (result === null) return null;
  const user = record === null ? null : (recordSchema.safeParse(jsonOf(record)).data?.user ?? null);
  return { result: jsonOf(result), resultSha256: hexOf(sha256(result)), user };
}

function bytesAt({ disk, root }: StoreFolder, path: string): Uint8Array | null {
  try {
    return disk.kindOf(join(root, path)) === 'file' ? wholeFile(disk, join(root, path)) : null;
  } catch {
    // What cannot be read has a note of its own.
    return null;
  }
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}
