import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ATTRIBUTE_TYPES } from '../src/attributes/registry.ts';
import { EXCHANGE_FORMATS } from '../src/exchange/registry.ts';
import { outputs } from '../src/outputs/registry.ts';
import { DECLARED_FORMATS, PLATE_FORMATS } from '../src/plates/formats/registry.ts';
import { GATES, gateSchema } from '../src/population/gates/registry.ts';
import { TRANSFORMS, transformSchema } from '../src/population/transforms/registry.ts';
import { DOSE_RESPONSE_MODELS } from '../src/potency/dose-response/registry.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = (name: string) => readFileSync(join(root, 'docs', name), 'utf8');

/** Every registry: its members, the page that has a line for each, and the folder whose files besides `registry.ts` are its members or serve them. */
const REGISTRIES = [
  { name: 'gates', members: Object.keys(GATES), page: 'gates.md' },
  { name: 'transforms', members: Object.keys(TRANSFORMS), page: 'gates.md' },
  { name: 'gate file formats', members: Object.keys(EXCHANGE_FORMATS), page: 'gate-files.md' },
  {
    name: 'plate formats',
    members: [...PLATE_FORMATS.map((format) => format.name), ...Object.keys(DECLARED_FORMATS)],
    page: 'plate-formats.md',
  },
  { name: 'dose-response models', members: Object.keys(DOSE_RESPONSE_MODELS), page: 'methods/dose-response-models.md' },
  { name: 'attributes', members: ATTRIBUTE_TYPES.map((type) => type.schema.shape.type.value), page: 'attributes.md' },
  { name: 'outputs', members: outputs.map((output) => output.name), page: 'outputs.md' },
];

describe.each(REGISTRIES)('the registry of $name', ({ members, page: file }) => {
  it('has members, each once', () => {
    expect(members.length).toBeGreaterThan(0);
    expect(new Set(members).size).toBe(members.length);
  });

  it(`has a line in docs/${file} for each`, () => {
    const text = page(file);
    expect(members.filter((member) => !text.includes(`\`${member}\``))).toEqual([]);
  });
});

describe('examples of docs/gates.md', () => {
  const examples = [...page('gates.md').matchAll(/^`([a-z]+)`:[\s\S]*?```yaml\n([\s\S]*?)```/gm)].map((match) => ({
    member: match[1] ?? '',
    value: parse(match[2] ?? '') as unknown,
  }));

  it('are one for every gate and every transform', () => {
    expect(examples.map((example) => example.member)).toEqual([...Object.keys(GATES), ...Object.keys(TRANSFORMS)]);
  });

  it.each(examples)('$member is read as it stands', ({ member, value }) => {
    const schema = Object.hasOwn(GATES, member) ? gateSchema : transformSchema;
    expect(schema().parse(value)).toMatchObject({ type: member });
  });
});

describe('fixtures', () => {
  it('stand in test/plates/fixtures for every plate format, with what is expected of them', () => {
    const files = readdirSync(join(root, 'test/plates/fixtures'));
    const without = [...PLATE_FORMATS.map((format) => format.name), ...Object.keys(DECLARED_FORMATS)].filter(
      (name) => !files.includes(`${name}.expected.json`) || files.filter((file) => file.startsWith(`${name}.`)).length < 2,
    );
    expect(without).toEqual([]);
  });
});
