import * as z from 'zod';
import { releaseResultJsonSchema } from '../../results/release-result-schema.ts';
import { specificationSchema } from '../../specification/specification.ts';
import { definitionSchema } from './definition.ts';

/** A published JSON Schema: where it stands in the project, and its text. */
export interface PublishedSchema {
  readonly path: string;
  readonly text: string;
}

/** The JSON Schemas of definition, specification and `result.json`, so that editors complete the files and others check the results. */
export function publishedSchemas(): readonly PublishedSchema[] {
  const input = (schema: z.ZodType, title: string) => ({
    ...z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12', unrepresentable: 'any' }),
    title,
  });
  const file = (path: string, schema: unknown): PublishedSchema => ({ path, text: `${JSON.stringify(schema, null, 2)}\n` });
  return [
    file('pipelines/pipeline.schema.json', input(definitionSchema, 'cytolot pipeline definition')),
    file('pipelines/specification.schema.json', input(specificationSchema, 'cytolot specification')),
    file('docs/result.schema.json', releaseResultJsonSchema()),
  ];
}
