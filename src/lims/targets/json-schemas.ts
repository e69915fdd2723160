import * as z from 'zod';
import { limsMessageSchema } from '../lims-message.ts';
import { outboxRecordSchema } from '../outbox-record.ts';
import { targetsSchema } from './targets-file.ts';

/** The JSON Schemas of what is said to a LIMS: where each stands in the project, and its text. */
export function limsSchemas(): readonly { readonly path: string; readonly text: string }[] {
  const file = (path: string, title: string, schema: z.ZodType, io: 'input' | 'output') => ({
    path,
    text: `${JSON.stringify({ ...z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' }), title }, null, 2)}\n`,
  });
  return [
    file('pipelines/targets.schema.json', 'cytolot targets', targetsSchema, 'input'),
    file('docs/lims-message.schema.json', 'cytolot LIMS message', limsMessageSchema, 'output'),
    file('docs/outbox.schema.json', 'cytolot outbox record', outboxRecordSchema, 'output'),
  ];
}
