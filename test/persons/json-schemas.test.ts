import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { personSchemas } from '../../src/persons/json-schemas.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('the JSON Schemas of what persons sign', () => {
  it.each(personSchemas())('$path is what the code says (else: npm run schemas)', ({ path, text }) => {
    expect(JSON.parse(readFileSync(`${root}${path}`, 'utf8'))).toEqual(JSON.parse(text));
  });
});
