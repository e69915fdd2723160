import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { publishedSchemas } from '../../src/pipeline/definition/json-schemas.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('published JSON Schemas', () => {
  it.each(publishedSchemas())('$path is what the code says (else: npm run schemas)', ({ path, text }) => {
    expect(JSON.parse(readFileSync(`${root}${path}`, 'utf8'))).toEqual(JSON.parse(text));
  });

  it('describe every key, so that an editor can explain it', () => {
    const silent: string[] = [];
    const visit = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, property] of Object.entries((node as { properties?: Record<string, Record<string, unknown>> }).properties ?? {})) {
        if (property.description === undefined && property.const === undefined && property.$ref === undefined)
          silent.push(`${path}.${key}`);
      }
      for (const [key, inner] of Object.entries(node)) visit(inner, `${path}/${key}`);
    };
    for (const { path, text } of publishedSchemas().slice(0, 2)) visit(JSON.parse(text), path);
    expect(silent).toEqual([]);
  });
});
