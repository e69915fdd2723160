import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { ATTRIBUTE_TYPES } from '../src/attributes/types/registry.ts';
import { EXCHANGE_FORMATS } from '../src/exchange/registry.ts';
import { outputs } from '../src/outputs/registry.ts';
import { DECLARED_FORMATS, PLATE_FORMATS } from '../src/plates/formats/registry.ts';
import { GATES, gateSchema } from '../src/population/gates/registry.ts';
import { TRANSFORMS, transformSchema } from '../src/population/transforms/registry.ts';
import { DOSE_RESPONSE_MODELS } from '../src/potency/dose-response/models/registry.ts';
import { POTENCY_STUDIES } from '../src/studies/registry.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = (name: string) => readFileSync(join(root, 'docs', name), 'utf8');

/** Every registry: its members, the page that has a line for each, and the folder whose files besides `registry.ts` are its members or serve them. */
const REGISTRIES = [
  { name: 'gates', members: Object.keys(GATES), page: 'gates.md' },
  { name: 'transforms', members: Object.keys(TRANSFORMS), page: 'gates.md' },
  { name: 'gate file formats', members: Object.keys(EXCHANGE_FORMATS), page: 'gate-files.md' },
  {
    name: 'plate formats',
    members: [...PLATE_FORMATS, ...DECLARED_FORMATS].map((format) => format.name),
    page: 'plate-formats.md',
  },
  { name: 'dose-response models', members: Object.keys(DOSE_RESPONSE_MODELS), page: 'methods/dose-response-models.md' },
  { name: 'potency studies', members: POTENCY_STUDIES.map((study) => study.id), page: 'potency-studies.md' },
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
    const without = [...PLATE_FORMATS, ...DECLARED_FORMATS]
      .map((format) => format.name)
      .filter((name) => !files.includes(`${name}.expected.json`) || files.filter((file) => file.startsWith(`${name}.`)).length < 2);
    expect(without).toEqual([]);
  });

  it('stand in test/potency/studies for every potency study, with what is expected of them', () => {
    const files = readdirSync(join(root, 'test/potency/studies'));
    const without = POTENCY_STUDIES.filter(({ id }) => !files.includes(`${id}.csv`) || !files.includes(`${id}.expected.json`));
    expect(without.map(({ id }) => id)).toEqual([]);
  });
});

describe('docs/potency-studies.md', () => {
  const sections = new Map(
    page('potency-studies.md')
      .split(/^## /m)
      .slice(1)
      .map((text) => [/^`([^`]+)`/.exec(text)?.[1] ?? '', text] as const),
  );

  it.each(POTENCY_STUDIES.map((study) => [study.id, study] as const))('has a section on %s with its columns and options', (id, study) => {
    const section = sections.get(id) ?? '';
    const names = [...study.columns.map((column) => column.name), ...Object.keys(study.options.shape)];
    expect(names.filter((name) => !section.includes(`\`${name}\``))).toEqual([]);
  });

  it('is about columns and options that say what they mean', () => {
    const mute = POTENCY_STUDIES.flatMap((study) => [
      ...study.columns.filter((column) => column.meaning === '').map((column) => `${study.id} ${column.name}`),
      ...Object.entries(study.options.shape).flatMap(([name, schema]) =>
        z.globalRegistry.get(schema)?.description ? [] : [`${study.id} ${name}`],
      ),
    ]);
    expect(mute).toEqual([]);
  });
});
