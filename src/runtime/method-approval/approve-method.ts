import { dirname, join } from 'node:path';
import type { AuditEntry } from '../../audit-log/audit-entry.ts';
import { originOf } from '../../audit-log/checkpoint.ts';
import type { Sign } from '../../audit-log/verifier-key.ts';
import { InputError } from '../../errors.ts';
import { compareCodeUnits } from '../../order.ts';
import { lineDifferences } from '../../persons/line-differences.ts';
import {
  type ApprovedDocument,
  type ApprovedFile,
  approvalEvent,
  lastApproval,
  type MethodApproval,
  type MethodStep,
  methodWithdrawalEvent,
} from '../../persons/method-approval.ts';
import { keyInForce, type PersonKey } from '../../persons/person-keys.ts';
import { canonicalJson } from '../../results/canonical-json.ts';
import { appendDecided } from '../audit-log/append-decided.ts';
import { beginLog, readBeginning } from '../audit-log/begin-log.ts';
import { RefusedAct } from '../audit-log/refused-act.ts';
import type { Shelf } from '../disk/draft.ts';
import { sha256Of } from '../disk/files.ts';
import type { LoadedMethod } from '../method/load-method.ts';
import { type MethodRole, readMethodFile } from '../method/read-method-file.ts';
import { methodStepsIn } from './read-method-steps.ts';

/** Who signs: the key of a person, opened by its passphrase. */
export interface Signer {
  readonly keyId: string;
  readonly sign: Sign;
}

export interface MethodApprovalRequest {
  readonly method: LoadedMethod;
  /** From when on it may be used, UTC; `null` = from now on. */
  readonly from: string | null;
  readonly reason: string;
  /** Why it approves what was used before; `null` = it does not. */
  readonly retrospective: string | null;
  readonly signer: Signer;
}

export interface EnteredApproval {
  readonly index: number;
  /** `before`: the very approval stands already, by the same person for the same reason; nothing was entered. */
  readonly entered: 'now' | 'before';
  readonly approval: Omit<MethodApproval, 'signature'>;
}

/**
 * Approves a method with its specification, or with all its revisions, by an entry of the log. Throws `usage/not-permitted` where the key is of no approver whose key counts,
 * `usage/bad-argument` where the time lies before now and nothing is approved in retrospect, or where a file is not the text that its hash is of.
 */
export async function approveMethod(shelf: Shelf, request: MethodApprovalRequest): Promise<EnteredApproval> {
  await beginLog(shelf);
  const { method, reason, retrospective, signer } = request;
  const texts = textsOf(shelf, method);
  const made: Omit<MethodApproval, 'signature'>[] = [];
  const standing: EnteredApproval[] = [];
  const decide: Parameters<typeof appendDecided>[1] = (entries, timeUtc) => {
    const person = approverOf(entries, signer);
    const repeated = repeatedApproval(methodStepsIn(entries).steps, { ...request, timeUtc }, texts);
    if (repeated !== null) {
      standing.push(repeated);
      throw new InputError('usage/bad-argument', 'it stands already');
    }
    const from = request.from ?? timeUtc;
    if (from < timeUtc && retrospective === null)
      throw new InputError(
        'usage/bad-argument',
        `Expected --from not before now (${timeUtc}), found ${from}. What was used before it is approved by --retrospective REASON.`,
      );
    const before = lastApproval(methodStepsIn(entries).steps, texts.method.id, texts.specifications[0]?.id ?? '');
    const unsigned: Omit<MethodApproval, 'signature'> = {
      schemaVersion: 1,
      store: originOf(readBeginning(shelf).storeId),
      ...texts,
      from,
      retrospective,
      supersedes: before?.index ?? null,
      differences: differencesFrom(before, texts),
      name: person.name,
      keyId: signer.keyId,
      reason,
      timeUtc,
      zone: shelf.clock.timeZone,
    };
    made.splice(0, 1, unsigned);
    return approvalEvent(unsigned, signer.sign);
  };
  try {
    const { index } = await appendDecided(shelf, decide);
    return { index, approval: madeApproval(made), entered: 'now' };
  } catch (error) {
    const [stands] = standing;
    if (stands === undefined) throw error;
    return stands;
  }
}

/** The same command again, such as where only its checkpoint was missing, makes no second approval. */
function repeatedApproval(
  steps: readonly MethodStep[],
  { from, reason, retrospective, signer, timeUtc }: MethodApprovalRequest & { readonly timeUtc: string },
  texts: Texts,
): EnteredApproval | null {
  const last = steps.findLast((one) => one.methodId === texts.method.id && one.specificationId === texts.specifications[0]?.id);
  const approval = last?.approval ?? null;
  if (last === undefined || approval === null || approval.keyId !== signer.keyId) return null;
  const isSame = canonicalJson(ofTexts(approval)) === canonicalJson(ofTexts(texts));
  const isAsked =
    approval.reason === reason &&
    approval.retrospective === retrospective &&
    (from === null ? last.from <= timeUtc : from === approval.from);
  return isSame && isAsked ? { index: last.index, approval, entered: 'before' } : null;
}

const ofTexts = ({ method, specifications, files }: Texts) => ({ method, specifications, files });

function madeApproval(made: readonly Omit<MethodApproval, 'signature'>[]): Omit<MethodApproval, 'signature'> {
  const [approval] = made;
  if (approval === undefined) throw new Error('an approval was appended that was never made');
  return approval;
}

type Texts = Pick<MethodApproval, 'method' | 'specifications' | 'files'>;

export interface MethodWithdrawalRequest {
  readonly methodId: string;
  readonly specificationId: string;
  readonly reason: string;
  readonly signer: Signer;
}

/** Withdraws a method with its specification from now on. Throws `usage/not-permitted`, `usage/not-found` where it was never approved. */
export async function withdrawMethod(
  shelf: Shelf,
  { methodId, specificationId, reason, signer }: MethodWithdrawalRequest,
): Promise<number> {
  const { index } = await appendDecided(shelf, (entries, timeUtc) => {
    const person = approverOf(entries, signer);
    if (lastApproval(methodStepsIn(entries).steps, methodId, specificationId) === null)
      throw new InputError(
        'usage/not-found',
        `Expected an approval of the method '${methodId}' with the specification '${specificationId}' in the log, found none.`,
        { file: shelf.root },
      );
    const unsigned = {
      schemaVersion: 1,
      store: originOf(readBeginning(shelf).storeId),
      methodId,
      specificationId,
      name: person.name,
      keyId: signer.keyId,
      reason,
      timeUtc,
      zone: shelf.clock.timeZone,
    } as const;
    return methodWithdrawalEvent(unsigned, signer.sign);
  });
  return index;
}

function approverOf(entries: readonly AuditEntry[], { keyId }: Signer): PersonKey {
  const key = keyInForce(methodStepsIn(entries).keys, keyId, entries.length);
  if (key?.roles.includes('approver')) return key;
  const found =
    key === null ? `a key that is not enrolled in this store, or counts no longer (${keyId})` : `that of ${key.name}, who is no approver`;
  throw new RefusedAct(key === null ? 'not-enrolled' : 'not-entitled', {
    sentence: `Expected the key of an approver who is enrolled in this store, found ${found}. Give the key of an approver after --key, or let one enrol it ('cytolot key enrol').`,
  });
}

/** The texts as they are on the disk, each the one whose hash a result has. */
function textsOf(shelf: Shelf, { definition, definitionSha256, revisions, sources, methodFiles }: LoadedMethod): Texts {
  const [definitionFile] = sources;
  const { id, version } = definition.method;
  const method = documentOf(shelf, { id, version, path: definitionFile?.path ?? '', sha256: definitionSha256 }, 'pipeline definition');
  const specifications = revisions.map(({ specification, path, sha256 }) =>
    documentOf(shelf, { id: specification.id, version: specification.revision, path, sha256 }, 'specification'),
  );
  const spillover = methodFiles.filter(({ kind }) => kind === 'spillover');
  const files = spillover.map(({ path: name, sha256 }) => ({
    name,
    ...textOf(shelf, { path: join(dirname(definitionFile?.path ?? ''), name), sha256: sha256 ?? '' }, 'file of the method'),
  }));
  return { method, specifications, files };
}

function documentOf(
  shelf: Shelf,
  { id, version, ...file }: Omit<ApprovedDocument, 'text'> & { readonly path: string },
  role: MethodRole,
): ApprovedDocument {
  return { id, version, ...textOf(shelf, file, role) };
}

function textOf({ disk }: Shelf, { path, sha256 }: { readonly path: string; readonly sha256: string }, role: MethodRole) {
  const { text } = readMethodFile(disk, path, role);
  if (sha256Of(text) === sha256) return { sha256, text };
  throw new InputError(
    'usage/bad-argument',
    'Expected a text in UTF-8 without a byte order mark, which does not change while it is approved, found another. Save it so, and approve again.',
    { file: path },
  );
}

function differencesFrom(before: MethodStep | null, { method, specifications, files }: Texts): MethodApproval['differences'] {
  if (before === null || before.approval === null) return null;
  const joined = (documents: readonly ApprovedDocument[]) => documents.map(({ text }) => text).join('\n');
  return {
    method: lineDifferences(before.approval.method.text, method.text),
    specification: lineDifferences(joined(before.approval.specifications), joined(specifications)),
    files: fileDifferences(before.approval.files, files),
  };
}

/** Each file that came, went or changed, by name, and of those that changed what differs. */
function fileDifferences(before: readonly ApprovedFile[], now: readonly ApprovedFile[]): string {
  const names = [...new Set([...before, ...now].map(({ name }) => name))].sort(compareCodeUnits);
  return names
    .flatMap((name) => {
      const [old, next] = [before, now].map((files) => files.find((file) => file.name === name) ?? null);
      if (old == null) return [`+ ${name}`];
      if (next == null) return [`- ${name}`];
      return old.sha256 === next.sha256 ? [] : [`${name}: changed`, lineDifferences(old.text, next.text)];
    })
    .join('\n');
}
