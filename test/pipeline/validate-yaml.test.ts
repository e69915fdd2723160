import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { InputError, InputErrors } from '../../src/errors.ts';
import { validateYaml } from '../../src/pipeline/definition/validate-yaml.ts';
import { parseYamlDocument } from '../../src/pipeline/definition/yaml-document.ts';

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
  return mistakesOf(schema, text);
}

function mistakesOf(checked: z.ZodType, text: string): string[] {
  try {
    validateYaml(checked, parseYamlDocument(text, 'p.yaml'));
  } catch (error) {
    const errors = error instanceof InputErrors ? error.errors : error instanceof InputError ? [error] : [];
    if (errors.length > 0) return errors.map((one) => `${one.place.line}:${one.place.column} ${one.message}`);
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
      '1:8 title: expected a text, found 3.',
      "4:14 gates[1].minimum: expected a number, found 'many'.",
    ]);
  });

  it('counts a required key under a misspelled name as one mistake', () => {
    expect(mistakes('title: x\ngates:\n  - type: range\n    minimun: 3\n')).toEqual([
      "4:5 Unknown key 'minimun' in gates[1]. Did you mean 'minimum'?",
    ]);
  });

  it('says that a required key is missing where it belongs', () => {
    expect(mistakes('title: x\ngates:\n  - type: range\n')).toEqual(['3:5 gates[1].minimum: expected a number, found nothing.']);
  });

  it('lists the types of a union whose type is none of them, and the nearest', () => {
    expect(mistakes('title: x\ngates:\n  - type: rnage\n')).toEqual([
      "3:11 gates[1].type: expected one of range, polygon, found 'rnage'. Did you mean 'range'?",
    ]);
  });

  it('names the first syntax error only: the others follow from it', () => {
    expect(mistakes('title: x\ngates:\n\t- type: range\n  b: c\n')).toEqual([
      '3:1 Expected valid YAML: Tabs are not allowed as indentation. Mend this first: errors further down may come from it.',
    ]);
  });

  it('refuses a key that stands twice', () => {
    expect(mistakes('title: a\ntitle: b\ngates: []\n')).toEqual(['2:1 Expected valid YAML: Map keys must be unique.']);
  });

  it('refuses an alias within the value that it names', () => {
    expect(() => parseYamlDocument('departures: &d { admit: *d }\n', 'p.yaml')).toThrow(
      new InputError(
        'definition/bad-yaml',
        'Expected aliases that expand to a small document: an alias stands within the value that it names.',
        { file: 'p.yaml' },
      ),
    );
    expect(parseYamlDocument('a: &d [1]\nb: *d\nc: [*d, *d]\n', 'p.yaml').value).toEqual({ a: [1], b: [1], c: [[1], [1]] });
  });

  it('names the first hundred of forty thousand unknown keys', () => {
    const keys = Array.from({ length: 40_000 }, (_, i) => `k${i}: 1\n`).join('');
    expect(mistakes(`title: a\ngates: []\n${keys}`)).toHaveLength(100);
  });
});

describe('a key that has another name now', () => {
  const renamed = z.strictObject({
    attributes: z.array(z.strictObject({ id: z.string(), stage: z.string().meta({ 'x-formerly': 'sample' }) })),
  });

  it('is one mistake, at its place, with the name that it has', () => {
    expect(mistakesOf(renamed, 'attributes:\n  - id: a\n    sample: final\n')).toEqual([
      "3:5 The key 'sample' in attributes[1] is called 'stage': rename it.",
    ]);
  });

  it('is an unknown key where the schema says nothing of it', () => {
    expect(mistakesOf(renamed, 'sample: final\nattributes: []\n')).toEqual([
      "1:1 Unknown key 'sample' in the top level. Known keys here: attributes.",
    ]);
  });
});
