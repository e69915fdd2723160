import * as z from 'zod';
import { enrolmentSchema, personKeyFileSchema, withdrawalSchema } from './enrolment.ts';
import { methodApprovalSchema, methodWithdrawalSchema } from './method-approval.ts';
import { signatureRecordSchema } from './signature-record.ts';

/** The JSON Schemas of what persons sign: where each stands in the project, and its text. */
export function personSchemas(): readonly { readonly path: string; readonly text: string }[] {
  const all: readonly (readonly [string, string, z.ZodType])[] = [
    ['docs/signature.schema.json', 'cytolot signature', signatureRecordSchema],
    ['docs/person-key.schema.json', 'cytolot public key of a person', personKeyFileSchema],
    ['docs/enrolment.schema.json', 'cytolot enrolment of a key', enrolmentSchema],
    ['docs/withdrawal.schema.json', 'cytolot withdrawal of a key', withdrawalSchema],
    ['docs/method-approval.schema.json', 'cytolot approval of a method', methodApprovalSchema],
    ['docs/method-withdrawal.schema.json', 'cytolot withdrawal of a method', methodWithdrawalSchema],
  ];
  return all.map(([path, title, schema]) => {
    const json = { ...z.toJSONSchema(schema, { target: 'draft-2020-12', unrepresentable: 'any' }), title };
    return { path, text: `${JSON.stringify(json, null, 2)}\n` };
  });
}
