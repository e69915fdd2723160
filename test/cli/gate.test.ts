import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeFcs } from '../../src/fcs/encoding/encode-fcs.ts';
import { box, population, spilloverMatrix, workspace } from '../exchange/build-workspace.ts';
import { describeShared } from '../shared-data.ts';
import { captureCommand } from './captured-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'gate-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const file = write(
  'made.fcs',
  encodeFcs({ parameters: [{ name: 'FSC-A' }, { name: 'PE-A' }], keywords: [], events: [1, 10, 2, 20, 3, 30, 4, 5] }),
);
const gates = write(
  'gates.xml',
  `<gating:Gating-ML xmlns:gating="http://www.isac-net.org/std/Gating-ML/v2.0/gating" xmlns:data-type="http://www.isac-net.org/std/Gating-ML/v2.0/datatypes">
  <gating:RectangleGate gating:id="Big"><gating:dimension gating:min="2" gating:compensation-ref="uncompensated"><data-type:fcs-dimension data-type:name="FSC-A"/></gating:dimension></gating:RectangleGate>
  <gating:RectangleGate gating:id="Bright, 20" gating:parent_id="Big"><gating:dimension gating:min="20" gating:compensation-ref="uncompensated"><data-type:fcs-dimension data-type:name="PE-A"/></gating:dimension></gating:RectangleGate>
</gating:Gating-ML>`,
);

describe('gate', () => {
  it('prints the counts of every population as JSON and nothing else', async () => {
    const { exitCode, stdout } = await captureCommand(['gate', file, '--gates', gates, '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      file: 'made.fcs',
      eventCount: 4,
      populations: [
        { path: ['Big'], count: 3, parentCount: 4, frequencyOfParent: 0.75, frequencyOfTotal: 0.75 },
        { path: ['Big', 'Bright, 20'], count: 2, parentCount: 3, frequencyOfParent: 2 / 3, frequencyOfTotal: 0.5 },
      ],
    });
  });

  it('prints a table for a person', async () => {
    const { stdout } = await captureCommand(['gate', file, '--gates', gates]);
    expect(stdout).toBe(
      [
        'made.fcs',
        '',
        'population      count  % of parent  % of all',
        'all events          4',
        '  Big               3           75        75',
        '    Bright, 20      2        66.67        50',
        '',
      ].join('\n'),
    );
  });

  it('writes the membership, a row an event, from Gating-ML under the gate ids', async () => {
    const out = join(folder, 'membership.csv');
    await captureCommand(['gate', file, '--gates', gates, '--membership', out]);
    expect(readFileSync(out, 'utf8')).toBe('Big,"Bright, 20"\n0,0\n1,1\n1,1\n1,0\n');
  });

  it('writes the gates as Gating-ML, which gives the same counts', async () => {
    const out = join(folder, 'written.xml');
    const first = await captureCommand(['gate', file, '--gates', gates, '--json', '--gating-ml', out]);
    const second = await captureCommand(['gate', file, '--gates', out, '--json']);
    expect(second.stdout).toBe(first.stdout);
  });

  it('gates several files; one that cannot be read does not stop the others', async () => {
    const bad = write('bad.fcs', 'no FCS at all');
    const { exitCode, stdout, stderr } = await captureCommand(['gate', file, bad, '--gates', gates, '--json']);
    expect(exitCode).toBe(65);
    const { files } = JSON.parse(stdout);
    expect(files.map((each: { file: string }) => each.file)).toEqual(['made.fcs', 'bad.fcs']);
    expect(files[0].populations.map(({ count }: { count: number }) => count)).toEqual([3, 2]);
    expect(files[1].error.code).toBe('fcs/not-fcs');
    expect(stderr).toContain('[fcs/not-fcs]');
  });

  it.each([
    [['--gates', join(folder, 'none.xml')], 66, 'usage/not-found'],
    [['--gates', gates, '--data-set', '2'], 65, 'fcs/no-such-data-set'],
    [['--gates', gates, '--data-set', 'x'], 65, 'usage/bad-argument'],
    [['--gates', gates, '--threshold', 'fmo'], 65, 'usage/bad-argument'],
    [['--gates', gates, '--membership', join(folder, 'no/such/folder.csv')], 73, 'usage/cannot-create'],
    [['--gates', write('other.xml', '<html/>')], 65, 'exchange/unsupported'],
  ])('refuses %j', async (options, code, word) => {
    const { exitCode, stderr } = await captureCommand(['gate', file, ...options]);
    expect([exitCode, stderr]).toEqual([code, expect.stringContaining(`[${word}]`)]);
  });
});

describeShared('gate on a FlowJo workspace', (shared) => {
  it('shows the counts beside those that FlowJo stored', async () => {
    const data = `${shared}data/fcs/flowkit/simple_diamond/`;
    const { stdout } = await captureCommand([
      'gate',
      `${data}test_data_diamond_01.fcs`,
      '--gates',
      `${data}test_data_diamond_asinh_rect.wsp`,
      '--json',
    ]);
    expect(JSON.parse(stdout).populations).toEqual([
      {
        path: ['upper_right'],
        count: 50559,
        parentCount: 200000,
        frequencyOfParent: 50559 / 200000,
        frequencyOfTotal: 50559 / 200000,
        storedCount: 50559,
      },
    ]);
  });
});

const spectrum = write(
  'spectrum.xml',
  `<gating:Gating-ML xmlns:gating="http://www.isac-net.org/std/Gating-ML/v2.0/gating" xmlns:transforms="http://www.isac-net.org/std/Gating-ML/v2.0/transformations" xmlns:data-type="http://www.isac-net.org/std/Gating-ML/v2.0/datatypes">
  <transforms:spectrumMatrix transforms:id="M"><transforms:fluorochromes><data-type:fcs-dimension data-type:name="F"/></transforms:fluorochromes><transforms:detectors><data-type:fcs-dimension data-type:name="PE-A"/></transforms:detectors><transforms:spectrum><transforms:coefficient transforms:value="1"/></transforms:spectrum></transforms:spectrumMatrix>
</gating:Gating-ML>`,
);

describe('gate with a workspace', () => {
  // FSC-A is 1, 2, 3, 4: two events from 3 on, four from 1 on.
  const populations = (stored: number) =>
    population('far', box({ 'FSC-A': { min: 3 } }), { count: stored }) + population('same', box({ 'FSC-A': { min: 1 } }), { count: 4 });
  const wsp = (name: string, stored: number, keywords: Readonly<Record<string, string>> = {}) =>
    write(name, workspace([{ linear: ['FSC-A', 'PE-A'], keywords, populations: populations(stored) }]));

  it('shows stored counts beside ours, and flags those more than 1 % away', async () => {
    const { exitCode, stdout, stderr } = await captureCommand(['gate', file, '--gates', wsp('far.wsp', 3)]);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      [
        'made.fcs',
        '',
        'population  count  % of parent  % of all  stored',
        'all events      4',
        '  far           2           50        50       3  > 1 %',
        '  same          4          100       100       4',
        '',
      ].join('\n'),
    );
    expect(stderr).toContain(
      "warning: made.fcs: counts differ by more than 1 % from those that the gate file stores: 'far' (2 here, 3 stored). [gate-file/counts-differ]\n",
    );
    const json = await captureCommand(['gate', file, '--gates', wsp('far.wsp', 3), '--json']);
    expect(JSON.parse(json.stdout).populations).toMatchObject([{ storedCount: 3, differsFromStored: true }, { storedCount: 4 }]);
  });

  it('says when the workspace knew another file under that name', async () => {
    const { stderr } = await captureCommand(['gate', file, '--gates', wsp('other.wsp', 2, { $TOT: '5' })]);
    expect(stderr).toBe(
      "warning: made.fcs: the sample 'made.fcs' of the gate file had 5 events, this file has 4: is it the same file? [gate-file/other-events]\n",
    );
  });

  it('of FACSDiva: a compensation in the tube that is not that of the file is a warning', async () => {
    const parameter = (name: string, coefficients: string) =>
      `<parameter name="${name}"><can_be_compensated>true</can_be_compensated><compensation>${coefficients}</compensation></parameter>`;
    const settings = (off: number) =>
      parameter(
        'FSC-A',
        `<compensation_coefficient>1</compensation_coefficient><compensation_coefficient>${off}</compensation_coefficient>`,
      ) + parameter('PE-A', '<compensation_coefficient>0</compensation_coefficient><compensation_coefficient>1</compensation_coefficient>');
    const path = (off: number) =>
      write(
        `diva-${off}.xml`,
        `<bdfacs><experiment name="E"><specimen name="S"><tube name="T"><data_filename>spill.fcs</data_filename><instrument_settings>${settings(off)}</instrument_settings><gates><gate fullname="All Events\\P1" type="Region_Classifier"><region xparm="PE-A" yparm="FSC-A" type="INTERVAL_REGION"><points><point x="9.5" y="0"/><point x="28.5" y="0"/></points></region><num_events>2</num_events></gate></gates></tube></specimen></experiment></bdfacs>`,
      );
    const events = { parameters: [{ name: 'FSC-A' }, { name: 'PE-A' }], events: [1, 10, 2, 20, 3, 30, 4, 5] };
    const spilled = write('spill.fcs', encodeFcs({ ...events, keywords: [['$SPILLOVER', '2,FSC-A,PE-A,1,0.5,0,1']] }));
    const same = await captureCommand(['gate', spilled, '--gates', path(0.5), '--json']);
    // PE-A - 0.5 FSC-A is 9.5, 19, 28.5, 3.
    expect(JSON.parse(same.stdout).populations).toMatchObject([{ path: ['P1'], count: 2, storedCount: 2 }]);
    expect(same.stderr).toBe('');
    expect((await captureCommand(['gate', spilled, '--gates', path(0.25)])).stderr).toBe(
      'warning: spill.fcs: the compensation that the gate file states for this tube is not that of the file, which is used. [gate-file/other-compensation]\n',
    );
  });

  it('becomes a definition that counts the same, with its matrix beside it', async () => {
    const matrix = spilloverMatrix({ 'FSC-A': [1, 0.5], 'PE-A': [0, 1] }, { name: 'edited' });
    // PE-A - 0.5 FSC-A is 9.5, 19, 28.5, 3.
    const gate = population('compensated', box({ 'Comp-PE-A': { min: 9.5, max: 28.5 } }), { count: 2 });
    const path = write('matrix.wsp', workspace([{ linear: ['FSC-A', 'Comp-PE-A'], matrix, populations: gate }]));
    const imported = await captureCommand(['import', path, '--matrix', join(folder, 'matrix.csv')]);
    expect(imported.stderr).toContain("warning: the sample is in the groups 'All Samples'. [gate-file/groups]\n");
    const definition = write('imported.yaml', imported.stdout);
    const counts = async (gates: string) =>
      JSON.parse((await captureCommand(['gate', file, '--gates', gates, '--json'])).stdout).populations.map(
        ({ count }: { count: number }) => count,
      );
    expect([await counts(path), await counts(definition)]).toEqual([[2], [2]]);
    expect(await captureCommand(['check', definition])).toEqual({
      exitCode: 0,
      stdout: 'imported 0.1.0 (draft): 1 tubes, 0 assays, 1 attributes, 0 rows\n',
      stderr: `warning: ${definition}: no specification is named, without which 'run' cannot judge a lot\n`,
    });
    const whole = readFileSync(join(folder, 'matrix.csv'), 'utf8');
    expect((await captureCommand(['gate', file, '--gates', definition])).stderr).toBe('');
    write('matrix.csv', whole.trimEnd());
    expect((await captureCommand(['gate', file, '--gates', definition])).stderr).toBe(
      'warning: matrix.csv: The last line has no line end: if the file was cut off there, it cannot be told. [plate/no-final-line-end]\n',
    );
  });

  it('a definition whose gates need spectrum matrices of their own is not made', async () => {
    const { exitCode, stderr } = await captureCommand(['import', spectrum]);
    expect([exitCode, stderr]).toEqual([
      65,
      "error: spectrum.xml: Expected gates that are compensated by the file or not at all, found the spectrum matrices 'M': a definition has one matrix a tube. [exchange/unsupported]\n",
    ]);
  });
});
