import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { InputErrors } from '../../src/errors.ts';
import { validateYaml } from '../../src/pipeline/validate-yaml.ts';
import { parseYamlDocument } from '../../src/pipeline/yaml-document.ts';

const schema = z.strictObject({
  title: z.string(),
  gates: z.array(
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('range'), minimum: z.number() }),
      z.strictObject({ type: z.literal('polygon'), vertices: z.array(z.number()) }),
    ]),
  ),
});

function mistakes(text: string): string[] {
  try {
    validateYaml(schema, parseYamlDocument(text, 'p.yaml'));
  } catch (error) {
    if (error instanceof InputErrors) return error.errors.map((one) => `${one.place.line}:${one.place.column} ${one.message}`);
    throw error;
  }
  return [];
}

describe('validateYaml', () => {
  it('suggests a misspelled key at its line and column, in the branch that its type names', () => {
    expect(mistakes('title: x\ngates:\n  - type: range\n    minimun: 3\n    minimum: 3\n')).toEqual([
      "4:5 Unknown key 'minimun' in gates[1]. Did you mean 'minimum'?",
    ]);
    expect(mistakes('titel: x\ntitle: x\ngates: []\n')).toEqual(["1:1 Unknown key 'titel' in the top level. Did you mean 'title'?"]);
  });

  it('lists all mistakes in one pass', () => {
    expect(mistakes('title: 3\ngates:\n  - type: range\n    minimum: many\n')).toEqual([
      '1:8 title: Invalid input: expected string, received number, found 3.',
      "4:14 gates[1].minimum: Invalid input: expected number, received string, found 'many'.",
    ]);
  });

  it('refuses a key that stands twice', () => {
    expect(mistakes('title: a\ntitle: b\ngates: []\n')).toEqual(['2:1 Expected valid YAML: Map keys must be unique']);
  });
});
