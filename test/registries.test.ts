import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { ATTRIBUTE_TYPES } from '../src/attributes/types/registry.ts';
import { EXCHANGE_FORMATS } from '../src/exchange/registry.ts';
import { TARGETS } from '../src/lims/targets/registry.ts';
import { OUTPUTS } from '../src/outputs/files/registry.ts';
import { DECLARED_FORMATS, PLATE_FORMATS } from '../src/plates/formats/registry.ts';
import { GATES, gateSchema } from '../src/population/gates/registry.ts';
import { TRANSFORMS, transformSchema } from '../src/population/transforms/registry.ts';
import { DOSE_RESPONSE_MODELS } from '../src/potency/dose-response/models/registry.ts';
import { POTENCY_STUDIES } from '../src/studies/registry.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = (name: string) => readFileSync(join(root, 'docs', name), 'utf8');

/** Every registry, the file that lists its members, the page that has a line for each of them, and what makes one. */
const REGISTRIES = [
  { name: 'gates', constant: 'GATES', registry: GATES, file: 'population/gates', page: 'gates.md', makes: 'defineGate' },
  {
    name: 'transforms',
    constant: 'TRANSFORMS',
    registry: TRANSFORMS,
    file: 'population/transforms',
    page: 'gates.md',
    makes: 'defineTransform',
  },
  {
    name: 'gate file formats',
    constant: 'EXCHANGE_FORMATS',
    registry: EXCHANGE_FORMATS,
    file: 'exchange',
    page: 'gate-files.md',
    makes: 'defineExchangeFormat',
  },
  {
    name: 'plate formats',
    constant: 'PLATE_FORMATS',
    registry: PLATE_FORMATS,
    file: 'plates/formats',
    page: 'plate-formats.md',
    makes: 'define(?:PlateFormat|TitledBlocks|WellList|Counter)',
  },
  {
    name: 'declared plate formats',
    constant: 'DECLARED_FORMATS',
    registry: DECLARED_FORMATS,
    file: 'plates/formats',
    page: 'plate-formats.md',
    makes: 'defineDeclaredFormat',
  },
  {
    name: 'dose-response models',
    constant: 'DOSE_RESPONSE_MODELS',
    registry: DOSE_RESPONSE_MODELS,
    file: 'potency/dose-response/models',
    page: 'methods/dose-response-models.md',
    makes: 'defineModel',
  },
  {
    name: 'potency studies',
    constant: 'POTENCY_STUDIES',
    registry: POTENCY_STUDIES,
    file: 'studies',
    page: 'potency-studies.md',
    makes: 'defineStudy',
  },
  {
    name: 'attributes',
    constant: 'ATTRIBUTE_TYPES',
    registry: ATTRIBUTE_TYPES,
    file: 'attributes/types',
    page: 'attributes.md',
    makes: 'defineAttribute',
  },
  { name: 'targets', constant: 'TARGETS', registry: TARGETS, file: 'lims/targets', page: 'lims.md', makes: 'defineTarget' },
  { name: 'outputs', constant: 'OUTPUTS', registry: OUTPUTS, file: 'outputs/files', page: 'outputs.md', makes: 'defineOutput' },
];

const source = (path: string) => readFileSync(join(root, 'src', path), 'utf8');

it('every registry of the sources is one of these', () => {
  const found = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('/registry.ts'));
  expect(found.map((path) => path.slice(0, -'/registry.ts'.length)).sort()).toEqual(
    [...new Set(REGISTRIES.map(({ file }) => file))].sort(),
  );
});

describe.each(REGISTRIES)('the registry of $name', ({ constant, registry, file, page: name, makes }) => {
  it('has members, each once', () => {
    expect(registry.ids.length).toBeGreaterThan(0);
    expect(new Set(registry.ids).size).toBe(registry.ids.length);
    expect(registry.members.map(({ id }) => id)).toEqual(registry.ids);
  });

  it(`has a line in docs/${name} for each`, () => {
    const text = page(name);
    expect(registry.ids.filter((id) => !text.includes(`\`${id}\``))).toEqual([]);
  });

  it('is an entry for each, in one call, and each member is made in a file that the registry imports', () => {
    const text = source(`${file}/registry.ts`);
    const listed = new RegExp(`\\b${constant} = registryOf\\(([\\w\\s,]+)\\);`).exec(text)?.[1] ?? '';
    const members = listed
      .split(',')
      .map((member) => member.trim())
      .filter((member) => member !== '');
    expect(members).toHaveLength(registry.ids.length);
    for (const member of members) {
      const from = new RegExp(`import \\{[^}]*\\b${member}\\b[^}]*\\} from '(\\.{1,2}/[^']+)'`).exec(text)?.[1];
      expect(from === undefined ? '' : source(join(file, from)), `${member} of ${String(from)}`).toMatch(
        new RegExp(`export const ${member}\\b[^=]*= (?:${makes}|elispot)\\(`),
      );
    }
  });
});

describe('examples of docs/gates.md', () => {
  const examples = [...page('gates.md').matchAll(/^`([a-z]+)`:[\s\S]*?```yaml\n([\s\S]*?)```/gm)].map((match) => ({
    member: match[1] ?? '',
    value: parse(match[2] ?? '') as unknown,
  }));

  it('are one for every gate and every transform', () => {
    expect(examples.map((example) => example.member)).toEqual([...GATES.ids, ...TRANSFORMS.ids]);
  });

  it.each(examples)('$member is read as it stands', ({ member, value }) => {
    const schema = GATES.find(member) !== undefined ? gateSchema : transformSchema;
    expect(schema().parse(value)).toMatchObject({ type: member });
  });
});

describe('fixtures', () => {
  it('stand in test/plates/fixtures for every plate format, with what is expected of them', () => {
    const files = readdirSync(join(root, 'test/plates/fixtures'));
    const without = [...PLATE_FORMATS.ids, ...DECLARED_FORMATS.ids].filter(
      (name) => !files.includes(`${name}.expected.json`) || files.filter((file) => file.startsWith(`${name}.`)).length < 2,
    );
    expect(without).toEqual([]);
  });

  it('stand in test/potency/studies for every potency study, with what is expected of them', () => {
    const files = readdirSync(join(root, 'test/potency/studies'));
    const without = POTENCY_STUDIES.ids.filter((id) => !files.includes(`${id}.csv`) || !files.includes(`${id}.expected.json`));
    expect(without).toEqual([]);
  });
});

describe('docs/potency-studies.md', () => {
  const sections = new Map(
    page('potency-studies.md')
      .split(/^## /m)
      .slice(1)
      .map((text) => [/^`([^`]+)`/.exec(text)?.[1] ?? '', text] as const),
  );

  it.each(POTENCY_STUDIES.members.map((study) => [study.id, study] as const))(
    'has a section on %s with its columns and options',
    (id, study) => {
      const section = sections.get(id) ?? '';
      const names = [...study.columns.map((column) => column.name), ...Object.keys(study.options.shape)];
      expect(names.filter((name) => !section.includes(`\`${name}\``))).toEqual([]);
    },
  );

  it('is about columns and options that say what they mean', () => {
    const mute = POTENCY_STUDIES.members.flatMap((study) => [
      ...study.columns.filter((column) => column.meaning === '').map((column) => `${study.id} ${column.name}`),
      ...Object.entries(study.options.shape).flatMap(([name, schema]) =>
        z.globalRegistry.get(schema)?.description ? [] : [`${study.id} ${name}`],
      ),
    ]);
    expect(mute).toEqual([]);
  });
});
