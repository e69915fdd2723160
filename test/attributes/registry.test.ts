import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ATTRIBUTE_TYPES, attributeSchema } from '../../src/attributes/types/registry.ts';
import { specificationSchema } from '../../src/specification/specification.ts';

const page = readFileSync(new URL('../../docs/attributes.md', import.meta.url), 'utf8');

describe('the registry of attributes', () => {
  it('has every type once, and a line of docs/attributes.md for each', () => {
    const types = ATTRIBUTE_TYPES.ids;
    const documented = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1]);
    expect(documented).toEqual(types);
    expect(new Set(types).size).toBe(types.length);
  });

  it.each([
    ['attributes', attributeSchema],
    ['specification', specificationSchema],
  ] as const)('every key of %s has a description for the editor', (_, schema) => {
    const bare: string[] = [];
    visit(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), '', bare);
    expect(bare).toEqual([]);
  });
});

function visit(schema: unknown, path: string, bare: string[]): void {
  if (typeof schema !== 'object' || schema === null) return;
  if ('properties' in schema && typeof schema.properties === 'object' && schema.properties !== null) {
    for (const [key, value] of Object.entries(schema.properties)) {
      if (typeof value === 'object' && value !== null && !('description' in value)) bare.push(`${path}.${key}`);
    }
  }
  for (const [key, value] of Object.entries(schema)) visit(value, `${path}/${key}`, bare);
}
