import * as z from 'zod';
import { canonicalJson } from '../results/canonical-json.ts';
import { PURPOSES } from '../subject.ts';
import { APPROVALS, type Dispatch } from './dispatch.ts';
import { reportedResult } from './reported-result.ts';
import { rowsToSay } from './taken-back.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const decimal = z.string().describe("Plain decimal digits, or words; '' = none.");

const resultSchema = z.strictObject({
  row: z.string().describe("Id of the specification's row."),
  occasion: z.string().describe('Which test it was: initial 1, repeat-after-invalid 2, retest 3.'),
  attribute: z.string(),
  title: z.string(),
  section: z.string(),
  role: z.string(),
  stage: z.string(),
  samples: z.array(z.string()),
  operator: z.enum(['', '<', '<=', '>', '>=']).describe("'' = the value itself."),
  value: decimal,
  valueKind: z.string(),
  unit: z.string().describe('Of value, interval and limits.'),
  intervalLower: decimal,
  intervalUpper: decimal,
  intervalLevel: decimal,
  limitLower: decimal,
  limitLowerClosed: z.enum(['', 'true', 'false']),
  limitUpper: decimal,
  limitUpperClosed: z.enum(['', 'true', 'false']),
  criterion: z.string(),
  outcome: z.string(),
  state: z
    .string()
    .describe(
      'The outcome as a LIMS calls it: PASS, FAIL, INVALID, PENDING, INFO; without a value, REOPENED = the lot is open again, WITHDRAWN = it was sent before, and this analysis has none.',
    ),
  flags: z.array(z.string()).describe('Codes of reasons and notes.'),
  k: z.string(),
  n: z.string(),
  acquiredAt: z.string(),
  testedAt: z.string(),
  enteredBy: z.string().describe('Who entered a value that people typed.'),
  checkedBy: z.string(),
});

/** The JSON that targets get which take ours. */
export const limsMessageSchema = z.strictObject({
  schemaVersion: z.literal(1),
  key: sha256.describe('The same for every attempt of one sending.'),
  kind: z.enum(['result', 'reopened']).describe('reopened = what was sent under `replaces` no longer stands.'),
  state: z.enum(['stands', 'reopened']).describe('reopened = no value is in the message, and none that was sent before stands.'),
  revision: z.int().positive(),
  replaces: sha256.nullable().describe('Key of the sending that this one stands in place of.'),
  analysis: z.string().describe('lot/subject/0001'),
  resultSha256: sha256,
  lot: z.string(),
  product: z.string(),
  purpose: z.enum(PURPOSES),
  condition: z.string().nullable(),
  timePoint: z.string().nullable(),
  method: z.strictObject({ id: z.string(), version: z.string(), status: z.string() }),
  specification: z.strictObject({ id: z.string(), revision: z.string() }),
  software: z.string(),
  disposition: z.string().describe('Proposed; a person decides. none = the lot is open again.'),
  approval: z
    .enum(APPROVALS)
    .describe('not approved = the lot is open again. not asked = the target gets results whether a person approved them or not.'),
  results: z.array(resultSchema),
});

/** The message of a sending as canonical JSON: the same bytes at every attempt. */
export function limsMessage(dispatch: Dispatch): string {
  const { key, kind, revision, replaces, analysis, resultSha256, lot, product, purpose, condition, timePoint } = dispatch;
  const { method, specification, software, disposition, approval } = dispatch;
  return canonicalJson({
    schemaVersion: 1,
    key,
    kind,
    state: kind === 'reopened' ? 'reopened' : 'stands',
    revision,
    replaces,
    analysis,
    resultSha256,
    lot,
    product,
    purpose,
    condition,
    timePoint,
    method,
    specification,
    software,
    disposition,
    approval,
    results: rowsToSay(dispatch).map(reportedResult),
  });
}
