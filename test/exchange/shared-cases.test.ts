import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { captureCommand } from '../cli/captured-command.ts';
import { describeShared } from '../shared-data.ts';

// Counts and their sources: ../shared/data/cases/flow/README.md.
describeShared('gate files from public reports', (shared) => {
  const folder = `${shared}data/cases/flow/`;
  const gate = async (name: string) => {
    const { stdout, stderr } = await captureCommand(['gate', `${folder}a.fcs`, '--gates', `${folder}${name}`, '--json']);
    const { populations } = JSON.parse(stdout) as {
      readonly populations: readonly { readonly path: readonly string[]; readonly count: number }[];
    };
    const warnings = stderr.split('\n').filter((line) => line !== '');
    return {
      counts: Object.fromEntries(populations.map(({ path, count }) => [path.join('/'), count])),
      warnings: warnings.map((line) => line.replace(/^warning: /, '')),
    };
  };

  it.each([
    // FlowJo 10.9: gain 1, coordinates in seconds (9 public samples; CytoML).
    ['02-time-gain-1.wsp', { T: 150 }],
    // FlowJo 10 writes _ for / (flowWorkspace 90).
    ['03-slash.wsp', { G: 358 }],
    // A rectangle needs no scale (FlowKit 145; numpy).
    ['04-width-0.wsp', { G: 270, S: 252 }],
    // Events off a logarithmic axis lie at its end (cytolib, FlowKit).
    ['05-axis-log.wsp', { G: 397 }],
    // The tree of Floreada's extension.
    ['12-floreada.xml', { Cells: 252, 'Cells/Low': 138 }],
    ['14-no-place.xml', { neg: 35, pos: 373 }],
  ])('%s', async (name, counts) => {
    expect((await gate(name)).counts).toEqual(counts);
  });

  it('06-gain.wsp: a gate on a parameter with another gain is left out by name', async () => {
    const { counts, warnings } = await gate('06-gain.wsp');
    expect(counts).toEqual({});
    expect(warnings).toEqual([
      "06-gain.wsp, sample 'a.fcs': the gate of 'G' (RectangleGate) is left out, and what lies below it: FlowJo counts 'FSC-A' with a gain of 2, whose meaning is not published. [gate-file/left-out]",
    ]);
  });

  it('10-bad-transform.yaml: check refuses what gate would', async () => {
    // The case was written when an attribute's stage was called sample.
    const path = join(mkdtempSync(join(tmpdir(), 'cytolot-case-')), '10-bad-transform.yaml');
    writeFileSync(path, readFileSync(`${folder}10-bad-transform.yaml`, 'utf8').replaceAll(/\bsample: (?=\w)/g, 'stage: '));
    expect(await captureCommand(['check', path])).toMatchObject({
      exitCode: 65,
      stderr: expect.stringContaining('10-bad-transform.yaml:35:9: Expected a biex transform with T > 0'),
    });
  });

  it('14-no-place.xml: events without a place are counted', async () => {
    expect((await gate('14-no-place.xml')).warnings).toEqual([
      "a.fcs: 92 of 500 events have no place on the logarithmic axis of 'FL1-A', being below 0: no gate on it holds them. [gate-file/without-place]",
    ]);
  });
});
