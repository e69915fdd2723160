import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkDefinition } from '../../src/pipeline/definition/check-definition.ts';
import { definitionSchema } from '../../src/pipeline/definition/definition.ts';
import { validateYaml } from '../../src/pipeline/definition/validate-yaml.ts';
import { parseYamlDocument } from '../../src/pipeline/definition/yaml-document.ts';
import { SECTIONS } from '../../src/specification/sections.ts';
import { specificationSchema } from '../../src/specification/specification.ts';

const folder = fileURLToPath(new URL('../../pipelines/', import.meta.url));
const PIPELINES = ['dopaminergic-progenitors', 'mesenchymal-stromal-cells', 'gene-modified-cells'];

function readDefinition(name: string) {
  const document = parseYamlDocument(readFileSync(`${folder}${name}/pipeline.yaml`, 'utf8'), 'pipeline.yaml');
  const definition = validateYaml(definitionSchema, document);
  checkDefinition(definition, document);
  return definition;
}

function readSpecification(name: string) {
  return validateYaml(
    specificationSchema,
    parseYamlDocument(readFileSync(`${folder}${name}/specification.yaml`, 'utf8'), 'specification.yaml'),
  );
}

describe.each(PIPELINES)('pipelines/%s', (name) => {
  it('is a definition whose names all refer to something', () => {
    expect(() => readDefinition(name)).not.toThrow();
  });

  it('judges every attribute at the stage on which it is measured, and nothing else', () => {
    const measured = readDefinition(name).attributes.map((attribute) => `${attribute.id} ${attribute.stage}`);
    const judged = readSpecification(name).rows.map((row) => `${row.attribute} ${row.stage}`);

    expect([...new Set(judged)].sort()).toEqual([...measured].sort());
  });

  it("has the guideline's sections in the guideline's order", () => {
    const order = SECTIONS.map((section) => section.id);
    const used = readSpecification(name).rows.map((row) => order.indexOf(row.section));

    expect(used).toEqual([...used].sort((a, b) => a - b));
  });

  it('is for the product of its specification, which lays down the dose', () => {
    const specified = readSpecification(name).product;

    expect({ id: specified.id, title: specified.title }).toEqual(readDefinition(name).product);
    expect(specified.dose?.viableCellsPerMaximumDose).toBeGreaterThan(0);
  });

  it('says of every limit that it is published, or that it is an example', () => {
    const sources = readSpecification(name).rows.map((row) => row.source);

    expect(sources.filter((source) => !/^(published|EXAMPLE)/.test(source))).toEqual([]);
  });

  it('begins with the schema that an editor completes it by', () => {
    const first = (file: string) => readFileSync(`${folder}${name}/${file}`, 'utf8').split('\n')[0];

    expect(first('pipeline.yaml')).toBe('# yaml-language-server: $schema=../pipeline.schema.json');
    expect(first('specification.yaml')).toBe('# yaml-language-server: $schema=../specification.schema.json');
  });
});

// Doi et al. 2020, Nat Commun 11:3369, table 1.
it('judges dopaminergic progenitors by the published limits', () => {
  const rows = new Map(readSpecification('dopaminergic-progenitors').rows.map((row) => [row.id, { criterion: row.criterion, on: row.on }]));

  expect([...rows].filter(([id]) => PUBLISHED_DAP.has(id))).toEqual([...PUBLISHED_DAP]);
});

const PUBLISHED_DAP = new Map([
  ['VIA', { criterion: { moreThan: 90 }, on: 'estimate' }],
  ['PUR-CORIN-PRE', { criterion: { moreThan: 10 }, on: 'estimate' }],
  ['PUR-CORIN-POST', { criterion: { moreThan: 90 }, on: 'estimate' }],
  ['PUR-FOXA2-TUJ1', { criterion: { moreThan: 80 }, on: 'estimate' }],
  ['RES-TRA160', { criterion: { lessThan: 1 }, on: 'upper-limit' }],
  ['RES-PSC', { criterion: { lessThan: 0.1 }, on: 'upper-limit' }],
  ['UND-SOX1-PAX6', { criterion: { lessThan: 0.1 }, on: 'upper-limit' }],
]);

// ISCT position paper: Dominici et al. 2006, Cytotherapy 8:315.
it.each([
  ['CD105', { atLeast: 95 }],
  ['CD73', { atLeast: 95 }],
  ['CD90', { atLeast: 95 }],
  ['CD45', { atMost: 2 }],
  ['CD34', { atMost: 2 }],
  ['CD14', { atMost: 2 }],
  ['CD19', { atMost: 2 }],
  ['HLA-DR', { atMost: 2 }],
])('judges %s of mesenchymal stromal cells by the limit of the ISCT', (marker, criterion) => {
  const row = readSpecification('mesenchymal-stromal-cells').rows.find((one) => one.component === marker);

  expect([row?.criterion, row?.on]).toEqual([criterion, 'estimate']);
});
