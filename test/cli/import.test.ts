import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { definitionSchema } from '../../src/pipeline/definition/definition.ts';
import { validateYaml } from '../../src/pipeline/definition/validate-yaml.ts';
import { parseYamlDocument } from '../../src/pipeline/definition/yaml-document.ts';
import { describeShared } from '../shared-data.ts';
import { captureCommand } from './captured-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'import-'));
afterAll(() => rmSync(folder, { recursive: true }));

describeShared('import', (shared) => {
  const workspace = `${shared}data/fcs/flowkit/wsp_only/8_color_ICS_simple.wsp`;

  it('makes a definition of a FlowJo workspace that is read as it stands', async () => {
    const matrix = join(folder, 'matrix.csv');
    const { exitCode, stdout, stderr } = await captureCommand(['import', workspace, '--matrix', matrix]);
    expect(exitCode).toBe(0);
    const definition = validateYaml(definitionSchema, parseYamlDocument(stdout, 'imported.yaml'));
    const [tube] = definition.tubes;
    expect(tube?.gates.map(({ name, parent }) => [name, parent])).toEqual([
      ['Time', null],
      ['Singlets', 'Time'],
      ['aAmine-', 'Singlets'],
      ['CD3+', 'aAmine-'],
    ]);
    expect(tube?.compensation).toEqual({ from: 'matrix', file: 'matrix.csv' });
    expect(
      definition.attributes.map((attribute) => 'of' in attribute && 'population' in attribute && [attribute.population, attribute.of]),
    ).toEqual([['CD3+', 'aAmine-']]);
    const lines = readFileSync(matrix, 'utf8').trim().split('\n');
    expect([lines.length, lines[0]]).toEqual([
      9,
      'TNFa FITC FLR-A,CD8 PerCP-Cy55 FLR-A,IL2 BV421 FLR-A,Aqua Amine FLR-A,IFNg APC FLR-A,CD3 APC-H7 FLR-A,CD107a PE FLR-A,CD4 PE-Cy7 FLR-A',
    ]);
    expect(stderr).toContain("gates of the sample '101_DEN084Y5_15_E03_009_clean.fcs'; the file has 3 samples");
  });

  it('makes a definition that gates as the workspace does', async () => {
    const data = `${shared}data/fcs/flowkit/simple_diamond/`;
    const { stdout } = await captureCommand(['import', `${data}simple_diamond_example_quad_gate.wsp`]);
    const path = join(folder, 'pipeline.yaml');
    writeFileSync(path, stdout);
    const gated = await captureCommand(['gate', `${data}test_data_diamond_01.fcs`, '--gates', path, '--json']);
    // FlowJo's own counts: analysis_reference.json.
    expect(JSON.parse(gated.stdout).populations.map(({ count }: { count: number }) => count)).toEqual([49671, 50596, 50330, 49403]);
  });
});
